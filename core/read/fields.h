/* fields.h - from the text of a field to its value, with a finding where it is none. */
#ifndef CORE_READ_FIELDS_H
#define CORE_READ_FIELDS_H

#include "model/session.h"
#include "read/columns.h"

#include "base/arena.h"
#include "base/money.h"
#include "base/text.h"

#include <string.h>

enum { KNOWN_NPIS = 1024, NPI_DIGITS = 10, DATE_BYTES = 10 };

/* Values that were looked at before and were fine; zeroed: none. */
struct known_values {
    char npis[KNOWN_NPIS][NPI_DIGITS]; /* clinics have few; those who refer are more */
    char service_date[DATE_BYTES];     /* the last one, which stands in a day's other sessions */
    struct cl_date date;
};

/* Where an NPI is, if it is known. */
static inline char *known_npi(struct known_values *known, struct cl_text npi)
{
    uint64_t digits;

    memcpy(&digits, npi.data + 2, sizeof(digits));
    return known->npis[(digits * UINT64_C(0x9e3779b97f4a7c15)) >> 54];
}

/* The record that fields are read from; the text of a value is kept as part of one copy
 * of it. */
struct record_text {
    struct cl_text bytes;
    char *copy; /* NULL: not made yet */
};

/* Where the field that is being read stands. */
struct field_place {
    struct findings *findings;
    struct arena *arena;        /* for the text of values */
    struct record_text *record; /* NULL: each value is copied by itself */
    struct known_values *known; /* NULL: none */
    uint64_t line;
    struct cl_text code; /* of the row, for the findings; may be empty */
    struct cl_date today;
};

/* The text with a NUL behind it, for as long as the arena. Where it lies in the record, in
 * the place that it has there: behind a value stands what is of no value. */
static inline struct cl_text field_keep_text(const struct field_place *place, struct cl_text text)
{
    struct record_text *record = place->record;
    uintptr_t at;

    if (record == NULL)
        return arena_text(place->arena, text.data, text.length);
    at = (uintptr_t)text.data - (uintptr_t)record->bytes.data;
    if (at >= record->bytes.length)
        return arena_text(place->arena, text.data, text.length);
    if (record->copy == NULL) {
        record->copy = (char *)arena_room(place->arena, record->bytes.length + 1);
        memcpy(record->copy, record->bytes.data, record->bytes.length);
    }
    record->copy[at + text.length] = '\0';
    return (struct cl_text){ record->copy + at, text.length };
}

/* Reads `text` (trimmed, valid, not empty) into the field of the session, or of the service
 * for a column of the row. */
void field_read(void *record, enum column column, struct cl_text text,
                const struct field_place *place);

/* The same for what almost all fields look like, in a few steps. `out`: the field. False: it
 * is for field_read(), and nothing was done. */
static inline bool field_read_usual(void *out, unsigned kind, struct cl_text text,
                                    const struct field_place *place)
{
    struct known_values *known = place->known;
    uint32_t minutes;

    switch (kind) {
    case KIND_TEXT:
        break;
    case KIND_NPI:
        if (known == NULL || text.length != NPI_DIGITS ||
            memcmp(known_npi(known, text), text.data, NPI_DIGITS) != 0)
            return false;
        break;
    case KIND_CODE:
        if (text.length != 5 || !text_to_count((struct cl_text){ text.data, 4 }, 9999, &minutes) ||
            !text_is_digit(text.data[4]))
            return false;
        break;
    case KIND_DATE:
        if (known == NULL || text.length != DATE_BYTES ||
            memcmp(known->service_date, text.data, DATE_BYTES) != 0)
            return false;
        *(struct cl_date *)out = known->date;
        return true;
    case KIND_MINUTES:
        if (!text_to_count(text, MAX_MINUTES, &minutes))
            return false;
        *(int32_t *)out = (int32_t)minutes;
        return true;
    case KIND_AMOUNT:
        return money_parse_usual(text, MAX_UNIT_CHARGE_CENTS, (int64_t *)out);
    default:
        return false;
    }
    *(struct cl_text *)out = field_keep_text(place, text);
    return true;
}

/* True when `npi` (10 digits) has the right check digit: Luhn over 80840 + NPI
 * (CMS, NPI check digit calculation). */
bool npi_check_digit(struct cl_text npi);

#endif
