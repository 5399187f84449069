/* fhir_service.c - a ChargeItem or Procedure as the columns of a row. Part of fhir_session.c. */
#include "read/fhir_codes.h"
#include "read/fhir_session.h"
#include "read/fhir_time.h"

#include "base/text.h"

#include <stdio.h>

enum { DISCOURAGING = 100000 }; /* minutes that no field takes: it says so */

/* CPT and HCPCS codes have five characters, their modifiers two. */
static void take_code(struct fhir_session *session, struct fhir_notes *notes,
                      const struct fhir_view *service, const char *name, struct cl_text *fields)
{
    const struct json_node *concept = json_member(service->root, "code");
    const struct json_node *coding = NULL;
    char modifiers[64] = "";
    size_t used = 0;

    while ((coding = fhir_coding(concept, SYSTEM_PROCEDURES, coding)) != NULL) {
        struct cl_text code = json_member_text(coding, "code");

        if (code.length == 2 && used + 4 < sizeof(modifiers))
            used += (size_t)snprintf(modifiers + used, sizeof(modifiers) - used, "%s%s",
                                     used != 0 ? ";" : "", code.data);
        else if (fields[COL_code].length == 0)
            fields[COL_code] = code;
        else if (!text_equal(fields[COL_code], code))
            fhir_note_add(session, notes, service->resource, FINDING_FHIR_CODE, COL_code,
                          "%s has two CPT or HCPCS codes", name);
    }
    fhir_set(fields, COL_modifiers, arena_text(&session->row_arena, modifiers, used));
    if (fields[COL_code].length == 0)
        fhir_note_add(session, notes, service->resource, FINDING_FHIR_CODE, COL_code,
                      "%s has no CPT or HCPCS code", name);
}

static struct cl_text number(struct fhir_session *session, int64_t value)
{
    return arena_format(&session->row_arena, "%lld", (long long)value);
}

/* Whole minutes that have passed; the times of day where they tell the same. */
static void take_period(struct fhir_session *session, struct fhir_notes *notes,
                        const struct fhir_view *service, const char *element, const char *name,
                        struct cl_text *fields)
{
    const struct json_node *period = json_member(service->root, element);
    struct cl_text start = json_member_text(period, "start");
    struct cl_text end = json_member_text(period, "end");
    struct fhir_moment from, to;
    int64_t minutes;

    if (start.length == 0 || end.length == 0)
        return;
    if (!fhir_moment_parse(start, &from) || !fhir_moment_parse(end, &to)) {
        fhir_note_add(session, notes, service->resource, FINDING_FHIR_VALUE, COL_minutes,
                      "the period of %s is none of two days or moments", name);
        return;
    }
    if (from.time.length == 0 || to.time.length == 0)
        return;
    minutes = (to.seconds - from.seconds) / 60;
    if (to.seconds < from.seconds || minutes > DISCOURAGING) {
        fhir_note_add(session, notes, service->resource, FINDING_FHIR_VALUE, COL_minutes,
                      "the period of %s ends before it starts, or has no end", name);
        return;
    }
    fields[COL_minutes] = number(session, minutes);
    if (!from.whole_minute || !to.whole_minute || to.minute - from.minute != minutes)
        return;
    fields[COL_start_time] = from.time;
    fields[COL_end_time] = to.time;
}

/* "2.0" is a whole number to FHIR. */
static struct cl_text whole(struct cl_text text)
{
    const char *point = memchr(text.data, '.', text.length);
    size_t length = point != NULL ? (size_t)(point - text.data) : text.length;

    for (size_t i = length + 1; i < text.length; i++) {
        if (text.data[i] != '0')
            return text;
    }
    return (struct cl_text){ text.data, length };
}

/* Minutes by their UCUM code, else a count of units. */
static void take_quantity(struct fhir_session *session, struct fhir_notes *notes,
                          const struct fhir_view *service, const char *name, struct cl_text *fields)
{
    const struct json_node *quantity = json_member(service->root, "quantity");
    struct cl_text unit = json_member_text(quantity, "code");
    struct cl_text value = json_member_text(quantity, "value");

    if (value.length == 0)
        return;
    if (unit.length == 0)
        unit = json_member_text(quantity, "unit");
    if (text_equal(unit, text_of("min")))
        fields[COL_minutes] = whole(value);
    else if (unit.length == 0 || text_equal(unit, text_of("1")) ||
             text_equal(unit, text_of("{unit}")) || text_equal(unit, text_of("unit")) ||
             text_equal(unit, text_of("units")))
        fields[COL_units] = whole(value);
    else
        fhir_note_add(session, notes, service->resource, FINDING_FHIR_VALUE, COL_units,
                      "the quantity of %s is neither of units nor of minutes (min)", name);
}

/* R4: the total price of the charge. */
static void take_price(struct fhir_session *session, struct fhir_notes *notes,
                       const struct fhir_view *service, const char *name, struct cl_text *fields)
{
    const struct json_node *price = json_member(service->root, "priceOverride");
    struct cl_text currency = json_member_text(price, "currency");

    if (currency.length != 0 && !text_equal(currency, text_of("USD")))
        fhir_note_add(session, notes, service->resource, FINDING_FHIR_VALUE, COL_line_charge,
                      "priceOverride of %s is not in USD", name);
    fhir_set(fields, COL_line_charge, json_member_text(price, "value"));
}

/* The ICD-10-CM codes that a service gives as its reasons. */
static struct cl_text next_reason(const struct json_node *root, const struct json_node **at)
{
    static const char *const names[] = { "reason", "reasonCode" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct json_node *concept = json_member(root, names[i]);

        if (concept == NULL)
            continue;
        *at = fhir_coding(concept, SYSTEM_DIAGNOSES, *at);
        return json_member_text(*at, "code");
    }
    return TEXT_NONE;
}

