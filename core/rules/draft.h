/* draft.h - claims while the rules work on them. */
#ifndef CORE_RULES_DRAFT_H
#define CORE_RULES_DRAFT_H

#include "rules/ledger.h"
#include "rules/modifiers.h"
#include "rules/rule_table.h"
#include "rules/rules.h"

enum { DRAFT_MODIFIERS = 16 }; /* collected before the limit of four is applied */

/* Whose minutes of its services a line has. */
enum line_part { PART_WHOLE, PART_ASSISTANT, PART_THERAPIST };

/* First one code of the claim, after substitution; rule_variants and rule_assistant
 * make of it what becomes a line. */
struct draft_line {
    struct cl_text code;
    struct cl_text documented_code;
    const struct code *entry;        /* NULL: not in the table, billed as stated */
    bool never_billed;               /* checked like others, but makes no claim line */
    const struct service **services; /* of this line, 1 or more */
    uint32_t service_count;
    uint32_t service_capacity;       /* of a list that line_add_service() made; else 0 */
    const struct service **siblings; /* all services of the code, those of other lines too */
    uint32_t sibling_count;
    uint32_t minutes;
    uint32_t units;
    struct cl_text unit_rule;
    struct cl_text assistant; /* CQ or CO on a line of an assistant's units; else empty */
    enum line_part part;
    bool short_service; /* too short for a unit; billed by the profile's short_service */
    const struct cl_provider *rendering; /* the provider the line names */
    const struct cl_provider *supervising;
    uint32_t modifier_count;
    unsigned known_modifiers; /* those of them that modifiers.h knows */
    uint8_t pointers[CL_MAX_POINTERS];
    uint32_t pointer_count;
    int64_t unit_charge;
    struct cl_text modifiers[DRAFT_MODIFIERS]; /* stands last: rule_lines zeroes all before it */
};

struct visit;

/* What stands somewhere in the rows or codes of a draft: without it whole rules have
 * nothing to do. */
enum draft_fact {
    STATES_MODIFIERS = 1 << 0,
    STATES_ASSISTANT = 1 << 1, /* minutes alone, or CQ or CO */
    STATES_POINTERS = 1 << 2,
    STATES_UNITS = 1 << 3,
    STATES_TIMES = 1 << 4,  /* start and end of a row */
    LACKS_MINUTES = 1 << 5, /* a row states none */
    SHARES_LINES = 1 << 6   /* a line has several services */
};

/* A claim in the making. */
struct draft {
    const struct rules *rules;
    struct visit *visit;
    struct session *session;        /* facts and services of all members; its findings are unused */
    struct session *const *members; /* whose rows it is made of, 1 or more: session by session
                                     * in input order, the pieces of one together */
    uint32_t member_count;
    struct findings *findings; /* of the first member: about the claim as a whole */
    struct arena *arena;
    const struct profile *profile;
    struct ledger *ledger; /* NULL: nobody asks for the reasons */
    struct cl_text place_of_service;
    bool diagnoses_differ;    /* between the sessions that were merged */
    unsigned facts;           /* enum draft_fact */
    unsigned billings;        /* of the lines that are billed, a bit for each enum billing */
    uint64_t timed_minutes;   /* of all rows whose documented code is a timed one */
    struct draft_line *lines; /* in the order of first appearance */
    uint32_t line_count;
};

/* What is judged together: one session in almost all cases; else sessions of one
 * patient, day, discipline, billing provider and payer. */
struct visit {
    const struct rules *rules;
    struct arena *arena;
    struct draft **drafts; /* one a claim, in input order */
    uint32_t draft_count;
    bool pooled; /* minutes count over all drafts, which are more than one */
};

/* A rule looks at the draft, changes its part of it, and adds findings. Rules keep
 * nothing from one visit to the next, so that visits can be judged on any thread;
 * what looks across visits is in across.h. */
typedef void rule_function(struct draft *draft);

/* The same for a rule that looks at all drafts of a visit. */
typedef void visit_rule_function(struct visit *visit);

/* Comes before all others: without a profile nothing else can be said. */
rule_function rule_profile;

#define OF_CLAIM(function) rule_function function;
#define OF_VISIT(function) visit_rule_function function;
RULE_TABLE(OF_CLAIM, OF_VISIT)
#undef OF_CLAIM
#undef OF_VISIT

/* A finding about a row goes to the session that the row came with. What these three name
 * must last as long as the draft's arena (findings_note). */
