/* fields.h - from the text of a field to its value, with a finding where it is none. */
#ifndef CORE_READ_FIELDS_H
#define CORE_READ_FIELDS_H

#include "model/session.h"
#include "read/columns.h"

#include "base/arena.h"
#include "base/text.h"

#include <string.h>

/* Where the field that is being read stands. */
struct field_place {
    struct findings *findings;
    struct arena *arena;  /* for the text of values */
    struct cl_text bytes; /* of the record, where most texts lie; or none */
    char *copy;           /* of those, in the arena: texts are kept as parts of it */
    uint64_t line;
    const struct cl_text *code; /* of the row, for the findings; empty where there is none */
    struct cl_date today;
};

/* Keeps a text that lies elsewhere. */
void field_keep_apart(struct cl_text *out, struct cl_text text, const struct field_place *place);

/* *out is the text with a NUL behind it, for as long as the arena. Where it lies in the record,
 * in the place that it has there: behind a value stands what is of no value. */
static inline void field_keep_text(struct cl_text *out, struct cl_text text,
                                   const struct field_place *place)
{
    uintptr_t at = (uintptr_t)text.data - (uintptr_t)place->bytes.data;

    if (at >= place->bytes.length) {
        field_keep_apart(out, text, place);
        return;
    }
    place->copy[at + text.length] = '\0';
    *out = (struct cl_text){ place->copy + at, text.length };
}

/* Reads `text` (trimmed, valid, not empty) into the column's field of the session, or of the
 * service for a column of the row. One for each kind. */
typedef void field_reader(void *record, enum column column, struct cl_text text,
                          const struct field_place *place);
extern field_reader *const field_readers[KINDS];
extern const struct cl_text field_no_code;

static inline void field_read(void *record, enum column column, struct cl_text text,
                              const struct field_place *place)
{
    field_readers[column_form(column)->kind](record, column, text, place);
}

/* What is wrong with an NPI. */
enum npi_fault { NPI_FINE, NPI_FORM, NPI_CHECK_DIGIT };

/* An NPI is ten digits, the first 1 or 2, with the right check digit: Luhn over 80840 + NPI
 * (CMS, NPI check digit calculation). */
enum npi_fault npi_check(struct cl_text npi);

#endif
