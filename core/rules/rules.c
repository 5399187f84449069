/* rules.c - loads the tables, applies the rules of rule_table.h one after the other,
 * and makes claims of the drafts they leave. */
#include "rules.h"

#include "rules/draft.h"
#include "rules/visit.h"

#include "base/date.h"
#include "base/text.h"

#include <stdalign.h>
#include <string.h>
#include <xxhash.h>

static unsigned moot_without(const struct rule_files *files)
{
    return (files->year_to_date == NULL ? PAYER_KX : 0) |
           (files->ncci_count + files->mue_count == 0 ? PAYER_EDITS : 0);
}

int rules_load(struct rules *rules, const struct rule_files *files, struct problem *problem)
{
    *rules = (struct rules){ 0 };
    if (codes_load(&rules->codes, files->codes, problem) < 0 ||
        place_list_load(&rules->places, problem) < 0 ||
        profiles_load(&rules->profiles, files->payers, &rules->places, problem) < 0 ||
        fees_load(&rules->fees, files->fees, problem) < 0 ||
        thresholds_load(&rules->thresholds, files->thresholds, problem) < 0 ||
        year_to_date_load(&rules->year_to_date, files->year_to_date, problem) < 0 ||
        documentation_load(&rules->documentation, &rules->codes, problem) < 0 ||
        edits_load(&rules->edits, files->ncci, files->ncci_count, files->mue, files->mue_count,
                   &rules->codes, problem) < 0)
        return -1;
    rules->moot = moot_without(files);
    return 0;
}

void rules_finish(struct rules *rules)
{
    codes_finish(&rules->codes);
    profiles_destroy(rules->profiles);
    fees_destroy(rules->fees);
    thresholds_destroy(rules->thresholds);
    year_to_date_destroy(rules->year_to_date);
    documentation_destroy(rules->documentation);
    edits_destroy(rules->edits);
}

/* Whether the payer looks at all that a day holds, not at single sessions. */
static bool looks_at_days(const struct rules *rules, const struct profile *profile)
{
    bool edits = edits_table_count(rules->edits) != 0 &&
                 (profile->severities[FINDING_EDIT_PAIR] != SEVERITY_OFF ||
                  profile->severities[FINDING_EDIT_UNITS] != SEVERITY_OFF);

    return profile->same_day != SAME_DAY_SEPARATE || profile->unit_rule->pools ||
           profile->cap_count != 0 || profile->cap_day != 0 || edits;
}

/* The class that rules: a profile that names the payer knows it better than the export. */
static enum payer_class class_of(const struct profile *profile, const struct session *session)
{
    return profile->of_payer ? profile->payer_class : session->payer_class;
}

static const struct profile *profile_of(const struct rules *rules, const struct session *session)
{
    return profiles_find(rules->profiles, session->payer.id, session->payer_class,
                         session->service_date);
}

/* A void takes a claim back (837P CLM05-3: 8): it is no work of the day. */
static bool is_void(const struct session *session)
{
    return text_equal(session->claim_frequency, text_of("8"));
}

bool rules_visit_key(const struct rules *rules, const struct session *session, uint64_t *key)
{
    const struct cl_text texts[] = { session->patient.id, session->billing.npi, session->payer.id };
    const struct profile *profile = profile_of(rules, session);

    if (profile == NULL || is_void(session) || !looks_at_days(rules, profile))
        return false;
    *key = (uint64_t)date_order(session->service_date) << 32 | (uint64_t)session->discipline << 16 |
           (uint64_t)class_of(profile, session);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *key = XXH3_64bits_withSeed(texts[i].data, texts[i].length, *key);
    return true;
}

bool rules_same_visit(const struct rules *rules, const struct session *a, const struct session *b)
{
    const struct profile *of_a = profile_of(rules, a);
    const struct profile *of_b = profile_of(rules, b);

    return of_a != NULL && of_b != NULL && !is_void(a) && !is_void(b) &&
           class_of(of_a, a) == class_of(of_b, b) && text_equal(a->patient.id, b->patient.id) &&
           text_equal(a->payer.id, b->payer.id) && text_equal(a->billing.npi, b->billing.npi) &&
           a->discipline == b->discipline && date_compare(a->service_date, b->service_date) == 0;
}

