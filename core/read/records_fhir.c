/* records_fhir.c - records of a FHIR text: each Encounter is a session, in the order of their
 * first appearance; its ChargeItems and Procedures are its rows. */
#include "records.h"

#include "read/fhir_scan.h"
#include "read/fhir_session.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

struct fhir_records {
    const struct records_form *form;
    struct input *input;
    const char *path;
    struct fhir_store store;
    struct fhir_counts counts;
    struct fhir_session session;
    bool in_session;        /* rows of it are still to come */
    bool behind_encounters; /* services of no Encounter follow */
    uint32_t at;            /* the resource whose turn comes next */
    size_t service;         /* of the session, the next one */
    uint64_t blank_bytes;
    struct cl_text fields[COLUMN_COUNT];
    struct fhir_notes notes; /* of the row */
    bool first;              /* it is the first of its session */
    uint64_t line;
    char *held; /* its text for the file of held rows */
    size_t held_used, held_room;
};

static struct fhir_records *fhir_of(struct records *records)
{
    return (struct fhir_records *)records;
}

static bool recognises(struct cl_text first)
{
    size_t at = 0;

    while (at < first.length && (first.data[at] == ' ' || first.data[at] == '\t' ||
                                 first.data[at] == '\n' || first.data[at] == '\r'))
        at++;
    return at < first.length && (first.data[at] == '{' || first.data[at] == '[');
}

static int open_fhir(struct records **out, const struct records_request *request,
                     struct problem *problem)
{
    struct fhir_records *records = mem_alloc(sizeof(*records));

    (void)problem;
    records->form = &records_fhir;
    records->input = request->input;
    records->path = request->path;
    records->store = FHIR_STORE_EMPTY;
    records->session.store = &records->store;
    *out = (struct records *)records;
    return 0;
}

static void close_fhir(struct records *any)
{
    struct fhir_records *records = fhir_of(any);

    fhir_session_finish(&records->session);
    fhir_store_finish(&records->store);
    mem_free(records->held);
    mem_free(records);
}

/* All that is between the resources, and those that belong to no row. */
static void count_blank(struct fhir_records *records)
{
    records->blank_bytes = records->counts.bytes;
    for (uint32_t i = 0; i < records->store.count; i++) {
        const struct fhir_resource *resource = &records->store.resources[i];
        bool of_row = resource->type == FHIR_ENCOUNTER || resource->type == FHIR_CHARGE_ITEM ||
                      resource->type == FHIR_PROCEDURE;

        if (of_row && !resource->repeated)
            records->blank_bytes -= resource->length;
    }
}

static int read_header(struct records *any, struct header *header, struct findings *findings,
                       struct problem *problem)
{
    struct fhir_records *records = fhir_of(any);

    (void)findings;
    header_canonical(header);
    header->line = 1;
    header->held_style = HELD_NDJSON;
    if (fhir_scan(&records->store, records->input, records->path, &records->counts, problem) < 0)
        return -1;
    fhir_store_link(&records->store);
    count_blank(records);
    return 0;
}

static void put(struct fhir_records *records, const char *data, size_t length)
{
    if (records->held_room - records->held_used < length) {
        records->held_room = (records->held_used + length) * 2;
        records->held = mem_resize(records->held, records->held_room);
    }
    memcpy(records->held + records->held_used, data, length);
    records->held_used += length;
}

static void put_string(struct fhir_records *records, const char *string)
{
    put(records, string, strlen(string));
}

/* Whether a URL can stand between quotes as it is. */
static bool is_plain_url(struct cl_text url)
{
    for (size_t i = 0; i < url.length; i++) {
        if (!text_is_plain(url.data[i]) && strchr(":/.~%", url.data[i]) == NULL)
            return false;
    }
    return url.length != 0;
}

/* A line that can be read again: the resource, in a Bundle where its URL stood in one. */
static int put_one(struct fhir_records *records, const struct fhir_resource *resource,
                   struct problem *problem)
{
    struct arena arena = { 0 };
    struct cl_text url, text;
    size_t from;
    bool wrapped;

    if (fhir_store_text(&records->store, resource, &arena, &url, &text, problem) < 0)
        return -1;
    wrapped = is_plain_url(url);
    if (wrapped) {
        put_string(records, "{\"resourceType\":\"Bundle\",\"type\":\"collection\","
                            "\"entry\":[{\"fullUrl\":\"");
        put(records, url.data, url.length);
        put_string(records, "\",\"resource\":");
    }
    from = records->held_used;
    put(records, text.data, text.length);
    for (; from < records->held_used; from++) {
        if (records->held[from] == '\n' || records->held[from] == '\r')
            records->held[from] = ' '; /* blank space: no string holds one */
    }
    put_string(records, wrapped ? "}]}\n" : "\n");
    arena_finish(&arena);
    return 0;
}

/* And those that have its key too: which of them is meant, someone must say. */
static int put_resource(struct fhir_records *records, const struct fhir_resource *resource,
                        struct problem *problem)
{
    const struct fhir_resource *all = records->store.resources;

    for (;;) {
        if (put_one(records, resource, problem) < 0)
            return -1;
        if (resource->other == FHIR_NONE)
            return 0;
        resource = &all[resource->other];
    }
}

