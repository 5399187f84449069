/* records_xml.c - records of an XML session export: a service is a row. */
#include "records.h"

#include "read/xml_element.h"
#include "read/xml_sessions.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

struct xml_records {
    const struct records_form *form;
    struct xml_sessions *sessions;
    const struct xml_row *row;           /* the one handed out last; NULL: none */
    uint64_t serial;                     /* of what `shared` holds */
    uint64_t line;                       /* of the row */
    const struct xml_root *root;         /* of a whole text, when its header was read */
    bool has_begun;                      /* with the rows behind it */
    bool is_part, is_short;              /* see part_is_short */
    bool is_back;                        /* the row was taken back */
    struct cl_text shared[COLUMN_COUNT]; /* what the session says for all its services */
    struct cl_text fields[COLUMN_COUNT];
};

static struct xml_records *xml_of(struct records *records)
{
    return (struct xml_records *)records;
}

static bool recognises(struct cl_text first)
{
    size_t at = 0;

    while (at < first.length && (first.data[at] == ' ' || first.data[at] == '\t' ||
                                 first.data[at] == '\n' || first.data[at] == '\r'))
        at++;
    return at < first.length && first.data[at] == '<';
}

static void close_xml(struct records *records)
{
    xml_sessions_close(xml_of(records)->sessions);
    mem_free(records);
}

static int open_xml(struct records **out, const struct records_request *request,
                    struct problem *problem)
{
    struct xml_records *records = mem_alloc(sizeof(*records));

    (void)problem;
    records->form = &records_xml;
    records->sessions = xml_sessions_open(request->input, request->path);
    *out = (struct records *)records;
    return 0;
}

static void add_notes(struct findings *findings, const struct xml_note *notes, size_t count,
                      uint64_t line)
{
    for (size_t i = 0; i < count; i++)
        findings_add(findings, notes[i].id, line, notes[i].column, TEXT_NONE, "%s",
                     notes[i].message.data);
}

static int read_header(struct records *records, struct header *header, struct findings *findings,
                       struct problem *problem)
{
    const struct xml_root *root;

    header_canonical(header);
    if (xml_sessions_root(xml_of(records)->sessions, &root, problem) < 0)
        return -1;
    xml_of(records)->root = root;
    header->line = root->line;
    header->bytes = root->bytes;
    header->text = root->text;
    header->held_style = HELD_XML;
    header->held_end = root->end;
    add_notes(findings, root->notes, root->note_count, root->line);
    return 0;
}

static bool is_rendering(enum column column)
{
    return column == COL_rendering_npi || column == COL_rendering_last_name ||
           column == COL_rendering_first_name || column == COL_rendering_taxonomy;
}

static void set_shared(struct xml_records *records, const struct xml_row *row)
{
    if (records->serial == row->serial)
        return;
    records->serial = row->serial;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        records->shared[i] = TEXT_NONE;
    for (size_t i = 0; i < row->session->value_count; i++)
        records->shared[row->session->values[i].column] = row->session->values[i].text;
}

/* A service that names its own rendering provider takes nothing of the session's. */
static void set_fields(struct xml_records *records, const struct xml_row *row)
{
    const struct xml_element *service = row->service;
    bool own_provider = false;

    set_shared(records, row);
    memcpy(records->fields, records->shared, sizeof(records->fields));
    if (service == NULL)
        return;
    for (size_t i = 0; i < service->value_count; i++)
        own_provider = own_provider || is_rendering(service->values[i].column);
    for (unsigned i = 0; own_provider && i < COLUMN_COUNT; i++) {
        if (is_rendering((enum column)i))
            records->fields[i] = TEXT_NONE;
    }
    for (size_t i = 0; i < service->value_count; i++)
        records->fields[service->values[i].column] = service->values[i].text;
}

/* The row that was handed out before, with what more() did not ask for. */
static int leave_row(struct xml_records *records, struct problem *problem)
{
    if (records->row == NULL)
        return 0;
    while (!records->row->closed) {
        if (xml_sessions_more(records->sessions, &records->row, problem) < 0)
            return -1;
    }
    xml_sessions_pass(records->sessions);
    records->row = NULL;
    return 0;
}

/* What is wrong with a part is found, and told, by who reads on from its beginning. */
static int next_row(struct xml_records *records, const struct xml_row **row,
                    struct problem *problem)
{
    struct problem own = { .status = 0 };
    int got;

    if (!records->is_part)
        return leave_row(records, problem) < 0 ? -1
                                               : xml_sessions_row(records->sessions, row, problem);
    got = leave_row(records, &own) < 0 ? -1 : xml_sessions_row(records->sessions, row, &own);
    records->is_short = got < 0;
    return got > 0;
}

static int next(struct records *any, struct csv_record *record, struct problem *problem)
{
    struct xml_records *records = xml_of(any);
    const struct xml_row *row;
    struct cl_text bytes;
    int got = next_row(records, &row, problem);

    records->has_begun = true;
    if (got <= 0)
        return got;
    records->row = row;
    records->line = row->first ? row->session->line : row->service->line;
    set_fields(records, row);
    bytes = xml_sessions_take(records->sessions);
    *record = (struct csv_record){ .state = bytes.length > CSV_MAX_RECORD ? CSV_TOO_LONG : CSV_FINE,
                                   .line = records->line,
                                   .bytes = bytes.data,
                                   .length = bytes.length,
                                   .fields = records->fields,
                                   .field_count = COLUMN_COUNT };
    return 1;
}

