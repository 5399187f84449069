/* row_digest.c - see row_digest.h. */
#include "row_digest.h"

#include "base/text.h"

#include <xxhash.h>

static void mix(struct row_digest *digest, const void *bytes, size_t length)
{
    digest->low = XXH3_64bits_withSeed(bytes, length, digest->low);
    digest->high = XXH3_64bits_withSeed(bytes, length, digest->high);
}

/* What is empty says nothing. */
static void add(struct row_digest *digest, uint64_t place, struct cl_text value)
{
    const uint64_t head[] = { place, value.length };

    if (value.length == 0)
        return;
    mix(digest, head, sizeof(head));
    mix(digest, value.data, value.length);
}

static void add_columns(struct row_digest *digest, const struct header *header,
                        const struct csv_record *record, const uint8_t *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(digest, columns[i], text_trim(csv_field(record, (size_t)header->field_of[columns[i]])));
}

struct row_digest row_digest(const struct header *header, const struct csv_record *record,
                             uint64_t beside)
{
    struct row_digest digest = { beside, ~beside };
    size_t first = header->has_held_cell ? 1 : 0;

    add_columns(&digest, header, record, header->of_session, header->of_session_count);
    add_columns(&digest, header, record, header->of_row, header->of_row_count);
    for (size_t i = first; i < header->field_count; i++) {
        if (header->column_of[i] == COLUMN_COUNT)
            add(&digest, (uint64_t)COLUMN_COUNT + (i - first), text_trim(csv_field(record, i)));
    }
    return digest;
}

uint64_t row_digest_left_out(const struct header *header, const struct csv_record *record)
{
    struct row_digest digest = { 0, 0 };

    for (size_t i = 0; i < header->left_out_count; i++)
        add(&digest, i, text_trim(csv_field(record, header->left_out[i])));
    return digest.low;
}

uint64_t row_digest_text(struct cl_text text)
{
    return XXH3_64bits(text.data, text.length);
}

uint64_t row_digest_next(uint64_t beside)
{
    return XXH3_64bits(&beside, sizeof(beside));
}
