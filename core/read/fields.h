/* fields.h - from the text of a field to its value, with a finding where it is none. */
#ifndef CORE_READ_FIELDS_H
#define CORE_READ_FIELDS_H

#include "model/session.h"
#include "read/columns.h"

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

/* Reads `text` (trimmed, valid, not empty) into the session's field. */
void field_read_session(struct session *session, enum column column, struct cl_text text,
                        const struct field_place *place);

/* The same for a field of a row. */
void field_read_service(struct service *service, enum column column, struct cl_text text,
                        const struct field_place *place);

/* True when `npi` (10 digits) has the right check digit: Luhn over 80840 + NPI
 * (CMS, NPI check digit calculation). */
bool npi_check_digit(struct cl_text npi);

#endif
