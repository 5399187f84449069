/* records_fhir.c - records of a FHIR text: each Encounter is a session, in the order of their
 * first appearance; its ChargeItems and Procedures are its rows. */
#include "records.h"

#include "read/fhir_scan.h"
#include "read/fhir_session.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* Resources whose sessions, or services of no Encounter, are read together: a "text" of these is
 * what is cut into parts. */
struct range {
    uint32_t from, to;
    uint32_t of_strays;
    uint32_t last; /* of the input */
};

enum {
    PART_SESSIONS = 64,
    PART_BYTES = 128 * 1024, /* of the resources of sessions that are rows */
    MOST_SERVICES = 10000,   /* of a session: more are not kept in memory at once */
};

struct fhir_records {
    const struct records_form *form;
    struct input *input;
    size_t number;         /* of the input, in the run */
    struct fhir_store own; /* where the inputs of a run share none */
    struct fhir_store *store;
    struct fhir_session session;
    bool in_session;  /* rows of it are still to come */
    bool of_strays;   /* services of no Encounter are read */
    bool is_part;     /* what follows is read elsewhere */
    uint32_t at, end; /* the resource whose turn comes next; behind the last */
    struct range *plan;
    size_t plan_count;
    bool is_large; /* a session is, so that one thread reads */
    uint64_t lines;
    size_t service; /* of the session, the next one */
    uint64_t blank_bytes;
    struct cl_text fields[COLUMN_COUNT];
    struct fhir_notes notes; /* of the row */
    bool first;              /* it is the first of its session */
    char *held;              /* its text for the file of held rows */
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
    records->number = input_facts(request->input).number;
    records->own = FHIR_STORE_EMPTY;
    records->store = request->options != NULL && request->options->resources != NULL
                         ? request->options->resources
                         : &records->own;
    records->session.store = records->store;
    *out = (struct records *)records;
    return 0;
}

static void close_fhir(struct records *any)
{
    struct fhir_records *records = fhir_of(any);

    fhir_session_finish(&records->session);
    fhir_store_finish(&records->own);
    mem_free(records->held);
    mem_free(records->plan);
    mem_free(records);
}

static int collect(const struct records_request *request, struct problem *problem)
{
    return fhir_scan(request->options->resources, input_facts(request->input).number,
                     request->input, problem);
}

static const struct fhir_input *input_of(const struct fhir_records *records)
{
    return &records->store->inputs[records->number];
}

/* What was collected is not parsed again, but it is counted and hashed as it stands now. */
static int read_again(struct fhir_records *records, struct problem *problem)
{
    char bytes[64 * 1024];
    ssize_t count;
    char shown[TEXT_SHOWN];

    while ((count = input_read(records->input, bytes, sizeof(bytes), problem)) > 0)
        ;
    if (count < 0)
        return -1;
    if (input_facts(records->input).text_bytes == input_of(records)->bytes)
        return 0;
    return problem_failed(problem, "%s was changed while it was read",
                          text_show_string(shown, input_of(records)->path));
}

static bool is_collected(const struct fhir_records *records)
{
    return records->number < records->store->input_count && input_of(records)->is_read;
}

/* Told once a file: the same resources stand in an earlier one. */
static void tell_again(const struct fhir_input *input, struct findings *findings)
{
    if (input->again != 0)
        findings_add(findings, FINDING_FHIR_REPEATED, input->again_line, COLUMN_NONE, TEXT_NONE,
                     "resources that stand in an earlier input already, the same: %llu",
                     (unsigned long long)input->again);
}

static void plan_range(struct fhir_records *records, uint32_t from, uint32_t to, bool of_strays)
{
    if ((records->plan_count & (records->plan_count - 1)) == 0)
        records->plan =
            mem_resize_array(records->plan, records->plan_count != 0 ? 2 * records->plan_count : 1,
                             sizeof(*records->plan));
    records->plan[records->plan_count++] =
        (struct range){ from, to, of_strays, of_strays && to == input_of(records)->end };
}

static bool is_encounter(const struct fhir_resource *resource)
{
    return resource->type == FHIR_ENCOUNTER && !resource->repeated;
}

static bool is_stray(const struct fhir_resource *resource)
{
    return (resource->type == FHIR_CHARGE_ITEM || resource->type == FHIR_PROCEDURE) &&
           !resource->repeated && (resource->owner == 0 || resource->astray);
}

/* What the rows of a session take of the text. */
static uint64_t session_bytes(struct fhir_records *records, const struct fhir_resource *encounter)
{
    const struct fhir_resource *all = records->store->resources;
    uint64_t bytes = encounter->length;
    size_t count = 0;

    for (uint32_t i = encounter->first; i != FHIR_NONE; i = all[i].next) {
        bytes += all[i].length;
        count++;
    }
    records->is_large |= count > MOST_SERVICES;
    return bytes;
}

