/* fhir_scan.h - reads a FHIR text to its end: each resource goes to a store.
 *
 * The text is one JSON object behind the other: resources (NDJSON, or one alone), and
 * Bundles, whose entries hold resources. */
#ifndef CORE_READ_FHIR_SCAN_H
#define CORE_READ_FHIR_SCAN_H

#include "read/fhir_store.h"
#include "source/input.h"

/* The input is the run's input `number`; its path must outlive the store. */
int fhir_scan(struct fhir_store *store, size_t number, struct input *input,
              struct problem *problem);

#endif
