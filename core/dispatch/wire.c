/* wire.c - see wire.h. */
#include "wire.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

static void make_room(struct wire_out *out, size_t count)
{
    if (out->capacity - out->length >= count)
        return;
    out->capacity = (out->length + count) * 2 + 256;
    out->bytes = mem_resize(out->bytes, out->capacity);
}

void wire_put(struct wire_out *out, const void *bytes, size_t count)
{
    make_room(out, count);
    if (count > 0)
        memcpy(out->bytes + out->length, bytes, count);
    out->length += count;
}

void wire_put_u32(struct wire_out *out, uint32_t value)
{
    wire_put(out, &value, sizeof(value));
}

void wire_put_u64(struct wire_out *out, uint64_t value)
{
    wire_put(out, &value, sizeof(value));
}

void wire_put_text(struct wire_out *out, struct cl_text text)
{
    uint32_t length = (uint32_t)text.length;
    char *at;

    make_room(out, sizeof(length) + text.length + 1);
    at = out->bytes + out->length;
    memcpy(at, &length, sizeof(length));
    memcpy(at + sizeof(length), text.data, text.length);
    at[sizeof(length) + text.length] = '\0';
    out->length += sizeof(length) + text.length + 1;
}

void wire_finish(struct wire_out *out)
{
    mem_free(out->bytes);
    *out = (struct wire_out){ 0 };
}

bool wire_take(struct wire_in *in, void *into, size_t count)
{
    if (in->bad || in->left < count) {
        in->bad = true;
        memset(into, 0, count);
        return false;
    }
    memcpy(into, in->at, count);
    in->at += count;
    in->left -= count;
    return true;
}

uint32_t wire_take_u32(struct wire_in *in)
{
    uint32_t value;

    (void)wire_take(in, &value, sizeof(value));
    return value;
}

uint64_t wire_take_u64(struct wire_in *in)
{
    uint64_t value;

    (void)wire_take(in, &value, sizeof(value));
    return value;
}

struct cl_text wire_take_text(struct wire_in *in)
{
    size_t length = wire_take_u32(in);
    struct cl_text text = { in->at, length };

    if (in->bad || in->left < length + 1 || in->at[length] != '\0') {
        in->bad = true;
        return TEXT_NONE;
    }
    in->at += length + 1;
    in->left -= length + 1;
    return text;
}

/* Fields that the tables name by their offsets. */
static uint32_t u32_at(const void *data, uint32_t offset)
{
    uint32_t value;

    memcpy(&value, (const char *)data + offset, sizeof(value));
    return value;
}

static const void *pointer_at(const void *data, uint32_t offset)
{
    const void *pointer;

    memcpy(&pointer, (const char *)data + offset, sizeof(pointer));
    return pointer;
}

static void put_texts(struct wire_out *out, const struct cl_text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        wire_put_text(out, texts[i]);
}

static void put_array(struct wire_out *out, const struct wire_row *row, const void *data)
{
    const char *item = pointer_at(data, row->offset);
    uint32_t count = u32_at(data, row->count);

    wire_put_u32(out, count);
    for (uint32_t i = 0; i < count; i++, item += u32_at(data, row->stride))
        wire_put_record(out, row->of, item);
}

void wire_put_record(struct wire_out *out, const struct wire_record *record, const void *data)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct wire_row *row = &record->rows[i];
        const char *field = (const char *)data + row->offset;

        switch (row->kind) {
        case WIRE_PLAIN:
            wire_put(out, field, row->size);
            break;
        case WIRE_TEXT:
            put_texts(out, (const struct cl_text *)(const void *)field,
                      row->size / sizeof(struct cl_text));
            break;
        case WIRE_PARTY:
            wire_put_record(out, row->of, pointer_at(data, row->offset));
            break;
        case WIRE_TEXTS:
            wire_put_u32(out, u32_at(data, row->count));
            put_texts(out, pointer_at(data, row->offset), u32_at(data, row->count));
            break;
        case WIRE_ARRAY:
            put_array(out, row, data);
            break;
        }
    }
}

static void take_texts(struct wire_in *in, void *into, size_t count)
{
    struct cl_text *texts = into;

    for (size_t i = 0; i < count; i++)
        texts[i] = wire_take_text(in);
}

/* Each element takes a byte or more, so a count past what is left is a lie. */
static uint32_t take_count(struct wire_in *in)
{
    uint32_t count = wire_take_u32(in);

    if (count <= in->left)
        return count;
    in->bad = true;
    return 0;
}

static void *new_record(const struct wire_record *record, size_t count, struct arena *arena)
{
    char *records = arena_alloc_array(arena, count, record->size);

    for (size_t i = 0; i < count; i++)
        memcpy(records + i * record->size, &record->size, sizeof(record->size));
    return records;
}

static void set_array(void *data, const struct wire_row *row, const void *items, uint32_t count)
{
    memcpy((char *)data + row->offset, &items, sizeof(items));
    memcpy((char *)data + row->count, &count, sizeof(count));
}

static void take_array(struct wire_in *in, const struct wire_row *row, void *data,
                       struct arena *arena)
{
    uint32_t count = take_count(in);
    uint32_t stride = (uint32_t)row->of->size;
    char *items = new_record(row->of, count, arena);

    for (uint32_t i = 0; i < count && !in->bad; i++)
        wire_take_record(in, row->of, items + (size_t)i * stride, arena);
    set_array(data, row, items, count);
    memcpy((char *)data + row->stride, &stride, sizeof(stride));
}

static void take_field(struct wire_in *in, const struct wire_row *row, void *data,
                       struct arena *arena)
{
    char *field = (char *)data + row->offset;
    void *made;
    uint32_t count;

    switch (row->kind) {
    case WIRE_PLAIN:
        (void)wire_take(in, field, row->size);
        break;
    case WIRE_TEXT:
        take_texts(in, field, row->size / sizeof(struct cl_text));
        break;
    case WIRE_PARTY:
        made = new_record(row->of, 1, arena);
        wire_take_record(in, row->of, made, arena);
        memcpy(field, &made, sizeof(made));
        break;
    case WIRE_TEXTS:
        count = take_count(in);
        made = arena_alloc_array(arena, count, sizeof(struct cl_text));
        take_texts(in, made, count);
        set_array(data, row, made, count);
        break;
    case WIRE_ARRAY:
        take_array(in, row, data, arena);
        break;
    }
}

void wire_take_record(struct wire_in *in, const struct wire_record *record, void *data,
                      struct arena *arena)
{
    memcpy(data, &record->size, sizeof(record->size));
    for (size_t i = 0; i < record->count; i++)
        take_field(in, &record->rows[i], data, arena);
}
