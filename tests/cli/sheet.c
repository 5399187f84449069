/* sheet.c - see sheet.h. */
#include "sheet.h"

#include "cli.h"

#include <string.h>

/* The usual values; session_id is the test's. */
static const struct cell columns[] = {
    { "session_id", "" },
    { "status", "" },
    { "service_date", "2026-05-20" },
    { "patient_id", "PID-Wolverhampstead" },
    { "patient_last_name", "Quillibrand" },
    { "patient_first_name", "Zebedee" },
    { "patient_middle_name", "Oxentiel" },
    { "patient_birth_date", "1931-07-19" },
    { "patient_sex", "M" },
    { "patient_address", "77 Nightjar Crescent" },
    { "patient_city", "Umberlow" },
    { "patient_state", "ND" },
    { "patient_zip", "58377-1199" },
    { "patient_phone", "701-555-0177" },
    { "payer_id", "BLUEFIN" },
    { "payer_class", "commercial" },
    { "payer_name", "Bluefin Mutual Wexcombe" },
    { "payer_address", "PO Box 88123" },
    { "payer_city", "Tarnmoor" },
    { "payer_state", "SD" },
    { "payer_zip", "57788" },
    { "member_id", "XQ77-ZK-4419" },
    { "group_number", "GRP-66172" },
    { "relationship", "spouse" },
    { "subscriber_last_name", "Vexelmann" },
    { "subscriber_first_name", "Ottoline" },
    { "subscriber_birth_date", "1933-11-28" },
    { "subscriber_sex", "F" },
    { "subscriber_address", "78 Nightingale Mews" },
    { "subscriber_city", "Umberhigh" },
    { "subscriber_state", "MT" },
    { "subscriber_zip", "59001-7712" },
    { "authorization_number", "AUTH-551287" },
    { "referral_number", "REFER-883145" },
    { "claim_frequency", "1" },
    { "payer_control_number", "PCN-20177" },
    { "patient_paid", "21.37" },
    { "place_of_service", "11" },
    { "facility_id", "FAC-3391" },
    { "facility_name", "Larkspur Annex" },
    { "facility_npi", "" },
    { "rendering_npi", "1999000015" },
    { "rendering_last_name", "Harrowgate" },
    { "rendering_first_name", "Imogen" },
    { "rendering_taxonomy", "225100000X" },
    { "supervising_npi", "" },
    { "assistant_id", "ASST-7741" },
    { "billing_npi", "2999000013" },
    { "billing_name", "Larkspur Lane Therapy" },
    { "billing_tax_id", "98-7654321" },
    { "billing_taxonomy", "261QP2000X" },
    { "billing_address", "5 Larkspur Lane" },
    { "billing_city", "Billingford" },
    { "billing_state", "WY" },
    { "billing_zip", "82001-3314" },
    { "billing_phone", "307-555-0142" },
    { "referring_npi", "1999000908" },
    { "referring_last_name", "Fennimore" },
    { "referring_first_name", "Dashiell" },
    { "referring_qualifier", "DN" },
    { "discipline", "PT" },
    { "diagnoses", "M53.86;G47.63" },
    { "total_treatment_minutes", "1388" },
    { "onset_date", "2026-01-17" },
    { "initial_treatment_date", "2026-01-18" },
    { "certification_start_date", "2026-01-19" },
    { "certification_end_date", "2026-12-21" },
    { "accident_date", "2026-01-16" },
    { "accident_state", "ID" },
    { "related_cause", "auto" },
    { "property_casualty_claim_number", "PCC-90210-7" },
    { "code", "97110" },
    { "minutes", "1399" },
    { "start_time", "" },
    { "end_time", "" },
    { "assistant_minutes", "" },
    { "units", "" },
    { "modifiers", "" },
    { "modifier_1", "" },
    { "modifier_2", "" },
    { "modifier_3", "" },
    { "modifier_4", "" },
    { "diagnosis_pointers", "" },
    { "unit_charge", "45.67" },
    { "line_charge", "" },
    { "region", "lumbosacral" },
    { "technique", "eccentric loading" },
    { "necessity", "cannot climb stairs" },
    { "response", "fatigued quickly" },
    { "note", "nocturnal bruxism told in confidence" },
};

size_t sheet_column_count(void)
{
    return sizeof(columns) / sizeof(columns[0]);
}

const char *sheet_column(size_t index)
{
    return columns[index].column;
}

void sheet_header(FILE *out)
{
    for (size_t i = 0; i < sheet_column_count(); i++)
        (void)fprintf(out, "%s%s", i > 0 ? "," : "", columns[i].column);
    (void)fputc('\n', out);
}

static const struct cell *find(const struct cell *cells, size_t count, const char *column)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].column, column) == 0)
            return &cells[i];
    }
    return NULL;
}

void sheet_row(FILE *out, const char *session_id, const struct cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_non_null(find(columns, sheet_column_count(), cells[i].column));
    for (size_t i = 0; i < sheet_column_count(); i++) {
        const struct cell *own = find(cells, count, columns[i].column);
        const char *usual = i == 0 ? session_id : columns[i].value;

        (void)fprintf(out, "%s%s", i > 0 ? "," : "", own != NULL ? own->value : usual);
    }
    (void)fputc('\n', out);
}
