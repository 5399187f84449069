/* fhir_session.c - see fhir_session.h: the Encounter itself. */
#include "read/fhir_session.h"

#include "read/columns.h"
#include "read/fhir_codes.h"
#include "read/fhir_time.h"

#include "base/text.h"
#include "model/place.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_TREE_BYTES = 2 * 1024 * 1024 }; /* of the texts of trees that are kept */

uint64_t fhir_session_line(const struct fhir_session *session, const struct fhir_resource *resource)
{
    return resource->input == session->input ? resource->line
                                             : line_of_other(resource->input, resource->line);
}

/* A Bundle often stands in one line: there, the number of the entry tells more. */
void fhir_note_add(struct fhir_session *session, struct fhir_notes *notes,
                   const struct fhir_resource *about, enum finding_id id, enum column column,
                   const char *format, ...)
{
    struct fhir_note *note = arena_alloc(&session->arena, sizeof(*note));
    char message[400];
    char entry[40] = "";
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    if (about->entry != 0)
        (void)snprintf(entry, sizeof(entry), " (entry %u)", (unsigned)about->entry);
    *note = (struct fhir_note){ .id = id,
                                .column = column,
                                .line = fhir_session_line(session, about),
                                .message = arena_format(&session->arena, "%s%s", message, entry) };
    if (notes->first == NULL)
        notes->first = note;
    else
        notes->last->next = note;
    notes->last = note;
}

const struct json_node *fhir_session_parse(struct fhir_session *session,
                                           const struct fhir_resource *resource,
                                           struct arena *arena, struct cl_text *url)
{
    const struct json_node *root;
    struct fhir_text text;

    if (fhir_store_text(session->store, resource, &session->near, arena, &text, session->problem) <
        0)
        return NULL;
    if (url != NULL)
        *url = text.url;
    root = json_tree(arena, text.data);
    if (root == NULL)
        (void)problem_failed(session->problem,
                             "a resource that was set aside cannot be read again");
    return root;
}

static void clear_trees(struct fhir_trees *trees)
{
    arena_reset(&trees->arena);
    memset(trees->kept, 0, sizeof(trees->kept));
    trees->bytes = 0;
}

/* Where two resources have one place, the tree of the first is read again when it is needed. */
static const struct json_node *find_tree(struct fhir_session *session,
                                         const struct fhir_resource *resource)
{
    struct fhir_trees *trees = &session->trees;
    size_t place = (size_t)(resource - session->store->resources) % FHIR_KEPT_TREES;

    if (trees->kept[place].resource != resource) {
        trees->kept[place].resource = resource;
        trees->kept[place].root = fhir_session_parse(session, resource, &trees->arena, NULL);
        trees->bytes += resource->length;
    }
    return trees->kept[place].root;
}

const struct json_node *fhir_session_load(struct fhir_session *session, struct fhir_found found)
{
    const struct json_node *root = find_tree(session, found.resource);
    struct fhir_loaded *loaded = session->loaded;

    while (loaded != NULL && loaded->resource != found.resource)
        loaded = loaded->next;
    if (loaded == NULL) {
        loaded = arena_alloc(&session->arena, sizeof(*loaded));
        *loaded = (struct fhir_loaded){ found.resource, false, session->loaded };
        session->loaded = loaded;
    }
    loaded->contested |= found.contested;
    return root;
}

static struct fhir_view find_contained(const struct fhir_view *from, struct cl_text id)
{
    const struct json_node *contained = json_first(json_member(from->outer, "contained"));

    while (contained != NULL && !text_equal(json_member_text(contained, "id"), id))
        contained = contained->next;
    return (struct fhir_view){ contained, from->outer, from->resource };
}

/* Another text of a contested resource: where it stands. */
static const struct fhir_resource *other_text(const struct fhir_session *session,
                                              const struct fhir_resource *resource)
{
    const struct fhir_resource *all = session->store->resources;
    const struct fhir_resource *head = fhir_store_head(session->store, resource);

    if (resource->other != FHIR_NONE)
        return &all[resource->other];
    return head != resource ? head : NULL;
}

void fhir_note_contested(struct fhir_session *session, struct fhir_notes *notes,
                         const struct fhir_resource *about, const struct fhir_resource *contested,
                         const char *what)
{
    const struct fhir_resource *other = other_text(session, contested);
    const struct fhir_input *input =
        &session->store->inputs[other != NULL ? other->input : contested->input];
    char path[200];

    if (other == NULL)
        other = contested;
    fhir_note_add(session, notes, about, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                  "%s stands twice, with different contents (at %s:%llu too)", what,
                  text_show_in(path, sizeof(path), text_of(input->path)),
                  (unsigned long long)other->line);
}

