/* rule_providers.c - who rendered a line: the provider with the most minutes of
 * its services, the first of them where minutes are equal. */
#include "rules/draft.h"

#include "base/text.h"

static uint64_t minutes_by(const struct draft_line *line, struct cl_text npi)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (text_equal(service->rendering.npi, npi))
            sum += line_minutes_of(line, service);
    }
    return sum;
}

/* The provider with the most minutes; *several when there is more than one. */
static struct cl_text most_minutes(const struct draft_line *line, bool *several)
{
    struct cl_text best = line->services[0]->rendering.npi;
    uint64_t most = 0;

    *several = false;
    for (uint32_t i = 1; i < line->service_count && !*several; i++)
        *several = !text_equal(line->services[i]->rendering.npi, best);
    for (uint32_t i = 0; i < line->service_count && *several; i++) {
        struct cl_text npi = line->services[i]->rendering.npi;
        uint64_t minutes = minutes_by(line, npi);

        if (minutes > most) {
            most = minutes;
            best = npi;
        }
    }
    return best;
}

static const struct cl_provider *provider_of(struct draft *draft, struct cl_text npi)
{
    struct cl_provider *provider;

    if (npi.length == 0)
        return &provider_empty;
    provider = arena_room(draft->arena, sizeof(*provider));
    *provider = provider_empty;
    provider->npi = npi;
    return provider;
}

/* What the services of one provider state of them, the first of each. */
static void merge(struct draft *draft, struct draft_line *line, struct cl_text npi)
{
    struct cl_provider *rendering = arena_room(draft->arena, sizeof(*rendering));
    struct cl_text supervising = TEXT_NONE;
    bool differ = false;

    *rendering = provider_empty;
    for (uint32_t i = 0; i < line->service_count; i++) {
        const struct service *service = line->services[i];

        if (!text_equal(service->rendering.npi, npi))
            continue;
        text_keep_first(&rendering->npi, service->rendering.npi);
        text_keep_first(&rendering->last_name, service->rendering.last_name);
        text_keep_first(&rendering->first_name, service->rendering.first_name);
        text_keep_first(&rendering->taxonomy, service->rendering.taxonomy);
        text_keep_first(&supervising, service->supervising_npi);
        differ = differ || (service->supervising_npi.length != 0 &&
                            !text_equal(service->supervising_npi, supervising));
    }
    if (differ)
        draft_line_finding(line, FINDING_SERVICE_DIFFERS, COL_supervising_npi,
                           "rows of %s state different supervising_npi; the first stands",
                           line->out->documented_code.data);
    line->out->rendering = rendering;
    line->out->supervising = provider_of(draft, supervising);
}

static void choose(struct draft *draft, struct draft_line *line)
{
    bool several;
    struct cl_text npi;

    if (line->service_count == 1) {
        line->out->rendering = &line->services[0]->rendering;
        line->out->supervising = provider_of(draft, line->services[0]->supervising_npi);
        return;
    }
    npi = most_minutes(line, &several);
    merge(draft, line, npi);
    if (several)
        draft_line_finding(line, FINDING_PROVIDER_SEVERAL, COL_rendering_npi,
                           "%s was rendered by several providers", line->out->documented_code.data);
}

void rule_providers(struct draft *draft)
{
    for (struct draft_line *line = draft->lines, *end = line + draft->line_count; line < end;
         line++) {
        if (!line->never_billed)
            choose(draft, line);
    }
}
