/* money.h - amounts in whole cents; no floating point anywhere. */
#ifndef CORE_BASE_MONEY_H
#define CORE_BASE_MONEY_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

/* Dollars with at most two decimals and neither sign nor currency: 45, 45.5,
 * 45.50. Up to `maximum_cents`. False for anything else. */
bool money_parse(struct cl_text text, int64_t maximum_cents, int64_t *cents);

#endif