/* The Encounters of the input in ranges of about the same size, and then its strays. */
static void plan_parts(struct fhir_records *records)
{
    const struct fhir_resource *all = records->store->resources;
    const struct fhir_input *input = input_of(records);

    for (unsigned of_strays = 0; of_strays < 2; of_strays++) {
        uint32_t from = input->first;
        uint64_t bytes = 0;
        uint64_t count = 0;

        for (uint32_t i = from; i < input->end; i++) {
            if (of_strays ? !is_stray(&all[i]) : !is_encounter(&all[i]))
                continue;
            bytes += of_strays ? all[i].length : session_bytes(records, &all[i]);
            if (++count < PART_SESSIONS && bytes < PART_BYTES)
                continue;
            plan_range(records, from, i + 1, of_strays != 0);
            from = i + 1;
            bytes = 0;
            count = 0;
        }
        if (count != 0 || of_strays)
            plan_range(records, from, input->end, of_strays != 0);
    }
}

static int read_header(struct records *any, struct header *header, struct findings *findings,
                       struct problem *problem)
{
    struct fhir_records *records = fhir_of(any);
    int error;

    header_canonical(header);
    header->line = 1;
    header->held_style = HELD_NDJSON;
    error = is_collected(records)
                ? read_again(records, problem)
                : fhir_scan(records->store, records->number, records->input, problem);
    if (error < 0)
        return -1;
    fhir_store_link(records->store);
    tell_again(input_of(records), findings);
    records->at = input_of(records)->first;
    records->end = input_of(records)->end;
    records->blank_bytes = input_of(records)->blank_bytes;
    plan_parts(records);
    records->lines = records->is_large ? input_of(records)->lines : 0;
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

    if (fhir_store_text(records->store, resource, &arena, &url, &text, problem) < 0)
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

/* A contested resource goes with all that have its key: which of them is meant, someone must
 * say. */
static int put_resource(struct fhir_records *records, const struct fhir_resource *resource,
                        bool contested, struct problem *problem)
{
    const struct fhir_resource *all = records->store->resources;
    const struct fhir_resource *next = fhir_store_head(records->store, resource);
    bool put = false;

    if (!contested)
        return put_one(records, resource, problem);
    for (; next != NULL; next = next->other != FHIR_NONE ? &all[next->other] : NULL) {
        put = put || next == resource;
        if (put_one(records, next, problem) < 0)
            return -1;
    }
    return put ? 0 : put_one(records, resource, problem);
}

static int put_service(struct fhir_records *records, const struct fhir_resource *service,
                       struct problem *problem)
{
    return put_resource(records, service, fhir_is_contested(service, records->session.encounter),
                        problem);
}

/* What the session refers to, up to what it did before; services go with their rows. */
static int put_loaded(struct fhir_records *records, const struct fhir_loaded *known,
                      struct problem *problem)
{
    const struct fhir_loaded *loaded = records->session.loaded;

    for (; loaded != known; loaded = loaded->next) {
        if (loaded->resource->type != FHIR_PROCEDURE &&
            loaded->resource->type != FHIR_CHARGE_ITEM &&
            put_resource(records, loaded->resource, loaded->contested, problem) < 0)
            return -1;
    }
    return 0;
}

/* With the first row goes all that the session needs, and what is of no row. */
static int put_first(struct fhir_records *records, uint64_t *length, struct problem *problem)
{
    const struct fhir_session *session = &records->session;
    const struct fhir_resource *encounter = session->encounter;

    *length += encounter->length;
    if (put_resource(records, encounter, encounter->ambiguous || encounter->elsewhere, problem) <
            0 ||
        put_loaded(records, NULL, problem) < 0)
        return -1;
    for (size_t i = 0; i < session->other_count; i++) {
        *length += session->others[i]->length;
        if (put_service(records, session->others[i], problem) < 0)
            return -1;
    }
    return 0;
}

static void fill(const struct fhir_records *records, struct csv_record *record,
                 const struct fhir_resource *row, uint64_t length)
{
    *record = (struct csv_record){ .line = fhir_session_line(&records->session, row),
                                   .bytes = "",
                                   .length = (size_t)length,
                                   .fields = records->fields,
                                   .field_count = COLUMN_COUNT,
                                   .held = { records->held, records->held_used } };
}

/* The first row is told at the line of the Encounter, its work where that stands. */
static int next_row(struct fhir_records *records, struct csv_record *record,
                    struct problem *problem)
{
    struct fhir_session *session = &records->session;
    const struct fhir_service *service =
        session->service_count != 0 ? &session->services[records->service] : NULL;
    const struct fhir_loaded *known = session->loaded;
    bool first = records->service == 0;
    uint64_t length = service != NULL ? service->resource->length : 0;

