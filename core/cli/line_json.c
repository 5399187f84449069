/* line_json.c - see line_json.h. */
#include "line_json.h"

void json_modifiers(struct json *json, const struct cl_line *line)
{
    json_open(json, "modifiers", '[');
    for (unsigned i = 0; i < CL_MAX_MODIFIERS && line->modifiers[i].length != 0; i++)
        json_text(json, NULL, line->modifiers[i]);
    json_close(json, ']');
}

void json_amount(struct json *json, const char *key, int64_t cents)
{
    if (cents != CL_NO_AMOUNT)
        json_signed(json, key, cents);
}
