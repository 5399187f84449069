/* places.c - see places.h. */
#include "places.h"

#include "rules/profiles.h"
#include "rules/table.h"

#include "base/text.h"

static const char *const columns[] = { "code", "from", "to", "telehealth" };

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
    place.telehealth = text_equal(row->values[3], text_of("yes"));
    if (row->values[3].length != 0 && !place.telehealth)
        return table_mistake(row, columns[3], "is neither yes nor empty", problem);
    list->codes[(code.data[0] - '0') * 10 + (code.data[1] - '0')] = place;
    return 0;
}

int place_list_load(struct place_list *list, struct problem *problem)
{
    static const struct table_shape shape = { columns, 4, 4, take_row, NULL };

    *list = (struct place_list){ 0 };
    return table_read(&shape, &builtin_places, NULL, list, problem);
}

const struct service *telehealth_service(const struct code_list *modifiers,
                                         const struct session *session)
{
    for (uint32_t i = 0; i < session->service_count; i++) {
        const struct service *service = &session->services[i];

        for (uint32_t j = 0; j < service->modifier_count; j++) {
            if (code_list_has(modifiers, service->modifiers[j]))
                return service;
        }
    }
    return NULL;
}

bool is_telehealth(const struct place_list *list, const struct code_list *modifiers,
                   const struct session *session)
{
    return place_is_telehealth(list, session->place_of_service) ||
           telehealth_service(modifiers, session) != NULL;
}
