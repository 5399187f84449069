/* visit.c - see visit.h.
 *
 * Sessions of one patient, day, discipline and billing provider count together under
 * Medicare's rule and belong on one claim (Pub. 100-04 ch. 5, 20.2). A claim has some
 * facts once, such as its place of service: sessions that state different ones stay
 * claims of their own, and only their minutes are pooled. */
#include "visit.h"

#include "rules/joined.h"

#include "base/text.h"

static void tell(struct session *session, enum finding_id id, enum column column,
                 const struct session *other, const char *what)
{
    char shown[TEXT_SHOWN];

    findings_add(&session->findings, id, session->line, column, TEXT_NONE,
                 "session %s %s session %s at %s:%llu", session->id.data, what, other->id.data,
                 text_show(shown, other->source_file), (unsigned long long)other->line);
}

/* The same row once more is a copy of the export far more often than a second
 * piece of work. */
static void check_repeated(struct arena *arena, const struct seen *rows,
                           const struct session *session, const struct session *piece)
{
    const struct service *again = NULL;
    const struct service *first = joined_repeats(rows, session, piece, &again);

    if (first != NULL)
        draft_service_finding(again, FINDING_SESSION_REPEATED, COL_session_id,
                              "the same row of session %s stands at %s:%llu", piece->id.data,
                              shown_in(arena, first->session->source_file),
                              (unsigned long long)first->line);
}

/* A session with all its rows, also those that stand apart. */
struct whole {
    struct session *const *place; /* among those of the visit */
    struct session *own;          /* as its first rows gave it: findings go there */
    struct session *all;          /* the same one, or a copy with later rows too */
};

static struct whole make_whole(struct arena *arena, struct session *const *sessions, size_t at,
                               size_t count)
{
    struct whole whole = { &sessions[at], sessions[at], sessions[at] };
    struct seen rows = { 0 };

    for (size_t i = at + 1; i < count; i++) {
        if (!text_equal(sessions[i]->id, whole.own->id))
            continue;
        if (whole.all == whole.own) {
            whole.all = joined_copy(arena, whole.own);
            joined_note(&rows, whole.all, 0);
        }
        check_repeated(arena, &rows, whole.all, sessions[i]);
        joined_add_services(arena, whole.all, sessions[i]);
        joined_note(&rows, whole.all, whole.all->service_count - sessions[i]->service_count);
    }
    seen_finish(&rows);
    return whole;
}

/* The draft gets one more session. */
static void join(struct draft *draft, const struct whole *whole)
{
    if (draft->session == draft->members[0])
        draft->session = joined_copy(draft->arena, draft->session);
    joined_add(draft->arena, draft->session, whole->all, &draft->diagnoses_differ);
}

static struct draft *add_draft(struct visit *visit, const struct whole *whole)
{
    struct draft *draft = arena_room(visit->scratch, sizeof(*draft));

    *draft = (struct draft){ .rules = visit->rules,
                             .visit = visit,
                             .session = whole->all,
                             .members = whole->place,
                             .member_count = 1,
                             .findings = &whole->own->findings,
                             .arena = visit->arena,
                             .scratch = visit->scratch,
                             .place_of_service = TEXT_NONE };
    visit->drafts[visit->draft_count++] = draft;
    return draft;
}

/* Whether both were given at one place: stated or the profile's, and telehealth or not
 * where that makes the place or a modifier. */
static bool same_place(const struct visit *visit, const struct profile *profile,
                       const struct session *a, const struct session *b)
{
    const struct place_list *places = &visit->rules->places;
    bool told_apart =
        profile->telehealth_modifier.length != 0 || profile->telehealth_place.length != 0;
    struct cl_text of_a = a->place_of_service;
    struct cl_text of_b = b->place_of_service;

    text_keep_first(&of_a, profile->place_of_service);
    text_keep_first(&of_b, profile->place_of_service);
    return text_equal(of_a, of_b) &&
           (!told_apart || is_telehealth(places, &profile->telehealth_modifiers, a) ==
                               is_telehealth(places, &profile->telehealth_modifiers, b));
}

