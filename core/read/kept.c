/* kept.c - see kept.h. */
#include "kept.h"

#include <string.h>

enum { ROWS_TOGETHER = 64 }; /* of many sessions, where they stay */

/* The fields of a row that its bytes do not give. */
static const struct cl_text *copy_fields(struct arena *arena, const struct row *row)
{
    struct cl_text *fields;
    size_t length = 0;
    char *at;

    for (size_t i = 0; i < row->field_count; i++)
        length += row->fields[i].length + 1;
    fields = arena_room(arena, (row->field_count + 1) * sizeof(*fields));
    at = arena_room(arena, length + 1);
    for (size_t i = 0; i < row->field_count; i++) {
        fields[i] = (struct cl_text){ at, row->fields[i].length };
        memcpy(at, row->fields[i].data, row->fields[i].length);
        at[row->fields[i].length] = '\0';
        at += row->fields[i].length + 1;
    }
    return fields;
}

static struct arena *home_of(struct kept *kept)
{
    return kept->home != NULL ? kept->home : &kept->arena;
}

/* Room for more of what there is `count` of. */
static void *enlarge(struct kept *kept, const void *old, size_t size, size_t capacity)
{
    void *more = arena_room(home_of(kept), capacity * size);

    if (kept->count != 0)
        memcpy(more, old, kept->count * size);
    return more;
}

static size_t next_capacity(const struct kept *kept)
{
    return kept->capacity < ROWS_TOGETHER ? ROWS_TOGETHER : kept->capacity * 2;
}

void kept_copy_texts(struct kept *kept, struct row *row)
{
    struct cl_text bytes = row->bytes;

    if (row->fields != NULL)
        row->fields = copy_fields(home_of(kept), row);
    if (kept->stays && bytes.length != 0)
        return;
    row->bytes = arena_text(home_of(kept), bytes.data, bytes.length);
    if (bytes.length != 0) /* `held` is the end of it */
        row->held.data = row->bytes.data + (bytes.length - row->held.length);
    else
        row->held = arena_text(home_of(kept), row->held.data, row->held.length);
}

struct row *kept_enlarge(struct kept *kept)
{
    kept->capacity = next_capacity(kept);
    kept->rows = enlarge(kept, kept->rows, sizeof(*kept->rows), kept->capacity);
    return &kept->rows[kept->count];
}

void kept_add(struct kept *kept, const struct row *row)
{
    struct row *place = kept_place(kept);

    *place = *row;
    kept_settle(kept, place);
}

void kept_add_doubt(struct kept *kept, const struct row *row, const struct doubt *doubt)
{
    if (kept->count == kept->capacity || kept->doubts == NULL)
        kept->doubts = enlarge(kept, kept->doubts, sizeof(*kept->doubts), next_capacity(kept));
    kept->doubts[kept->count] =
        (struct doubt){ arena_text(home_of(kept), doubt->shown_id.data, doubt->shown_id.length),
                        doubt->findings };
    kept_add(kept, row);
}

void kept_finish(struct kept *kept)
{
    arena_finish(&kept->arena);
    *kept = (struct kept){ .stays = false };
}
