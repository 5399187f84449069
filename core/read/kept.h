/* kept.h - rows that wait until it is known what becomes of them. */
#ifndef CORE_READ_KEPT_H
#define CORE_READ_KEPT_H

#include "base/arena.h"
#include "read/reader.h"

struct kept_row {
    struct row row;
    struct cl_text shown_id;   /* the session id that a broken row shows; may be empty */
    struct findings *findings; /* of a row in doubt; else NULL */
};

/* A zeroed list is empty and ready. */
struct kept {
    bool stays; /* the bytes of rows, which are not copied */
    struct kept_row *rows;
    size_t count, capacity;
    uint64_t bytes; /* that the rows took of the text */
    struct arena arena;
};

/* Copies the row and, unless they stay, its texts; `findings` must lie in the list's arena. */
void kept_add(struct kept *kept, const struct kept_row *row);

/* The rows alone, from `from` up to `to`, in `arena`. */
const struct row *kept_rows(const struct kept *kept, size_t from, size_t to, struct arena *arena);

/* The fields of a row that its bytes do not give, copied; NULL where they do. */
const struct cl_text *row_copy_fields(struct arena *arena, const struct row *row);

void kept_clear(struct kept *kept);
void kept_finish(struct kept *kept);

#endif