/* With the first row goes all that the session needs, and what is of no row. */
static int put_first(struct fhir_records *records, uint64_t *length, struct problem *problem)
{
    const struct fhir_session *session = &records->session;
    const struct fhir_loaded *loaded = session->loaded;

    *length += session->encounter->length;
    if (put_resource(records, session->encounter, problem) < 0)
        return -1;
    for (; loaded != NULL; loaded = loaded->next) {
        if (loaded->resource->type != FHIR_PROCEDURE &&
            loaded->resource->type != FHIR_CHARGE_ITEM &&
            put_resource(records, loaded->resource, problem) < 0)
            return -1;
    }
    for (size_t i = 0; i < session->other_count; i++) {
        *length += session->others[i]->length;
        if (put_resource(records, session->others[i], problem) < 0)
            return -1;
    }
    return 0;
}

static void fill(const struct fhir_records *records, struct csv_record *record, uint64_t length)
{
    *record = (struct csv_record){ .line = records->line,
                                   .bytes = "",
                                   .length = (size_t)length,
                                   .fields = records->fields,
                                   .field_count = COLUMN_COUNT,
                                   .held = { records->held, records->held_used } };
}

static int next_row(struct fhir_records *records, struct csv_record *record,
                    struct problem *problem)
{
    struct fhir_session *session = &records->session;
    const struct fhir_service *service =
        session->service_count != 0 ? &session->services[records->service] : NULL;
    const struct fhir_loaded *known = session->loaded;
    uint64_t length = service != NULL ? service->resource->length : 0;

    records->first = records->service == 0;
    records->notes = records->first ? session->notes : (struct fhir_notes){ NULL, NULL };
    records->line = records->first ? session->encounter->line : service->resource->line;
    records->held_used = 0;
    if (fhir_session_row(session, service, records->fields, &records->notes, problem) < 0 ||
        (records->first && put_first(records, &length, problem) < 0))
        return -1;
    for (const struct fhir_loaded *loaded = session->loaded; !records->first && loaded != known;
         loaded = loaded->next) {
        if (loaded->resource->type != FHIR_PROCEDURE &&
            put_resource(records, loaded->resource, problem) < 0)
            return -1;
    }
    if (service != NULL && put_resource(records, service->resource, problem) < 0)
        return -1;
    records->in_session = ++records->service < session->service_count;
    fill(records, record, length);
    return 1;
}

/* The next Encounter; false when there is none. */
static bool find_encounter(struct fhir_records *records)
{
    while (records->at < records->store.count &&
           (records->store.resources[records->at].type != FHIR_ENCOUNTER ||
            records->store.resources[records->at].repeated))
        records->at++;
    return records->at < records->store.count;
}

/* Work of no Encounter here: a row that is held alone, unless it is none that can be billed. */
static int next_stray(struct fhir_records *records, struct csv_record *record,
                      struct problem *problem)
{
    struct fhir_session *session = &records->session;
    const struct fhir_resource *resource = &records->store.resources[records->at++];
    const struct json_node *root;
    char id[TEXT_SHOWN];

    if ((resource->type != FHIR_CHARGE_ITEM && resource->type != FHIR_PROCEDURE) ||
        resource->repeated || resource->owner != 0)
        return 0;
    arena_reset(&session->arena);
    session->loaded = NULL;
    session->problem = problem;
    root = fhir_session_parse(session, resource, &session->arena);
    if (root == NULL)
        return -1;
    if (!fhir_is_service((enum fhir_type)resource->type, root)) {
        records->blank_bytes += resource->length;
        return 0;
    }
    records->notes = (struct fhir_notes){ NULL, NULL };
    fhir_note_add(session, &records->notes, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                  "%s/%s is of no Encounter in this input",
                  fhir_type_name((enum fhir_type)resource->type),
                  text_show(id, json_member_text(root, "id")));
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        records->fields[i] = TEXT_NONE;
    records->line = resource->line;
    records->held_used = 0;
    if (put_resource(records, resource, problem) < 0)
        return -1;
    fill(records, record, resource->length);
    return 1;
}

static int next(struct records *any, struct csv_record *record, struct problem *problem)
{
    struct fhir_records *records = fhir_of(any);
    int got = 0;

    if (!records->in_session && !records->behind_encounters) {
        if (find_encounter(records)) {
            records->service = 0;
            records->in_session = true;
            if (fhir_session_begin(&records->session, &records->store.resources[records->at++],
                                   problem) < 0)
                return -1;
        } else {
            records->behind_encounters = true;
            records->at = 0;
        }
    }
    if (records->in_session)
        return next_row(records, record, problem);
    while (got == 0 && records->at < records->store.count)
        got = next_stray(records, record, problem);
    return got;
}

static void remark(const struct records *any, struct findings *findings)
{
    const struct fhir_records *records = (const struct fhir_records *)any;

    for (const struct fhir_note *note = records->notes.first; note != NULL; note = note->next)
        findings_add(findings, note->id, records->line, note->column, TEXT_NONE, "%s",
                     note->message.data);
}

static struct csv_counts counts(const struct records *any)
{
    const struct fhir_records *records = (const struct fhir_records *)any;

    return (struct csv_counts){ .bytes = records->counts.bytes,
                                .blank_bytes = records->blank_bytes,
                                .lines = records->counts.lines };
}

const struct records_form records_fhir = {
    .name = "fhir",
    .text = "FHIR R4 as JSON: NDJSON or Bundles (docs/formats.md)",
    .recognises = recognises,
    .open = open_fhir,
    .close = close_fhir,
    .header = read_header,
    .next = next,
    .remark = remark,
    .counts = counts,
};
