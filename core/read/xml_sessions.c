/* xml_sessions.c - see xml_sessions.h. */
#include "read/xml_sessions.h"

#include "read/xml_element.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/session.h"

#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

static const char own_namespace[] = "urn:claimline:sessions:1";

enum where { BEFORE_ROOT, IN_ROOT, IN_SESSION, IN_SERVICE, BEHIND_ROOT };

struct xml_sessions {
    struct csv_source source;
    struct xml_text part; /* where it is one */
    bool is_part;
    uint64_t begin; /* where the text begins, behind what was put before it */
    const char *path;
    struct xml_parser *parser;
    struct xml_names names;
    bool at_end; /* of the text */
    enum where where;
    struct xml_root root;
    uint64_t blank_from, blank_bytes;
    uint64_t end, lines; /* of the text, when it has ended */

    struct xml_element *session; /* the open one */
    uint64_t serial, session_begin;
    size_t row_count; /* its rows so far */
    bool whole;       /* it is one row */

    struct xml_row *rows; /* whose turn is still to come, from `head` on */
    size_t head, count, room;
    uint64_t taken;         /* of the first of them, up to here */
    struct arena arenas[2]; /* what they say; the other one is for what stays */
    unsigned arena;
    char block[BLOCK_BYTES];
};

static int fail_at(const struct xml_sessions *sessions, uint64_t line, struct cl_text name,
                   const char *what, struct problem *problem)
{
    char path[TEXT_SHOWN];
    char shown[TEXT_SHOWN];

    return problem_failed(problem, "%s:%llu: the element %s %s",
                          text_show_string(path, sessions->path), (unsigned long long)line,
                          text_show(shown, name), what);
}

static struct arena *arena_of(struct xml_sessions *sessions)
{
    return &sessions->arenas[sessions->arena];
}

static struct xml_row *last_row(struct xml_sessions *sessions)
{
    return &sessions->rows[sessions->count - 1];
}

static void add_row(struct xml_sessions *sessions, const struct xml_element *service,
                    uint64_t begin, uint64_t end)
{
    if (sessions->count == sessions->room) {
        sessions->room = sessions->room != 0 ? sessions->room * 2 : 256;
        sessions->rows = mem_resize_array(sessions->rows, sessions->room, sizeof(*sessions->rows));
    }
    sessions->rows[sessions->count++] = (struct xml_row){ .session = sessions->session,
                                                          .service = service,
                                                          .serial = sessions->serial,
                                                          .first = sessions->row_count == 0,
                                                          .begin = begin,
                                                          .end = end,
                                                          .blank = sessions->blank_bytes };
    sessions->row_count++;
}