/* A draft that can take the session; *parted is what keeps it out of the first. */
static struct draft *draft_for(struct visit *visit, const struct profile *profile,
                               struct session *session, enum column *parted)
{
    *parted = COLUMN_NONE;
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        struct session *there = visit->drafts[i]->session;
        enum column column = same_place(visit, profile, there, session)
                                 ? joined_apart(there, session)
                                 : COL_place_of_service;

        if (column == COLUMN_NONE)
            return visit->drafts[i];
        if (*parted == COLUMN_NONE)
            *parted = column;
    }
    return NULL;
}

static struct draft *place(struct visit *visit, const struct whole *whole,
                           const struct profile *profile)
{
    struct session *session = whole->own;
    struct draft *draft;
    const struct session *first;
    enum column parted;

    if (visit->draft_count == 0 || profile == NULL)
        return add_draft(visit, whole);
    first = visit->drafts[0]->members[0];
    if (profile->same_day == SAME_DAY_MERGE) {
        draft = draft_for(visit, profile, whole->all, &parted);
        if (draft != NULL) {
            join(draft, whole);
            return draft;
        }
        tell(session, FINDING_VISIT_POOLED, parted, first,
             "states another fact that a claim has once, and is pooled but not merged with");
    } else if (profile->same_day == SAME_DAY_SEPARATE && profile->unit_rule->pools) {
        tell(session, FINDING_VISIT_SAME_DAY, COLUMN_NONE, first,
             "is of the same patient, day, discipline and billing provider as");
    }
    return add_draft(visit, whole);
}

/* A session that tells what all of the visit share: of one with an error they may be
 * missing. */
static const struct session *telling(struct session *const *sessions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (sessions[i]->status == STATUS_COMPLETED && sessions[i]->findings.errors == 0)
            return sessions[i];
    }
    return sessions[0];
}

static bool is_first_piece(struct session *const *sessions, size_t at)
{
    size_t i = 0;

    while (i < at && !text_equal(sessions[i]->id, sessions[at]->id))
        i++;
    return i == at;
}

/* All members of each draft, where there were only the first ones: session by session, the
 * pieces of one together. */
static void list_members(struct visit *visit, struct session *const *sessions, size_t count,
                         struct draft *const *draft_of)
{
    struct session **next = arena_alloc_array(visit->scratch, count, sizeof(struct session *));

    for (uint32_t i = 0; i < visit->draft_count; i++) {
        struct draft *draft = visit->drafts[i];

        draft->members = next;
        draft->member_count = 0;
        for (size_t j = 0; j < count; j++) {
            if (draft_of[j] != draft || !is_first_piece(sessions, j))
                continue;
            for (size_t k = j; k < count; k++) {
                if (!text_equal(sessions[k]->id, sessions[j]->id))
                    continue;
                *next++ = sessions[k];
                draft->member_count++;
            }
        }
    }
}

static void make_several(struct visit *visit, struct session *const *sessions, size_t count,
                         struct draft **draft_of)
{
    const struct session *first = telling(sessions, count);
    const struct profile *profile = profiles_find(visit->rules->profiles, first->payer.id,
                                                  first->payer_class, first->service_date);

    for (size_t i = 0; i < count; i++) {
        if (profile != NULL)
            sessions[i]->findings.severities = profile->severities;
        draft_of[i] = NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct whole whole;
        struct draft *draft;

        if (draft_of[i] != NULL)
            continue;
        whole = make_whole(visit->arena, sessions, i, count);
        draft = place(visit, &whole, profile);
        for (size_t j = i; j < count; j++) {
            if (text_equal(sessions[j]->id, whole.own->id))
                draft_of[j] = draft;
        }
    }
    list_members(visit, sessions, count, draft_of);
    visit->pooled =
        visit->draft_count > 1 && profile != NULL && profile->same_day != SAME_DAY_SEPARATE;
}

void visit_make(struct visit *visit, struct session *const *sessions, size_t count,
                struct draft **draft_of)
{
    visit->drafts = arena_room(visit->scratch, count * sizeof(struct draft *));
    if (count == 1) {
        draft_of[0] = add_draft(visit, &(struct whole){ sessions, sessions[0], sessions[0] });
        return;
    }
    make_several(visit, sessions, count, draft_of);
}

