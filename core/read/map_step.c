/* map_step.c - see map_step.h. */
#include "map_step.h"

#include "base/text.h"

static struct cl_text take_part(const struct map_column *column, struct cl_text text, char *room)
{
    switch (column->take) {
    case TAKE_BEFORE:
        return take_before(text, column->take_mark);
    case TAKE_AFTER:
        return take_after(text, column->take_mark);
    case TAKE_FIRST_WORD:
        return take_first_word(text);
    case TAKE_LAST_NAME:
        return take_last_name(text);
    case TAKE_FIRST_NAME:
        return take_first_name(text);
    case TAKE_MIDDLE_NAME:
        return take_middle_name(text);
    case TAKE_MODIFIERS:
        return take_modifiers(text, room);
    case TAKE_DIAGNOSIS:
        return take_diagnosis(text);
    case TAKE_DIGITS:
        return take_digits(text);
    default:
        break;
    }
    return text;
}

/* What holds no code is left whole: the reader says what is wrong with it. */
static struct cl_text take(const struct map_column *column, struct cl_text text, char *room)
{
    struct cl_text code;

    if (column->take != TAKE_CODE)
        return take_part(column, text, room);
    code = take_code(text);
    return code.length != 0 ? code : text;
}

static struct cl_text no_form(struct map_step *step, struct cl_text text, const char *what)
{
    step->fault = FINDING_MAP_FORM;
    step->what = what;
    return text;
}

static struct cl_text make_date(struct map_step *step, const struct map_column *column,
                                struct cl_text text, char *room, struct arena *arena)
{
    struct cl_text made;
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < column->date_count; i++) {
        if (convert_date(text, &column->dates[i], column->pivot, room, &made))
            return made;
    }
    return no_form(
        step, text,
        arena_format(arena, "is not a date of the form %s", text_show(shown, column->dates_written))
            .data);
}

static struct cl_text make_money(struct map_step *step, const struct map_column *column,
                                 struct cl_text text, char *room)
{
    struct cl_text made;
    bool negative;

    if (!convert_money(text, column->comma, room, &made, &negative))
        return no_form(step, text,
                       column->comma ? "is not an amount like 1.234,50"
                                     : "is not an amount like 1,234.50");
    if (!negative || map_is_zero(made) || column->negative == MISSING_KEEP)
        return made;
    return column->negative == MISSING_EMPTY
               ? TEXT_NONE
               : no_form(step, text,
                         "is a negative amount (the map's key negative says what "
                         "else may be done)");
}

static struct cl_text look_up(struct map_step *step, const struct map_column *column,
                              struct cl_text text, struct arena *arena)
{
    const struct map_lookup *lookup = column->lookup;
    uint32_t row = map_lookup_find(lookup, text, arena_room(arena, text.length + 1));
    char shown[TEXT_SHOWN], key[TEXT_SHOWN];

    if (row != MAP_NONE)
        return map_lookup_cell(lookup, row, column->lookup_column);
    if (column->missing != MISSING_HOLD)
        return column->missing == MISSING_KEEP ? text : TEXT_NONE;
    text_show_string(shown, lookup->path);
    step->fault = FINDING_MAP_LOOKUP;
    step->place = text_of(lookup->path);
    step->what =
        lookup->names_keys
            ? arena_format(arena, "is \"%s\", which %s has not", text_show(key, text), shown).data
            : arena_format(arena, "holds a key that %s has not", shown).data;
    return text;
}

static struct cl_text make_form(struct map_step *step, const struct map_column *column,
                                struct cl_text text, char *room, struct arena *arena)
{
    struct cl_text made;

    switch (column->form) {
    case FORM_DATE:
        return make_date(step, column, text, room, arena);
    case FORM_TIME:
        return convert_time(text, room, &made) ? made : no_form(step, text, "is not a time of day");
    case FORM_MONEY:
        return make_money(step, column, text, room);
    case FORM_WHOLE:
        return convert_whole(text, room, &made) ? made
                                                : no_form(step, text, "is not a whole number");
    case FORM_HOURS:
        return convert_hours(text, room, &made)
                   ? made
                   : no_form(step, text, "is not a number of hours that makes whole minutes");
    case FORM_LOOKUP:
        return look_up(step, column, text, arena);
    default:
        return text;
    }
}

struct cl_text map_step_apply(struct map_step *step, const struct map_column *column,
                              const struct map_values *values, struct cl_text text,
                              struct arena *arena)
{
    char *room = column->take == TAKE_MODIFIERS || column->form != FORM_AS_IS
                     ? arena_room(arena, (size_t)CONVERT_ROOM * 2)
                     : NULL;
    struct cl_text made;

    *step = (struct map_step){ .fault = FINDING_KINDS, .place = TEXT_NONE };
    made = take(column, text, room);
    if (values != NULL && made.length != 0 &&
        !map_values_find(values, made, arena_room(arena, made.length + 1), &made)) {
        step->fault = FINDING_MAP_VALUE;
        step->what = "holds a value that the map does not list";
        return text;
    }
    if (made.length == 0)
        return made;
    return make_form(step, column, made, room != NULL ? room + CONVERT_ROOM : NULL, arena);
}

bool map_is_zero(struct cl_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '0' && text.data[i] != '.' && text.data[i] != '$')
            return false;
    }
    return true;
}
