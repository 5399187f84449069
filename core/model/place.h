/* place.h - one number for a line in any input of a run.
 *
 * Lines are numbered through all inputs, so that a set of millions of sessions
 * can remember a place in five bytes. */
#ifndef CORE_MODEL_PLACE_H
#define CORE_MODEL_PLACE_H

#include <stddef.h>
#include <stdint.h>

struct place_file {
    const char *path; /* borrowed */
    uint64_t before;  /* lines of all inputs before this one */
};

/* A zeroed one is empty and ready. */
struct places {
    struct place_file *files;
    size_t count;
};

/* A new input begins; `lines` is how many physical lines its predecessor had. */
void places_add_file(struct places *places, const char *path, uint64_t lines);

/* The number of a line of the input added last. */
uint64_t places_number(const struct places *places, uint64_t line);

/* The path, and in *line the line within it. */
const char *places_find(const struct places *places, uint64_t number, uint64_t *line);

void places_finish(struct places *places);

#endif
