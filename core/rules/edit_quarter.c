/* edit_quarter.c - see edit_quarter.h. */
#include "edit_quarter.h"

#include "base/date.h"
#include "base/text.h"

#include <stdio.h>

enum number { YEAR, QUARTER, MONTH, DAY, VERSION, RELEASE, REVISION, NUMBERS };

/* What the capitals of a form stand for. */
static const struct {
    char letter;
    uint8_t digits;
    uint16_t least, most;
} classes[NUMBERS] = {
    [YEAR] = { 'Y', 4, 1996, 2199 }, [QUARTER] = { 'Q', 1, 1, 4 },   [MONTH] = { 'M', 2, 1, 12 },
    [DAY] = { 'D', 2, 1, 31 },       [VERSION] = { 'V', 2, 10, 99 }, [RELEASE] = { 'R', 1, 0, 3 },
    [REVISION] = { 'X', 1, 0, 9 },
};

/* A capital is a number, '~' any blanks and marks, the rest itself. */
static const char *const forms[] = {
    "Y~qQ",  "qQ~Y",        "Y~quarter~Q",     "quarter~Q~Y", "vV.R",
    "vVRrX", "version~V.R", "effective~M/D/Y", "eff~M-D-Y",
};

static bool take_number(struct cl_text *rest, enum number kind, uint16_t *out)
{
    struct cl_text digits = { rest->data, classes[kind].digits };
    uint64_t value;

    if (rest->length < digits.length || !text_to_unsigned(digits, classes[kind].most, &value) ||
        value < classes[kind].least)
        return false;
    *out = (uint16_t)value;
    rest->data += digits.length;
    rest->length -= digits.length;
    return true;
}

/* One character of a form off the start of *rest. */
static bool take(struct cl_text *rest, char form, uint16_t *numbers)
{
    for (unsigned i = 0; i < NUMBERS; i++) {
        if (form == classes[i].letter)
            return take_number(rest, (enum number)i, &numbers[i]);
    }
    if (form == '~') {
        while (rest->length > 0 && memchr(" \t,:_-", rest->data[0], 6) != NULL) {
            rest->data++;
            rest->length--;
        }
        return true;
    }
    if (rest->length == 0 || text_upper(rest->data[0]) != text_upper(form))
        return false;
    rest->data++;
    rest->length--;
    return true;
}

/* Whether the start of `text` has the form, and no letter or digit goes on behind it. */
static bool has_form(struct cl_text text, const char *form, uint16_t *numbers)
{
    while (*form != '\0') {
        if (!take(&text, *form++, numbers))
            return false;
    }
    return text.length == 0 || (!text_is_letter(text.data[0]) && !text_is_digit(text.data[0]));
}

static bool conclude(const uint16_t *numbers, struct edit_quarter *out)
{
    char day[32];

    *out = (struct edit_quarter){ .year = numbers[YEAR], .revision = (uint8_t)numbers[REVISION] };
    if (numbers[VERSION] != 0) {
        out->year = (uint16_t)(1994 + numbers[VERSION]);
        out->quarter = (uint8_t)(numbers[RELEASE] + 1);
    } else if (numbers[MONTH] != 0) {
        out->quarter = (uint8_t)((numbers[MONTH] + 2) / 3);
    } else {
        out->quarter = (uint8_t)numbers[QUARTER];
    }
    (void)snprintf(day, sizeof(day), "%04u-%02u-%02u", out->year,
                   numbers[MONTH] != 0 ? numbers[MONTH] : (out->quarter - 1u) * 3 + 1,
                   numbers[DAY] != 0 ? numbers[DAY] : 1u);
    return date_parse(text_of(day), &out->from);
}

bool edit_quarter_find(struct cl_text text, struct edit_quarter *out)
{
    enum { FORMS = sizeof(forms) / sizeof(forms[0]) };
    bool inside = false; /* a word: a form begins with one */

    for (; text.length > 0; text.data++, text.length--) {
        for (unsigned i = 0; i < FORMS && !inside; i++) {
            uint16_t numbers[NUMBERS] = { 0 };

            if (has_form(text, forms[i], numbers) && conclude(numbers, out))
                return true;
        }
        inside = text_is_letter(text.data[0]) || text_is_digit(text.data[0]);
    }
    *out = (struct edit_quarter){ 0 };
    return false;
}
