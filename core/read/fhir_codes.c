/* fhir_codes.c - see fhir_codes.h.
 *
 * Sources: FHIR R4 (code systems by URI, EncounterStatus, AdministrativeGender,
 * subscriber-relationship), HL7 v3 ActCode, the Source of Payment Typology, NUCC's taxonomy. */
#include "read/fhir_codes.h"

#include "base/text.h"

static const struct {
    enum fhir_system system;
    const char *uri; /* without scheme, www. and slash */
} systems[] = {
    { SYSTEM_PROCEDURES, "ama-assn.org/go/cpt" },
    { SYSTEM_PROCEDURES, "urn:oid:2.16.840.1.113883.6.12" },
    { SYSTEM_PROCEDURES, "cms.gov/Medicare/Coding/HCPCSReleaseCodeSets" },
    { SYSTEM_PROCEDURES, "cms.gov/Medicare/Coding/MedHCPCSGenInfo" },
    { SYSTEM_PROCEDURES, "terminology.hl7.org/CodeSystem/HCPCS" },
    { SYSTEM_PROCEDURES, "urn:oid:2.16.840.1.113883.6.285" },
    { SYSTEM_DIAGNOSES, "hl7.org/fhir/sid/icd-10-cm" },
    { SYSTEM_DIAGNOSES, "urn:oid:2.16.840.1.113883.6.90" },
    { SYSTEM_NPI, "hl7.org/fhir/sid/us-npi" },
    { SYSTEM_NPI, "urn:oid:2.16.840.1.113883.4.6" },
    { SYSTEM_TAX_ID, "urn:oid:2.16.840.1.113883.4.4" },
    { SYSTEM_TAXONOMY, "nucc.org/provider-taxonomy" },
    { SYSTEM_TAXONOMY, "urn:oid:2.16.840.1.113883.6.101" },
    { SYSTEM_PLACES, "cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set" },
    { SYSTEM_PLACES, "cms.gov/Medicare/Coding/place-of-service-codes" },
    { SYSTEM_CLASSES, "urn:claimline:payer-class" },
    { SYSTEM_DISCIPLINES, "urn:claimline:discipline" },
    { SYSTEM_SOURCE_OF_PAYMENT, "nahdo.org/sopt" },
    { SYSTEM_SOURCE_OF_PAYMENT, "urn:oid:2.16.840.1.113883.3.221.5" },
    { SYSTEM_ACT_CODE, "terminology.hl7.org/CodeSystem/v3-ActCode" },
    { SYSTEM_SELF_PAY, "terminology.hl7.org/CodeSystem/coverage-selfpay" },
};

/* The longest code that a text begins with counts. */
static const struct fhir_word sources_of_payment[] = {
    { "1", "medicare" },   { "11", "medicare_advantage" },
    { "2", "medicaid" },   { "311", "tricare" },
    { "32", "va" },        { "5", "commercial" },
    { "6", "commercial" }, { "7", "commercial" },
    { "81", "self_pay" },  { "95", "workers_comp" },
    { "96", "auto" },      { NULL, NULL },
};

static const struct fhir_word act_codes[] = {
    { "AUTOPOL", "auto" },   { "WCBPOL", "workers_comp" }, { "EHCPOL", "commercial" },
    { "HIP", "commercial" }, { "HMO", "commercial" },      { "PPO", "commercial" },
    { "POS", "commercial" }, { "MCPOL", "commercial" },    { NULL, NULL },
};

const struct fhir_word fhir_statuses[] = {
    { "finished", "completed" },  { "completed", "completed" },
    { "cancelled", "cancelled" }, { "entered-in-error", "voided" },
    { "planned", "unsigned" },    { "arrived", "unsigned" },
    { "triaged", "unsigned" },    { "in-progress", "unsigned" },
    { "onleave", "unsigned" },    { NULL, NULL },
};

const struct fhir_word fhir_genders[] = {
    { "male", "M" }, { "female", "F" }, { "other", "U" }, { "unknown", "U" }, { NULL, NULL },
};

const struct fhir_word fhir_relationships[] = {
    { "self", "self" },    { "spouse", "spouse" }, { "common", "spouse" }, { "child", "child" },
    { "parent", "other" }, { "other", "other" },   { "injured", "other" }, { NULL, NULL },
};

