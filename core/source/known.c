/* known.c - see known.h. */
#include "known.h"

#include "base/text.h"

static const struct {
    const char *bytes;
    size_t length;
    const char *name;
} no_text[] = {
    { "\x1f\x8b", 2, "gzip-compressed data within compressed data; unpack it first" },
    { "\x28\xb5\x2f\xfd", 4, "Zstandard-compressed data within compressed data; unpack it first" },
    { "BZh", 3, "bzip2-compressed data; unpack it first" },
    { "\xfd"
      "7zXZ",
      5, "xz-compressed data; unpack it first" },
    { "7z\xbc\xaf", 4, "a 7z archive; unpack it first" },
    { "PK\x05\x06", 4, "an empty zip archive" },
    { "PK\x07\x08", 4, "a part of a zip archive in several parts" },
    { "%PDF", 4, "a PDF document" },
    { "\xff\xfe\0\0", 4, "UTF-32 text; save it as UTF-8" },
    { "\0\0\xfe\xff", 4, "UTF-32 text; save it as UTF-8" },
};

static bool begins_with(struct cl_text text, const char *bytes, size_t length)
{
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

static bool holds_wide(struct cl_text text, const char *word)
{
    char wide[64] = { 0 };
    size_t length = strlen(word);

    for (size_t i = 0; i < length; i++)
        wide[2 * i] = word[i];
    return memmem(text.data, text.length, wide, 2 * length) != NULL;
}

/* Microsoft's compound file: an old document, or a new one that has a password. */
static int refuse_compound(struct cl_text first, const char *shown, struct problem *problem)
{
    if (holds_wide(first, "EncryptedPackage"))
        return problem_failed(problem, "%s is encrypted; save the workbook without a password",
                              shown);
    return problem_failed(
        problem, "%s is an old Excel (.xls) or Word file; save the sheet as .xlsx or CSV", shown);
}

int known_refuse(struct cl_text first, const char *shown, struct problem *problem)
{
    if (begins_with(first, "\xd0\xcf\x11\xe0", 4))
        return refuse_compound(first, shown, problem);
    for (size_t i = 0; i < sizeof(no_text) / sizeof(no_text[0]); i++) {
        if (begins_with(first, no_text[i].bytes, no_text[i].length))
            return problem_failed(problem, "%s is %s", shown, no_text[i].name);
    }
    return 0;
}

bool known_archive(struct cl_text first)
{
    return begins_with(first, "PK\x03\x04", 4);
}
