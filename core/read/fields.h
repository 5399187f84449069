/* fields.h - from the text of a field to its value, with a finding where it is none. */
#ifndef CORE_READ_FIELDS_H
#define CORE_READ_FIELDS_H

#include "model/session.h"
#include "read/columns.h"

/* Where the field that is being read stands. */
struct field_place {
    struct findings *findings;
    struct arena *arena; /* for the text of values */
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
