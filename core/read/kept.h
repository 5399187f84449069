/* kept.h - rows that wait until it is known what becomes of them. */
#ifndef CORE_READ_KEPT_H
#define CORE_READ_KEPT_H

#include "base/arena.h"
#include "read/reader.h"

/* What else is known of a row in doubt. */
struct doubt {
    struct cl_text shown_id; /* the session id that it shows; may be empty */
    struct findings *findings;
};

/* A zeroed list is empty and ready. */
struct kept {
    bool stays;         /* the bytes of rows, which are not copied */
    struct arena *home; /* where the rows lie when the list is cleared; NULL: then they are gone */
    struct row *rows;
    struct doubt *doubts; /* one a row, in a list of rows in doubt */
    size_t count, capacity;
    uint64_t bytes; /* that the rows took of the text */
    struct arena arena;
};

/* A place for one more row, which the caller fills in: then kept_settle() takes it. */
struct row *kept_enlarge(struct kept *kept);

static inline struct row *kept_place(struct kept *kept)
{
    return kept->count < kept->capacity ? &kept->rows[kept->count] : kept_enlarge(kept);
}

void kept_copy_texts(struct kept *kept, struct row *row);

/* Takes the row in that place and copies those of its texts that do not stay: where it has no
 * bytes, what is held is no text of the input. */
static inline void kept_settle(struct kept *kept, struct row *row)
{
    kept->count++;
    kept->bytes += row->size;
    if (!kept->stays || row->fields != NULL || (row->bytes.length == 0 && row->held.length != 0))
        kept_copy_texts(kept, row);
}

/* The row of a record: `bytes` are kept of it, and held. */
static inline void row_make(struct row *row, const struct csv_record *record, struct cl_text bytes)
{
    *row = (struct row){ .line = record->line,
                         .service_line = record->service_line,
                         .size = record->length,
                         .bytes = bytes,
                         .held = bytes,
                         .continues = record->continues };
}

/* Adds the row of a record whose bytes stay, and are what is held. */
static inline void kept_add_bytes(struct kept *kept, const struct csv_record *record)
{
    row_make(kept_place(kept), record, (struct cl_text){ record->bytes, record->length });
    kept->count++;
    kept->bytes += record->length;
}

/* Adds a copy of the row. */
void kept_add(struct kept *kept, const struct row *row);

/* The same for a list of rows in doubt; the findings must lie in the list's arena, or stay. */
void kept_add_doubt(struct kept *kept, const struct row *row, const struct doubt *doubt);

/* Rows that lie elsewhere stay there: the next ones stand behind them. */
static inline void kept_clear(struct kept *kept)
{
    if (kept->home == NULL) {
        kept->rows = NULL;
        kept->capacity = 0;
    } else if (kept->count != 0) {
        kept->rows += kept->count;
        kept->capacity -= kept->count;
    }
    kept->doubts = NULL;
    kept->count = 0;
    kept->bytes = 0;
    if (kept->arena.first != NULL)
        arena_reset(&kept->arena);
}

void kept_finish(struct kept *kept);

#endif
