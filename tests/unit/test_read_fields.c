/* test_read_fields.c - good and bad values of every kind of field. */
#include "unit.h"

#include "read/fields.h"

struct taken {
    struct session session;
    struct service service;
    struct arena arena;
    struct findings findings;
};

static void take(struct taken *taken, enum column column, const char *text)
{
    struct field_place place = {
        .arena = &taken->arena, .line = 7, .code = &field_no_code, .today = { 2024, 7, 1 }
    };

    *taken = (struct taken){ .session = session_empty, .service = service_empty };
    taken->findings.arena = &taken->arena;
    place.findings = &taken->findings;
    if (column_form(column)->of_row)
        field_read(&taken->service, column, text_of(text), &place);
    else
        field_read(&taken->session, column, text_of(text), &place);
}

static const void *value_of(const struct taken *taken, enum column column)
{
    const struct column_form *form = column_form(column);

    return (form->of_row ? (const char *)&taken->service : (const char *)&taken->session) +
           form->offset;
}

/* Values that are texts: what is kept; NULL with the finding of a value that is none. */
static const struct {
    enum column column;
    const char *text;
    const char *kept;
    enum finding_id finding;
} texts[] = {
    { COL_patient_last_name, "M\xc3\xbcller, jr.", "M\xc3\xbcller, jr.", 0 },
    { COL_note, "two\nlines", "two\nlines", 0 },
    { COL_patient_sex, "f", "F", 0 },
    { COL_patient_sex, "X", NULL, FINDING_VALUE_UNKNOWN },
    { COL_relationship, "SELF", "self", 0 },
    { COL_relationship, "mother", NULL, FINDING_VALUE_UNKNOWN },
    { COL_claim_frequency, "7", "7", 0 },
    { COL_claim_frequency, "2", NULL, FINDING_VALUE_UNKNOWN },
    { COL_referring_qualifier, "dn", "DN", 0 },
    { COL_referring_qualifier, "DQ", NULL, FINDING_VALUE_UNKNOWN },
    { COL_related_cause, "Auto", "auto", 0 },
    { COL_related_cause, "car", NULL, FINDING_VALUE_UNKNOWN },
    { COL_place_of_service, "02", "02", 0 },
    { COL_place_of_service, "2", NULL, FINDING_PLACE_FORM },
    { COL_place_of_service, "011", NULL, FINDING_PLACE_FORM },
    { COL_place_of_service, "1a", NULL, FINDING_PLACE_FORM },
    /* CMS's example, and others with the right check digit */
    { COL_rendering_npi, "1234567893", "1234567893", 0 },
    { COL_rendering_npi, "1245319599", "1245319599", 0 },
    { COL_billing_npi, "1679576722", "1679576722", 0 },
    { COL_rendering_npi, "1234567890", NULL, FINDING_NPI_CHECK_DIGIT },
    { COL_referring_npi, "1234567839", NULL, FINDING_NPI_CHECK_DIGIT },
    { COL_supervising_npi, "3234567893", NULL, FINDING_NPI_FORM },
    { COL_facility_npi, "123456789", NULL, FINDING_NPI_FORM },
    { COL_rendering_npi, "12345678930", NULL, FINDING_NPI_FORM },
    { COL_rendering_npi, "123456789a", NULL, FINDING_NPI_FORM },
    { COL_code, "97110", "97110", 0 },
    { COL_code, "g0283", "G0283", 0 },
    { COL_code, "0552t", "0552T", 0 },
    { COL_code, "9711", NULL, FINDING_CODE_FORM },
    { COL_code, "971100", NULL, FINDING_CODE_FORM },
    { COL_code, "97l10", NULL, FINDING_CODE_FORM },
    { COL_code, "9711 ", NULL, FINDING_CODE_FORM },
    { COL_code, "97-10", NULL, FINDING_CODE_FORM },
    { COL_code,
      "\xef\xbc\x99"
      "10",
      NULL, FINDING_CODE_FORM },
};

