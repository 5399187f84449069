/* fields.c - see fields.h. */
#include "fields.h"

#include "base/date.h"
#include "base/money.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    MAX_AMOUNT_CENTS = 2000000000, /* no row of a clinic's day is worth 20 million dollars */
    LONGEST_DIAGNOSIS = 8          /* with the point */
};

/* The code is named in the message where it is known: one row has many fields. */
static void complain(const struct field_place *place, enum finding_id id, enum column column,
                     const char *what)
{
    if (place->code.length != 0)
        findings_add(place->findings, id, place->line, column, place->code, "%s of %s %s",
                     column_name(column), place->code.data, what);
    else
        findings_add(place->findings, id, place->line, column, place->code, "%s %s",
                     column_name(column), what);
}

/* Names the words that the column allows. */
static void complain_words(const struct field_place *place, enum column column,
                           const struct cl_text *words, size_t count)
{
    char list[256] = "is none of ";
    size_t used = strlen(list);

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", i > 0 ? ", " : "",
                                 words[i].data);
    complain(place, FINDING_VALUE_UNKNOWN, column, list);
}

/* Kept in upper case: codes and modifiers are so almost always. */
static struct cl_text keep_upper(const struct field_place *place, struct cl_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text_upper(text.data[i]) != text.data[i])
            return arena_upper(place->arena, text);
    }
    return field_keep_text(place, text);
}

bool npi_check_digit(struct cl_text npi)
{
    unsigned sum = 24; /* what the prefix 80840 adds */

    for (size_t i = 0; i < npi.length; i++) {
        unsigned digit = (unsigned)(npi.data[i] - '0');

        if (i % 2 == 0)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

static void read_npi(struct cl_text *out, enum column column, struct cl_text text,
                     const struct field_place *place)
{
    uint64_t value;

    if (text.length != NPI_DIGITS || !text_to_unsigned(text, UINT64_MAX, &value) ||
        (text.data[0] != '1' && text.data[0] != '2'))
        complain(place, FINDING_NPI_FORM, column, "is not an NPI");
    else if (!npi_check_digit(text))
        complain(place, FINDING_NPI_CHECK_DIGIT, column, "fails its check digit");
    else {
        *out = field_keep_text(place, text);
        if (place->known != NULL)
            memcpy(known_npi(place->known, text), text.data, NPI_DIGITS);
    }
}

static void read_word(struct cl_text *out, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    const struct cl_text *words = column_form(column)->words;
    size_t count = 0;

    for (; words[count].data != NULL; count++) {
        if (words[count].length == text.length && text_equal_nocase(text, words[count])) {
            *out = words[count];
            return;
        }
    }
    complain_words(place, column, words, count);
}

static void read_date(struct cl_date *out, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    if (!date_parse(text, out))
        complain(place, FINDING_DATE_FORM, column, "is not a date");
    else if (column == COL_service_date && date_compare(*out, place->today) > 0)
        complain(place, FINDING_DATE_FUTURE, column, "lies in the future");
    else if (column == COL_service_date && place->known != NULL) {
        memcpy(place->known->service_date, text.data, DATE_BYTES);
        place->known->date = *out;
    }
}

static void read_place(struct cl_text *out, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    if (text.length == 2 && text_is_digit(text.data[0]) && text_is_digit(text.data[1]))
        *out = field_keep_text(place, text);
    else
        complain(place, FINDING_PLACE_FORM, column, "is not a place of service code");
}

/* A code with a mistake may be shown; what stands there after columns were shifted
 * may be a name, and may not. */
static bool looks_like_code(struct cl_text text)
{
    enum { LONGEST = 10 };
    size_t digits = 0;

    for (size_t i = 0; i < text.length; i++)
        digits += text_is_digit(text.data[i]);
    return text.length <= LONGEST && digits * 2 >= text.length;
}

static void read_code(struct cl_text *out, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    char shown[TEXT_SHOWN];

    /* 97110, G0283, 0552T: letters stand only at the ends. */
    if (text_is_word(text, 5) && text_is_digit(text.data[1]) && text_is_digit(text.data[2]) &&
        text_is_digit(text.data[3]))
        *out = keep_upper(place, text);
    else if (looks_like_code(text))
        findings_add(place->findings, FINDING_CODE_FORM, place->line, column, TEXT_NONE,
                     "%s is not a procedure code", text_show(shown, text));
    else
        complain(place, FINDING_CODE_FORM, column, "is not a procedure code");
}

static void read_amount(int64_t *out, enum column column, struct cl_text text,
                        const struct field_place *place)
{
    int64_t maximum = column == COL_unit_charge ? MAX_UNIT_CHARGE_CENTS : MAX_AMOUNT_CENTS;

    if (!money_parse(text, maximum, out)) {
        *out = CL_NO_AMOUNT;
        complain(place, FINDING_MONEY_FORM, column, "is not an amount");
    }
}

static void read_minutes(int32_t *out, enum column column, struct cl_text text,
                         const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_MINUTES, &value))
        *out = (int32_t)value;
    else
        complain(place, FINDING_MINUTES_FORM, column, "is not a number of minutes");
}

