/* places.c - see places.h. */
#include "places.h"

#include "rules/table.h"

#include "base/date.h"
#include "base/text.h"

static const char *const columns[] = { "code", "from", "to" };

static size_t index_of(struct cl_text code)
{
    return (size_t)(code.data[0] - '0') * 10 + (size_t)(code.data[1] - '0');
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    struct place_list *list = context;
    struct cl_text code = row->values[0];
    struct place_of_service place = { .listed = true };

    if (code.length != 2 || !text_is_digit(code.data[0]) || !text_is_digit(code.data[1]))
        return table_mistake(row, columns[0], "is not two digits", problem);
    if ((row->values[1].length != 0 && !date_parse(row->values[1], &place.from)) ||
        (row->values[2].length != 0 && !date_parse(row->values[2], &place.to)))
        return table_mistake(row, "from, to", "is not a date", problem);
    list->codes[index_of(code)] = place;
    return 0;
}

int place_list_load(struct place_list *list, struct problem *problem)
{
    static const struct table_shape shape = { columns, 3, 3, take_row };

    *list = (struct place_list){ 0 };
    return table_read(&shape, &builtin_places, NULL, list, problem);
}

bool place_listed(const struct place_list *list, struct cl_text code, struct cl_date day)
{
    const struct place_of_service *place = &list->codes[index_of(code)];

    return place->listed && date_within(day, place->from, place->to);
}