static void assert_told(const struct taken *taken, size_t row, bool fine, enum finding_id finding,
                        enum column column)
{
    if (fine ? taken->findings.count != 0
             : taken->findings.count != 1 || taken->findings.items[0].id != finding)
        fail_msg("row %zu: %zu findings, %s", row, taken->findings.count,
                 taken->findings.count != 0 ? finding_kind(taken->findings.items[0].id)->id : "");
    if (!fine) {
        assert_int_equal(taken->findings.items[0].line, 7);
        assert_int_equal(taken->findings.items[0].column, column);
        assert_int_equal(taken->findings.errors, 1);
    }
}

static void texts_have_their_forms(void **state)
{
    struct taken taken;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct cl_text *value = value_of(&taken, texts[i].column);

        take(&taken, texts[i].column, texts[i].text);
        assert_told(&taken, i, texts[i].kept != NULL, texts[i].finding, texts[i].column);
        assert_text(*value, texts[i].kept != NULL ? texts[i].kept : "");
        assert_int_equal(value->data[value->length], '\0');
        arena_finish(&taken.arena);
    }
}

/* Values that are numbers; ABSENT where the value is none. */
enum { ABSENT = -9 };

static const struct {
    enum column column;
    const char *text;
    int64_t kept;
    enum finding_id finding;
} numbers[] = {
    { COL_minutes, "0", 0, 0 },
    { COL_minutes, "1440", 1440, 0 },
    { COL_minutes, "007", 7, 0 },
    { COL_minutes, "00000000000000000000000000000007", 7, 0 },
    { COL_minutes, "00001440", 1440, 0 },
    { COL_minutes, "00001441", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "00000", 0, 0 },
    { COL_minutes, "0000a", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "4294967297", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "1441", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "-1", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "15.0", ABSENT, FINDING_MINUTES_FORM },
    { COL_minutes, "15 min", ABSENT, FINDING_MINUTES_FORM },
    { COL_total_treatment_minutes, "45", 45, 0 },
    { COL_total_treatment_minutes, "2000", ABSENT, FINDING_MINUTES_FORM },
    { COL_assistant_minutes, "5", 5, 0 },
    { COL_visits_since_progress_report, "0", 0, 0 },
    { COL_visits_since_progress_report, "10", 10, 0 },
    { COL_visits_since_progress_report, "999", 999, 0 },
    { COL_visits_since_progress_report, "1000", ABSENT, FINDING_COUNT_FORM },
    { COL_visits_since_progress_report, "ten", ABSENT, FINDING_COUNT_FORM },
    { COL_units, "1", 1, 0 },
    { COL_units, "999", 999, 0 },
    { COL_units, "0", ABSENT, FINDING_UNITS_FORM },
    { COL_units, "1000", ABSENT, FINDING_UNITS_FORM },
    { COL_units, "1.5", ABSENT, FINDING_UNITS_FORM },
    { COL_unit_charge, "0.00", 0, 0 },
    { COL_unit_charge, "99999.99", 9999999, 0 },
    { COL_unit_charge, "100000.00", ABSENT, FINDING_MONEY_FORM },
    { COL_unit_charge, "45,50", ABSENT, FINDING_MONEY_FORM },
    { COL_line_charge, "91.00", 9100, 0 },
    { COL_line_charge, "$91", ABSENT, FINDING_MONEY_FORM },
    { COL_patient_paid, "20", 2000, 0 },
    { COL_patient_paid, "-20", ABSENT, FINDING_MONEY_FORM },
};

static int64_t number_of(const struct taken *taken, enum column column)
{
    const void *value = value_of(taken, column);
    int64_t amount;
    int32_t minutes;
    uint32_t units;

    switch (column_form(column)->kind) {
    case KIND_AMOUNT:
        memcpy(&amount, value, sizeof(amount));
        return amount != CL_NO_AMOUNT ? amount : ABSENT;
    case KIND_UNITS:
        memcpy(&units, value, sizeof(units));
        return units != 0 ? (int64_t)units : ABSENT;
    default:
        memcpy(&minutes, value, sizeof(minutes));
        return minutes != MINUTES_NOT_STATED ? minutes : ABSENT;
    }
}