/* Places of service by Encounter.class; the office is the default of the columns. */
const struct fhir_word fhir_classes[] = {
    { "AMB", "" },     { "HH", "12" },   { "IMP", "21" }, { "ACUTE", "21" },
    { "NONAC", "21" }, { "EMER", "23" }, { NULL, NULL },
};

static struct cl_text without_start(struct cl_text text, const char *start)
{
    size_t length = strlen(start);

    if (text.length > length &&
        text_equal_nocase((struct cl_text){ text.data, length }, text_of(start)))
        return (struct cl_text){ text.data + length, text.length - length };
    return text;
}

bool fhir_is_system(struct cl_text uri, enum fhir_system system)
{
    uri = without_start(without_start(uri, "http://"), "https://");
    uri = without_start(uri, "www.");
    if (uri.length > 0 && uri.data[uri.length - 1] == '/')
        uri.length--;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        if (systems[i].system == system && text_equal_nocase(uri, text_of(systems[i].uri)))
            return true;
    }
    return false;
}

const struct json_node *fhir_coding(const struct json_node *concept, enum fhir_system system,
                                    const struct json_node *after)
{
    bool passed = after == NULL;

    for (concept = json_first(concept); concept != NULL; concept = concept->next) {
        const struct json_node *coding = json_first(json_member(concept, "coding"));

        for (; coding != NULL; coding = coding->next) {
            if (passed && fhir_is_system(json_member_text(coding, "system"), system))
                return coding;
            passed = passed || coding == after;
        }
    }
    return NULL;
}

struct cl_text fhir_identifier(const struct json_node *resource, enum fhir_system system)
{
    const struct json_node *identifier = json_first(json_member(resource, "identifier"));

    for (; identifier != NULL; identifier = identifier->next) {
        if (fhir_is_system(json_member_text(identifier, "system"), system))
            return json_member_text(identifier, "value");
    }
    return TEXT_NONE;
}

struct cl_text fhir_translate(const struct fhir_word *words, struct cl_text text, bool *found)
{
    for (; words->theirs != NULL; words++) {
        if (text_equal(text, text_of(words->theirs))) {
            *found = true;
            return text_of(words->ours);
        }
    }
    *found = false;
    return TEXT_NONE;
}

static struct cl_text by_source_of_payment(struct cl_text code)
{
    struct cl_text best = TEXT_NONE;
    size_t longest = 0;

    for (const struct fhir_word *word = sources_of_payment; word->theirs != NULL; word++) {
        size_t length = strlen(word->theirs);

        if (length > longest && code.length >= length &&
            memcmp(code.data, word->theirs, length) == 0) {
            longest = length;
            best = text_of(word->ours);
        }
    }
    return best;
}

struct cl_text fhir_payer_class(const struct json_node *type)
{
    const struct json_node *coding = fhir_coding(type, SYSTEM_CLASSES, NULL);
    struct cl_text found = TEXT_NONE;
    bool known;

    if (coding != NULL)
        return json_member_text(coding, "code");
    coding = fhir_coding(type, SYSTEM_SOURCE_OF_PAYMENT, NULL);
    if (coding != NULL)
        found = by_source_of_payment(json_member_text(coding, "code"));
    coding = found.length == 0 ? fhir_coding(type, SYSTEM_ACT_CODE, NULL) : NULL;
    if (coding != NULL)
        found = fhir_translate(act_codes, json_member_text(coding, "code"), &known);
    if (found.length == 0 && fhir_coding(type, SYSTEM_SELF_PAY, NULL) != NULL)
        found = text_of("self_pay");
    return found;
}

struct cl_text fhir_discipline(struct cl_text taxonomy)
{
    static const struct fhir_word starts[] = {
        { "2251", "PT" }, { "225X", "OT" }, { "235Z", "SLP" }, { NULL, NULL }
    };

    for (const struct fhir_word *word = starts; word->theirs != NULL; word++) {
        if (taxonomy.length > 4 && memcmp(taxonomy.data, word->theirs, 4) == 0)
            return text_of(word->ours);
    }
    return TEXT_NONE;
}