static struct fhir_view follow_out(struct fhir_session *session, struct fhir_notes *notes,
                                   const struct fhir_view *from, struct cl_text reference,
                                   const char *what, unsigned wanted)
{
    struct fhir_found found =
        fhir_store_find(session->store, fhir_key(reference), session->encounter);
    char named[100];
    const struct json_node *root;

    if (found.resource == NULL || (FHIR_MAY_BE(found.resource->type) & wanted) == 0)
        return (struct fhir_view){ NULL, NULL, NULL };
    if (found.contested) {
        (void)snprintf(named, sizeof(named), "%s refers to a resource that", what);
        fhir_note_contested(session, notes, from->resource, found.resource, named);
    }
    root = fhir_session_load(session, found);
    return (struct fhir_view){ root, root, found.resource };
}

struct fhir_view fhir_session_follow(struct fhir_session *session, struct fhir_notes *notes,
                                     const struct fhir_view *from, const struct json_node *node,
                                     const char *what, unsigned wanted)
{
    struct cl_text reference = json_member_text(node, "reference");
    struct fhir_view found = { NULL, NULL, NULL };

    if (reference.length == 0)
        return found;
    if (reference.data[0] == '#')
        found = find_contained(from, (struct cl_text){ reference.data + 1, reference.length - 1 });
    else
        found = follow_out(session, notes, from, reference, what, wanted);
    if (found.root == NULL)
        fhir_note_add(session, notes, from->resource, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                      "%s refers to a resource that is not in the input, or not of a type "
                      "that fits",
                      what);
    return found;
}

static struct cl_text value_of_extension(const struct json_node *extension)
{
    static const char *const names[] = { "valueString", "valueCode",    "valueInteger",
                                         "valueDate",   "valueDecimal", "valuePositiveInt" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct cl_text text = json_member_text(extension, names[i]);

        if (text.length != 0)
            return text;
    }
    return TEXT_NONE;
}

/* A column by its name, mostly as it is written here. */
static enum column find_column(struct fhir_session *session, struct cl_text name)
{
    uint32_t found;

    if (session->columns.count == 0) {
        for (unsigned i = 0; i < COLUMN_COUNT; i++)
            map_add(&session->columns, text_of(column_name((enum column)i)), i);
    }
    found = map_find(&session->columns, name);
    return found != MAP_NONE ? (enum column)found : column_find(name);
}

void fhir_take_extensions(struct fhir_session *session, struct fhir_notes *notes,
                          const struct fhir_view *from, bool of_row, struct cl_text *fields)
{
    static const char start[] = "urn:claimline:column:";
    const struct json_node *extension = json_first(json_member(from->root, "extension"));
    char shown[TEXT_SHOWN];

    for (; extension != NULL; extension = extension->next) {
        struct cl_text url = json_member_text(extension, "url");
        enum column column;

        if (url.length < strlen(start) || memcmp(url.data, start, strlen(start)) != 0)
            continue;
        url = (struct cl_text){ url.data + strlen(start), url.length - strlen(start) };
        column = find_column(session, url);
        if (column == COLUMN_NONE || column_form(column)->of_row != of_row ||
            column == COL_session_id)
            fhir_note_add(session, notes, from->resource, FINDING_FHIR_VALUE, COLUMN_NONE,
                          "an extension names the column %s, which does not belong here",
                          text_show(shown, url));
        else
            fields[column] = value_of_extension(extension);
    }
}

size_t fhir_add_diagnosis(struct fhir_session *session, struct cl_text code)
{
    enum { MOST = 64 }; /* more than a claim holds: the reader says so */

    for (size_t i = 0; i < session->diagnosis_count; i++) {
        if (text_equal(session->diagnoses[i], code))
            return i + 1;
    }
    if (session->diagnoses == NULL)
        session->diagnoses = arena_alloc_array(&session->arena, MOST, sizeof(struct cl_text));
    if (session->diagnosis_count == MOST)
        return MOST;
    session->diagnoses[session->diagnosis_count++] =
        arena_text(&session->arena, code.data, code.length);
    return session->diagnosis_count;
}

static void take_status(struct fhir_session *session)
{
    bool known;
    struct cl_text status =
        fhir_translate(fhir_statuses, json_member_text(session->view.root, "status"), &known);

    if (known)
        session->shared[COL_status] = status;
    else
        fhir_note_add(session, &session->notes, session->encounter, FINDING_FHIR_VALUE, COL_status,
                      "the status of the Encounter is none that is known");
}

static void take_date(struct fhir_session *session)
{
    struct cl_text start = json_member_text(json_member(session->view.root, "period"), "start");
    struct fhir_moment moment;

    if (start.length == 0)
        return;
    if (!fhir_moment_parse(start, &moment))
        fhir_note_add(session, &session->notes, session->encounter, FINDING_FHIR_VALUE,
                      COL_service_date, "period.start of the Encounter is no date of a day");
    else if (moment.day_is_doubtful)
        fhir_note_add(session, &session->notes, session->encounter, FINDING_FHIR_VALUE,
                      COL_service_date,
                      "period.start of the Encounter is in UTC, where another day may have begun");
    session->shared[COL_service_date] = moment.date;
}

