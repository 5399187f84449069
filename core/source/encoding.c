/* encoding.c - the table of encodings. */
#include "encoding.h"

#include "source/decode.h"
#include "source/encoding_tables.h"

#include "base/text.h"

#include <stdio.h>

static const struct encoding encodings[] = {
    { "utf-8", "", ENCODING_UTF_8, NULL },
    { "utf-16le", "", ENCODING_UTF_16_LE, NULL },
    { "utf-16be", "", ENCODING_UTF_16_BE, NULL },
    { "windows-1252", "cp1252 x-cp1252", ENCODING_OF_BYTES, encoding_high_windows_1252 },
    { "iso-8859-1", "latin-1 us-ascii", ENCODING_OF_BYTES, encoding_high_iso_8859_1 },
    { "iso-8859-15", "latin-9", ENCODING_OF_BYTES, encoding_high_iso_8859_15 },
    { "macroman", "macintosh x-mac-roman", ENCODING_OF_BYTES, encoding_high_macroman },
    { "cp437", "ibm437", ENCODING_OF_BYTES, encoding_high_cp437 },
    { "cp850", "ibm850", ENCODING_OF_BYTES, encoding_high_cp850 },
};

enum { ENCODING_COUNT = sizeof(encodings) / sizeof(encodings[0]) };

const struct encoding *const encoding_utf_8 = &encodings[0];
const struct encoding *const encoding_utf_16_le = &encodings[1];
const struct encoding *const encoding_utf_16_be = &encodings[2];
const struct encoding *const encoding_windows_1252 = &encodings[3];

static bool is_hyphen(char byte)
{
    return byte == '-' || byte == '_';
}

static bool is_name(struct cl_text a, struct cl_text b)
{
    size_t i = 0;
    size_t j = 0;

    for (;;) {
        while (i < a.length && is_hyphen(a.data[i]))
            i++;
        while (j < b.length && is_hyphen(b.data[j]))
            j++;
        if (i == a.length || j == b.length)
            return i == a.length && j == b.length;
        if (text_upper(a.data[i++]) != text_upper(b.data[j++]))
            return false;
    }
}

const struct encoding *encoding_find(struct cl_text name)
{
    for (size_t i = 0; i < ENCODING_COUNT; i++) {
        struct cl_text also = text_of(encodings[i].also);

        if (is_name(name, text_of(encodings[i].name)))
            return &encodings[i];
        while (also.data != NULL) {
            struct cl_text other = text_split(&also, ' ');

            if (other.length != 0 && is_name(name, other))
                return &encodings[i];
        }
    }
    return NULL;
}

const char *encoding_names(char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < ENCODING_COUNT && used < size; i++)
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "", encodings[i].name);
    return out;
}

struct layer *encoding_decode(const struct encoding *encoding, bool assumed, struct layer *below)
{
    if (encoding->kind == ENCODING_OF_BYTES)
        return decode_bytes(encoding->high, assumed, below);
    return decode_wide(encoding->kind == ENCODING_UTF_16_BE, below);
}
