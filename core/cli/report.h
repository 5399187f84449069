/* report.h - what a run tells a person on standard error: findings and progress. */
#ifndef CORE_CLI_REPORT_H
#define CORE_CLI_REPORT_H

#include "model/finding.h"
#include "model/totals.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct report {
    bool progress; /* to a terminal */
    bool closing;  /* a last line that sums up */
    uint64_t most; /* findings of one id that are told; 0: all */
    uint64_t told[FINDING_KINDS];
    bool line_shown; /* a progress line stands on the screen */
    struct timespec last;
};

/* `quiet`: neither progress nor a closing line. */
void report_begin(struct report *report, bool quiet, uint64_t most);

/* FILE:LINE: SEVERITY: MESSAGE [ID], with the hint behind the first of its kind. */
void report_finding(struct report *report, const char *path, const struct finding *finding);

/* Call now and then; it shows a line ten times a second at most. `size` is that
 * of all inputs, 0 where it is not known. */
void report_progress(struct report *report, const struct run_totals *totals, uint64_t bytes,
                     uint64_t size);

/* Clears the progress line and says how many findings were left out. */
void report_end(struct report *report);

/* One line about what became of the sessions; `suggest_held`: --held was not used. */
void report_closing(const struct report *report, const struct run_totals *totals,
                    bool suggest_held);

#endif
