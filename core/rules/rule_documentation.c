/* rule_documentation.c - what the record of a service should show, code by code, as
 * data/documentation.csv asks for it (Pub. 100-02 ch. 15, 220.3 E). Services that are
 * not billed are to be documented too. */
#include "rules/draft.h"

#include "base/text.h"

static struct cl_text text_of_column(const struct service *service, enum column column)
{
    switch (column) {
    case COL_region:
        return service->region;
    case COL_technique:
        return service->technique;
    case COL_necessity:
        return service->necessity;
    case COL_response:
        return service->response;
    case COL_note:
        return service->note;
    default:
        return TEXT_NONE;
    }
}

static bool is_shown(const struct service *service, enum column column)
{
    switch (column) {
    case COL_minutes:
        return service->minutes > 0;
    case COL_start_time:
        return service->start_time.stated != 0;
    case COL_total_treatment_minutes:
        return service->session->total_treatment_minutes != MINUTES_NOT_STATED;
    default:
        return text_of_column(service, column).length != 0;
    }
}

/* The services of a code together show the need; or none of their files could, and
 * documentation.column has said so. */
static bool is_met(const struct draft *draft, const struct draft_line *line,
                   const struct need *need)
{
    bool possible = draft->profile->severities[FINDING_DOCUMENTATION_MISSING] == SEVERITY_ERROR;

    for (uint32_t i = 0; i < line->sibling_count; i++) {
        const struct service *service = line->siblings[i];

        possible = possible || need_has_column(need, service->session->columns);
        for (size_t j = 0; j < need->count; j++) {
            if (is_shown(service, need->columns[j]))
                return true;
        }
    }
    return !possible;
}

static void append(struct cl_text *list, struct arena *arena, const char *before, const char *item)
{
    *list =
        arena_format(arena, "%s%s%s%s", list->data, list->length != 0 ? ", " : "", before, item);
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

static void check_needs(struct draft *draft, const struct draft_line *line,
                        const struct documented *asked)
{
    struct cl_text missing = TEXT_NONE;
    enum column column = COL_region;

    for (size_t i = 0; i < asked->need_count; i++) {
        if (is_met(draft, line, &asked->needs[i]))
            continue;
        column = missing.length == 0 ? asked->needs[i].columns[0] : column;
        append(&missing, draft->arena, "", asked->needs[i].name);
    }
    for (size_t i = 0; i < asked->apart_from.count && shows_region(line); i++) {
        struct cl_text other = asked->apart_from.items[i];

        if (is_given(draft->session, other) && !has_region_apart(draft, line, other))
            append(&missing, draft->arena, "a region apart from that of ", other.data);
    }
    if (missing.length != 0)
        draft_line_finding(line, FINDING_DOCUMENTATION_MISSING, column, "%s lacks %s",
                           line->documented_code.data, missing.data);
}

static bool is_attended(const struct service *service, const struct documented *asked)
{
    static const enum column texts[] = { COL_necessity, COL_technique, COL_note, COL_response };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (documentation_says(text_of_column(service, texts[i]), &asked->words,
                               &asked->unless_after))
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

static void check_codes(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];
        const struct documented *asked = documentation_find(
            draft->rules->documentation, line->documented_code, draft->session->service_date);

        if (asked == NULL || is_checked(draft, i))
            continue;
        check_needs(draft, line, asked);
        check_attended(line, asked);
    }
}

static bool is_timed(const struct code *entry)
{
    return entry != NULL && (entry->billing == BILLING_TIMED || entry->billing == BILLING_FIRST ||
                             entry->billing == BILLING_ADDON);
}

/* A service of a timed code in that session; NULL for none. */
static const struct service *timed_service(const struct draft *draft, const struct session *session)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        for (uint32_t j = 0; is_timed(line->entry) && j < line->service_count; j++) {
            if (line->services[j]->session == session)
                return line->services[j];
        }
    }
    return NULL;
}

static void check_session(struct draft *draft, struct session *session,
                          const struct documented *asked)
{
    const struct service *service = timed_service(draft, session);
    const struct draft_line line = { .siblings = &service, .sibling_count = 1 };

    for (size_t i = 0; service != NULL && i < asked->need_count; i++) {
        if (!is_met(draft, &line, &asked->needs[i]))
            findings_note(&session->findings, FINDING_DOCUMENTATION_MISSING, session->line,
                          asked->needs[i].columns[0], TEXT_NONE, "session %s lacks %s",
                          session->id.data, asked->needs[i].name);
    }
}

/* Pieces of one session state its facts again. */
static bool is_piece(const struct draft *draft, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (text_equal(draft->members[i]->id, draft->members[at]->id))
            return true;
    }
    return false;
}

static void check_sessions(struct draft *draft)
{
    const struct documented *asked = documentation_find(
        draft->rules->documentation, text_of("timed"), draft->session->service_date);

    for (uint32_t i = 0; asked != NULL && i < draft->member_count; i++) {
        if (!is_piece(draft, i))
            check_session(draft, draft->members[i], asked);
    }
}

void rule_documentation(struct draft *draft)
{
    if (!draft_wants(draft, FINDING_DOCUMENTATION_MISSING) &&
        !draft_wants(draft, FINDING_DOCUMENTATION_ATTENDED))
        return;
    check_sessions(draft);
    check_codes(draft);
}
