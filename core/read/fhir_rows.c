/* fhir_rows.c - which ChargeItems and Procedures of an Encounter are its rows. Part of
 * fhir_session.c. */
#include "read/fhir_codes.h"
#include "read/fhir_session.h"

#include "base/text.h"

#include <xxhash.h>

enum { MOST_KEPT = 256 * 1024 }; /* of the texts of a session's services, for their trees */

bool fhir_is_service(enum fhir_type type, const struct json_node *root)
{
    if (type == FHIR_CHARGE_ITEM)
        return true;
    return type == FHIR_PROCEDURE &&
           fhir_coding(json_member(root, "code"), SYSTEM_PROCEDURES, NULL) != NULL;
}

/* Whether it was done, or is to be billed; else it is said that it is left out. */
static bool is_billable(struct fhir_session *session, const struct fhir_resource *resource,
                        const struct json_node *root)
{
    struct cl_text status = json_member_text(root, "status");
    bool charge = resource->type == FHIR_CHARGE_ITEM;
    char shown[TEXT_SHOWN];
    char id[TEXT_SHOWN];

    if (text_equal(status, text_of(charge ? "billable" : "completed")) ||
        text_equal(status, text_of("unknown")) || status.length == 0)
        return true;
    fhir_note_add(session, &session->notes, resource, FINDING_FHIR_LEFT_OUT, COLUMN_NONE,
                  "%s/%s has the status %s and is left out",
                  fhir_type_name((enum fhir_type)resource->type),
                  text_show_in(id, sizeof(id), json_member_text(root, "id")),
                  text_show_in(shown, 40, status));
    return false;
}

static uint64_t code_key(const struct json_node *root)
{
    const struct json_node *coding =
        fhir_coding(json_member(root, "code"), SYSTEM_PROCEDURES, NULL);
    struct cl_text code = json_member_text(coding, "code");

    return XXH3_64bits(code.data, code.length);
}

/* What the rows are chosen by. */
struct choice {
    struct seen described; /* Procedures that a ChargeItem bills */
    struct seen charged;   /* codes of ChargeItems that name no Procedure */
};

static uint64_t key_of_index(const struct fhir_session *session,
                             const struct fhir_resource *resource)
{
    uint64_t index = (uint64_t)(resource - session->store->resources);

    return XXH3_64bits(&index, sizeof(index));
}

static void note_charge(struct fhir_session *session, struct choice *choice,
                        const struct json_node *root)
{
    const struct json_node *service = json_first(json_member(root, "service"));
    const struct fhir_resource *found = NULL;

    for (; service != NULL; service = service->next) {
        uint64_t key = fhir_key(json_member_text(service, "reference"));

        found = fhir_store_find(session->store, key, session->encounter).resource;
        if (found != NULL && found->type == FHIR_PROCEDURE)
            (void)seen_add(&choice->described, key_of_index(session, found), 1);
    }
    if (found == NULL)
        (void)seen_add(&choice->charged, code_key(root), 1);
}

/* A Procedure is a row of its own where no ChargeItem bills it. */
static bool is_row(struct fhir_session *session, const struct choice *choice,
                   const struct fhir_resource *resource, const struct json_node *root)
{
    char id[TEXT_SHOWN];

    if (resource->type == FHIR_PROCEDURE &&
        seen_find(&choice->described, key_of_index(session, resource)) != SEEN_NEW)
        return false;
    if (!fhir_is_service((enum fhir_type)resource->type, root)) {
        fhir_note_add(session, &session->notes, resource, FINDING_FHIR_LEFT_OUT, COLUMN_NONE,
                      "Procedure/%s has no CPT or HCPCS code and is left out",
                      text_show(id, json_member_text(root, "id")));
        return false;
    }
    if (!is_billable(session, resource, root))
        return false;
    if (resource->type == FHIR_PROCEDURE && seen_find(&choice->charged, code_key(root)) != SEEN_NEW)
        fhir_note_add(session, &session->notes, resource, FINDING_FHIR_REFERENCE, COL_code,
                      "Procedure/%s has the code of a ChargeItem that does not say which "
                      "Procedure it bills",
                      text_show(id, json_member_text(root, "id")));
    return true;
}

/* What is parsed of a session that is too large is given back at once, and parsed again. */
static const struct json_node *parse_service(struct fhir_session *session,
                                             const struct fhir_resource *resource)
{
    if (session->keeps_services)
        return fhir_session_parse(session, resource, &session->arena, NULL);
    arena_reset(&session->row_arena);
    return fhir_session_parse(session, resource, &session->row_arena, NULL);
}

/* Counts the services, and looks for Procedures: without one, none is described. */
static bool has_procedures(struct fhir_session *session)
{
    const struct fhir_resource *all = session->store->resources;
    uint64_t bytes = 0;
    bool found = false;

    for (uint32_t i = session->encounter->first; i != FHIR_NONE; i = all[i].next) {
        session->service_count++;
        bytes += all[i].length;
        found = found || all[i].type == FHIR_PROCEDURE;
    }
    session->keeps_services = bytes <= MOST_KEPT;
    return found;
}

static int note_charges(struct fhir_session *session, struct choice *choice)
{
    const struct fhir_resource *all = session->store->resources;

    for (uint32_t i = session->encounter->first; i != FHIR_NONE; i = all[i].next) {
        const struct json_node *root;

        if (all[i].type != FHIR_CHARGE_ITEM)
            continue;
        root = parse_service(session, &all[i]);
        if (root == NULL)
            return -1;
        note_charge(session, choice, root);
    }
    return 0;
}

static int choose_rows(struct fhir_session *session, const struct choice *choice)
{
    const struct fhir_resource *all = session->store->resources;
    bool reasons = session->diagnosis_count == 0; /* the services say why, then */

    for (uint32_t i = session->encounter->first; i != FHIR_NONE; i = all[i].next) {
        const struct json_node *root = parse_service(session, &all[i]);

        if (root == NULL)
            return -1;
        if (!is_row(session, choice, &all[i], root)) {
            session->others[session->other_count++] = &all[i];
            continue;
        }
        session->services[session->service_count++] =
            (struct fhir_service){ &all[i], session->keeps_services ? root : NULL };
        if (reasons)
            fhir_collect_reasons(session, root);
    }
    return 0;
}

int fhir_choose_services(struct fhir_session *session)
{
    struct choice choice = { 0 };
    bool procedures = has_procedures(session);
    int error = procedures ? note_charges(session, &choice) : 0;

    session->services =
        arena_room(&session->arena, (session->service_count + 1) * sizeof(*session->services));
    session->others = arena_room(&session->arena, (session->service_count + 1) *
                                                      sizeof(const struct fhir_resource *));
    session->service_count = 0;
    if (error == 0)
        error = choose_rows(session, &choice);
    seen_finish(&choice.described);
    seen_finish(&choice.charged);
    return error;
}
