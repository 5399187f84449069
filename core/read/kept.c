/* kept.c - see kept.h. */
#include "kept.h"

#include <string.h>

const struct cl_text *row_copy_fields(struct arena *arena, const struct row *row)
{
    struct cl_text *fields;
    size_t length = 0;
    char *at;

    if (row->fields == NULL)
        return NULL;
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

void kept_add(struct kept *kept, const struct kept_row *row)
{
    struct kept_row *slot;

    if (kept->count == kept->capacity) {
        size_t room = kept->capacity != 0 ? kept->capacity * 2 : 16;
        struct kept_row *rows = arena_alloc_array(&kept->arena, room, sizeof(*rows));

        if (kept->count != 0)
            memcpy(rows, kept->rows, kept->count * sizeof(*rows));
        kept->rows = rows;
        kept->capacity = room;
    }
    slot = &kept->rows[kept->count++];
    *slot = *row;
    if (!kept->stays) {
        slot->row.bytes = arena_text(&kept->arena, row->row.bytes.data, row->row.bytes.length);
        if (row->row.bytes.length != 0) /* `held` is the end of it */
            slot->row.held.data =
                slot->row.bytes.data + (row->row.bytes.length - row->row.held.length);
        else
            slot->row.held = arena_text(&kept->arena, row->row.held.data, row->row.held.length);
    }
    slot->row.fields = row_copy_fields(&kept->arena, &row->row);
    slot->shown_id = arena_text(&kept->arena, row->shown_id.data, row->shown_id.length);
    kept->bytes += row->row.size;
}

const struct row *kept_rows(const struct kept *kept, size_t from, size_t to, struct arena *arena)
{
    struct row *rows = arena_room(arena, (to - from + 1) * sizeof(*rows));

    for (size_t i = from; i < to; i++) {
        rows[i - from] = kept->rows[i].row;
        rows[i - from].fields = row_copy_fields(arena, &kept->rows[i].row);
    }
    return rows;
}

void kept_clear(struct kept *kept)
{
    arena_reset(&kept->arena);
    kept->rows = NULL;
    kept->count = 0;
    kept->capacity = 0;
    kept->bytes = 0;
}

void kept_finish(struct kept *kept)
{
    arena_finish(&kept->arena);
    *kept = (struct kept){ .stays = false };
}
