/* line_json.h - what JSON of several commands says of a claim line alike. */
#ifndef CORE_CLI_LINE_JSON_H
#define CORE_CLI_LINE_JSON_H

#include "base/json.h"

#include <claimline/claim.h>

/* "modifiers": [...], those that the line has. */
void json_modifiers(struct json *json, const struct cl_line *line);

/* Cents; nothing for CL_NO_AMOUNT. */
void json_amount(struct json *json, const char *key, int64_t cents);

#endif