static int more(struct records *any, struct cl_text *out, struct problem *problem)
{
    struct xml_records *records = xml_of(any);

    *out = xml_sessions_take(records->sessions);
    while (out->length == 0 && !records->row->closed) {
        if (xml_sessions_more(records->sessions, &records->row, problem) < 0)
            return -1;
        *out = xml_sessions_take(records->sessions);
    }
    return 0;
}

static void remark(const struct records *any, struct findings *findings)
{
    const struct xml_records *records = (const struct xml_records *)any;
    const struct xml_row *row = records->row;

    if (row->first)
        add_notes(findings, row->session->notes, row->session->note_count, records->line);
    if (row->service != NULL)
        add_notes(findings, row->service->notes, row->service->note_count, records->line);
}

static struct csv_counts counts(const struct records *any)
{
    const struct xml_records *records = (const struct xml_records *)any;
    const struct xml_row *row = records->row;

    if (records->root != NULL && !records->has_begun)
        return (struct csv_counts){ .lines = records->root->lines };
    if (row != NULL)
        return (struct csv_counts){ .bytes = xml_sessions_bytes_to(records->sessions, row) +
                                             (records->is_back ? 0 : row->end - row->begin),
                                    .blank_bytes = row->blank,
                                    .lines = records->line - 1 };
    return (struct csv_counts){ .bytes = xml_sessions_bytes_to(records->sessions, NULL),
                                .blank_bytes = xml_sessions_blank_bytes(records->sessions),
                                .lines = xml_sessions_lines(records->sessions) };
}

/* Parts: the text between two sessions, with the root's start tag put before it. */

static int open_text(const struct records *any, struct records **out, const struct xml_text *text,
                     struct problem *problem)
{
    const struct xml_records *whole = (const struct xml_records *)any;
    struct xml_records *records = xml_of(*out);

    if (records == NULL) {
        records = mem_alloc(sizeof(*records));
        records->form = &records_xml;
        *out = (struct records *)records;
    }
    records->row = NULL;
    records->serial = 0;
    records->is_back = false;
    return xml_sessions_part(&records->sessions, whole->sessions, text, problem);
}

static int open_part(const struct records *whole, struct records **part, struct cl_text text,
                     uint64_t lines, bool last, struct problem *problem)
{
    const struct xml_text piece = {
        .text = text, .lines = lines, .may_end = last, .may_go_on = !last
    };

    if (open_text(whole, part, &piece, problem) < 0)
        return -1;
    xml_of(*part)->is_part = true;
    xml_of(*part)->is_short = false;
    return 0;
}

static int resume(const struct records *whole, struct records **out, struct csv_source source,
                  uint64_t lines, bool known, struct problem *problem)
{
    const struct xml_text rest = {
        .text = { NULL, 0 }, .source = source, .lines = lines, .may_end = true, .may_go_on = known
    };

    *out = NULL;
    return open_text(whole, out, &rest, problem);
}

static bool is_divisible(const struct records *whole)
{
    const struct xml_root *root;
    struct problem problem = { .status = 0 };

    return xml_sessions_root(((const struct xml_records *)whole)->sessions, &root, &problem) == 0 &&
           !root->is_empty;
}

static bool begins_session(struct cl_text text)
{
    static const char name[] = "session";
    const char *colon = memchr(text.data, ':', text.length < TEXT_SHOWN ? text.length : TEXT_SHOWN);
    const char *at = text.data + 1;
    const char *end = text.data + text.length;

    while (colon != NULL && at < colon && strchr(" \t\r\n/>\"'=<", *at) == NULL)
        at++;
    at = at == colon ? at + 1 : text.data + 1;
    return (size_t)(end - at) > strlen(name) && memcmp(at, name, strlen(name)) == 0 &&
           memchr(" \t\r\n/>", at[strlen(name)], 6) != NULL;
}

/* Before the last tag that begins a session, if it is one: a comment may hold such a thing. */
static size_t cut(struct cl_text text, bool last)
{
    size_t at = text.length;

    if (last)
        return at;
    while (at > 0) {
        const char *tag = memrchr(text.data, '<', at);

        if (tag == NULL)
            return 0;
        at = (size_t)(tag - text.data);
        if (begins_session((struct cl_text){ tag, text.length - at }))
            return at;
    }
    return 0;
}

static bool part_is_short(const struct records *part)
{
    return ((const struct xml_records *)part)->is_short;
}

static struct cl_text rest(const struct records *any)
{
    const struct xml_records *records = (const struct xml_records *)any;

    return xml_sessions_rest(records->sessions, records->is_back ? records->row : NULL);
}

static void put_back(struct records *any, const struct csv_record *record)
{
    (void)record;
    xml_of(any)->is_back = true;
}

const struct records_form records_xml = {
    .name = "xml",
    .text = "an XML session export, <sessions> (docs/formats.md)",
    .recognises = recognises,
    .open = open_xml,
    .close = close_xml,
    .header = read_header,
    .next = next,
    .more = more,
    .remark = remark,
    .counts = counts,
    .part = open_part,
    .resume = resume,
    .cut = cut,
    .is_divisible = is_divisible,
    .part_is_short = part_is_short,
    .rest = rest,
    .put_back = put_back,
};
