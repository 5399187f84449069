/* place.h - one number for a line in any input of a run.
 *
 * Lines are numbered through all inputs, so that a set of millions of sessions
 * can remember a place in five bytes.
 *
 * What belongs to a session may stand in another input than the session: then the line that is
 * told of it says in which. */
#ifndef CORE_MODEL_PLACE_H
#define CORE_MODEL_PLACE_H

#include <stdbool.h>
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

/* A line of the input at that place of the run, to be told where another one is spoken of. */
enum { LINE_BITS = 40 };

static inline uint64_t line_of_other(uint64_t input, uint64_t line)
{
    return (input + 1) << LINE_BITS | line;
}

static inline bool line_is_of_other(uint64_t line)
{
    return line >> LINE_BITS != 0;
}

static inline size_t line_input(uint64_t line)
{
    return (size_t)(line >> LINE_BITS) - 1;
}

/* The line in its own input. */
static inline uint64_t line_number(uint64_t line)
{
    return line & (((uint64_t)1 << LINE_BITS) - 1);
}

#endif
