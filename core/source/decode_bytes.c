/* decode_bytes.c - encodings of one byte a character as UTF-8. */
#include "decode.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum {
    NARROW_BYTES = 64 * 1024, /* converted at a time */
    WIDEST = 3                /* bytes of UTF-8 that one byte becomes at most */
};

struct narrow {
    struct layer layer;
    struct layer *below;
    const uint16_t *high;
    bool assumed;
    bool end;
    size_t count; /* of bytes that are not converted yet */
    char bytes[NARROW_BYTES];
};

/* The bytes of one character. What is no character goes on as it is: no UTF-8. */
static size_t put(const struct narrow *narrow, char *out, char byte)
{
    uint16_t character = narrow->high[(unsigned char)byte - 0x80];

    if (character == 0) {
        out[0] = byte;
        return 1;
    }
    return decode_put_utf8(out, character);
}

/* Converts what is there; at a character of UTF-8 that may go on in the next bytes, it stops. */
static size_t convert(struct narrow *narrow, char *out)
{
    enum { LONGEST = 4 };
    size_t at = 0;
    size_t used = 0;

    while (at < narrow->count) {
        size_t left = narrow->count - at;
        size_t plain = text_ascii_length((struct cl_text){ narrow->bytes + at, left });
        uint32_t character;

        memcpy(out + used, narrow->bytes + at, plain);
        used += plain;
        at += plain;
        left -= plain;
        if (left == 0 || (narrow->assumed && left < LONGEST && !narrow->end))
            break;
        if (narrow->assumed &&
            text_decode((struct cl_text){ narrow->bytes + at, left }, &character) != 0)
            out[used++] = (char)0xff; /* in doubt: no UTF-8 */
        used += put(narrow, out + used, narrow->bytes[at++]);
    }
    memmove(narrow->bytes, narrow->bytes + at, narrow->count - at);
    narrow->count -= at;
    return used;
}

static ssize_t read_narrow(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct narrow *narrow = (struct narrow *)layer;
    size_t wanted = size / WIDEST < NARROW_BYTES ? size / WIDEST : NARROW_BYTES;
    size_t used = 0;

    while (used == 0 && !narrow->end) {
        ssize_t count = layer_read(narrow->below, narrow->bytes + narrow->count,
                                   wanted - narrow->count, problem);

        if (count < 0)
            return -1;
        narrow->end = count == 0;
        narrow->count += (size_t)count;
        used = convert(narrow, bytes);
    }
    return (ssize_t)used;
}

static void destroy(struct layer *layer)
{
    mem_free(layer);
}

struct layer *decode_bytes(const uint16_t *high, bool assumed, struct layer *below)
{
    struct narrow *narrow = mem_alloc(sizeof(*narrow));

    narrow->layer = (struct layer){ read_narrow, destroy, below->shown };
    narrow->below = below;
    narrow->high = high;
    narrow->assumed = assumed;
    return &narrow->layer;
}
