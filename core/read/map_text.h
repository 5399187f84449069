/* map_text.h - a file of a column map as it is written: sections, keys and values.
 *
 * Lines are `[section]`, `key = value`, or a comment behind # or ; at the start of the line. A
 * key or value may stand in double quotes: then blanks, = and | are a part of it. Pieces of a
 * value are separated by |. (libinih would cut lines at 200 bytes, take " ;" for a comment and
 * a : for a =, and all of these stand in what exports hold.) */
#ifndef CORE_READ_MAP_TEXT_H
#define CORE_READ_MAP_TEXT_H

#include "base/arena.h"
#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>

struct map_setting {
    struct cl_text key; /* without its quotes */
    bool quoted;        /* the key stood in quotes */
    struct cl_text value;
    int line;
};

struct map_section {
    struct cl_text name; /* what stands in the brackets */
    int line;
    struct map_setting *settings; /* in the order of the file */
    size_t count, capacity;
};

struct map_text {
    const char *file;    /* for messages; borrowed */
    struct arena *arena; /* of the caller: all texts lie there */
    struct map_section *sections;
    size_t count, capacity;
};

/* Takes `bytes` apart; they must outlive *out. No section and no key of one section stands
 * twice. */
int map_text_read(struct map_text *out, const char *file, struct cl_text bytes, struct arena *arena,
                  struct problem *problem);

/* "FILE:LINE: SUBJECT: WHAT" as bad configuration. Returns -1. */
int map_mistake(const char *file, int line, struct cl_text subject, const char *what,
                struct problem *problem);

/* One piece of a value. */
struct map_piece {
    struct cl_text text; /* without its quotes */
    bool quoted;
};

/* Cuts the piece before the next | outside quotes off *rest. When the last one has been
 * taken, rest->data is NULL. */
struct map_piece map_next_piece(struct cl_text *rest);

/* A value that is one piece, whatever stands in it. */
struct cl_text map_unquote(struct cl_text value);

#endif
