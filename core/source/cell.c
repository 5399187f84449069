/* cell.c - see cell.h. */
#include "cell.h"

#include "base/text.h"

#include <string.h>

bool cell_is_true(struct cl_text value)
{
    return text_equal(value, text_of("1")) || text_equal(value, text_of("true"));
}

static bool find_type(struct cl_text name, enum cell_type *out)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } rows[] = {
        { "n", CELL_NUMBER },       { "s", CELL_SHARED },  { "str", CELL_TEXT },
        { "inlineStr", CELL_TEXT }, { "b", CELL_BOOLEAN }, { "d", CELL_DATE },
        { "e", CELL_ERROR },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!text_equal(name, text_of(rows[i].name)))
            continue;
        *out = rows[i].type;
        return true;
    }
    return false;
}

/* The column of a place like BC17. */
static bool find_column(struct cl_text place, uint32_t *out)
{
    uint32_t column = 0;
    size_t at = 0;

    for (; at < place.length && text_is_letter(place.data[at]) && column <= SHEET_MOST_COLUMNS;
         at++)
        column = column * 26 + (uint32_t)(text_upper(place.data[at]) - 'A' + 1);
    *out = column;
    return column != 0 && column <= SHEET_MOST_COLUMNS && at < place.length &&
           text_is_digit(place.data[at]);
}

bool cell_begin(struct cell *cell, const struct markup_element *element, uint32_t *column)
{
    struct cl_text value;

    *cell = (struct cell){ .type = CELL_NUMBER };
    if (markup_attribute(element, "s", &value) &&
        !text_to_unsigned(value, UINT32_MAX, &cell->style))
        return false;
    if (markup_attribute(element, "t", &value) && !find_type(value, &cell->type))
        return false;
    return !markup_attribute(element, "r", &value) || find_column(value, column);
}

static struct number_style style_of(const struct cell *cell, const struct sheet_context *context)
{
    return cell->style < context->style_count ? context->styles[cell->style]
                                              : (struct number_style){ STYLE_PLAIN, 0 };
}

/* Replaces the value by another text. */
static int replace(struct xstring *value, struct cl_text text, struct cl_text *out,
                   struct problem *problem)
{
    xstring_clear(value);
    if (xstring_add(value, text, "", problem) < 0)
        return -1;
    *out = xstring_text(value);
    return 1;
}

static int show_number(const struct cell *cell, struct xstring *value,
                       const struct sheet_context *context, struct cl_text *out,
                       struct problem *problem)
{
    char shown[NUMBER_SHOWN];

    if (!number_show(shown, text_trim(xstring_text(value)), style_of(cell, context),
                     context->from_1904))
        return 0;
    return replace(value, text_of(shown), out, problem);
}

static int show_shared(struct xstring *value, const struct sheet_context *context,
                       struct cl_text *out, struct problem *problem)
{
    uint64_t number;

    if (!text_to_unsigned(text_trim(xstring_text(value)), UINT32_MAX, &number))
        return 0;
    return strings_find(context->strings, number, out, problem);
}

/* YYYY-MM-DDTHH:MM:SS, or a part of it, as the cell's format shows it. */
static int show_date(const struct cell *cell, struct xstring *value,
                     const struct sheet_context *context, struct cl_text *out,
                     struct problem *problem)
{
    enum { DAY_LENGTH = 10, MINUTE_LENGTH = 16, SECOND_LENGTH = 19 };
    struct cl_text text = text_trim(xstring_text(value));
    bool whole_day = text.length < MINUTE_LENGTH || text.data[DAY_LENGTH] != 'T' ||
                     memcmp(text.data + DAY_LENGTH, "T00:00", 6) == 0;
    char shown[NUMBER_SHOWN];

    if (text.length < DAY_LENGTH || text.length >= sizeof(shown) || text.data[4] != '-') {
        *out = text; /* a time alone, or something else that its reader may refuse */
        return 1;
    }
    memcpy(shown, text.data, text.length);
    if (style_of(cell, context).kind == STYLE_DATE || whole_day) {
        shown[DAY_LENGTH] = '\0';
    } else {
        bool seconds = text.length >= SECOND_LENGTH && memcmp(shown + MINUTE_LENGTH, ":00", 3) != 0;

        shown[DAY_LENGTH] = ' ';
        shown[seconds ? SECOND_LENGTH : MINUTE_LENGTH] = '\0';
    }
    return replace(value,
                   text_of(style_of(cell, context).kind == STYLE_TIME && !whole_day
                               ? shown + DAY_LENGTH + 1
                               : shown),
                   out, problem);
}

/* SUB stands for what could not be told; the field that holds it is refused. */
static int show_error(struct xstring *value, struct cl_text what, struct cl_text *out,
                      struct problem *problem)
{
    char shown[NUMBER_SHOWN] = "\x1a";
    size_t length = what.length < sizeof(shown) - 1 ? what.length : sizeof(shown) - 2;

    memcpy(shown + 1, what.data, length);
    return replace(value, (struct cl_text){ shown, length + 1 }, out, problem);
}

int cell_show(const struct cell *cell, struct xstring *value, const struct sheet_context *context,
              struct cl_text *out, bool *error, struct problem *problem)
{
    struct cl_text text = xstring_text(value);

    *out = text;
    *error = cell->type == CELL_ERROR || (cell->has_formula && text.length == 0 &&
                                          (cell->type != CELL_TEXT || !cell->has_value));
    if (*error)
        return show_error(value, text.length != 0 ? text : text_of("formula without a value"), out,
                          problem);
    if (text.length == 0)
        return 1;
    switch (cell->type) {
    case CELL_NUMBER:
        return show_number(cell, value, context, out, problem);
    case CELL_SHARED:
        return show_shared(value, context, out, problem);
    case CELL_BOOLEAN:
        return replace(value, text_of(cell_is_true(text) ? "TRUE" : "FALSE"), out, problem);
    case CELL_DATE:
        return show_date(cell, value, context, out, problem);
    default:
        return 1;
    }
}
