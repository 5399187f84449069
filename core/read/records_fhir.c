/* records_fhir.c - records of a FHIR text: each Encounter is a session, in the order of their
 * first appearance; its ChargeItems and Procedures are its rows. */
#include "records.h"

#include "read/fhir_held.h"
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
    struct fhir_held held;   /* of the row, for the file of held rows */
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
    fhir_held_finish(&records->held);
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

static void hold(struct fhir_records *records, const struct fhir_resource *resource, bool contested)
{
    fhir_held_add(&records->held, records->store, resource, contested);
}

static void hold_service(struct fhir_records *records, const struct fhir_resource *service)
{
    hold(records, service, fhir_is_contested(service, records->session.encounter));
}

/* What the session refers to, up to what it did before; services go with their rows. */
static void hold_loaded(struct fhir_records *records, const struct fhir_loaded *known)
{
    const struct fhir_loaded *loaded = records->session.loaded;

    for (; loaded != known; loaded = loaded->next) {
        if (loaded->resource->type != FHIR_PROCEDURE && loaded->resource->type != FHIR_CHARGE_ITEM)
            hold(records, loaded->resource, loaded->contested);
    }
}

/* With the first row goes all that the session needs, and what is of no row. */
static void hold_first(struct fhir_records *records, uint64_t *length)
{
    const struct fhir_session *session = &records->session;
    const struct fhir_resource *encounter = session->encounter;

    *length += encounter->length;
    hold(records, encounter, encounter->ambiguous || encounter->elsewhere);
    hold_loaded(records, NULL);
    for (size_t i = 0; i < session->other_count; i++) {
        *length += session->others[i]->length;
        hold_service(records, session->others[i]);
    }
}

static void fill(const struct fhir_records *records, struct csv_record *record,
                 const struct fhir_resource *row, uint64_t length)
{
    *record = (struct csv_record){ .line = fhir_session_line(&records->session, row),
                                   .length = (size_t)length,
                                   .fields = records->fields,
                                   .field_count = COLUMN_COUNT,
                                   .held = fhir_held_bytes(&records->held) };
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
    fhir_held_clear(&records->held);
    if (fhir_session_row(session, service, records->fields, &records->notes, problem) < 0)
        return -1;
    if (first)
        hold_first(records, &length);
    else
        hold_loaded(records, known);
    if (service != NULL)
        hold_service(records, service->resource);
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
    root = fhir_session_parse(session, resource, &session->arena, NULL);
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
    fhir_held_clear(&records->held);
    hold(records, resource, resource->ambiguous);
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

static int held_text(const struct records *whole, struct cl_text held, struct arena *arena,
                     struct cl_text *out, struct problem *problem)
{
    return fhir_held_text(((const struct fhir_records *)whole)->store, held, arena, out, problem);
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
    .held_text = held_text,
    .part = open_part,
    .cut = cut,
    .is_divisible = is_divisible,
    .parts_are_right = true,
    .part_is_short = part_is_short,
    .rest = rest,
};