static void numbers_have_their_bounds(void **state)
{
    struct taken taken;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        take(&taken, numbers[i].column, numbers[i].text);
        assert_told(&taken, i, numbers[i].kept != ABSENT, numbers[i].finding, numbers[i].column);
        if (number_of(&taken, numbers[i].column) != numbers[i].kept)
            fail_msg("%s gives %lld", numbers[i].text,
                     (long long)number_of(&taken, numbers[i].column));
        arena_finish(&taken.arena);
    }
}

/* Values that are lists, and words of their own kind, as text. */
static const struct {
    enum column column;
    const char *text;
    const char *kept;
    enum finding_id finding; /* with kept NULL */
} lists[] = {
    { COL_diagnoses, "M54.50", "M54.50", 0 },
    { COL_diagnoses, "m5450; M25.561 ;", "M54.50 M25.561", 0 },
    { COL_diagnoses, "I10", "I10", 0 },
    { COL_diagnoses, "S72.001A", "S72.001A", 0 },
    { COL_diagnoses, "S72001A", "S72.001A", 0 },
    { COL_diagnoses, "C7A.1", "C7A.1", 0 },
    { COL_diagnoses, "S72.001AB", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "S72001AB", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M5", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M54.", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M5.450", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M54.5.0", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "754.5", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "MA4.5", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M54,50", NULL, FINDING_DIAGNOSIS_FORM },
    { COL_diagnoses, "M54.50;M5450", NULL, FINDING_DIAGNOSIS_REPEATED },
    { COL_diagnoses, ";;", NULL, FINDING_FIELD_REQUIRED },
    { COL_diagnoses, "A00;A01;A02;A03;A04;A05;A06;A07;A08;A09;A15;A16",
      "A00 A01 A02 A03 A04 A05 A06 A07 A08 A09 A15 A16", 0 },
    { COL_diagnoses, "A00;A01;A02;A03;A04;A05;A06;A07;A08;A09;A15;A16;A17", NULL,
      FINDING_DIAGNOSIS_COUNT },
    { COL_diagnosis_pointers, "A;b; 12 ;3", "1 2 12 3", 0 },
    { COL_diagnosis_pointers, "L", "12", 0 },
    { COL_diagnosis_pointers, "M", NULL, FINDING_POINTER_FORM },
    { COL_diagnosis_pointers, "0", NULL, FINDING_POINTER_FORM },
    { COL_diagnosis_pointers, "13", NULL, FINDING_POINTER_FORM },
    { COL_diagnosis_pointers, "AB", NULL, FINDING_POINTER_FORM },
    { COL_diagnosis_pointers, "A;1", NULL, FINDING_POINTER_FORM },
    { COL_diagnosis_pointers, "1;2;3;4;5", NULL, FINDING_POINTER_FORM },
    { COL_modifiers, "gp;59 ; GP", "GP 59", 0 },
    { COL_modifiers, "GP;59;XE;KX;GA", NULL, FINDING_MODIFIER_COUNT },
    { COL_modifiers, "G", NULL, FINDING_MODIFIER_FORM },
    { COL_modifiers, "GPX", NULL, FINDING_MODIFIER_FORM },
    { COL_modifier_4, "g.", NULL, FINDING_MODIFIER_FORM },
    { COL_modifier_1, "kx", "KX", 0 },
    { COL_status, "No_Show", "2", 0 },
    { COL_status, "completed", "0", 0 },
    { COL_status, "noshow", NULL, FINDING_VALUE_UNKNOWN },
    { COL_payer_class, "Workers_Comp", "workers_comp", 0 },
    { COL_payer_class, "workers comp", NULL, FINDING_VALUE_UNKNOWN },
    { COL_discipline, "slp", "SLP", 0 },
    { COL_discipline, "physio", NULL, FINDING_VALUE_UNKNOWN },
    { COL_service_date, "2024-07-01", "2024-7-1", 0 },
    { COL_service_date, "2024-07-02", NULL, FINDING_DATE_FUTURE },
    { COL_service_date, "07/01/2024", NULL, FINDING_DATE_FORM },
    { COL_service_date, "2023-02-29", NULL, FINDING_DATE_FORM },
};

static struct cl_text list_of(struct taken *taken, enum column column)
{
    const struct session *session = &taken->session;
    const struct service *service = &taken->service;
    struct cl_text text = TEXT_NONE;

    switch (column_form(column)->kind) {
    case KIND_DIAGNOSES:
        for (uint32_t i = 0; i < session->diagnosis_count; i++)
            text = arena_format(&taken->arena, "%s%s%s", text.data, i > 0 ? " " : "",
                                session->diagnoses[i].data);
        return text;
    case KIND_POINTERS:
        for (uint32_t i = 0; i < service->pointer_count; i++)
            text = arena_format(&taken->arena, "%s%s%u", text.data, i > 0 ? " " : "",
                                service->pointers[i]);
        return text;
    case KIND_MODIFIERS:
        for (uint32_t i = 0; i < service->modifier_count; i++)
            text = arena_format(&taken->arena, "%s%s%s", text.data, i > 0 ? " " : "",
                                service->modifiers[i].data);
        return text;
    case KIND_STATUS:
        return arena_format(&taken->arena, "%d", session->status);
    case KIND_CLASS:
        return text_of(payer_class_name(session->payer_class));
    case KIND_DISCIPLINE:
        assert_true(session->discipline_stated);
        return text_of(discipline_name(session->discipline));
    default:
        return arena_format(&taken->arena, "%d-%d-%d", session->service_date.year,
                            session->service_date.month, session->service_date.day);
    }
}

static void lists_are_taken_apart(void **state)
{
    struct taken taken;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        take(&taken, lists[i].column, lists[i].text);
        assert_told(&taken, i, lists[i].kept != NULL, lists[i].finding, lists[i].column);
        if (lists[i].kept != NULL)
            assert_text(list_of(&taken, lists[i].column), lists[i].kept);
        arena_finish(&taken.arena);
    }
}

