/* fhir_parties.c - who a session is about, who pays, who worked and where. Part of fhir_session.c.
 */
#include "read/fhir_codes.h"
#include "read/fhir_session.h"
#include "read/fhir_time.h"

#include "base/text.h"

/* Where the parts of a name or an address go; COLUMN_NONE: nowhere. */
struct name_columns {
    enum column last, first, middle;
};

struct address_columns {
    enum column line, city, state, zip;
};

static void take_name(const struct json_node *resource, const struct name_columns *columns,
                      struct cl_text *fields)
{
    const struct json_node *name = json_first(json_member(resource, "name"));
    const struct json_node *given = json_first(json_member(name, "given"));

    fhir_set(fields, columns->last, json_member_text(name, "family"));
    fhir_set(fields, columns->first, json_text_of(given));
    if (columns->middle != COLUMN_NONE && given != NULL)
        fhir_set(fields, columns->middle, json_text_of(given->next));
}

static void take_address(const struct json_node *resource, const struct address_columns *columns,
                         struct cl_text *fields)
{
    const struct json_node *address = json_first(json_member(resource, "address"));

    fhir_set(fields, columns->line, json_text_of(json_first(json_member(address, "line"))));
    fhir_set(fields, columns->city, json_member_text(address, "city"));
    fhir_set(fields, columns->state, json_member_text(address, "state"));
    fhir_set(fields, columns->zip, json_member_text(address, "postalCode"));
}

static struct cl_text phone_of(const struct json_node *resource)
{
    const struct json_node *telecom = json_first(json_member(resource, "telecom"));

    for (; telecom != NULL; telecom = telecom->next) {
        if (text_equal(json_member_text(telecom, "system"), text_of("phone")))
            return json_member_text(telecom, "value");
    }
    return TEXT_NONE;
}

static void take_sex(struct fhir_session *session, const struct fhir_view *person,
                     enum column column)
{
    struct cl_text gender = json_member_text(person->root, "gender");
    bool known;
    struct cl_text word = fhir_translate(fhir_genders, gender, &known);

    if (gender.length != 0 && !known)
        fhir_note_add(session, &session->notes, person->resource, FINDING_FHIR_VALUE, column,
                      "gender is none that is known");
    fhir_set(session->shared, column, word);
}

/* The identifier that its type calls a medical record number, else the resource's id. */
static struct cl_text patient_id(const struct json_node *patient)
{
    const struct json_node *identifier = json_first(json_member(patient, "identifier"));

    for (; identifier != NULL; identifier = identifier->next) {
        const struct json_node *coding =
            json_first(json_member(json_member(identifier, "type"), "coding"));

        if (text_equal(json_member_text(coding, "code"), text_of("MR")))
            return json_member_text(identifier, "value");
    }
    return json_member_text(patient, "id");
}

static void take_patient(struct fhir_session *session, const struct fhir_view *patient)
{
    static const struct name_columns name = { COL_patient_last_name, COL_patient_first_name,
                                              COL_patient_middle_name };
    static const struct address_columns address = { COL_patient_address, COL_patient_city,
                                                    COL_patient_state, COL_patient_zip };

    fhir_set(session->shared, COL_patient_id, patient_id(patient->root));
    take_name(patient->root, &name, session->shared);
    take_address(patient->root, &address, session->shared);
    take_sex(session, patient, COL_patient_sex);
    fhir_set(session->shared, COL_patient_birth_date, json_member_text(patient->root, "birthDate"));
    fhir_set(session->shared, COL_patient_phone, phone_of(patient->root));
}

/* Whether a Coverage holds on the day of service: dates compare as texts. */
static bool is_in_force(const struct fhir_session *session, const struct json_node *coverage)
{
    const struct json_node *period = json_member(coverage, "period");
    struct cl_text status = json_member_text(coverage, "status");
    struct cl_text day = session->shared[COL_service_date];
    struct fhir_moment from, to;

    if (status.length != 0 && !text_equal(status, text_of("active")))
        return false;
    if (fhir_moment_parse(json_member_text(period, "start"), &from) &&
        text_compare(day, from.date) < 0)
        return false;
    return !fhir_moment_parse(json_member_text(period, "end"), &to) ||
           text_compare(day, to.date) <= 0;
}

static uint64_t order_of(const struct json_node *coverage)
{
    uint64_t order;

    return text_to_unsigned(json_member_text(coverage, "order"), 1000000, &order) ? order
                                                                                  : UINT64_MAX;
}

/* Whether it is of this very patient: ids may mean different things in different inputs. */
static bool is_of_patient(const struct fhir_session *session, const struct fhir_found *patient,
                          const struct fhir_found *coverage)
{
    return patient->resource == NULL || !patient->resource->elsewhere || patient->contested ||
           fhir_store_has(session->store, coverage->resource, session->input);
}

