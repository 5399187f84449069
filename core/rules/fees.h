/* fees.h - the charge of one unit by code, payer and day: a table of the user. */
#ifndef CORE_RULES_FEES_H
#define CORE_RULES_FEES_H

#include "base/problem.h"
#include "model/session.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

struct fees;

/* Reads the CSV table at `path` (columns code, amount; any of payer_id,
 * payer_class, from, to). NULL: an empty one. A mistake is bad configuration
 * (status 2): an amount that is no money, two rows for the same code and payer
 * whose dates overlap, a row with both payer_id and payer_class ... */
int fees_load(struct fees **out, const char *path, struct problem *problem);
void fees_destroy(struct fees *fees);

bool fees_any(const struct fees *fees);

/* Cents of one unit: the row of the payer_id, else of the class, else of neither,
 * in force on `day`; CL_NO_AMOUNT where there is none. Safe from any thread. */
int64_t fees_find(const struct fees *fees, struct cl_text code, struct cl_text payer_id,
                  enum payer_class payer_class, struct cl_date day);

#endif