#define draft_service_finding(of_service, id, column, ...)                                         \
    findings_note(&(of_service)->session->findings, id, (of_service)->line, column,                \
                  (of_service)->code, __VA_ARGS__)

/* A finding about a line, at the row of its first service. */
#define draft_line_finding(of_line, id, column, ...)                                               \
    findings_note(&(of_line)->services[0]->session->findings, id, (of_line)->services[0]->line,    \
                  column, (of_line)->documented_code, __VA_ARGS__)

/* A finding about the claim as a whole, at its first session. */
#define draft_finding(draft, id, column, ...)                                                      \
    findings_note((draft)->findings, id, (draft)->members[0]->line, column, TEXT_NONE, __VA_ARGS__)

/* Whether the profile wants findings of that kind at all. */
static inline bool draft_wants(const struct draft *draft, enum finding_id id)
{
    return draft->profile->severities[id] != SEVERITY_OFF;
}

/* The text as a message shows it (text_show), in the arena. */
const char *shown_in(struct arena *arena, struct cl_text text);

/* Finds the facts that the rows alone tell: STATES_... and LACKS_MINUTES. */
void draft_survey(struct draft *draft);

/* Whether no earlier member is a piece of the same session. */
bool draft_member_is_first(const struct draft *draft, uint32_t member);

/* Adds a modifier; false where the line has it already. */
bool line_add_modifier(struct draft_line *line, struct cl_text modifier);

/* The same for one that modifiers.h knows. */
static inline bool line_add_known(struct draft_line *line, struct cl_text modifier, unsigned bit)
{
    if ((line->known_modifiers & bit) != 0)
        return false;
    /* More than DRAFT_MODIFIERS are far more than the four that rule_modifier_order allows. */
    if (line->modifier_count < DRAFT_MODIFIERS) {
        line->known_modifiers |= bit;
        line->modifiers[line->modifier_count++] = modifier;
    }
    return true;
}

bool line_has_modifier(const struct draft_line *line, struct cl_text modifier);

/* Whether a finding of the draft's sessions is an error. */
static inline bool draft_has_errors(const struct draft *draft)
{
    for (uint32_t i = 0; i < draft->member_count; i++) {
        if (draft->members[i]->findings.errors != 0)
            return true;
    }
    return false;
}

/* Whether the payer takes 59 in the place of this X modifier. */
bool modifier_becomes_59(const struct profile *profile, struct cl_text modifier);

/* Whether the payer wants another telehealth modifier than this one, or none. */
bool modifier_is_left_out(const struct profile *profile, struct cl_text modifier);

/* Whether rule_kx puts KX on the line: the year's amount is past the threshold, and
 * need is attested. */
bool line_gets_kx(const struct draft *draft, const struct draft_line *line);

/* is_telehealth() of the draft's session. */
static inline bool draft_is_telehealth(const struct draft *draft)
{
    const struct code_list *modifiers = &draft->profile->telehealth_modifiers;

    return place_is_telehealth(&draft->rules->places, draft->session->place_of_service) ||
           ((draft->facts & STATES_MODIFIERS) != 0 &&
            telehealth_service(modifiers, draft->session) != NULL);
}

/* Minutes of the row, 0 where it states none. */
static inline uint32_t service_minutes(const struct service *service)
{
    return service->minutes != MINUTES_NOT_STATED ? (uint32_t)service->minutes : 0;
}

/* A stated CQ or CO says that all minutes of the row are the assistant's. */
static inline bool service_states_assistant(const struct service *service)
{
    return (service_modifiers(service) & MODIFIERS_OF_ASSISTANT) != 0;
}

/* Minutes that the assistant gave alone. */
uint32_t service_assistant_minutes(const struct service *service);

/* Minutes of the row that are on the line. */
uint32_t line_minutes_of(const struct draft_line *line, const struct service *service);

/* Whether a line has units at all: a claim needs one. */
bool draft_has_units(const struct draft *draft);

/* Whether the line stands on the claim: it has units, or the payer wants lines without,
 * beside others. */
static inline bool draft_shows(const struct draft *draft, const struct draft_line *line)
{
    return line->units != 0 ||
           (draft->profile->zero_unit_lines && !line->never_billed && draft_has_units(draft));
}

/* The claim over the lines that bill something, in the draft's arena; NULL where none
 * does. */
const struct cl_claim *draft_claim(const struct draft *draft);

/* Adds a service to the line's, with its minutes. */
void line_add_service(struct arena *arena, struct draft_line *line, const struct service *service);

#endif
