/* report.h - what became of each test, for a person or a program. */
#ifndef CORE_CONFORM_REPORT_H
#define CORE_CONFORM_REPORT_H

#include "conform/conform.h"

/* As lines on standard output; to be given to conform_run() without a context. */
void report_line(void *context, const struct conform_result *result);
void report_line_end(const struct conform_request *request, const struct conform_counts *counts);

/* As one JSON document, written to the stream (docs/schemas/plugin-test.schema.json). */
struct report_json;
struct report_json *report_json_create(struct cl_stream *out,
                                       const struct conform_request *request);
void report_json_test(void *report, const struct conform_result *result);
void report_json_end(struct report_json *report, const struct conform_counts *counts);

#endif
