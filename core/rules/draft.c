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

void draft_survey(struct draft *draft)
{
    unsigned facts = 0;

    for (uint32_t i = 0; i < draft->session->service_count; i++) {
        const struct service *service = &draft->session->services[i];

        facts |= service->pointer_count != 0 ? STATES_POINTERS : 0;
        facts |= service->units != 0 ? STATES_UNITS : 0;
        facts |= service->start_time.stated && service->end_time.stated ? STATES_TIMES : 0;
        facts |= service->minutes == MINUTES_NOT_STATED ? LACKS_MINUTES : 0;
        facts |= service->assistant_minutes > 0 ? STATES_ASSISTANT : 0;
        if (service->modifier_count == 0)
            continue;
        facts |= STATES_MODIFIERS;
        facts |= service_states_assistant(service) ? STATES_ASSISTANT : 0;
    }
    draft->facts = facts;
}

bool line_has_modifier(const struct draft_line *line, struct cl_text modifier)
{
    unsigned known = modifier_bit(modifier);

    return known != 0 ? (line->known_modifiers & known) != 0
                      : stands_in(line->modifiers, line->modifier_count, modifier);
}

bool line_add_modifier(struct draft_line *line, struct cl_text modifier)
{
    unsigned known = modifier_bit(modifier);

    if (known == 0 && stands_in(line->modifiers, line->modifier_count, modifier))
        return false;
    return line_add_known(line, modifier, known);
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
    return (modifier_bit(modifier) & MODIFIERS_X) != 0 &&
           !code_list_has(&profile->distinct_modifiers, modifier) &&
           code_list_has(&profile->distinct_modifiers, text_of("59"));
}

bool modifier_is_left_out(const struct profile *profile, struct cl_text modifier)
{
    return code_list_has(&profile->telehealth_modifiers, modifier) &&
           (profile->telehealth_unmarked || (profile->telehealth_modifier.length != 0 &&
                                             !text_equal(profile->telehealth_modifier, modifier)));
}

void line_add_service(struct arena *arena, struct draft_line *line, const struct service *service)
{
    if (line->service_count >= line->service_capacity) {
        uint32_t room = line->service_count != 0 ? line->service_count * 2 : 2;
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
