/* map_names.c - see map_names.h. */
#include "map_names.h"

#include "read/columns.h"
#include "read/map_guess.h"

#include "base/text.h"

/* Names beside the canonical one, separated by |. */
static const struct {
    unsigned guess;
    const char *names;
} known[] = {
    { COL_session_id,
      "visit id|visit number|visit no|visit|encounter id|encounter|encounter number|"
      "appointment id|appt id|appointment number|session|session number|note id|"
      "claim id|clm id|claim number|record id|superbill id|cms1500 id" },
    { COL_status, "appointment status|appt status|visit status|note status|progress note status|"
                  "session status|attendance|attendance status" },
    { COL_service_date, "date of service|dos|service dt|svc date|visit date|appointment date|"
                        "appt date|session date|from date|service start date|service from date|"
                        "clm from dt|ln from dt|date|treatment date" },
    { COL_patient_id, "patient number|patient no|patient account|account number|acct|mrn|"
                      "medical record number|client id|chart number|pt id|pat id|patient id number|"
                      "desynpuf id|bene id" },
    { GUESS_PATIENT_NAME, "patient|patient name|client|client name|pt name|pt|patient full name" },
    { COL_patient_last_name, "last name|patient last|pt last name|client last name|surname" },
    { COL_patient_first_name, "first name|patient first|pt first name|client first name" },
    { COL_patient_birth_date, "dob|date of birth|patient dob|pt dob|birth date|birthdate|"
                              "patient date of birth|client dob" },
    { COL_patient_sex, "sex|gender|patient gender" },
    { COL_patient_address, "address|address line 1|patient street|street" },
    { COL_patient_city, "city" },
    { COL_patient_state, "state" },
    { COL_patient_zip, "zip|zip code|postal code" },
    { COL_patient_phone, "phone|phone number|mobile" },
    { COL_payer_id, "insurance id|payer number|carrier id|electronic payer id" },
    { GUESS_INSURANCE, "insurance|primary insurance|payer|payer name|insurance name|funder|payor|"
                       "payor name|primary payer|carrier|insurance company|insurance plan|"
                       "primary insurance company name|plan name" },
    { COL_payer_class, "payer type|primary payer type|insurance type|financial class|payor type|"
                       "insurance class" },
    { COL_member_id, "policy number|insurance member id|subscriber id|insured id|member number|"
                     "policy id" },
    { COL_group_number, "group no|group id|policy group" },
    { COL_authorization_number, "authorization|auth number|auth no|prior auth|authorization no|"
                                "prior authorization number" },
    { COL_place_of_service, "pos|place of service code|pos code|service place" },
    { COL_facility_name, "clinic|clinic name|facility|location|location name|office|"
                         "office location|service location name" },
    { COL_rendering_npi, "npi|therapist npi|provider npi|rendering provider npi|clinician npi|"
                         "rend prov npi|prf physn npi" },
    { GUESS_THERAPIST, "therapist|provider|clinician|documenting therapist|treating therapist|"
                       "rendering provider|rendering provider name|provider name|therapist name|"
                       "clinician name|staff|staff name|treating provider" },
    { COL_billing_npi, "group npi|billing provider npi|clinic npi|bil prov npi" },
    { COL_billing_tax_id, "tax id|ein|federal tax id" },
    { COL_referring_npi, "referring provider npi|physician npi|ref npi" },
    { COL_discipline, "therapy type|service type|specialty" },
    { COL_diagnoses, "diagnosis|dx|dx code|dx codes|diagnosis code|diagnosis codes|icd10|icd 10|"
                     "icd|icd code|icd codes|treating diagnosis|icd10 code|encounter diagnosis id|"
                     "icd10 dgns cd|clm dx" },
    { COL_code, "cpt|cpt code|cpt codes|billing code|procedure|procedure code|hcpcs|hcpcs code|"
                "hcpcs cd|service code|charge code|proc code|ln proc cd" },
    { COL_minutes, "mins|min|duration|duration minutes|treatment minutes|timed minutes|"
                   "service minutes|total minutes|duration min" },
    { GUESS_HOURS, "hours|duration hours|hrs" },
    { COL_start_time, "start|time in|begin time|from time|actual start time|start at" },
    { COL_end_time, "end|time out|finish time|to time|actual end time|end at" },
    { COL_units, "unit|qty|quantity|billed units|unit count|ln qty|line srvc cnt|units billed" },
    { COL_modifiers, "modifier|mod|mods|cpt modifier|procedure modifier|ln proc mod|"
                     "hcpcs 1st mdfr cd" },
    { COL_diagnosis_pointers, "dx pointer|dx pointers|pointer|pointers|diagnosis pointer|"
                              "ln dx ptr" },
    { COL_unit_charge, "rate|rate per unit|unit price|fee per unit|unit fee" },
    { COL_line_charge, "charge|charges|amount|total fee|total charge|total charges|charge amount|"
                       "billed amount|ln amt|line total|fee|line sbmtd chrg amt" },
    { COL_note, "notes|comment|comments|line note" },
};

static bool counts(char byte)
{
    return text_is_letter(byte) || text_is_digit(byte);
}

static size_t next_counting(struct cl_text text, size_t at)
{
    while (at < text.length && !counts(text.data[at]))
        at++;
    return at;
}

static bool same_words(struct cl_text a, struct cl_text b)
{
    size_t i = next_counting(a, 0);
    size_t j = next_counting(b, 0);

    if (i == a.length)
        return false;
    while (i < a.length && j < b.length && text_upper(a.data[i]) == text_upper(b.data[j])) {
        i = next_counting(a, i + 1);
        j = next_counting(b, j + 1);
    }
    return i == a.length && j == b.length;
}

unsigned map_name_guess(struct cl_text name)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct cl_text rest = text_of(known[i].names);

        while (rest.data != NULL) {
            if (same_words(name, text_split(&rest, '|')))
                return known[i].guess;
        }
    }
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        if (same_words(name, text_of(column_name((enum column)i))))
            return i == COL_payer_name ? (unsigned)GUESS_INSURANCE : i;
    }
    return GUESS_NONE;
}