static void read_units(uint32_t *out, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_UNITS, &value) && value >= 1)
        *out = value;
    else
        complain(place, FINDING_UNITS_FORM, column, "is not a number of units");
}

static void read_count(int32_t *out, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_UNITS, &value))
        *out = (int32_t)value;
    else
        complain(place, FINDING_COUNT_FORM, column, "is not a whole number up to 999");
}

static void read_time(struct cl_time *out, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    if (!time_parse(text, out))
        complain(place, FINDING_TIME_FORM, column, "is not a time of day");
}

static void read_status(enum session_status *out, struct cl_text text,
                        const struct field_place *place)
{
    enum session_status found = session_status_find(text);
    struct cl_text names[STATUS_COUNT];

    if (found != STATUS_COUNT) {
        *out = found;
        return;
    }
    for (unsigned i = 0; i < STATUS_COUNT; i++)
        names[i] = text_of(session_status_name((enum session_status)i));
    complain_words(place, COL_status, names, STATUS_COUNT);
}

static void read_class(struct session *session, struct cl_text text,
                       const struct field_place *place)
{
    enum payer_class found = payer_class_find(text);
    struct cl_text names[PAYER_CLASS_COUNT];

    if (found != PAYER_CLASS_COUNT) {
        session->payer_class = found;
        session->payer.payer_class = payer_class_text(found);
        return;
    }
    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++)
        names[i] = payer_class_text((enum payer_class)i);
    complain_words(place, COL_payer_class, names, PAYER_CLASS_COUNT);
}

static void read_discipline(struct session *session, struct cl_text text,
                            const struct field_place *place)
{
    enum discipline found = discipline_find(text);

    session->discipline_stated = true;
    if (found != DISCIPLINE_COUNT)
        session->discipline = found;
    else
        complain(place, FINDING_VALUE_UNKNOWN, COL_discipline, "is none of PT, OT, SLP");
}

/* ICD-10-CM: a letter, a digit, a letter or digit, then up to four more; a point
 * only behind the third. Returns it in upper case with the point, empty for none. */
static struct cl_text normal_diagnosis(struct arena *arena, struct cl_text text)
{
    char *copy = arena_alloc(arena, LONGEST_DIAGNOSIS + 1);
    size_t length = 0;

    for (size_t i = 0; i < text.length; i++) {
        char byte = text_upper(text.data[i]);

        if (byte == '.' && i == 3 && text.length > 4)
            continue;
        if (length == LONGEST_DIAGNOSIS || (!text_is_digit(byte) && !text_is_letter(byte)))
            return TEXT_NONE;
        if (length == 3)
            copy[length++] = '.';
        if (length == LONGEST_DIAGNOSIS)
            return TEXT_NONE;
        copy[length++] = byte;
    }
    if (length < 3 || !text_is_letter(copy[0]) || !text_is_digit(copy[1]))
        return TEXT_NONE;
    return (struct cl_text){ copy, length };
}

/* Whether it is written as it is kept: M54.50. */
static bool is_normal_diagnosis(struct cl_text text)
{
    bool fine = text.length > 4 && text.length <= LONGEST_DIAGNOSIS && text.data[3] == '.';

    for (size_t i = 0; i < text.length && fine; i++)
        fine =
            text_is_digit(text.data[i]) || (text.data[i] >= 'A' && text.data[i] <= 'Z') || i == 3;
    return fine && !text_is_digit(text.data[0]) && text_is_digit(text.data[1]);
}

static void add_diagnosis(struct session *session, struct cl_text text,
                          const struct field_place *place)
{
    struct cl_text diagnosis = is_normal_diagnosis(text) ? field_keep_text(place, text)
                                                         : normal_diagnosis(place->arena, text);

    if (diagnosis.length == 0) {
        complain(place, FINDING_DIAGNOSIS_FORM, COL_diagnoses, "holds what is no ICD-10-CM code");
        return;
    }
    for (uint32_t i = 0; i < session->diagnosis_count; i++) {
        if (text_equal(session->diagnoses[i], diagnosis)) {
            complain(place, FINDING_DIAGNOSIS_REPEATED, COL_diagnoses, "holds a diagnosis twice");
            return;
        }
    }
    if (session->diagnosis_count == CL_MAX_DIAGNOSES)
        complain(place, FINDING_DIAGNOSIS_COUNT, COL_diagnoses, "holds more than 12 diagnoses");
    else
        session->diagnoses[session->diagnosis_count++] = diagnosis;
}

