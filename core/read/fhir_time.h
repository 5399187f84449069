/* fhir_time.h - dates and times of FHIR: what of them is a day and a time of the clinic. */
#ifndef CORE_READ_FHIR_TIME_H
#define CORE_READ_FHIR_TIME_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

/* A dateTime; its texts are borrowed from what was parsed. */
struct fhir_moment {
    struct cl_text date;  /* YYYY-MM-DD, as written */
    struct cl_text time;  /* HH:MM, as written; empty where there is none */
    int minute;           /* of the day, as written */
    bool whole_minute;    /* it has no seconds, or none but 0 */
    bool day_is_doubtful; /* it is in UTC, at an hour when days differ over the Americas */
    int64_t seconds;      /* since 1970, UTC */
};

/* False for what is no date of a day. */
bool fhir_moment_parse(struct cl_text text, struct fhir_moment *out);

#endif
