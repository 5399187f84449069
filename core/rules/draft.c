/* draft.c - see draft.h. */
#include "draft.h"

#include "base/text.h"

#include <string.h>

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

/* The bit where it is so. */
static unsigned fact(bool is_so, enum draft_fact bit)
{
    return is_so ? bit : 0;
}

/* What is 0 in all rows is 0 where all are put together by |. */
static unsigned facts_of_services(const struct service *services, uint32_t count)
{
    uint32_t pointers = 0, units = 0, times = 0, modifiers = 0, assistant = 0, lacks = 0;
    unsigned facts;

    for (const struct service *it = services, *end = services + count; it < end; it++) {
        pointers |= it->pointer_count;
        units |= it->units;
        times |= it->start_time.stated & it->end_time.stated;
        modifiers |= it->modifier_count;
        assistant |= it->assistant_minutes > 0;
        lacks |= it->minutes == MINUTES_NOT_STATED;
    }
    facts = fact(pointers != 0, STATES_POINTERS) | fact(units != 0, STATES_UNITS) |
            fact(times != 0, STATES_TIMES) | fact(modifiers != 0, STATES_MODIFIERS) |
            fact(assistant != 0, STATES_ASSISTANT) | fact(lacks != 0, LACKS_MINUTES);
    for (uint32_t i = 0; i < count && modifiers != 0; i++)
        facts |= fact(service_states_assistant(&services[i]), STATES_ASSISTANT);
    return facts;
}

void draft_survey(struct draft *draft)
{
    const struct session *session = draft->session;
    const struct profile *profile = draft->profile;
    unsigned facts = EVERY_DRAFT | (profile->facts & ~draft->rules->moot);

    facts |= fact(draft->ledger != NULL, EXPLAINED) |
             fact(session->claim_frequency.length != 0, STATES_FREQUENCY) |
             fact(session->related_cause.length != 0, STATES_CAUSE);
    for (uint32_t i = 0; i < draft->member_count; i++)
        facts |=
            fact(draft->members[i]->total_treatment_minutes != MINUTES_NOT_STATED, STATES_TOTAL);
    facts |= facts_of_services(session->services, session->service_count);
    /* A row makes a line at most, or two where an assistant gave a part of it. */
    facts |= fact((uint64_t)session->service_count * 2 > profile_most_lines(profile), MANY_LINES);
    draft->facts = facts;
}

void draft_clear_lines(struct draft *draft, uint32_t most)
{
    draft->lines = arena_room(draft->scratch, most * sizeof(*draft->lines));
    draft->out = arena_room(draft->arena, most * sizeof(*draft->out));
    draft->line_count = 0;
}

struct draft_line *draft_copy_line(struct draft *draft, const struct draft_line *line)
{
    struct draft_line *copy = &draft->lines[draft->line_count];

    *copy = *line;
    copy->out = &draft->out[draft->line_count++];
    *copy->out = *line->out;
    return copy;
}

bool line_has_modifier(const struct draft_line *line, struct cl_text modifier)
{
    unsigned known = modifier_bit(modifier);
    uint32_t at = 0;

    if (known != 0)
        return (line->known_modifiers & known) != 0;
    while (at < line->modifier_count && !text_equal(*line_modifier(line, at), modifier))
        at++;
    return at < line->modifier_count;
}

bool line_add_modifier(struct draft *draft, struct draft_line *line, struct cl_text modifier)
{
    return !line_has_modifier(line, modifier) &&
           line_add_known(draft, line, modifier, modifier_bit(modifier));
}

void line_add_beyond(struct draft *draft, struct draft_line *line, struct cl_text modifier,
                     unsigned bit)
{
    if (line->modifiers == NULL)
        line->modifiers = arena_room(draft->scratch, MODIFIERS_BEYOND * sizeof(*line->modifiers));
    if (line->modifier_count == CL_MAX_MODIFIERS + MODIFIERS_BEYOND)
        return;
    line->known_modifiers |= bit;
    *line_modifier(line, line->modifier_count++) = modifier;
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

void line_clear_services(struct draft_line *line)
{
    line->services = NULL;
    line->service_count = 0;
    line->service_capacity = 0;
    line->out->minutes = 0;
}

void line_add_service(struct draft *draft, struct draft_line *line, const struct service *service)
{
    if (line->service_count >= line->service_capacity) {
        uint32_t room = line->service_count != 0 ? line->service_count * 2 : 2;
        const struct service **services =
            arena_room(draft->scratch, room * sizeof(const struct service *));

        if (line->service_count != 0)
            memcpy(services, line->services, line->service_count * sizeof(const struct service *));
        line->services = services;
        line->service_capacity = room;
    }
    if (line->service_count == 0) {
        line->out->documented_code = service->code;
        line->documented = codes_find(&draft->rules->codes, service->code);
    }
    line->services[line->service_count++] = service;
    line->out->minutes += service_minutes(service);
}
