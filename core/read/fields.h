/* fields.h - from the text of a field to its value, with a finding where it is none. */
#ifndef CORE_READ_FIELDS_H
#define CORE_READ_FIELDS_H

#include "model/session.h"
#include "read/columns.h"

#include "base/arena.h"

#include <string.h>

/* NPIs whose check digit was verified: a clinic has few. */
enum { NPI_CACHE_SLOTS = 256, NPI_DIGITS = 10 };

struct npi_cache {
    char slots[NPI_CACHE_SLOTS][NPI_DIGITS];
};

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
    struct npi_cache *npis;     /* NULL: none */
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
void field_read_value(void *record, enum column column, struct cl_text text,
                      const struct field_place *place);

static inline void field_read(void *record, enum column column, struct cl_text text,
                              const struct field_place *place)
{
    const struct column_form *form = column_form(column);

    if (form->kind == KIND_TEXT)
        *(struct cl_text *)(void *)((char *)record + form->offset) = field_keep_text(place, text);
    else
        field_read_value(record, column, text, place);
}

/* True when `npi` (10 digits) has the right check digit: Luhn over 80840 + NPI
 * (CMS, NPI check digit calculation). */
bool npi_check_digit(struct cl_text npi);

#endif