static uint64_t count_lines(struct cl_text text)
{
    const char *end = text.data + text.length;
    uint64_t count = 0;

    for (const char *at = text.data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

/* The end tag that the root's start tag wants. */
static void take_root(struct xml_sessions *sessions, const struct xml_tag *tag)
{
    struct arena *arena = &sessions->names.arena;
    struct cl_text text = xml_parser_text(sessions->parser, tag->begin, tag->end);
    const char *colon = tag->prefix.length != 0 ? ":" : "";
    const struct xml_element *element = xml_element_make(&sessions->names, arena, tag, XML_ROOT);

    sessions->root.is_empty = text.data[text.length - 2] == '/';
    sessions->root.lines = tag->line - 1 + count_lines(text);
    text.length -= sessions->root.is_empty ? 2 : 1;
    sessions->root.text = arena_format(arena, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%.*s>",
                                       (int)text.length, text.data);
    sessions->root.end = arena_format(arena, "</%s%ssessions>\n", tag->prefix.data, colon);
    sessions->root.line = tag->line;
    sessions->root.bytes = tag->end;
    sessions->root.notes = element->notes;
    sessions->root.note_count = element->note_count;
    sessions->blank_from = tag->end;
}

static bool has_id(const struct xml_element *session)
{
    struct cl_text id = text_trim(xml_element_value(session, COL_session_id));

    return id.length != 0 && id.length <= SESSION_ID_BYTES && text_check(id) == TEXT_FINE;
}

static void start_session(struct xml_sessions *sessions, const struct xml_tag *tag)
{
    sessions->blank_bytes += tag->begin - sessions->blank_from;
    sessions->session = xml_element_make(&sessions->names, arena_of(sessions), tag, XML_SESSION);
    sessions->session_begin = tag->begin;
    sessions->serial++;
    sessions->row_count = 0;
    sessions->whole = !has_id(sessions->session);
}

/* Where the row that is not closed begins, or the session without one. */
static uint64_t row_begin(struct xml_sessions *sessions)
{
    return sessions->row_count == 0 ? sessions->session_begin : last_row(sessions)->begin;
}

/* Whether what is open takes more than a record may, up to `end`. */
static bool is_long(struct xml_sessions *sessions, uint64_t end)
{
    return end - row_begin(sessions) > CSV_MAX_RECORD;
}

/* A row that is too long reaches as far as it can, and if it is the first, all is of it. */
static void stretch(struct xml_sessions *sessions, uint64_t end)
{
    if (sessions->row_count <= 1)
        sessions->whole = true;
    if (sessions->row_count == 0)
        add_row(sessions, NULL, sessions->session_begin, end);
    last_row(sessions)->end = end;
}

static void start_service(struct xml_sessions *sessions, const struct xml_tag *tag)
{
    const struct xml_element *service =
        xml_element_make(&sessions->names, arena_of(sessions), tag, XML_SERVICE);
    uint64_t begin;

    if (is_long(sessions, tag->begin))
        stretch(sessions, tag->begin);
    if (sessions->whole && sessions->row_count != 0)
        return;
    begin = sessions->row_count == 0 ? sessions->session_begin : last_row(sessions)->end;
    if (sessions->row_count != 0)
        last_row(sessions)->closed = true;
    add_row(sessions, service, begin, tag->end);
}

/* What may stand where. */
static const struct {
    const char *name;
    const char *else_text;
} levels[] = {
    [BEFORE_ROOT] = { "sessions", "is no session export; <sessions> is expected" },
    [IN_ROOT] = { "session", "is not known here; <session> is expected" },
    [IN_SESSION] = { "service", "is not known here; <service> is expected" },
    [IN_SERVICE] = { NULL, "is not known here; a service holds no elements" },
    [BEHIND_ROOT] = { NULL, "stands behind the end" },
};

static int on_start(void *context, const struct xml_tag *tag, struct problem *problem)
{
    struct xml_sessions *sessions = context;
    const char *wanted = levels[sessions->where].name;

    if (wanted == NULL || !text_equal(tag->name, text_of(wanted)))
        return fail_at(sessions, tag->line, tag->name, levels[sessions->where].else_text, problem);
    if (!text_equal(tag->uri, text_of(own_namespace)))
        return fail_at(sessions, tag->line, tag->name,
                       "is not in the namespace urn:claimline:sessions:1", problem);
    if (sessions->where == BEFORE_ROOT)
        take_root(sessions, tag);
    else if (sessions->where == IN_ROOT)
        start_session(sessions, tag);
    else
        start_service(sessions, tag);
    sessions->where = (enum where)(sessions->where + 1);
    return 0;
}

static void end_session(struct xml_sessions *sessions, uint64_t end)
{
    if (sessions->row_count == 0)
        add_row(sessions, NULL, sessions->session_begin, end);
    last_row(sessions)->end = end;
    last_row(sessions)->closed = true;
    sessions->blank_from = end;
}

static int on_end(void *context, uint64_t end, struct problem *problem)
{
    struct xml_sessions *sessions = context;

    (void)problem;
    if (sessions->where == IN_ROOT) {
        sessions->where = BEHIND_ROOT;
        return 0;
    }
    if (sessions->where == IN_SERVICE)
        last_row(sessions)->end = end;
    else
        end_session(sessions, end);
    sessions->where = (enum where)(sessions->where - 1);
    return 0;
}

static int on_text(void *context, struct problem *problem)
{
    const struct xml_sessions *sessions = context;
    char shown[TEXT_SHOWN];

    return problem_failed(problem, "%s:%llu: text stands between the tags; values are attributes",
                          text_show_string(shown, sessions->path),
                          (unsigned long long)xml_parser_line(sessions->parser));
}

static ssize_t read_input(void *input, char *bytes, size_t size, struct problem *problem)
{
    return input_read(input, bytes, size, problem);
}

struct xml_sessions *xml_sessions_open(struct input *input, const char *path)
{
    struct xml_sessions *sessions = mem_alloc(sizeof(*sessions));
    const struct xml_handler handler = { sessions, on_start, on_end, on_text };

    sessions->source = (struct csv_source){ input, read_input };
    sessions->path = path;
    sessions->parser = xml_parser_create(path, &handler);
    xml_names_init(&sessions->names);
    return sessions;
}

static struct xml_sessions *create_part(const struct xml_sessions *whole)
{
    struct xml_sessions *sessions = mem_alloc(sizeof(*sessions));
    const struct xml_handler handler = { sessions, on_start, on_end, on_text };

    sessions->path = whole->path;
    sessions->parser = xml_parser_create(whole->path, &handler);
    xml_names_init(&sessions->names);
    return sessions;
}

/* What is put before the text is the root's start tag, so that names mean what they did. */
int xml_sessions_part(struct xml_sessions **out, const struct xml_sessions *whole,
                      const struct xml_text *text, struct problem *problem)
{
    struct xml_sessions *sessions = *out != NULL ? *out : create_part(whole);

    *out = sessions;
    xml_parser_restart(sessions->parser);
    xml_names_forget(&sessions->names);
    sessions->is_part = true;
    sessions->part = *text;
    sessions->at_end = false;
    sessions->where = BEFORE_ROOT;
    sessions->head = 0;
    sessions->count = 0;
    sessions->blank_bytes = 0;
    if (xml_parser_feed(sessions->parser, whole->root.text, problem) < 0)
        return -1;
    sessions->begin = xml_parser_fed(sessions->parser);
    sessions->taken = sessions->begin;
    xml_parser_begin(sessions->parser, text->lines);
    return 0;
}

void xml_sessions_close(struct xml_sessions *sessions)
{
    if (sessions == NULL)
        return;
    xml_parser_destroy(sessions->parser);
    xml_names_finish(&sessions->names);
    arena_finish(&sessions->arenas[0]);
    arena_finish(&sessions->arenas[1]);
    mem_free(sessions->rows);
    mem_free(sessions);
}

/* Blank space between sessions may go on for ever: none of it is kept. */
static uint64_t blank_end(const struct xml_sessions *sessions)
{
    uint64_t mark = xml_parser_mark(sessions->parser);
    uint64_t end = xml_parser_fed(sessions->parser);
    struct cl_text left = xml_parser_text(sessions->parser, mark, end);
    const char *tag = left.length != 0 ? memchr(left.data, '<', left.length) : NULL;

    return tag != NULL ? mark + (uint64_t)(tag - left.data) : end;
}

/* What stays when the next block comes is at most a session and one row of it. */
static void keep_open(struct xml_sessions *sessions)
{
    struct arena *arena = &sessions->arenas[1 - sessions->arena];
    bool open = sessions->where == IN_SESSION || sessions->where == IN_SERVICE;
    uint64_t wanted = open ? xml_parser_mark(sessions->parser) : blank_end(sessions);

    arena_reset(arena);
    if (open) {
        sessions->session = xml_element_copy(arena, sessions->session);
        sessions->serial++;
        wanted = sessions->row_count == 0 ? sessions->session_begin : sessions->taken;
    }
    if (sessions->head < sessions->count) {
        struct xml_row *row = &sessions->rows[0];

        *row = sessions->rows[sessions->head];
        row->session = sessions->session;
        row->serial = sessions->serial;
        if (row->service != NULL)
            row->service = xml_element_copy(arena, row->service);
    }
    sessions->count -= sessions->head;
    sessions->head = 0;
    sessions->arena = 1 - sessions->arena;
    xml_parser_drop(sessions->parser, wanted);
}

/* The next bytes: of a part in memory all at once. Empty at the end. */
static int read_block(struct xml_sessions *sessions, struct cl_text *out, struct problem *problem)
{
    const struct csv_source *source =
        sessions->is_part ? &sessions->part.source : &sessions->source;
    ssize_t count;

    *out = TEXT_NONE;
    if (sessions->is_part && sessions->part.text.data != NULL) {
        if (xml_parser_fed(sessions->parser) == sessions->begin)
            *out = sessions->part.text;
        return 0;
    }
    count = source->read(source->context, sessions->block, sizeof(sessions->block), problem);
    if (count > 0)
        *out = (struct cl_text){ sessions->block, (size_t)count };
    return count < 0 ? -1 : 0;
}

/* Where a part goes on elsewhere, the document ends here: so the parser sees whether anything is
 * open. */
static int end_part(struct xml_sessions *sessions, struct problem *problem)
{
    bool goes_on = sessions->where == IN_ROOT;

    if ((goes_on && !sessions->part.may_go_on) || (!goes_on && !sessions->part.may_end))
        return problem_failed(problem, "a part ends where nothing ends");
    if (!goes_on)
        return 0;
    sessions->lines--; /* the last one is counted where the next part begins */
    return xml_parser_feed(sessions->parser, sessions->root.end, problem);
}

static int end_text(struct xml_sessions *sessions, struct problem *problem)
{
    sessions->at_end = true;
    sessions->end = xml_parser_fed(sessions->parser);
    sessions->lines = xml_parser_line_of(sessions->parser, sessions->end);
    if ((sessions->is_part && sessions->part.may_go_on && end_part(sessions, problem) < 0) ||
        xml_parser_feed(sessions->parser, TEXT_NONE, problem) < 0)
        return -1;
    sessions->blank_bytes += sessions->end - sessions->blank_from;
    return 0;
}

/* 1, 0 at the end of the text, -1 with a problem. All rows but one that is open are done with. */
static int feed(struct xml_sessions *sessions, struct problem *problem)
{
    struct cl_text text;

    if (sessions->at_end)
        return 0;
    keep_open(sessions);
    if (read_block(sessions, &text, problem) < 0)
        return -1;
    if (text.length == 0)
        return end_text(sessions, problem);
    if (xml_parser_feed(sessions->parser, text, problem) < 0)
        return -1;
    if ((sessions->where == IN_SESSION || sessions->where == IN_SERVICE) &&
        is_long(sessions, xml_parser_mark(sessions->parser)))
        stretch(sessions, xml_parser_mark(sessions->parser));
    return 1;
}

int xml_sessions_root(struct xml_sessions *sessions, const struct xml_root **out,
                      struct problem *problem)
{
    int got = 1;

    while (sessions->where == BEFORE_ROOT && (got = feed(sessions, problem)) > 0)
        ;
    *out = &sessions->root;
    return got < 0 ? -1 : 0;
}

int xml_sessions_row(struct xml_sessions *sessions, const struct xml_row **out,
                     struct problem *problem)
{
    int got = 1;

    for (;;) {
        if (sessions->head < sessions->count) {
            const struct xml_row *row = &sessions->rows[sessions->head];

            sessions->taken = row->begin;
            *out = row;
            if (row->closed || row->end - row->begin > CSV_MAX_RECORD)
                return 1;
        }
        if ((got = feed(sessions, problem)) <= 0)
            return got;
    }
}

/* A part in memory stays; what the parser has of it does not. */
static struct cl_text text_at(const struct xml_sessions *sessions, uint64_t from, uint64_t to)
{
    if (sessions->is_part && sessions->part.text.data != NULL)
        return (struct cl_text){ sessions->part.text.data + (from - sessions->begin),
                                 (size_t)(to - from) };
    return xml_parser_text(sessions->parser, from, to);
}

struct cl_text xml_sessions_take(struct xml_sessions *sessions)
{
    const struct xml_row *row = &sessions->rows[sessions->head];
    uint64_t from = sessions->taken;

    sessions->taken = row->end;
    return text_at(sessions, from, row->end);
}

int xml_sessions_more(struct xml_sessions *sessions, const struct xml_row **out,
                      struct problem *problem)
{
    int got = feed(sessions, problem);

    *out = &sessions->rows[sessions->head];
    return got < 0 ? -1 : 0;
}

void xml_sessions_pass(struct xml_sessions *sessions)
{
    sessions->head++;
}

struct cl_text xml_sessions_rest(const struct xml_sessions *sessions, const struct xml_row *row)
{
    uint64_t end = sessions->at_end ? sessions->end : xml_parser_fed(sessions->parser);

    return xml_parser_text(sessions->parser, row != NULL ? row->begin : sessions->root.bytes, end);
}

uint64_t xml_sessions_bytes_to(const struct xml_sessions *sessions, const struct xml_row *row)
{
    uint64_t end = sessions->at_end ? sessions->end : xml_parser_fed(sessions->parser);

    return (row != NULL ? row->begin : end) - sessions->begin;
}

uint64_t xml_sessions_blank_bytes(const struct xml_sessions *sessions)
{
    return sessions->blank_bytes;
}

uint64_t xml_sessions_lines(const struct xml_sessions *sessions)
{
    return sessions->lines;
}
