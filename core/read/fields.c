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
__attribute__((cold)) static void complain(const struct field_place *place, enum finding_id id,
                                           enum column column, const char *what)
{
    if (place->code->length != 0)
        findings_add(place->findings, id, place->line, column, *place->code, "%s of %s %s",
                     column_name(column), place->code->data, what);
    else
        findings_add(place->findings, id, place->line, column, *place->code, "%s %s",
                     column_name(column), what);
}

/* Names the words that the column allows. */
__attribute__((cold)) static void complain_words(const struct field_place *place,
                                                 enum column column, const struct cl_text *words,
                                                 size_t count)
{
    char list[256] = "is none of ";
    size_t used = strlen(list);

    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", i > 0 ? ", " : "",
                                 words[i].data);
    complain(place, FINDING_VALUE_UNKNOWN, column, list);
}

const struct cl_text field_no_code = { "", 0 };

void field_keep_apart(struct cl_text *out, struct cl_text text, const struct field_place *place)
{
    *out = arena_text(place->arena, text.data, text.length);
}

/* Kept in upper case: codes and modifiers are so almost always. */
__attribute__((noinline)) static void keep_upper(struct cl_text *out, struct cl_text text,
                                                 const struct field_place *place)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text_upper(text.data[i]) != text.data[i]) {
            *out = arena_upper(place->arena, text);
            return;
        }
    }
    field_keep_text(out, text, place);
}

/* The field of the column in the session or service. */
static inline void *field_of(void *record, enum column column)
{
    return (char *)record + column_form(column)->offset;
}

static void read_text(void *record, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    field_keep_text(field_of(record, column), text, place);
}

enum { NPI_DIGITS = 10 };

/* The digits of one byte each, every other one doubled, and 9 taken from what that makes more
 * than 9. Only bytes are added up, whatever their order in the number. */
static unsigned luhn_sum(uint64_t digits)
{
    static const unsigned char doubled[8] = { 1, 0, 1, 0, 1, 0, 1, 0 };
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t one, carried;

    memcpy(&one, doubled, sizeof(one));
    carried = (digits + ones * (0x80 - 5)) >> 7 & one; /* 5 to 9 */
    digits += (digits & one * 0xff) - carried * 9;
    return (unsigned)(digits * ones >> 56);
}

enum npi_fault npi_check(struct cl_text npi)
{
    enum { OF_PREFIX = 24 }; /* what 80840 adds to the sum */
    uint64_t first;
    unsigned ninth, tenth;

    if (npi.length != NPI_DIGITS)
        return NPI_FORM;
    memcpy(&first, npi.data, sizeof(first));
    ninth = (unsigned)(unsigned char)npi.data[8] - '0';
    tenth = (unsigned)(unsigned char)npi.data[9] - '0';
    if (!text_are_digits(first) || ninth > 9 || tenth > 9 ||
        (npi.data[0] != '1' && npi.data[0] != '2'))
        return NPI_FORM;
    ninth = ninth * 2 > 9 ? ninth * 2 - 9 : ninth * 2;
    return (OF_PREFIX + luhn_sum(first & UINT64_C(0x0f0f0f0f0f0f0f0f)) + ninth + tenth) % 10 == 0
               ? NPI_FINE
               : NPI_CHECK_DIGIT;
}

static void read_npi(void *record, enum column column, struct cl_text text,
                     const struct field_place *place)
{
    enum npi_fault fault = npi_check(text);

    if (fault == NPI_FINE)
        field_keep_text(field_of(record, column), text, place);
    else if (fault == NPI_FORM)
        complain(place, FINDING_NPI_FORM, column, "is not an NPI");
    else
        complain(place, FINDING_NPI_CHECK_DIGIT, column, "fails its check digit");
}

/* As it is spelled here almost always; else without regard to case. */
static const struct cl_text *find_word(const struct cl_text *words, struct cl_text text)
{
    const struct cl_text *word = words;

    while (word->data != NULL && !text_equal(*word, text))
        word++;
    for (; word->data == NULL && words->data != NULL; words++) {
        if (text_equal_nocase(*words, text))
            return words;
    }
    return word;
}

static void read_word(void *record, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    const struct cl_text *words = column_form(column)->words;
    const struct cl_text *word = find_word(words, text);

    if (word->data != NULL)
        *(struct cl_text *)field_of(record, column) = *word;
    else
        complain_words(place, column, words, (size_t)(word - words));
}

static void read_date(void *record, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    struct cl_date *out = field_of(record, column);

    if (!date_parse(text, out))
        complain(place, FINDING_DATE_FORM, column, "is not a date");
    else if (column == COL_service_date && date_compare(*out, place->today) > 0)
        complain(place, FINDING_DATE_FUTURE, column, "lies in the future");
}