static void write_members(const struct draft *draft)
{
    struct ledger_entry entry = { .step = LEDGER_SAME_DAY };
    char shown[TEXT_SHOWN];

    for (uint32_t i = 1; i < draft->member_count; i++) {
        const struct session *session = draft->members[i];
        bool piece = text_equal(session->id, draft->members[0]->id);

        if (!piece)
            entry.source = text_of(profile_source(draft->profile, KEY_same_day));
        ledger_add(draft->ledger, &entry, "%s session %s at %s:%llu %s",
                   piece ? "more rows of" : "the rows of", session->id.data,
                   text_show(shown, session->source_file), (unsigned long long)session->line,
                   piece ? "belong to it"
                         : "are billed on this claim: sessions of one patient, "
                           "day, discipline, billing provider and payer");
    }
}

static void write_pooled(const struct visit *visit, const struct draft *draft)
{
    struct ledger_entry entry = { .step = LEDGER_SAME_DAY,
                                  .source = text_of(profile_source(draft->profile, KEY_same_day)) };
    char shown[TEXT_SHOWN];

    for (uint32_t i = 0; i < visit->draft_count; i++) {
        const struct session *session = visit->drafts[i]->members[0];

        if (visit->drafts[i] != draft)
            ledger_add(draft->ledger, &entry,
                       "minutes count together with those of session %s at %s:%llu, which has a "
                       "claim of its own",
                       session->id.data, text_show(shown, session->source_file),
                       (unsigned long long)session->line);
    }
}

static void write_reasons(const struct visit *visit)
{
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        const struct draft *draft = visit->drafts[i];

        if (draft->ledger == NULL || draft->profile == NULL)
            continue;
        write_members(draft);
        if (visit->pooled)
            write_pooled(visit, draft);
    }
}

static const struct session *bad_member(const struct draft *draft)
{
    for (uint32_t i = 0; i < draft->member_count; i++) {
        if (draft->members[i]->findings.errors != 0)
            return draft->members[i];
    }
    return NULL;
}

static bool any_bad(const struct visit *visit)
{
    uint32_t at = 0;

    while (at < visit->draft_count && !draft_has_errors(visit->drafts[at]))
        at++;
    return at < visit->draft_count;
}

void visit_leave_out_bad(struct visit *visit)
{
    struct draft **good;
    uint32_t count = 0;

    if (!any_bad(visit))
        return;
    good = arena_alloc_array(visit->scratch, visit->draft_count, sizeof(struct draft *));
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        if (!draft_has_errors(visit->drafts[i]))
            good[count++] = visit->drafts[i];
    }
    if (visit->pooled && count != visit->draft_count)
        count = 0;
    visit->drafts = good;
    visit->draft_count = count;
}

static void hold(struct draft *draft, const struct session *bad)
{
    for (uint32_t i = 0; i < draft->member_count; i++) {
        struct session *session = draft->members[i];

        if (session->findings.errors == 0)
            tell(session, FINDING_VISIT_HELD, COLUMN_NONE, bad,
                 text_equal(session->id, bad->id) ? "is held with other rows of"
                                                  : "is held together with");
    }
}

static void hold_with_bad(struct visit *visit)
{
    const struct session *bad = NULL;

    for (uint32_t i = 0; i < visit->draft_count; i++) {
        const struct session *here = bad_member(visit->drafts[i]);

        if (here != NULL)
            hold(visit->drafts[i], here);
        bad = bad != NULL ? bad : here;
    }
    for (uint32_t i = 0; i < visit->draft_count && bad != NULL && visit->pooled; i++)
        hold(visit->drafts[i], bad);
}

static bool bills(const struct draft *draft)
{
    return draft_has_units(draft) && !draft_has_errors(draft);
}

static void tell_merged(const struct visit *visit)
{
    for (uint32_t i = 0; i < visit->draft_count; i++) {
        const struct draft *draft = visit->drafts[i];

        for (uint32_t j = 1; j < draft->member_count && bills(draft); j++) {
            if (draft_member_is_first(draft, j))
                tell(draft->members[j], FINDING_VISIT_MERGED, COLUMN_NONE, draft->members[0],
                     "is billed on the claim of");
        }
    }
}

void visit_conclude(struct visit *visit)
{
    write_reasons(visit);
    hold_with_bad(visit);
    tell_merged(visit);
}