    records->notes = first ? session->notes : (struct fhir_notes){ NULL, NULL };
    records->held_used = 0;
    if (fhir_session_row(session, service, records->fields, &records->notes, problem) < 0 ||
        (first ? put_first(records, &length, problem) : put_loaded(records, known, problem)) < 0)
        return -1;
    if (service != NULL && put_service(records, service->resource, problem) < 0)
        return -1;
    records->in_session = ++records->service < session->service_count;
    fill(records, record, first ? session->encounter : service->resource, length);
    if (service != NULL)
        record->service_line = fhir_session_line(session, service->resource);
    return 1;
}

/* The next Encounter; false when there is none. */
static bool find_encounter(struct fhir_records *records)
{
    while (records->at < records->end && !is_encounter(&records->store->resources[records->at]))
        records->at++;
    return records->at < records->end;
}

/* Work of no Encounter: a row that is held alone, unless it is none that can be billed. */
static int next_stray(struct fhir_records *records, struct csv_record *record,
                      struct problem *problem)
{
    struct fhir_session *session = &records->session;
    const struct fhir_resource *resource = &records->store->resources[records->at++];
    const struct json_node *root;
    char id[TEXT_SHOWN];

    if (!is_stray(resource))
        return 0;
    fhir_session_clear(session, resource->input, problem);
    root = fhir_session_parse(session, resource, &session->arena);
    if (root == NULL)
        return -1;
    if (!fhir_is_service((enum fhir_type)resource->type, root)) {
        records->blank_bytes += resource->length;
        return 0;
    }
    records->notes = (struct fhir_notes){ NULL, NULL };
    fhir_note_add(session, &records->notes, resource, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                  resource->astray
                      ? "%s/%s is of an Encounter that stands in several inputs, with different "
                        "contents"
                      : "%s/%s is of no Encounter in the inputs",
                  fhir_type_name((enum fhir_type)resource->type),
                  text_show_in(id, 100, json_member_text(root, "id")));
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        records->fields[i] = TEXT_NONE;
    records->held_used = 0;
    if (put_resource(records, resource, resource->ambiguous, problem) < 0)
        return -1;
    fill(records, record, resource, resource->length);
    return 1;
}

static int next(struct records *any, struct csv_record *record, struct problem *problem)
{
    struct fhir_records *records = fhir_of(any);
    int got = 0;

    if (!records->in_session && !records->of_strays) {
        if (find_encounter(records)) {
            records->service = 0;
            records->in_session = true;
            if (fhir_session_begin(&records->session, &records->store->resources[records->at++],
                                   problem) < 0)
                return -1;
        } else if (records->is_part) {
            return 0;
        } else {
            records->of_strays = true;
            records->at = input_of(records)->first;
        }
    }
    if (records->in_session)
        return next_row(records, record, problem);
    while (got == 0 && records->at < records->end)
        got = next_stray(records, record, problem);
    return got;
}

static void remark(const struct records *any, struct findings *findings)
{
    const struct fhir_records *records = (const struct fhir_records *)any;

    for (const struct fhir_note *note = records->notes.first; note != NULL; note = note->next)
        findings_add(findings, note->id, note->line, note->column, TEXT_NONE, "%s",
                     note->message.data);
}

static struct csv_counts counts(const struct records *any)
{
    const struct fhir_records *records = (const struct fhir_records *)any;

    return (struct csv_counts){ .bytes = records->is_part ? 0 : input_of(records)->bytes,
                                .blank_bytes = records->blank_bytes,
                                .lines = records->lines };
}

/* Lines are those of the resources: a part that is no piece of the text adds none, but for the
 * last one, which adds all. */
static int open_part(const struct records *any, struct records **part, struct cl_text text,
                     uint64_t lines, bool last, struct problem *problem)
{
    const struct fhir_records *whole = (const struct fhir_records *)any;
    struct fhir_records *records = (struct fhir_records *)*part;
    struct range range;

    (void)last;
    (void)problem;
    if (records == NULL) {
        records = mem_alloc(sizeof(*records));
        records->form = &records_fhir;
        records->own = FHIR_STORE_EMPTY;
        records->is_part = true;
        *part = (struct records *)records;
    }
    memcpy(&range, text.data, sizeof(range));
    records->number = whole->number;
    records->store = whole->store;
    records->session.store = whole->store;
    records->in_session = false;
    records->of_strays = range.of_strays != 0;
    records->at = range.from;
    records->end = range.to;
    records->blank_bytes = 0;
    records->lines = range.last ? input_of(records)->lines - lines : 0;
    return 0;
}

static bool is_divisible(const struct records *any)
{
    return !((const struct fhir_records *)any)->is_large;
}

static size_t cut(struct cl_text text, bool last)
{
    (void)text;
    (void)last;
    return sizeof(struct range);
}

static bool part_is_short(const struct records *part)
{
    (void)part;
    return false;
}

static struct cl_text rest(const struct records *any)
{
    const struct fhir_records *records = (const struct fhir_records *)any;

    return (struct cl_text){ (const char *)records->plan,
                             records->plan_count * sizeof(*records->plan) };
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
    .collect = collect,
    .part = open_part,
    .cut = cut,
    .is_divisible = is_divisible,
    .parts_are_right = true,
    .part_is_short = part_is_short,
    .rest = rest,
};