/* The Coverage of the patient that is in force, the one of the least order; without a root, and
 * with a note, where there is none or more than one. */
static struct fhir_view choose_coverage(struct fhir_session *session,
                                        const struct fhir_found *patient, uint64_t key)
{
    const struct fhir_resource *all = session->store->resources;
    uint64_t head = seen_find(&session->store->coverages, key);
    struct fhir_view best = { NULL, NULL, NULL };
    bool several = false;
    bool contested = false;

    for (uint32_t i = head != SEEN_NEW ? (uint32_t)head - 1 : FHIR_NONE; i != FHIR_NONE;
         i = i == head - 1 ? all[i].first : all[i].next) {
        struct fhir_found found = fhir_store_find(session->store, all[i].key, session->encounter);
        const struct json_node *root;

        if (found.resource != &all[i] || !is_of_patient(session, patient, &found))
            continue;
        root = fhir_session_load(session, found);
        if (root == NULL)
            return (struct fhir_view){ NULL, NULL, NULL };
        if (!is_in_force(session, root))
            continue;
        if (best.root != NULL && order_of(root) >= order_of(best.root)) {
            several |= order_of(root) == order_of(best.root);
            continue;
        }
        several = false;
        best = (struct fhir_view){ root, root, found.resource };
        contested = found.contested;
    }
    if (best.root == NULL || several)
        fhir_note_add(session, &session->notes, session->encounter, FINDING_FHIR_REFERENCE,
                      COL_payer_id,
                      best.root == NULL ? "the patient has no active Coverage on the day of service"
                                        : "the patient has several Coverages on the day of "
                                          "service, and no order that tells the first");
    else if (contested)
        fhir_note_contested(session, &session->notes, best.resource, best.resource, "the Coverage");
    return several ? (struct fhir_view){ NULL, NULL, NULL } : best;
}

static struct cl_text first_identifier(const struct json_node *resource)
{
    return json_member_text(json_first(json_member(resource, "identifier")), "value");
}

static void take_payer(struct fhir_session *session, const struct fhir_view *coverage)
{
    static const struct address_columns address = { COL_payer_address, COL_payer_city,
                                                    COL_payer_state, COL_payer_zip };
    const struct json_node *payor = json_first(json_member(coverage->root, "payor"));
    const struct json_node *found =
        fhir_session_follow(session, &session->notes, coverage, payor, "payor of the Coverage",
                            FHIR_MAY_BE(FHIR_ORGANIZATION) | FHIR_MAY_BE(FHIR_PATIENT) |
                                FHIR_MAY_BE(FHIR_RELATED_PERSON))
            .root;
    struct cl_text type = json_member_text(found, "resourceType");

    fhir_set(session->shared, COL_payer_class,
             fhir_payer_class(json_member(coverage->root, "type")));
    if (found != NULL && !text_equal(type, text_of("Organization"))) {
        session->shared[COL_payer_id] = text_of("SELF");
        session->shared[COL_payer_class] = text_of("self_pay");
        return;
    }
    fhir_set(session->shared, COL_payer_id, json_member_text(found, "id"));
    fhir_set(session->shared, COL_payer_id, first_identifier(found));
    fhir_set(session->shared, COL_payer_id,
             json_member_text(json_member(payor, "identifier"), "value"));
    fhir_set(session->shared, COL_payer_name, json_member_text(payor, "display"));
    fhir_set(session->shared, COL_payer_name, json_member_text(found, "name"));
    take_address(found, &address, session->shared);
}

static void take_group(struct fhir_session *session, const struct json_node *coverage)
{
    const struct json_node *class = json_first(json_member(coverage, "class"));

    for (; class != NULL; class = class->next) {
        const struct json_node *coding =
            json_first(json_member(json_member(class, "type"), "coding"));

        if (text_equal(json_member_text(coding, "code"), text_of("group")))
            fhir_set(session->shared, COL_group_number, json_member_text(class, "value"));
    }
}

static void take_relationship(struct fhir_session *session, const struct fhir_view *coverage)
{
    const struct json_node *coding =
        json_first(json_member(json_member(coverage->root, "relationship"), "coding"));
    struct cl_text code = json_member_text(coding, "code");
    bool known;
    struct cl_text word = fhir_translate(fhir_relationships, code, &known);

    if (code.length != 0 && !known)
        fhir_note_add(session, &session->notes, coverage->resource, FINDING_FHIR_VALUE,
                      COL_relationship, "the relationship of the Coverage is none that is known");
    fhir_set(session->shared, COL_relationship, word);
}

