/* edit_quarter.h - which quarter an edit table is of, from its title or its name. */
#ifndef CORE_RULES_EDIT_QUARTER_H
#define CORE_RULES_EDIT_QUARTER_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

struct edit_quarter {
    uint16_t year;       /* 0: not known */
    uint8_t quarter;     /* 1 to 4 */
    uint8_t revision;    /* of the quarter's file: the 0 of v322r0 */
    struct cl_date from; /* first day of the quarter, or the day that was stated */
};

/* Finds the first of these in `text` (any bytes), whatever the case of letters:
 * "2026 Q3", "Q3 2026", "Quarter 3, 2026", "v32.2" or "ccipra-v322r0" (a version is the
 * year less 1994, its part behind the point counts the quarters from 0), "Effective
 * 07/01/2026", "Eff_07-01-2026". False for none. */
bool edit_quarter_find(struct cl_text text, struct edit_quarter *out);

#endif