void fhir_collect_reasons(struct fhir_session *session, const struct json_node *root)
{
    const struct json_node *at = NULL;
    struct cl_text code;

    while ((code = next_reason(root, &at)).length != 0)
        (void)fhir_add_diagnosis(session, code);
}

static size_t diagnosis_number(const struct fhir_session *session, struct cl_text code)
{
    for (size_t i = 0; i < session->diagnosis_count; i++) {
        if (text_equal(session->diagnoses[i], code))
            return i + 1;
    }
    return 0;
}

static void take_reasons(struct fhir_session *session, struct fhir_notes *notes,
                         const struct fhir_view *service, const char *name, struct cl_text *fields)
{
    const struct json_node *at = NULL;
    char pointers[64] = "";
    size_t used = 0;
    struct cl_text code;

    while ((code = next_reason(service->root, &at)).length != 0) {
        size_t diagnosis = diagnosis_number(session, code);

        if (diagnosis == 0)
            fhir_note_add(session, notes, service->resource, FINDING_FHIR_VALUE,
                          COL_diagnosis_pointers, "a reason of %s is no diagnosis of the Encounter",
                          name);
        else if (used + 4 < sizeof(pointers))
            used += (size_t)snprintf(pointers + used, sizeof(pointers) - used, "%s%zu",
                                     used != 0 ? ";" : "", diagnosis);
    }
    fhir_set(fields, COL_diagnosis_pointers, arena_text(&session->row_arena, pointers, used));
}

static void take_texts(const struct json_node *root, struct cl_text *fields)
{
    const struct json_node *site = json_first(json_member(root, "bodysite"));

    if (site == NULL)
        site = json_first(json_member(root, "bodySite"));
    fhir_set(fields, COL_region,
             json_member_text(json_first(json_member(site, "coding")), "display"));
    fhir_set(fields, COL_region, json_member_text(site, "text"));
    fhir_set(fields, COL_note, json_member_text(json_first(json_member(root, "note")), "text"));
}

static void take_performer(struct fhir_session *session, struct fhir_notes *notes,
                           const struct fhir_view *service, struct cl_text *fields)
{
    const struct json_node *actor =
        json_member(json_first(json_member(service->root, "performer")), "actor");

    if (actor != NULL)
        fhir_take_rendering(session, notes, service, actor, fields);
}

/* What the Procedure that a ChargeItem bills says of the work. */
static void take_described(struct fhir_session *session, struct fhir_notes *notes,
                           const struct fhir_view *service, const char *name,
                           struct cl_text *fields)
{
    const struct json_node *node = json_first(json_member(service->root, "service"));

    for (; node != NULL; node = node->next) {
        struct fhir_view procedure = fhir_session_follow(
            session, notes, service, node, "service of a ChargeItem", FHIR_MAY_BE(FHIR_PROCEDURE));

        if (procedure.root == NULL)
            continue;
        take_texts(procedure.root, fields);
        take_period(session, notes, &procedure, "performedPeriod", name, fields);
        take_performer(session, notes, &procedure, fields);
        fhir_take_extensions(session, notes, &procedure, true, fields);
    }
}

void fhir_take_service(struct fhir_session *session, struct fhir_notes *notes,
                       const struct fhir_view *service, struct cl_text *fields)
{
    const struct fhir_resource *resource = service->resource;
    bool charge = resource->type == FHIR_CHARGE_ITEM;
    struct cl_text status = json_member_text(service->root, "status");
    char id[TEXT_SHOWN];
    char name[TEXT_SHOWN];

    (void)snprintf(name, sizeof(name), "%s/%s", fhir_type_name((enum fhir_type)resource->type),
                   text_show_in(id, 100, json_member_text(service->root, "id")));
    if (fhir_is_contested(resource, session->encounter))
        fhir_note_contested(session, notes, resource, resource, name);
    if (!text_equal(status, text_of(charge ? "billable" : "completed")))
        fhir_note_add(session, notes, resource, FINDING_FHIR_VALUE, COLUMN_NONE,
                      "the status of %s does not tell whether it is to be billed", name);
    take_code(session, notes, service, name, fields);
    if (charge)
        take_described(session, notes, service, name, fields);
    take_texts(service->root, fields);
    take_period(session, notes, service, charge ? "occurrencePeriod" : "performedPeriod", name,
                fields);
    take_quantity(session, notes, service, name, fields);
    take_price(session, notes, service, name, fields);
    take_reasons(session, notes, service, name, fields);
    take_performer(session, notes, service, fields);
    fhir_take_extensions(session, notes, service, true, fields);
}

int fhir_session_row(struct fhir_session *session, const struct fhir_service *service,
                     struct cl_text fields[COLUMN_COUNT], struct fhir_notes *notes,
                     struct problem *problem)
{
    const struct json_node *root;

    memcpy(fields, session->shared, sizeof(session->shared));
    if (service == NULL)
        return 0;
    arena_reset(&session->row_arena);
    root = service->root != NULL
               ? service->root
               : fhir_session_parse(session, service->resource, &session->row_arena, NULL);
    if (root == NULL)
        return -1;
    fhir_take_service(session, notes, &(struct fhir_view){ root, root, service->resource }, fields);
    if (fields[COL_discipline].length == 0)
        fields[COL_discipline] = fhir_discipline(fields[COL_rendering_taxonomy]);
    return problem->status != 0 ? -1 : 0;
}
