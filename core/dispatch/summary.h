/* summary.h - the control totals as JSON (docs/schemas/summary.schema.json). */
#ifndef CORE_DISPATCH_SUMMARY_H
#define CORE_DISPATCH_SUMMARY_H

#include "dispatch/dispatch.h"
#include "model/totals.h"

#include <claimline/plugin.h>

/* A payer of the run. */
struct summary_payer {
    struct cl_text payer_id;
    struct cl_text payer_class;
    struct cl_text profile;
    const char *unit_rule;
    uint64_t sessions; /* accepted */
};

struct summary {
    const char *version;
    const struct run_totals *totals;
    const struct summary_payer *payers; /* in order of first use */
    size_t payer_count;
    const struct dispatch *dispatch;
};

void summary_write(struct cl_stream *out, const struct summary *summary);

#endif
