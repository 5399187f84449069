/* repeats.h - rows of a session that stand there once more: --duplicates.
 *
 * Rows are the same that state the same in every field of the export (row_digest.h). A
 * copy of a session is told from more work by how its rows stand: next to each other, equal
 * rows are two pieces of work, as exports without times have them. */
#ifndef CORE_READ_REPEATS_H
#define CORE_READ_REPEATS_H

#include "base/arena.h"
#include "base/problem.h"
#include "read/reader.h"
#include "read/row_digest.h"

enum duplicates {
    /* Rows that stand apart (a piece of the session) are passed over where they were all
     * there before, and so are those that were, where the piece has all that were there
     * and more (in forms whose rows can be held one by one). Where both have rows that the
     * other has not, they are two versions of the session, which the rules hold. */
    DUPLICATES_ONCE,
    /* A row is passed over wherever it stands once more, next to the other too. */
    DUPLICATES_ALL,
    /* None is: rows that come back hold their session. */
    DUPLICATES_HOLD,
    DUPLICATES_COUNT
};

/* "once", "all", "hold". */
const char *duplicates_name(enum duplicates duplicates);

/* The rows of a piece, in the order of the input. */
struct repeats_piece {
    const struct row *rows;
    const struct row_digest *digests;
    size_t count;
    struct cl_text source_file;
    bool stand_alone; /* one can be held without the others: not so in XML */
};

/* Where a row stands. */
struct row_place {
    struct cl_text source_file;
    uint64_t line;
};

/* Which rows of a piece are passed over. */
struct repeats {
    bool *passed;           /* of each row; NULL: none is */
    size_t count;           /* of them */
    uint64_t line;          /* of the first of them ... */
    struct row_place first; /* ... and of the row that it repeats */
    bool stand_alone;       /* see struct repeats_piece */
};

/* The rows that a session has so far, `most` of them in the end; in the arena. */
struct rows_so_far;

struct rows_so_far *rows_so_far_create(struct arena *arena, size_t most);

/* Finds the rows of the piece that were there before; the others are there from now on. */
struct repeats rows_so_far_take(struct rows_so_far *so_far, enum duplicates duplicates,
                                const struct repeats_piece *piece, struct arena *arena);

/* The rows that are not passed over; how many is count less repeats->count. */
const struct row *repeats_others(const struct repeats *repeats, const struct row *rows,
                                 size_t count, struct arena *arena);

/* Takes what passed rows say out of a session that was read with them. */
void repeats_take_out(const struct repeats *repeats, struct session *session, size_t row_count);

/* Says of the session which rows were passed over. */
void repeats_tell(const struct repeats *repeats, struct session *session);

#endif
