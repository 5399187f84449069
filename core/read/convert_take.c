/* convert_take.c - the parts of a value that a column map may want. */
#include "convert.h"

#include "base/text.h"

#include <string.h>

static struct cl_text part_of(struct cl_text text, size_t from, size_t to)
{
    return text_trim((struct cl_text){ text.data + from, to - from });
}

/* Where `mark` begins; the length where it does not stand there. */
static size_t find_mark(struct cl_text text, struct cl_text mark)
{
    const char *at = memmem(text.data, text.length, mark.data, mark.length);

    return at != NULL ? (size_t)(at - text.data) : text.length;
}

struct cl_text take_before(struct cl_text text, struct cl_text mark)
{
    return part_of(text, 0, find_mark(text, mark));
}

struct cl_text take_after(struct cl_text text, struct cl_text mark)
{
    size_t at = find_mark(text, mark);

    return at == text.length ? TEXT_NONE : part_of(text, at + mark.length, text.length);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

struct cl_text take_first_word(struct cl_text text)
{
    size_t end = 0;

    while (end < text.length && !is_blank(text.data[end]))
        end++;
    while (end > 0 && memchr(",;:", text.data[end - 1], 3) != NULL)
        end--;
    return part_of(text, 0, end);
}

/* Where the last word begins. */
static size_t last_word(struct cl_text text)
{
    size_t at = text.length;

    while (at > 0 && !is_blank(text.data[at - 1]))
        at--;
    return at;
}

static bool has_comma(struct cl_text text)
{
    return memchr(text.data, ',', text.length) != NULL;
}

struct cl_text take_last_name(struct cl_text text)
{
    if (has_comma(text))
        return take_before(text, text_of(","));
    return part_of(text, last_word(text), text.length);
}

struct cl_text take_first_name(struct cl_text text)
{
    struct cl_text names = has_comma(text) ? take_after(text, text_of(",")) : text;

    if (!has_comma(text) && last_word(text) == 0)
        return TEXT_NONE; /* one word is the last name */
    return take_first_word(names);
}

struct cl_text take_middle_name(struct cl_text text)
{
    struct cl_text names =
        has_comma(text) ? take_after(text, text_of(",")) : part_of(text, 0, last_word(text));
    size_t first = take_first_word(names).length;

    return part_of(names, first, names.length);
}

struct cl_text take_digits(struct cl_text text)
{
    size_t from = 0;
    size_t to;

    while (from < text.length && !text_is_digit(text.data[from]))
        from++;
    for (to = from; to < text.length && text_is_digit(text.data[to]);)
        to++;
    return part_of(text, from, to);
}

static bool of_word(char byte)
{
    return text_is_digit(byte) || text_is_letter(byte);
}

/* Whether a diagnosis with its point stands anywhere in the text. */
static bool holds_diagnosis(struct cl_text text)
{
    for (size_t i = 0; i + 4 < text.length; i++) {
        if ((i == 0 || !of_word(text.data[i - 1])) && text_is_letter(text.data[i]) &&
            text_is_digit(text.data[i + 1]) && of_word(text.data[i + 2]) &&
            text.data[i + 3] == '.' && of_word(text.data[i + 4]))
            return true;
    }
    return false;
}

/* A second diagnosis must not be lost: the text is left whole, and is none. */
struct cl_text take_diagnosis(struct cl_text text)
{
    size_t from = 0;
    size_t to;
    bool digit = false;

    while (from < text.length && memchr("([\"", text.data[from], 3) != NULL)
        from++;
    for (to = from; to < text.length && (of_word(text.data[to]) || text.data[to] == '.'); to++)
        digit |= text_is_digit(text.data[to]);
    while (to > from && text.data[to - 1] == '.')
        to--;
    if (holds_diagnosis((struct cl_text){ text.data + to, text.length - to }))
        return text;
    return digit ? part_of(text, from, to) : TEXT_NONE;
}

/* The word at `from`: up to what is neither letter nor digit. */
static struct cl_text word_at(struct cl_text text, size_t from)
{
    size_t to = from;

    while (to < text.length && of_word(text.data[to]))
        to++;
    return (struct cl_text){ text.data + from, to - from };
}

/* 97110, G0283, 0552T: letters stand only at the ends. */
static bool is_code(struct cl_text word)
{
    return word.length == 5 && text_is_digit(word.data[1]) && text_is_digit(word.data[2]) &&
           text_is_digit(word.data[3]);
}

struct cl_text take_code(struct cl_text text)
{
    for (size_t at = 0; at < text.length;) {
        struct cl_text word = word_at(text, at);

        if (is_code(word))
            return word;
        at += word.length + 1;
    }
    return TEXT_NONE;
}

/* " - " begins a description, whose first word may have two letters: "97110 - PT exercise". */
static size_t skip_between(struct cl_text text, size_t at)
{
    static const char between[] = " \t-,;:/.(";
    size_t from = at;

    while (at < text.length && memchr(between, text.data[at], sizeof(between) - 1) != NULL) {
        if (text.data[at] == '-' && at > from && is_blank(text.data[at - 1]))
            return text.length;
        at++;
    }
    return at;
}

struct cl_text take_modifiers(struct cl_text text, char *room)
{
    struct cl_text code = take_code(text);
    size_t at = code.length != 0 ? (size_t)(code.data - text.data) + code.length : text.length;
    size_t used = 0;

    for (;;) {
        struct cl_text word;

        at = skip_between(text, at);
        word = word_at(text, at);
        if (word.length != 2 || used + 3 > CONVERT_ROOM)
            return (struct cl_text){ room, used };
        if (used != 0)
            room[used++] = ';';
        memcpy(room + used, word.data, 2);
        used += 2;
        at += 2;
    }
}