/* Rank, or none: behind all others. */
static uint64_t rank_of(const struct json_node *diagnosis)
{
    uint64_t rank;

    return text_to_unsigned(json_member_text(diagnosis, "rank"), 1000000, &rank) ? rank
                                                                                 : UINT64_MAX;
}

static void take_condition(struct fhir_session *session, const struct json_node *diagnosis)
{
    struct fhir_view condition = fhir_session_follow(
        session, &session->notes, &session->view, json_member(diagnosis, "condition"),
        "diagnosis.condition", FHIR_MAY_BE(FHIR_CONDITION));
    const struct json_node *coding =
        fhir_coding(json_member(condition.root, "code"), SYSTEM_DIAGNOSES, NULL);

    if (coding != NULL)
        (void)fhir_add_diagnosis(session, json_member_text(coding, "code"));
    else if (condition.root != NULL)
        fhir_note_add(session, &session->notes, condition.resource, FINDING_FHIR_CODE,
                      COL_diagnoses, "a Condition of the Encounter has no ICD-10-CM code");
}

/* By rank, those of one rank in the order of the Encounter. */
static void take_diagnoses(struct fhir_session *session)
{
    const struct json_node *list = json_first(json_member(session->view.root, "diagnosis"));
    uint64_t rank = 0;

    for (;;) {
        uint64_t next = UINT64_MAX;

        for (const struct json_node *node = list; node != NULL; node = node->next) {
            if (rank_of(node) == rank)
                take_condition(session, node);
            else if (rank_of(node) > rank && rank_of(node) < next)
                next = rank_of(node);
        }
        if (rank == UINT64_MAX)
            return;
        rank = next;
    }
}

static struct cl_text join_diagnoses(struct fhir_session *session)
{
    size_t length = 0;
    char *text, *at;

    for (size_t i = 0; i < session->diagnosis_count; i++)
        length += session->diagnoses[i].length + 1;
    at = text = arena_alloc(&session->arena, length + 1);
    for (size_t i = 0; i < session->diagnosis_count; i++) {
        memcpy(at, session->diagnoses[i].data, session->diagnoses[i].length);
        at += session->diagnoses[i].length;
        *at++ = ';';
    }
    return (struct cl_text){ text, length - 1 };
}

static struct cl_text session_id(const struct fhir_session *session, struct cl_text full_url)
{
    static const char start[] = "urn:uuid:";
    struct cl_text id = json_member_text(session->view.root, "id");

    if (id.length == 0 && full_url.length > strlen(start) &&
        memcmp(full_url.data, start, strlen(start)) == 0)
        return (struct cl_text){ full_url.data + strlen(start), full_url.length - strlen(start) };
    return id;
}

void fhir_session_clear(struct fhir_session *session, uint32_t input, struct problem *problem)
{
    arena_reset(&session->arena);
    if (session->trees.bytes > MOST_TREE_BYTES)
        clear_trees(&session->trees);
    session->problem = problem;
    session->input = input;
    session->encounter = NULL;
    session->loaded = NULL;
    session->notes = (struct fhir_notes){ NULL, NULL };
    session->diagnoses = NULL;
    session->diagnosis_count = 0;
    session->service_count = 0;
    session->other_count = 0;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        session->shared[i] = TEXT_NONE;
}

int fhir_session_begin(struct fhir_session *session, const struct fhir_resource *encounter,
                       struct problem *problem)
{
    const struct json_node *root;
    struct cl_text url;

    fhir_session_clear(session, encounter->input, problem);
    session->encounter = encounter;
    root = fhir_session_parse(session, encounter, &session->arena, &url);
    if (root == NULL)
        return -1;
    session->view = (struct fhir_view){ root, root, encounter };
    session->shared[COL_session_id] = session_id(session, url);
    if (encounter->ambiguous || encounter->elsewhere)
        fhir_note_contested(session, &session->notes, encounter, encounter, "the Encounter");
    take_status(session);
    if (text_equal(session->shared[COL_status], text_of("completed"))) {
        take_date(session);
        take_diagnoses(session);
        fhir_take_parties(session);
    }
    if (problem->status != 0 || fhir_choose_services(session) < 0)
        return -1;
    if (session->diagnosis_count != 0)
        session->shared[COL_diagnoses] = join_diagnoses(session);
    fhir_take_extensions(session, &session->notes, &session->view, false, session->shared);
    return 0;
}

void fhir_session_finish(struct fhir_session *session)
{
    arena_finish(&session->arena);
    arena_finish(&session->row_arena);
    arena_finish(&session->trees.arena);
    map_finish(&session->columns);
    spool_near_finish(&session->near);
}
