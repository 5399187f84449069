/* draft.h - claims while the rules work on them. */
#ifndef CORE_RULES_DRAFT_H
#define CORE_RULES_DRAFT_H

#include "rules/facts.h"
#include "rules/ledger.h"
#include "rules/modifiers.h"
#include "rules/rule_table.h"
#include "rules/rules.h"

/* Collected beyond the four of a claim's line, to tell how many they are: more of them are far
 * more than rule_modifier_order allows. */
enum { MODIFIERS_BEYOND = 12 };

/* Whose minutes of its services a line has. */
enum line_part { PART_WHOLE, PART_ASSISTANT, PART_THERAPIST };

/* First one code of the claim, after substitution; rule_variants and rule_assistant
 * make of it what becomes a line. */
struct draft_line {
    /* The line of the claim, as far as rules have said what stands in it: code, documented code,
     * minutes, units, their rule, providers, pointers, modifiers and unit charge; the rest is
     * draft_claim()'s. */
    struct cl_line *out;
    const struct code *entry;        /* NULL: not in the table, billed as stated */
    const struct code *documented;   /* the same of the documented code */
    const struct service **services; /* of this line, 1 or more */
    const struct service **siblings; /* all services of the code, those of other lines too */
    uint32_t service_count;
    uint32_t service_capacity; /* of a list that line_add_service() made; else 0 */
    uint32_t sibling_count;
    uint32_t modifier_count;
    unsigned known_modifiers; /* those of them that modifiers.h knows */
    enum line_part part;
    enum billing billing;      /* how its units come about; BILLING_COUNT_OF_KINDS: never billed, or
                                * not in the table */
    bool never_billed;         /* checked like others, but makes no claim line */
    bool short_service;        /* too short for a unit; billed by the profile's short_service */
    struct cl_text assistant;  /* CQ or CO on a line of an assistant's units; else empty */
    struct cl_text *modifiers; /* those beyond the ones that a claim's line has room for */
};

struct visit;

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
    struct arena *scratch; /* of the visit */
    const struct profile *profile;
    struct ledger *ledger; /* NULL: nobody asks for the reasons */
    struct cl_text place_of_service;
    bool diagnoses_differ;    /* between the sessions that were merged */
    unsigned facts;           /* enum draft_fact */
    unsigned billings;        /* of the lines, a bit for each enum billing */
    unsigned documented;      /* the same of the codes that the rows state, billed or not */
    uint64_t timed_minutes;   /* of all rows whose documented code is a timed one */
    struct draft_line *lines; /* in the order of first appearance */
    struct cl_line *out;      /* theirs, in the same order */
    uint32_t line_count;
};

/* What is judged together: one session in almost all cases; else sessions of one
 * patient, day, discipline, billing provider and payer. */
struct visit {
    const struct rules *rules;
    struct arena *arena;
    struct arena *scratch; /* for what nobody needs when the claims are made */
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

#define OF_CLAIM(function, concerns) rule_function function;
#define OF_VISIT(function, concerns) visit_rule_function function;
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
                  column, (of_line)->out->documented_code, __VA_ARGS__)

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

/* Finds the facts that the session and its profile tell: all but SHARES_LINES. */
void draft_survey(struct draft *draft);

/* Whether no earlier member is a piece of the same session. */
bool draft_member_is_first(const struct draft *draft, uint32_t member);

/* Gives the draft room for `most` lines, and none in it: those that it had stay where they are. */
void draft_clear_lines(struct draft *draft, uint32_t most);

/* Adds a line that is like another one. */
struct draft_line *draft_copy_line(struct draft *draft, const struct draft_line *line);

/* One of the modifiers of a line, from 0. */
static inline struct cl_text *line_modifier(const struct draft_line *line, uint32_t at)
{
    return at < CL_MAX_MODIFIERS ? &line->out->modifiers[at]
                                 : &line->modifiers[at - CL_MAX_MODIFIERS];
}

/* Adds a modifier; false where the line has it already. */
bool line_add_modifier(struct draft *draft, struct draft_line *line, struct cl_text modifier);

/* Adds one that the line has not, where the claim's line has no room for it. */
void line_add_beyond(struct draft *draft, struct draft_line *line, struct cl_text modifier,
                     unsigned bit);

/* The same for one that modifiers.h knows: `bit` is its own. */
static inline bool line_add_known(struct draft *draft, struct draft_line *line,
                                  struct cl_text modifier, unsigned bit)
{
    if ((line->known_modifiers & bit) != 0)
        return false;
    if (line->modifier_count < CL_MAX_MODIFIERS) {
        line->known_modifiers |= bit;
        line->out->modifiers[line->modifier_count++] = modifier;
    } else {
        line_add_beyond(draft, line, modifier, bit);
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
    return line->out->units != 0 ||
           (draft->profile->zero_unit_lines && !line->never_billed && draft_has_units(draft));
}

/* The claim over the lines that stand on it, in the draft's arena; NULL where none does. The
 * last thing that is done with the draft: its lines are the claim's then. */
const struct cl_claim *draft_claim(struct draft *draft);

/* Takes its services from a line, with their minutes. */
void line_clear_services(struct draft_line *line);

/* Adds a service to the line's, with its minutes; the first one says what is documented. */
void line_add_service(struct draft *draft, struct draft_line *line, const struct service *service);

#endif
