/* draft.c - see draft.h. */
#include "draft.h"

#include "base/text.h"

#include <string.h>

static bool stands_in(const struct cl_text *modifiers, uint32_t count, struct cl_text modifier)
{
    for (uint32_t i = 0; i < count; i++) {
        if (text_equal(modifiers[i], modifier))
            return true;
    }
    return false;
}

const char *shown_in(struct arena *arena, struct cl_text text)
{
    return text_show(arena_room(arena, TEXT_SHOWN), text);
}

bool draft_member_is_first(const struct draft *draft, uint32_t member)
{
    for (uint32_t i = 0; i < member; i++) {
        if (text_equal(draft->members[i]->id, draft->members[member]->id))
            return false;
    }
    return true;
}

bool line_has_modifier(const struct draft_line *line, const char *modifier)
{
    return stands_in(line->modifiers, line->modifier_count, text_of(modifier));
}

void line_add_modifier(struct draft_line *line, struct cl_text modifier)
{
    /* More than DRAFT_MODIFIERS are far more than the four that rule_modifier_order allows. */
    if (line->modifier_count < DRAFT_MODIFIERS &&
        !stands_in(line->modifiers, line->modifier_count, modifier))
        line->modifiers[line->modifier_count++] = modifier;
}

bool service_states(const struct service *service, const char *modifier)
{
    return stands_in(service->modifiers, service->modifier_count, text_of(modifier));
}

bool service_states_assistant(const struct service *service)
{
    return service_states(service, "CQ") || service_states(service, "CO");
}

uint32_t service_assistant_minutes(const struct service *service)
{
    if (service_states_assistant(service))
        return service_minutes(service);
    return service->assistant_minutes > 0 ? (uint32_t)service->assistant_minutes : 0;
}

uint32_t line_minutes_of(const struct draft_line *line, const struct service *service)
{
    switch (line->part) {
    case PART_ASSISTANT:
        return service_assistant_minutes(service);
    case PART_THERAPIST:
        return service_minutes(service) - service_assistant_minutes(service);
    default:
        return service_minutes(service);
    }
}

bool modifier_becomes_59(const struct profile *profile, struct cl_text modifier)
{
    static const char *const specific[] = { "XE", "XP", "XS", "XU" };

    for (size_t i = 0; i < sizeof(specific) / sizeof(specific[0]); i++) {
        if (text_equal(modifier, text_of(specific[i])))
            return !code_list_has(&profile->distinct_modifiers, modifier) &&
                   code_list_has(&profile->distinct_modifiers, text_of("59"));
    }
    return false;
}

bool modifier_is_left_out(const struct profile *profile, struct cl_text modifier)
{
    return code_list_has(&profile->telehealth_modifiers, modifier) &&
           (profile->telehealth_unmarked || (profile->telehealth_modifier.length != 0 &&
                                             !text_equal(profile->telehealth_modifier, modifier)));
}

void line_add_service(struct arena *arena, struct draft_line *line, const struct service *service)
{
    if (line->service_count == line->service_capacity) {
        uint32_t room = line->service_capacity != 0 ? line->service_capacity * 2 : 2;
        const struct service **services =
            arena_alloc_array(arena, room, sizeof(const struct service *));

        if (line->service_count != 0)
            memcpy(services, line->services, line->service_count * sizeof(const struct service *));
        line->services = services;
        line->service_capacity = room;
    }
    line->services[line->service_count++] = service;
    line->minutes += service_minutes(service);
}
