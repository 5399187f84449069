/* year_to_date.h - what a payer has allowed a patient for therapy in a year, before
 * this run: a table of the user. Thresholds to hold it against: thresholds.h. */
#ifndef CORE_RULES_YEAR_TO_DATE_H
#define CORE_RULES_YEAR_TO_DATE_H

#include "base/problem.h"
#include "model/session.h"
#include "rules/thresholds.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

struct year_to_date;

/* Of one patient, year and discipline group. */
struct patient_year {
    int64_t amount_cents;              /* allowed so far */
    bool attested[DISCIPLINE_SLP + 1]; /* by enum discipline: the therapist attested need for
                                        * what exceeds the threshold */
};

/* Reads the CSV table at `path`: patient_id, year, discipline (PT, OT or SLP; PT and SLP
 * share one amount: their rows add up), amount (dollars), and optionally attested (yes, no).
 * NULL: an empty one. A mistake, like two rows for one patient, year and discipline, is bad
 * configuration (status 2); messages never show the patient_id. About 40 bytes and the
 * id a patient. */
int year_to_date_load(struct year_to_date **out, const char *path, struct problem *problem);
void year_to_date_destroy(struct year_to_date *table);

/* NULL where nothing is known of the patient. Safe from any thread. */
const struct patient_year *year_to_date_find(const struct year_to_date *table,
                                             struct cl_text patient_id, uint16_t year,
                                             enum discipline discipline);

#endif
