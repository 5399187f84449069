/* fhir_scan.h - reads a FHIR text to its end: each resource goes to a store.
 *
 * The text is one JSON object behind the other: resources (NDJSON, or one alone), and
 * Bundles, whose entries hold resources. */
#ifndef CORE_READ_FHIR_SCAN_H
#define CORE_READ_FHIR_SCAN_H

#include "read/fhir_store.h"
#include "source/input.h"

struct fhir_counts {
    uint64_t bytes, lines;
};

/* `path` is for messages. */
int fhir_scan(struct fhir_store *store, struct input *input, const char *path,
              struct fhir_counts *counts, struct problem *problem);

#endif
