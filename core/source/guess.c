/* guess.c - see guess.h. */
#include "guess.h"

#include "base/text.h"

#include <string.h>

static bool begins_with(struct cl_text text, const char *bytes, size_t length)
{
    return text.length >= length && memcmp(text.data, bytes, length) == 0;
}

static const struct encoding *by_mark(struct cl_text first, size_t *mark)
{
    *mark = 2;
    if (begins_with(first, "\xff\xfe", 2))
        return encoding_utf_16_le;
    if (begins_with(first, "\xfe\xff", 2))
        return encoding_utf_16_be;
    *mark = 3;
    if (begins_with(first, "\xef\xbb\xbf", 3))
        return encoding_utf_8;
    *mark = 0;
    return NULL;
}

/* UTF-16 without a mark: ASCII letters put a NUL into every second byte. */
static bool looks_wide(struct cl_text first, size_t nul_at)
{
    enum { LOOKED_AT = 4096 };
    size_t pairs = (first.length < LOOKED_AT ? first.length : LOOKED_AT) / 2;
    size_t hits = 0;

    for (size_t i = 0; i < pairs; i++)
        hits += first.data[2 * i + nul_at] == 0 && first.data[2 * i + 1 - nul_at] != 0;
    return pairs >= 2 && hits * 10 >= pairs * 9;
}

/* What <?xml ... encoding="NAME"?> says; an empty text where there is none. */
static struct cl_text xml_declares(struct cl_text first)
{
    static const char word[] = "encoding";
    const char *end, *at;
    char quote;

    if (!begins_with(first, "<?xml", 5))
        return TEXT_NONE;
    end = memchr(first.data, '>', first.length < 256 ? first.length : 256);
    at = end == NULL ? NULL : memmem(first.data, (size_t)(end - first.data), word, strlen(word));
    if (at == NULL)
        return TEXT_NONE;
    at += strlen(word);
    while (at < end && (*at == ' ' || *at == '\t' || *at == '='))
        at++;
    quote = *at++;
    if ((quote != '"' && quote != '\'') || at >= end)
        return TEXT_NONE;
    end = memchr(at, quote, (size_t)(end - at));
    return end == NULL ? TEXT_NONE : (struct cl_text){ at, (size_t)(end - at) };
}

/* What speaks for Windows-1252, and what against it. */
struct evidence {
    struct cl_text text;
    size_t lines; /* with a letter of it */
    size_t first; /* the place of the first such letter */
    size_t against;
    bool in_this_line, found;
};

static unsigned byte_at(const struct evidence *evidence, size_t at)
{
    return at < evidence->text.length ? (unsigned char)evidence->text.data[at] : 0;
}

static bool is_letter_at(const struct evidence *evidence, size_t at)
{
    return text_is_letter((char)byte_at(evidence, at));
}

/* How many bytes at `at` are the beginning of a character of UTF-8 whose rest is missing. */
static size_t cut_off(const struct evidence *evidence, size_t at)
{
    unsigned lead = byte_at(evidence, at);
    size_t wanted = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : 0;
    size_t length = 1;

    while (length < wanted && (byte_at(evidence, at + length) & 0xc0) == 0x80)
        length++;
    return length > 1 ? length : 0;
}

static void weigh(struct evidence *evidence, size_t at)
{
    enum { APOSTROPHE = 0x92, TIMES = 0xd7, DIVIDED = 0xf7 };
    unsigned byte = byte_at(evidence, at);
    bool before = at > 0 && is_letter_at(evidence, at - 1);
    bool behind = is_letter_at(evidence, at + 1);

    if (encoding_windows_1252->high[byte - 0x80] == 0) {
        evidence->against++;
    } else if (byte < 0xa0) {
        /* O'Hara has an apostrophe; quotes, dashes and the euro do not stand in words. */
        evidence->against += before && behind && byte != APOSTROPHE;
    } else if (byte >= 0xc0 && byte != TIMES && byte != DIVIDED && (before || behind)) {
        evidence->lines += !evidence->in_this_line;
        evidence->in_this_line = true;
        if (!evidence->found)
            evidence->first = at;
        evidence->found = true;
    }
}

static bool looks_like_windows_1252(struct evidence *evidence)
{
    struct cl_text text = evidence->text;

    for (size_t at = text_ascii_length(text); at < text.length && evidence->against == 0; at++) {
        uint32_t character;
        size_t left = text.length - at;

        if (text.data[at] == '\n' || text.data[at] == '\r')
            evidence->in_this_line = false;
        if ((text.data[at] & 0x80) == 0)
            continue;
        if (text_decode((struct cl_text){ text.data + at, left }, &character) != 0 ||
            cut_off(evidence, at) != 0)
            return false;
        weigh(evidence, at);
    }
    return evidence->against == 0 && evidence->lines >= 2;
}

static uint64_t line_of(struct cl_text text, size_t at)
{
    uint64_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += text.data[i] == '\n' ||
                (text.data[i] == '\r' && i + 1 < text.length && text.data[i + 1] != '\n');
    return line;
}

static int by_declaration(struct guess *out, struct cl_text name, const char *shown,
                          struct problem *problem)
{
    char shown_name[TEXT_SHOWN];
    char names[256];

    out->encoding = encoding_find(name);
    out->declared = true;
    if (out->encoding == NULL)
        return problem_failed(problem,
                              "%s declares the encoding %s, which is not known (known: %s)", shown,
                              text_show(shown_name, name), encoding_names(names, sizeof(names)));
    /* What can be read here has bytes for letters, whatever it says. */
    if (out->encoding->kind != ENCODING_OF_BYTES)
        out->encoding = encoding_utf_8;
    return 0;
}

int guess_encoding(struct guess *out, struct cl_text first, const char *shown,
                   struct problem *problem)
{
    struct evidence evidence = { .text = first };
    struct cl_text declared = xml_declares(first);

    *out = (struct guess){ 0 };
    out->encoding = by_mark(first, &out->mark);
    if (out->encoding != NULL) {
        out->declared = true;
    } else if (looks_wide(first, 1)) {
        out->encoding = encoding_utf_16_le;
    } else if (looks_wide(first, 0)) {
        out->encoding = encoding_utf_16_be;
    } else if (declared.length != 0) {
        return by_declaration(out, declared, shown, problem);
    } else if (looks_like_windows_1252(&evidence)) {
        out->encoding = encoding_windows_1252;
        out->assumed = true;
        out->line = line_of(first, evidence.first);
    } else {
        out->encoding = encoding_utf_8;
    }
    return 0;
}
