/* findings_file.h - findings as JSON Lines (docs/schemas/findings.schema.json). */
#ifndef CORE_DISPATCH_FINDINGS_FILE_H
#define CORE_DISPATCH_FINDINGS_FILE_H

#include "model/finding.h"

#include <claimline/plugin.h>

#include <stdint.h>

/* Where the records of a finding stand. */
struct finding_source {
    const char *path;
    struct cl_text session_id; /* empty: of no session */
    const int16_t *field_of;   /* of each column, from 0; negative: the input has none */
};

/* One line. */
void finding_write(struct cl_stream *out, const struct finding *finding,
                   const struct finding_source *source);

#endif