/* Profiles first: without one, nothing else can be said. */
static bool find_profiles(const struct visit *visit)
{
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        rule_profile(visit->drafts[i]);
        if (visit->drafts[i]->profile == NULL)
            return false;
        draft_survey(visit->drafts[i]);
    }
    return visit->draft_count != 0;
}

/* The rules of rule_table.h, written out: most have nothing to do for most sessions, and
 * most visits are one claim. */
static void apply_to_one(struct visit *visit, struct draft *draft)
{
#define OF_CLAIM(rule, concerns)                                                                   \
    if ((draft->facts & (concerns)) != 0)                                                          \
        rule(draft);
#define OF_VISIT(rule, concerns)                                                                   \
    if ((draft->facts & (concerns)) != 0)                                                          \
        rule(visit);
    RULE_TABLE(OF_CLAIM, OF_VISIT)
#undef OF_CLAIM
#undef OF_VISIT
}

static unsigned facts_of(const struct visit *visit)
{
    unsigned facts = 0;

    for (uint32_t i = 0; i < visit->draft_count; i++)
        facts |= visit->drafts[i]->facts;
    return facts;
}

static void apply_to_all(struct visit *visit)
{
#define OF_CLAIM(rule, concerns)                                                                   \
    for (uint32_t i = 0; i < visit->draft_count; i++) {                                            \
        if ((visit->drafts[i]->facts & (concerns)) != 0)                                           \
            rule(visit->drafts[i]);                                                                \
    }
#define OF_VISIT(rule, concerns)                                                                   \
    if ((facts_of(visit) & (concerns)) != 0)                                                       \
        rule(visit);
    RULE_TABLE(OF_CLAIM, OF_VISIT)
#undef OF_CLAIM
#undef OF_VISIT
}

static void apply(struct visit *visit)
{
    if (!find_profiles(visit))
        return;
    if (visit->draft_count == 1)
        apply_to_one(visit, visit->drafts[0]);
    else
        apply_to_all(visit);
}

static const struct cl_claim *finish_draft(struct draft *draft)
{
    const struct cl_claim *claim;

    if (draft_has_errors(draft))
        return NULL;
    claim = draft_claim(draft);
    if (claim == NULL)
        draft_finding(draft, FINDING_LINES_NONE, COLUMN_NONE,
                      "session %s is completed but bills nothing", draft->members[0]->id.data);
    return claim;
}

void rules_apply(const struct rules *rules, struct session *const *sessions, size_t count,
                 struct arena *arena, struct verdict *verdicts, struct ledger *ledgers)
{
    enum { SCRATCH_BYTES = 4096 }; /* enough for usual sessions; and near, as stacks are */
    alignas(max_align_t) char room[SCRATCH_BYTES];
    struct arena scratch = { .next = room, .limit = room + sizeof(room) };
    struct visit visit = { .rules = rules, .arena = arena, .scratch = &scratch };
    struct draft **draft_of = arena_room(&scratch, count * sizeof(struct draft *));
    struct visit whole;

    visit_make(&visit, sessions, count, draft_of);
    for (size_t i = 0; i < count; i++) {
        if (ledgers != NULL && draft_of[i]->ledger == NULL)
            draft_of[i]->ledger = &ledgers[i];
    }
    whole = visit;
    visit_leave_out_bad(&visit);
    apply(&visit);
    if (count > 1)
        visit_conclude(&whole);
    for (size_t i = 0; i < count; i++) {
        struct draft *draft = draft_of[i];
        size_t billed_on = i;

        while (sessions[billed_on] != draft->members[0])
            billed_on--;
        verdicts[i] = (struct verdict){ .profile = draft->profile,
                                        .claim = billed_on == i ? finish_draft(draft) : NULL,
                                        .merged = billed_on != i,
                                        .billed_on = billed_on,
                                        .noted = (draft->facts & STATES_TIMES) != 0 ||
                                                 (draft->documented & 1U << BILLING_MONTHLY) != 0,
                                        .pooled = whole.pooled };
    }
    arena_finish(&scratch);
}