/* Any one wrong digit is noticed. */
static void check_digits_find_slips(void **state)
{
    static const char npi[] = "1234567893";

    (void)state;
    for (size_t at = 0; at < 10; at++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char other[11];

            memcpy(other, npi, sizeof(npi));
            other[at] = digit;
            assert_int_equal(npi_check(text_of(other)) == NPI_FINE, digit == npi[at]);
        }
    }
}

/* The sum of the digits of 80840 and the NPI, from the right, every second one doubled. */
static bool luhn_agrees(const char *npi)
{
    char all[16] = "80840";
    int sum = 0;

    memcpy(all + 5, npi, 10);
    for (int i = 0; i < 15; i++) {
        int digit = all[14 - i] - '0';

        sum += i % 2 == 0 ? digit : digit * 2 / 10 + digit * 2 % 10;
    }
    return sum % 10 == 0;
}

static void npis_are_judged_as_digit_by_digit(void **state)
{
    uint64_t seed = 7;
    size_t right = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char npi[11];
        enum npi_fault fault;

        (void)snprintf(npi, sizeof(npi), "%010llu",
                       1000000000 + (unsigned long long)random_below(&seed, 2000000000));
        fault = npi_check(text_of(npi));
        if (fault != (luhn_agrees(npi) ? NPI_FINE : NPI_CHECK_DIGIT))
            fail_msg("%s gives %d", npi, fault);
        right += fault == NPI_FINE;
    }
    assert_true(right > 1800 && right < 2200);
}

/* Whatever stands in the place of a digit. */
static void npis_are_digits(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 10; at++) {
            char npi[] = "1234567893";
            bool digit = byte >= (at == 0 ? '1' : '0') && byte <= (at == 0 ? '2' : '9');

            npi[at] = (char)byte;
            if ((npi_check((struct cl_text){ npi, 10 }) == NPI_FORM) == digit)
                fail_msg("byte 0x%02x at %zu", byte, at);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_their_forms),
        cmocka_unit_test(numbers_have_their_bounds),
        cmocka_unit_test(lists_are_taken_apart),
        cmocka_unit_test(check_digits_find_slips),
        cmocka_unit_test(npis_are_judged_as_digit_by_digit),
        cmocka_unit_test(npis_are_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
