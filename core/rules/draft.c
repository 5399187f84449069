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

static unsigned facts_of_service(const struct service *service)
{
    unsigned facts = fact(service->pointer_count != 0, STATES_POINTERS) |
                     fact(service->units != 0, STATES_UNITS) |
                     fact(service->start_time.stated && service->end_time.stated, STATES_TIMES) |
                     fact(service->minutes == MINUTES_NOT_STATED, LACKS_MINUTES) |
                     fact(service->assistant_minutes > 0, STATES_ASSISTANT);

    if (service->modifier_count != 0)
        facts |= STATES_MODIFIERS | fact(service_states_assistant(service), STATES_ASSISTANT);
    return facts;
}

void draft_survey(struct draft *draft)
{
    const struct session *session = draft->session;
    const struct profile *profile = draft->profile;
    unsigned facts = EVERY_DRAFT | (profile->facts & ~draft->rules->moot);

    facts |= fact(session->claim_frequency.length != 0, STATES_FREQUENCY) |
             fact(session->related_cause.length != 0, STATES_CAUSE);
    for (uint32_t i = 0; i < draft->member_count; i++)
        facts |=
            fact(draft->members[i]->total_treatment_minutes != MINUTES_NOT_STATED, STATES_TOTAL);
    for (uint32_t i = 0; i < session->service_count; i++)
        facts |= facts_of_service(&session->services[i]);
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