static void take_subscriber(struct fhir_session *session, const struct fhir_view *coverage)
{
    static const struct name_columns name = { COL_subscriber_last_name, COL_subscriber_first_name,
                                              COLUMN_NONE };
    static const struct address_columns address = { COL_subscriber_address, COL_subscriber_city,
                                                    COL_subscriber_state, COL_subscriber_zip };
    struct fhir_view person;

    if (text_equal(session->shared[COL_relationship], text_of("self")))
        return;
    person = fhir_session_follow(
        session, &session->notes, coverage, json_member(coverage->root, "subscriber"),
        "subscriber of the Coverage", FHIR_MAY_BE(FHIR_PATIENT) | FHIR_MAY_BE(FHIR_RELATED_PERSON));
    if (person.root == NULL)
        return;
    take_name(person.root, &name, session->shared);
    take_address(person.root, &address, session->shared);
    take_sex(session, &person, COL_subscriber_sex);
    fhir_set(session->shared, COL_subscriber_birth_date,
             json_member_text(person.root, "birthDate"));
}

static void take_coverage(struct fhir_session *session, const struct fhir_view *coverage)
{
    if (coverage->root == NULL)
        return;
    take_payer(session, coverage);
    take_group(session, coverage->root);
    take_relationship(session, coverage);
    take_subscriber(session, coverage);
    fhir_set(session->shared, COL_member_id, json_member_text(coverage->root, "subscriberId"));
}

/* A Practitioner, and what a PractitionerRole adds. */
struct provider {
    const struct json_node *person, *role, *from;
};

static struct provider find_provider(struct fhir_session *session, struct fhir_notes *notes,
                                     const struct fhir_view *from, const struct json_node *actor,
                                     const char *what)
{
    struct provider provider = { .from = actor };
    struct fhir_view found =
        fhir_session_follow(session, notes, from, actor, what,
                            FHIR_MAY_BE(FHIR_PRACTITIONER) | FHIR_MAY_BE(FHIR_PRACTITIONER_ROLE));

    if (text_equal(json_member_text(found.root, "resourceType"), text_of("PractitionerRole"))) {
        struct fhir_view role = found;

        provider.role = role.root;
        provider.from = json_member(role.root, "practitioner");
        found = fhir_session_follow(session, notes, &role, provider.from,
                                    "practitioner of a PractitionerRole",
                                    FHIR_MAY_BE(FHIR_PRACTITIONER));
    }
    provider.person = found.root;
    return provider;
}

static struct cl_text npi_of(const struct provider *provider)
{
    const struct json_node *logical = json_member(provider->from, "identifier");
    struct cl_text npi = fhir_identifier(provider->person, SYSTEM_NPI);

    if (npi.length == 0)
        npi = fhir_identifier(provider->role, SYSTEM_NPI);
    if (npi.length == 0 && fhir_is_system(json_member_text(logical, "system"), SYSTEM_NPI))
        npi = json_member_text(logical, "value");
    return npi;
}

static struct cl_text taxonomy_of(const struct provider *provider)
{
    const struct json_node *coding =
        fhir_coding(json_member(provider->role, "specialty"), SYSTEM_TAXONOMY, NULL);
    const struct json_node *qualification =
        json_first(json_member(provider->person, "qualification"));

    for (; coding == NULL && qualification != NULL; qualification = qualification->next)
        coding = fhir_coding(json_member(qualification, "code"), SYSTEM_TAXONOMY, NULL);
    return json_member_text(coding, "code");
}

void fhir_take_rendering(struct fhir_session *session, struct fhir_notes *notes,
                         const struct fhir_view *from, const struct json_node *actor,
                         struct cl_text *fields)
{
    static const struct name_columns name = { COL_rendering_last_name, COL_rendering_first_name,
                                              COLUMN_NONE };
    struct provider provider = find_provider(session, notes, from, actor, "the performer");

    fields[COL_rendering_npi] = npi_of(&provider);
    fields[COL_rendering_taxonomy] = taxonomy_of(&provider);
    fields[COL_rendering_last_name] = TEXT_NONE;
    fields[COL_rendering_first_name] = TEXT_NONE;
    take_name(provider.person, &name, fields);
}

static bool has_code(const struct json_node *concept, const char *code)
{
    for (concept = json_first(concept); concept != NULL; concept = concept->next) {
        const struct json_node *coding = json_first(json_member(concept, "coding"));

        for (; coding != NULL; coding = coding->next) {
            if (text_equal(json_member_text(coding, "code"), text_of(code)))
                return true;
        }
    }
    return false;
}

