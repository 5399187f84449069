/* json.h - writes JSON to a stream: commas, indentation and escapes are its work. */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stdint.h>

/* Start with { .stream = ..., .indent = ... }. */
struct json {
    struct cl_stream *stream;
    int indent; /* blanks a level, each member on a line of its own; 0: all on one line */
    int level;
    bool some; /* the open object or array has a member */
};

/* `key` is NULL in an array and at the top. */
void json_open(struct json *json, const char *key, char bracket); /* { or [ */
void json_close(struct json *json, char bracket);                 /* } or ] */
void json_open_text(struct json *json, struct cl_text key, char bracket);

/* Bytes that are no UTF-8 (a file name may have them) become U+FFFD. */
void json_text(struct json *json, const char *key, struct cl_text value);
void json_string(struct json *json, const char *key, const char *value);
void json_unsigned(struct json *json, const char *key, uint64_t value);
void json_signed(struct json *json, const char *key, int64_t value);

#endif