static void read_diagnoses(struct session *session, struct cl_text text,
                           const struct field_place *place)
{
    size_t errors = place->findings->errors;

    while (text.data != NULL && place->findings->errors == errors) {
        struct cl_text piece = text_trim(text_split(&text, ';'));

        if (piece.length != 0)
            add_diagnosis(session, piece, place);
    }
    if (session->diagnosis_count == 0 && place->findings->errors == errors)
        complain(place, FINDING_FIELD_REQUIRED, COL_diagnoses, "is empty");
}

/* 1 to 12 for A to L or 1 to 12; 0 for anything else. */
static uint8_t pointer_of(struct cl_text text)
{
    uint64_t number;
    char letter = text.length == 1 ? text_upper(text.data[0]) : '\0';

    if (letter >= 'A' && letter <= 'L')
        return (uint8_t)(letter - 'A' + 1);
    return text_to_unsigned(text, CL_MAX_DIAGNOSES, &number) ? (uint8_t)number : 0;
}

static void read_pointers(struct service *service, struct cl_text text,
                          const struct field_place *place)
{
    while (text.data != NULL) {
        struct cl_text piece = text_trim(text_split(&text, ';'));
        uint8_t pointer = pointer_of(piece);
        bool fits = pointer != 0 && service->pointer_count < CL_MAX_POINTERS;

        if (piece.length == 0)
            continue;
        for (uint32_t i = 0; i < service->pointer_count; i++)
            fits = fits && service->pointers[i] != pointer;
        if (!fits) {
            complain(place, FINDING_POINTER_FORM, COL_diagnosis_pointers,
                     "are not up to 4 different pointers");
            return;
        }
        service->pointers[service->pointer_count++] = pointer;
    }
}

static void add_modifier(struct service *service, enum column column, struct cl_text text,
                         const struct field_place *place)
{
    struct cl_text modifier;

    if (!text_is_word(text, 2)) {
        complain(place, FINDING_MODIFIER_FORM, column, "holds what is no modifier");
        return;
    }
    modifier = keep_upper(place, text);
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (text_equal(service->modifiers[i], modifier))
            return;
    }
    if (service->modifier_count == CL_MAX_MODIFIERS)
        complain(place, FINDING_MODIFIER_COUNT, column, "adds a fifth modifier");
    else
        service->modifiers[service->modifier_count++] = modifier;
}

static void read_modifiers(struct service *service, enum column column, struct cl_text text,
                           const struct field_place *place)
{
    while (text.data != NULL) {
        struct cl_text piece = text_trim(text_split(&text, ';'));

        if (piece.length != 0)
            add_modifier(service, column, piece, place);
    }
}

static void read_session_kind(struct session *session, enum kind kind, struct cl_text text,
                              const struct field_place *place)
{
    if (kind == KIND_STATUS)
        read_status(&session->status, text, place);
    else if (kind == KIND_CLASS)
        read_class(session, text, place);
    else if (kind == KIND_DISCIPLINE)
        read_discipline(session, text, place);
    else
        read_diagnoses(session, text, place);
}

void field_read(void *record, enum column column, struct cl_text text,
                const struct field_place *place)
{
    const struct column_form *form = column_form(column);
    void *out = (char *)record + form->offset;

    switch (form->kind) {
    case KIND_TEXT:
        *(struct cl_text *)out = field_keep_text(place, text);
        break;
    case KIND_WORD:
        read_word(out, column, text, place);
        break;
    case KIND_DATE:
        read_date(out, column, text, place);
        break;
    case KIND_TIME:
        read_time(out, column, text, place);
        break;
    case KIND_NPI:
        read_npi(out, column, text, place);
        break;
    case KIND_PLACE:
        read_place(out, column, text, place);
        break;
    case KIND_CODE:
        read_code(out, column, text, place);
        break;
    case KIND_AMOUNT:
        read_amount(out, column, text, place);
        break;
    case KIND_MINUTES:
        read_minutes(out, column, text, place);
        break;
    case KIND_COUNT:
        read_count(out, column, text, place);
        break;
    case KIND_UNITS:
        read_units(out, column, text, place);
        break;
    case KIND_STATUS:
    case KIND_CLASS:
    case KIND_DISCIPLINE:
    case KIND_DIAGNOSES:
        read_session_kind(record, form->kind, text, place);
        break;
    case KIND_POINTERS:
        read_pointers(record, text, place);
        break;
    case KIND_MODIFIERS:
        read_modifiers(record, column, text, place);
        break;
    case KIND_ASIDE:
        break;
    }
}
