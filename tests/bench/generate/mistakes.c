/* mistakes.c - what front desks get wrong: each is found by some check of the reader. */
#include "visit.h"

#include <string.h>

/* Puts the wrong text where the right one stood. */
static const struct {
    enum column column;
    const char *text;
} wrong[] = {
    { COL_service_date, "02/30/2026" },
    { COL_service_date, "2026-02-30" },
    { COL_patient_id, "" },
    { COL_payer_class, "medicaire" },
    { COL_payer_class, "" },
    { COL_place_of_service, "7" },
    { COL_diagnoses, "" },
    { COL_diagnoses, "M54.5O.1" },
    { COL_rendering_npi, "1999000014" },
    { COL_rendering_npi, "" },
    { COL_code, "9711O" },
    { COL_code, "97998" },
    { COL_minutes, "" },
    { COL_minutes, "1 h" },
    { COL_minutes, "1500" },
    { COL_unit_charge, "$45.00" },
    { COL_unit_charge, "45,00" },
    { COL_session_id, "" },
};

enum { CUT_ROW = COUNT(wrong), MISTAKE_COUNT };

void mistake_make(struct visit *visit, struct random *random)
{
    uint32_t kind = random_below(random, MISTAKE_COUNT);
    uint32_t row = random_below(random, visit->row_count);

    if (kind == CUT_ROW)
        visit->cut[row] = true;
    else
        visit_put(visit, wrong[kind].column, row, wrong[kind].text);
}
