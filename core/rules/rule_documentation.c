/* rule_documentation.c - what the record of a service should show, code by code, as
 * data/documentation.csv asks for it (Pub. 100-02 ch. 15, 220.3 E). Services that are
 * not billed are to be documented too. */
#include "rules/draft.h"

#include "base/text.h"

/* The facts that any row of the session shows, a bit each. */
static unsigned facts_of_session(const struct session *session)
{
    return (unsigned)(session->total_treatment_minutes != MINUTES_NOT_STATED)
           << FACT_total_treatment_minutes;
}

/* Those that the row shows, with its session. */
static unsigned facts_of(const struct service *service)
{
    return facts_of_session(service->session) | (unsigned)(service->minutes > 0) << FACT_minutes |
           (unsigned)(service->start_time.stated != 0) << FACT_start_time |
           (unsigned)(service->region.length != 0) << FACT_region |
           (unsigned)(service->technique.length != 0) << FACT_technique |
           (unsigned)(service->necessity.length != 0) << FACT_necessity |
           (unsigned)(service->response.length != 0) << FACT_response |
           (unsigned)(service->note.length != 0) << FACT_note;
}

/* What is checked; and the facts that a file could show, as far as they were looked for. */
struct checking {
    struct draft *draft;
    bool demanded; /* what is missing holds the session */
    const struct column_set *columns;
    unsigned possible;
    bool known; /* `possible` is that of `columns` */
};

static unsigned possible_facts(struct checking *checking, const struct column_set *columns)
{
    if (!checking->known || checking->columns != columns) {
        checking->possible = documentation_possible(columns);
        checking->columns = columns;
        checking->known = true;
    }
    return checking->possible;
}

/* The needs that the services of a code do not show together, a bit each; but for an error
 * not those that none of their files could, of which documentation.column has told. */
static unsigned unmet_needs(struct checking *checking, const struct service *const *services,
                            uint32_t count, const struct documented *asked)
{
    unsigned shown = 0, possible = 0;

    for (uint32_t i = 0; i < count; i++)
        shown |= facts_of(services[i]);
    if (asked->unmet[shown] == 0 || checking->demanded)
        return asked->unmet[shown];
    for (uint32_t i = 0; i < count; i++)
        possible |= possible_facts(checking, services[i]->session->columns);
    return asked->unmet[shown] & ~(unsigned)asked->unmet[possible];
}

/* A region that the code has to itself: none of those where `other` was given. */
static bool has_region_apart(const struct draft *draft, const struct draft_line *line,
                             struct cl_text other)
{
    const struct session *session = draft->session;

    for (uint32_t i = 0; i < line->sibling_count; i++) {
        struct cl_text region = line->siblings[i]->region;
        bool apart = region.length != 0;

        for (uint32_t j = 0; apart && j < session->service_count; j++) {
            const struct service *service = &session->services[j];

            if (text_equal(service->code, other))
                apart = service->region.length != 0 && !text_equal_nocase(service->region, region);
        }
        if (apart)
            return true;
    }
    return false;
}

static bool is_given(const struct session *session, struct cl_text code)
{
    for (uint32_t i = 0; i < session->service_count; i++) {
        if (text_equal(session->services[i].code, code))
            return true;
    }
    return false;
}

static bool shows_region(const struct draft_line *line)
{
    for (uint32_t i = 0; i < line->sibling_count; i++) {
        if (line->siblings[i]->region.length != 0)
            return true;
    }
    return false;
}

static void check_needs(struct checking *checking, const struct draft_line *line,
                        const struct documented *asked)
{
    const struct draft *draft = checking->draft;
    unsigned lacking = unmet_needs(checking, line->siblings, line->sibling_count, asked);
    enum column column = COL_region;

    if (lacking != 0)
        column = asked->needs[__builtin_ctz(lacking)].columns[0];
    for (size_t i = 0; i < asked->apart_from.count && shows_region(line); i++) {
        struct cl_text other = asked->apart_from.items[i];

        if (is_given(draft->session, other) && !has_region_apart(draft, line, other))
            lacking |= 1U << (asked->need_count + i);
    }
    if (lacking != 0)
        draft_line_finding(line, FINDING_DOCUMENTATION_MISSING, column, "%s lacks %s",
                           line->out->documented_code.data, asked->lacking[lacking]);
}

static bool is_attended(const struct service *service, const struct documented *asked)
{
    const struct cl_text texts[] = { service->necessity, service->technique, service->note,
                                     service->response };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (documentation_says(texts[i], asked))
            return true;
    }
    return false;
}

static void check_attended(const struct draft_line *line, const struct documented *asked)
{
    for (uint32_t i = 0; asked->words.count != 0 && i < line->sibling_count; i++) {
        const struct service *service = line->siblings[i];

        if (!is_attended(service, asked))
            continue;
        draft_service_finding(service, FINDING_DOCUMENTATION_ATTENDED, COL_note,
                              "%s is documented like attended stimulation, 97032",
                              service->code.data);
        return;
    }
}

/* Variants and an assistant's part of a code have the services of one record. */
static bool is_checked(const struct draft *draft, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (draft->lines[i].siblings[0] == draft->lines[at].siblings[0])
            return true;
    }
    return false;
}

static void check_codes(struct checking *checking)
{
    const struct draft *draft = checking->draft;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];
        const struct documented *asked;

        if (line->documented == NULL || line->documented->documented == NULL)
            continue;
        asked = documented_on(line->documented->documented, draft->session->service_date);
        if (asked == NULL || is_checked(draft, i))
            continue;
        check_needs(checking, line, asked);
        check_attended(line, asked);
    }
}

/* A service of a timed code in that session; NULL for none. */
static const struct service *timed_service(const struct draft *draft, const struct session *session)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        for (uint32_t j = 0; line->entry != NULL && line->entry->timed && j < line->service_count;
             j++) {
            if (line->services[j]->session == session)
                return line->services[j];
        }
    }
    return NULL;
}

static void check_session(struct checking *checking, struct session *session,
                          const struct documented *asked)
{
    const struct service *service;
    unsigned lacking;

    if (asked->unmet[facts_of_session(session)] == 0)
        return;
    service = timed_service(checking->draft, session);
    lacking = service != NULL ? unmet_needs(checking, &service, 1, asked) : 0;
    for (size_t i = 0; lacking >> i != 0; i++) {
        if ((lacking >> i & 1) != 0)
            findings_note(&session->findings, FINDING_DOCUMENTATION_MISSING, session->line,
                          asked->needs[i].columns[0], TEXT_NONE, "session %s lacks %s",
                          session->id.data, asked->needs[i].name);
    }
}

static void check_sessions(struct checking *checking)
{
    const struct draft *draft = checking->draft;
    const struct documented *asked =
        documented_on(draft->rules->documentation->timed, draft->session->service_date);

    for (uint32_t i = 0; asked != NULL && i < draft->member_count; i++) {
        if (draft_member_is_first(draft, i))
            check_session(checking, draft->members[i], asked);
    }
}

void rule_documentation(struct draft *draft)
{
    struct checking checking = {
        .draft = draft,
        .demanded = draft->profile->severities[FINDING_DOCUMENTATION_MISSING] == SEVERITY_ERROR,
    };

    check_sessions(&checking);
    check_codes(&checking);
}
