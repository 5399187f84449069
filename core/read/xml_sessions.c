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
    struct input *input;
    const char *path;
    struct xml_parser *parser;
    struct xml_names names;
    bool at_end; /* of the text */
    enum where where;
    struct xml_root root;
    uint64_t blank_from, blank_bytes;

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
                                                          .end = end };
    sessions->row_count++;
}

/* The end tag that the root's start tag wants. */
static void take_root(struct xml_sessions *sessions, const struct xml_tag *tag)
{
    struct arena *arena = &sessions->names.arena;
    struct cl_text text = xml_parser_text(sessions->parser, tag->begin, tag->end);
    const char *colon = tag->prefix.length != 0 ? ":" : "";
    const struct xml_element *element = xml_element_make(&sessions->names, arena, tag, XML_ROOT);

    text.length -= text.data[text.length - 2] == '/' ? 2 : 1;
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

/* The declaration of a text that was converted names what it was before. */
static int check_encoding(const struct xml_sessions *sessions, struct problem *problem)
{
    static const char *const fine[] = { "UTF-8",  "UTF8",     "US-ASCII", "ASCII",
                                        "UTF-16", "UTF-16LE", "UTF-16BE" };
    struct cl_text named = xml_declared_encoding(input_peek(sessions->input));
    char path[TEXT_SHOWN];
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
        if (named.length == 0 || text_equal_nocase(named, text_of(fine[i])))
            return 0;
    }
    return problem_failed(problem,
                          "%s:1: the XML declaration names the encoding %s; save it as UTF-8",
                          text_show_string(path, sessions->path), text_show(shown, named));
}

int xml_sessions_open(struct xml_sessions **out, struct input *input, const char *path,
                      struct problem *problem)
{
    struct xml_sessions *sessions = mem_alloc(sizeof(*sessions));
    const struct xml_handler handler = { sessions, on_start, on_end, on_text };

    sessions->input = input;
    sessions->path = path;
    sessions->parser = xml_parser_create(path, &handler);
    xml_names_init(&sessions->names);
    *out = sessions;
    return check_encoding(sessions, problem);
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

/* 1, 0 at the end of the text, -1 with a problem. All rows but one that is open are done with. */
static int feed(struct xml_sessions *sessions, struct problem *problem)
{
    ssize_t count;

    if (sessions->at_end)
        return 0;
    keep_open(sessions);
    count = input_read(sessions->input, sessions->block, sizeof(sessions->block), problem);
    if (count < 0 ||
        xml_parser_feed(sessions->parser, (struct cl_text){ sessions->block, (size_t)count },
                        problem) < 0)
        return -1;
    sessions->at_end = count == 0;
    if (sessions->at_end)
        sessions->blank_bytes += xml_parser_fed(sessions->parser) - sessions->blank_from;
    else if ((sessions->where == IN_SESSION || sessions->where == IN_SERVICE) &&
             is_long(sessions, xml_parser_mark(sessions->parser)))
        stretch(sessions, xml_parser_mark(sessions->parser));
    return count > 0;
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
        const struct xml_row *row = &sessions->rows[sessions->head];

        if (sessions->head < sessions->count) {
            sessions->taken = row->begin;
            *out = row;
            if (row->closed || row->end - row->begin > CSV_MAX_RECORD)
                return 1;
        }
        if ((got = feed(sessions, problem)) <= 0)
            return got;
    }
}

struct cl_text xml_sessions_take(struct xml_sessions *sessions)
{
    const struct xml_row *row = &sessions->rows[sessions->head];
    uint64_t from = sessions->taken;

    sessions->taken = row->end;
    return xml_parser_text(sessions->parser, from, row->end);
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

uint64_t xml_sessions_blank_bytes(const struct xml_sessions *sessions)
{
    return sessions->blank_bytes;
}

uint64_t xml_sessions_bytes(const struct xml_sessions *sessions)
{
    return xml_parser_fed(sessions->parser);
}

uint64_t xml_sessions_lines(const struct xml_sessions *sessions)
{
    return xml_parser_line(sessions->parser);
}