static void take_referring(struct fhir_session *session, const struct json_node *individual)
{
    static const struct name_columns name = { COL_referring_last_name, COL_referring_first_name,
                                              COLUMN_NONE };
    struct provider provider = find_provider(session, &session->notes, &session->view, individual,
                                             "the referring participant");

    fhir_set(session->shared, COL_referring_npi, npi_of(&provider));
    take_name(provider.person, &name, session->shared);
}

/* REF refers; of the others PPRF, else the first one, renders what names no performer. */
static void take_participants(struct fhir_session *session)
{
    const struct json_node *first = NULL;
    const struct json_node *performer = NULL;
    const struct json_node *node = json_first(json_member(session->view.root, "participant"));

    for (; node != NULL; node = node->next) {
        const struct json_node *type = json_member(node, "type");
        const struct json_node *individual = json_member(node, "individual");

        if (individual == NULL)
            continue;
        if (has_code(type, "REF")) {
            take_referring(session, individual);
            continue;
        }
        if (performer == NULL && has_code(type, "PPRF"))
            performer = individual;
        if (first == NULL)
            first = individual;
    }
    if (performer == NULL)
        performer = first;
    if (performer != NULL)
        fhir_take_rendering(session, &session->notes, &session->view, performer, session->shared);
}

static void take_billing(struct fhir_session *session)
{
    static const struct address_columns address = { COL_billing_address, COL_billing_city,
                                                    COL_billing_state, COL_billing_zip };
    const struct json_node *provider =
        fhir_session_follow(session, &session->notes, &session->view,
                            json_member(session->view.root, "serviceProvider"), "serviceProvider",
                            FHIR_MAY_BE(FHIR_ORGANIZATION))
            .root;
    struct cl_text *fields = session->shared;

    fhir_set(fields, COL_billing_npi, fhir_identifier(provider, SYSTEM_NPI));
    fhir_set(fields, COL_billing_tax_id, fhir_identifier(provider, SYSTEM_TAX_ID));
    fhir_set(fields, COL_billing_name, json_member_text(provider, "name"));
    fhir_set(fields, COL_billing_phone, phone_of(provider));
    take_address(provider, &address, fields);
}

/* The place of service is the Location's, else that of the class of the Encounter. */
static void take_place(struct fhir_session *session)
{
    const struct json_node *first = json_first(json_member(session->view.root, "location"));
    const struct json_node *location =
        fhir_session_follow(session, &session->notes, &session->view,
                            json_member(first, "location"), "location", FHIR_MAY_BE(FHIR_LOCATION))
            .root;
    const struct json_node *coding =
        fhir_coding(json_member(location, "type"), SYSTEM_PLACES, NULL);
    struct cl_text class = json_member_text(json_member(session->view.root, "class"), "code");
    struct cl_text place = json_member_text(coding, "code");
    bool known = true;

    if (place.length == 0 && class.length != 0)
        place = fhir_translate(fhir_classes, class, &known);
    if (!known)
        fhir_note_add(session, &session->notes, session->encounter, FINDING_FHIR_VALUE,
                      COL_place_of_service,
                      "the class of the Encounter tells no place of service; the Location must");
    fhir_set(session->shared, COL_place_of_service, place);
    fhir_set(session->shared, COL_facility_npi, fhir_identifier(location, SYSTEM_NPI));
    fhir_set(session->shared, COL_facility_name, json_member_text(location, "name"));
}

static void take_discipline(struct fhir_session *session)
{
    static const char *const places[] = { "serviceType", "type" };
    struct cl_text *fields = session->shared;

    fhir_set(fields, COL_discipline, fhir_discipline(fields[COL_rendering_taxonomy]));
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const struct json_node *coding =
            fhir_coding(json_member(session->view.root, places[i]), SYSTEM_DISCIPLINES, NULL);

        fhir_set(fields, COL_discipline, json_member_text(coding, "code"));
    }
}

void fhir_take_parties(struct fhir_session *session)
{
    const struct json_node *subject = json_member(session->view.root, "subject");
    uint64_t key = fhir_key(json_member_text(subject, "reference"));
    struct fhir_view patient = fhir_session_follow(session, &session->notes, &session->view,
                                                   subject, "subject", FHIR_MAY_BE(FHIR_PATIENT));

    if (patient.root != NULL)
        take_patient(session, &patient);
    if (key != 0) {
        struct fhir_found named = fhir_store_find(session->store, key, session->encounter);
        struct fhir_view coverage =
            choose_coverage(session, &named, named.resource != NULL ? named.resource->key : key);

        take_coverage(session, &coverage);
    }
    take_participants(session);
    take_billing(session);
    take_place(session);
    take_discipline(session);
}
