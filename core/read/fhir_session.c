/* fhir_session.c - see fhir_session.h: the Encounter itself. */
#include "read/fhir_session.h"

#include "read/columns.h"
#include "read/fhir_codes.h"
#include "read/fhir_time.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_TREE_BYTES = 2 * 1024 * 1024 }; /* of the texts of trees that are kept */

void fhir_note_add(struct fhir_session *session, struct fhir_notes *notes, enum finding_id id,
                   enum column column, const char *format, ...)
{
    struct fhir_note *note = arena_alloc(&session->arena, sizeof(*note));
    char message[400];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    *note = (struct fhir_note){ .id = id,
                                .column = column,
                                .message = arena_text(&session->arena, message, strlen(message)) };
    if (notes->first == NULL)
        notes->first = note;
    else
        notes->last->next = note;
    notes->last = note;
}

const struct json_node *fhir_session_parse(struct fhir_session *session,
                                           const struct fhir_resource *resource,
                                           struct arena *arena)
{
    const struct json_node *root;
    struct cl_text url, text;

    if (fhir_store_text(session->store, resource, arena, &url, &text, session->problem) < 0)
        return NULL;
    root = json_parse(arena, text);
    if (root == NULL)
        (void)problem_failed(session->problem,
                             "a resource that was set aside cannot be read again");
    return root;
}

const struct json_node *fhir_session_load(struct fhir_session *session,
                                          struct fhir_resource *resource)
{
    struct fhir_loaded *loaded = session->loaded;

    if (resource->round != session->round) {
        resource->tree = fhir_session_parse(session, resource, &session->trees);
        if (resource->tree == NULL)
            return NULL;
        resource->round = session->round;
        session->tree_bytes += resource->length;
    }
    while (loaded != NULL && loaded->resource != resource)
        loaded = loaded->next;
    if (loaded == NULL) {
        loaded = arena_alloc(&session->arena, sizeof(*loaded));
        *loaded = (struct fhir_loaded){ resource, session->loaded };
        session->loaded = loaded;
    }
    return resource->tree;
}

static const struct json_node *find_contained(const struct json_node *root, struct cl_text id)
{
    const struct json_node *contained = json_first(json_member(root, "contained"));

    while (contained != NULL && !text_equal(json_member_text(contained, "id"), id))
        contained = contained->next;
    return contained;
}

const struct json_node *fhir_session_follow(struct fhir_session *session, struct fhir_notes *notes,
                                            const struct json_node *root,
                                            const struct json_node *from, const char *what,
                                            unsigned wanted)
{
    struct cl_text reference = json_member_text(from, "reference");
    struct fhir_resource *resource;
    const struct json_node *found = NULL;

    if (reference.length == 0)
        return NULL;
    if (reference.data[0] == '#') {
        found = find_contained(root, (struct cl_text){ reference.data + 1, reference.length - 1 });
    } else {
        resource = fhir_store_find(session->store, fhir_key(reference));
        if (resource != NULL && resource->ambiguous)
            fhir_note_add(session, notes, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                          "%s refers to a resource that stands twice, with different contents",
                          what);
        if (resource != NULL && (FHIR_MAY_BE(resource->type) & wanted) != 0)
            found = fhir_session_load(session, resource);
    }
    if (found == NULL)
        fhir_note_add(session, notes, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                      "%s refers to a resource that is not in this input, or not of a type "
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

void fhir_take_extensions(struct fhir_session *session, struct fhir_notes *notes,
                          const struct json_node *root, bool of_row, struct cl_text *fields)
{
    static const char start[] = "urn:claimline:column:";
    const struct json_node *extension = json_first(json_member(root, "extension"));
    char shown[TEXT_SHOWN];

    for (; extension != NULL; extension = extension->next) {
        struct cl_text url = json_member_text(extension, "url");
        enum column column;

        if (url.length < strlen(start) || memcmp(url.data, start, strlen(start)) != 0)
            continue;
        url = (struct cl_text){ url.data + strlen(start), url.length - strlen(start) };
        column = column_find(url);
        if (column == COLUMN_NONE || column_form(column)->of_row != of_row ||
            column == COL_session_id)
            fhir_note_add(session, notes, FINDING_FHIR_VALUE, COLUMN_NONE,
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
        fhir_translate(fhir_statuses, json_member_text(session->root, "status"), &known);

    if (known)
        session->shared[COL_status] = status;
    else
        fhir_note_add(session, &session->notes, FINDING_FHIR_VALUE, COL_status,
                      "the status of the Encounter is none that is known");
}

static void take_date(struct fhir_session *session)
{
    struct cl_text start = json_member_text(json_member(session->root, "period"), "start");
    struct fhir_moment moment;

    if (start.length == 0)
        return;
    if (!fhir_moment_parse(start, &moment))
        fhir_note_add(session, &session->notes, FINDING_FHIR_VALUE, COL_service_date,
                      "period.start of the Encounter is no date of a day");
    else if (moment.day_is_doubtful)
        fhir_note_add(session, &session->notes, FINDING_FHIR_VALUE, COL_service_date,
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
    const struct json_node *condition = fhir_session_follow(
        session, &session->notes, session->root, json_member(diagnosis, "condition"),
        "diagnosis.condition", FHIR_MAY_BE(FHIR_CONDITION));
    const struct json_node *coding =
        fhir_coding(json_member(condition, "code"), SYSTEM_DIAGNOSES, NULL);

    if (coding != NULL)
        (void)fhir_add_diagnosis(session, json_member_text(coding, "code"));
    else if (condition != NULL)
        fhir_note_add(session, &session->notes, FINDING_FHIR_CODE, COL_diagnoses,
                      "a Condition of the Encounter has no ICD-10-CM code");
}

/* By rank, those of one rank in the order of the Encounter. */
static void take_diagnoses(struct fhir_session *session)
{
    const struct json_node *list = json_first(json_member(session->root, "diagnosis"));
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
    struct cl_text id = json_member_text(session->root, "id");

    if (id.length == 0 && full_url.length > strlen(start) &&
        memcmp(full_url.data, start, strlen(start)) == 0)
        return (struct cl_text){ full_url.data + strlen(start), full_url.length - strlen(start) };
    return id;
}

static void clear(struct fhir_session *session)
{
    arena_reset(&session->arena);
    if (session->round == 0 || session->tree_bytes > MOST_TREE_BYTES) {
        arena_reset(&session->trees);
        session->tree_bytes = 0;
        session->round++;
    }
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
    struct cl_text url, text;

    clear(session);
    session->problem = problem;
    session->encounter = encounter;
    session->root = fhir_session_parse(session, encounter, &session->arena);
    if (session->root == NULL ||
        fhir_store_text(session->store, encounter, &session->arena, &url, &text, problem) < 0)
        return -1;
    session->shared[COL_session_id] = session_id(session, url);
    if (encounter->ambiguous)
        fhir_note_add(session, &session->notes, FINDING_FHIR_REFERENCE, COLUMN_NONE,
                      "the Encounter stands twice, with different contents");
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
    fhir_take_extensions(session, &session->notes, session->root, false, session->shared);
    return 0;
}

void fhir_session_finish(struct fhir_session *session)
{
    arena_finish(&session->arena);
    arena_finish(&session->row_arena);
    arena_finish(&session->trees);
}
