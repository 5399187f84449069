/* explain.h - a judged session, shown with the reasons of its claim. */
#ifndef CORE_CLI_EXPLAIN_H
#define CORE_CLI_EXPLAIN_H

#include "cli/judged.h"

#include <claimline/plugin.h>

/* For people, on standard output. Of the record it shows session_id, payer_id, codes,
 * modifiers, minutes, units and charges. */
void explain_text(const struct judged *judged);

/* One line (docs/schemas/explain.schema.json). */
void explain_json(struct cl_stream *out, const struct judged *judged);

#endif