static void read_place(void *record, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    if (text.length == 2 && text_is_digit(text.data[0]) && text_is_digit(text.data[1]))
        field_keep_text(field_of(record, column), text, place);
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

__attribute__((cold)) static void complain_code(const struct field_place *place, enum column column,
                                                struct cl_text text)
{
    char shown[TEXT_SHOWN];

    if (looks_like_code(text))
        findings_add(place->findings, FINDING_CODE_FORM, place->line, column, TEXT_NONE,
                     "%s is not a procedure code", text_show(shown, text));
    else
        complain(place, FINDING_CODE_FORM, column, "is not a procedure code");
}

static void read_code(void *record, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    /* 97110, G0283, 0552T: letters stand only at the ends. */
    if (text.length != 5 || !text_is_digit(text.data[1]) || !text_is_digit(text.data[2]) ||
        !text_is_digit(text.data[3]))
        complain_code(place, column, text);
    else if (text_is_digit(text.data[0]) && text_is_digit(text.data[4]))
        field_keep_text(field_of(record, column), text, place);
    else if (text_is_word(text, 5))
        keep_upper(field_of(record, column), text, place);
    else
        complain_code(place, column, text);
}

static int64_t most_of_amount(enum column column)
{
    return column == COL_unit_charge ? MAX_UNIT_CHARGE_CENTS : MAX_AMOUNT_CENTS;
}

/* An amount that is not written as most are. */
__attribute__((noinline)) static void read_odd_amount(int64_t *out, enum column column,
                                                      struct cl_text text,
                                                      const struct field_place *place)
{
    if (!money_parse(text, most_of_amount(column), out)) {
        *out = CL_NO_AMOUNT;
        complain(place, FINDING_MONEY_FORM, column, "is not an amount");
    }
}

static void read_amount(void *record, enum column column, struct cl_text text,
                        const struct field_place *place)
{
    int64_t *out = field_of(record, column);

    if (!money_parse_usual(text, most_of_amount(column), out))
        read_odd_amount(out, column, text, place);
}

static void read_minutes(void *record, enum column column, struct cl_text text,
                         const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_MINUTES, &value))
        *(int32_t *)field_of(record, column) = (int32_t)value;
    else
        complain(place, FINDING_MINUTES_FORM, column, "is not a number of minutes");
}

static void read_units(void *record, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_UNITS, &value) && value >= 1)
        *(uint32_t *)field_of(record, column) = value;
    else
        complain(place, FINDING_UNITS_FORM, column, "is not a number of units");
}

static void read_count(void *record, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    uint32_t value;

    if (text_to_count(text, MAX_UNITS, &value))
        *(int32_t *)field_of(record, column) = (int32_t)value;
    else
        complain(place, FINDING_COUNT_FORM, column, "is not a whole number up to 999");
}

static void read_time(void *record, enum column column, struct cl_text text,
                      const struct field_place *place)
{
    if (!time_parse(text, field_of(record, column)))
        complain(place, FINDING_TIME_FORM, column, "is not a time of day");
}

__attribute__((cold)) static void complain_status(const struct field_place *place,
                                                  enum column column)
{
    struct cl_text names[STATUS_COUNT];

    for (unsigned i = 0; i < STATUS_COUNT; i++)
        names[i] = text_of(session_status_name((enum session_status)i));
    complain_words(place, column, names, STATUS_COUNT);
}

static void read_status(void *record, enum column column, struct cl_text text,
                        const struct field_place *place)
{
    struct session *session = record;
    enum session_status found = session_status_find(text);

    if (found != STATUS_COUNT)
        session->status = found;
    else
        complain_status(place, column);
}

__attribute__((cold)) static void complain_class(const struct field_place *place,
                                                 enum column column)
{
    struct cl_text names[PAYER_CLASS_COUNT];

    for (unsigned i = 0; i < PAYER_CLASS_COUNT; i++)
        names[i] = payer_class_text((enum payer_class)i);
    complain_words(place, column, names, PAYER_CLASS_COUNT);
}

static void read_class(void *record, enum column column, struct cl_text text,
                       const struct field_place *place)
{
    struct session *session = record;
    enum payer_class found = payer_class_find(text);

    if (found != PAYER_CLASS_COUNT) {
        session->payer_class = found;
        session->payer.payer_class = payer_class_text(found);
    } else {
        complain_class(place, column);
    }
}

static void read_discipline(void *record, enum column column, struct cl_text text,
                            const struct field_place *place)
{
    struct session *session = record;
    enum discipline found = discipline_find(text);

    session->discipline_stated = true;
    if (found != DISCIPLINE_COUNT)
        session->discipline = found;
    else
        complain(place, FINDING_VALUE_UNKNOWN, column, "is none of PT, OT, SLP");
}

/* Cuts what stands before the next semicolon off the list; its data is NULL behind the last. A
 * list is a few bytes long. */
static inline struct cl_text next_piece(struct cl_text *list)
{
    struct cl_text piece = { list->data, 0 };

    while (piece.length < list->length && piece.data[piece.length] != ';')
        piece.length++;
    if (piece.length == list->length)
        *list = (struct cl_text){ NULL, 0 };
    else
        *list = (struct cl_text){ list->data + piece.length + 1, list->length - piece.length - 1 };
    return text_trim(piece);
}

static inline bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
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
    bool fine = text.length > 4 && text.length <= LONGEST_DIAGNOSIS && is_capital(text.data[0]) &&
                text_is_digit(text.data[1]) && text.data[3] == '.';

    for (size_t i = 2; i < text.length && fine; i++)
        fine = text_is_digit(text.data[i]) || is_capital(text.data[i]) || i == 3;
    return fine;
}

static void add_diagnosis(struct session *session, enum column column, struct cl_text text,
                          const struct field_place *place)
{
    struct cl_text diagnosis;

    if (is_normal_diagnosis(text))
        field_keep_text(&diagnosis, text, place);
    else
        diagnosis = normal_diagnosis(place->arena, text);
    if (diagnosis.length == 0) {
        complain(place, FINDING_DIAGNOSIS_FORM, column, "holds what is no ICD-10-CM code");
        return;
    }
    for (uint32_t i = 0; i < session->diagnosis_count; i++) {
        if (text_equal(session->diagnoses[i], diagnosis)) {
            complain(place, FINDING_DIAGNOSIS_REPEATED, column, "holds a diagnosis twice");
            return;
        }
    }
    if (session->diagnosis_count == CL_MAX_DIAGNOSES)
        complain(place, FINDING_DIAGNOSIS_COUNT, column, "holds more than 12 diagnoses");
    else
        session->diagnoses[session->diagnosis_count++] = diagnosis;
}

static void read_diagnoses(void *record, enum column column, struct cl_text text,
                           const struct field_place *place)
{
    struct session *session = record;
    size_t errors = place->findings->errors;

    while (text.data != NULL && place->findings->errors == errors) {
        struct cl_text piece = next_piece(&text);

        if (piece.length != 0)
            add_diagnosis(session, column, piece, place);
    }
    if (session->diagnosis_count == 0 && place->findings->errors == errors)
        complain(place, FINDING_FIELD_REQUIRED, column, "is empty");
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

static void read_pointers(void *record, enum column column, struct cl_text text,
                          const struct field_place *place)
{
    struct service *service = record;

    while (text.data != NULL) {
        struct cl_text piece = next_piece(&text);
        uint8_t pointer = pointer_of(piece);
        bool fits = pointer != 0 && service->pointer_count < CL_MAX_POINTERS;

        if (piece.length == 0)
            continue;
        for (uint32_t i = 0; i < service->pointer_count; i++)
            fits = fits && service->pointers[i] != pointer;
        if (!fits) {
            complain(place, FINDING_POINTER_FORM, column, "are not up to 4 different pointers");
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
    keep_upper(&modifier, text, place);
    for (uint32_t i = 0; i < service->modifier_count; i++) {
        if (text_equal(service->modifiers[i], modifier))
            return;
    }
    if (service->modifier_count == CL_MAX_MODIFIERS)
        complain(place, FINDING_MODIFIER_COUNT, column, "adds a fifth modifier");
    else
        service->modifiers[service->modifier_count++] = modifier;
}

static void read_modifiers(void *record, enum column column, struct cl_text text,
                           const struct field_place *place)
{
    while (text.data != NULL) {
        struct cl_text piece = next_piece(&text);

        if (piece.length != 0)
            add_modifier(record, column, piece, place);
    }
}

field_reader *const field_readers[KINDS] = {
    [KIND_TEXT] = read_text,
    [KIND_WORD] = read_word,
    [KIND_DATE] = read_date,
    [KIND_TIME] = read_time,
    [KIND_NPI] = read_npi,
    [KIND_PLACE] = read_place,
    [KIND_CODE] = read_code,
    [KIND_AMOUNT] = read_amount,
    [KIND_MINUTES] = read_minutes,
    [KIND_UNITS] = read_units,
    [KIND_COUNT] = read_count,
    [KIND_STATUS] = read_status,
    [KIND_CLASS] = read_class,
    [KIND_DISCIPLINE] = read_discipline,
    [KIND_DIAGNOSES] = read_diagnoses,
    [KIND_POINTERS] = read_pointers,
    [KIND_MODIFIERS] = read_modifiers,
};
