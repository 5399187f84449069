/* judged.c - see judged.h. */
#include "judged.h"

#include "model/place.h"

const char *judged_fate(const struct judged *judged)
{
    if (judged->held)
        return "held";
    if (judged->skipped)
        return "skipped";
    if (judged->passed_over)
        return "repeated";
    if (judged_is_merged(judged))
        return "merged";
    return judged->verdict->claim != NULL ? "billed" : "without_lines";
}

bool judged_is_merged(const struct judged *judged)
{
    return !judged->held && !judged->skipped && !judged->passed_over && judged->verdict->merged &&
           verdict_claim(judged->verdicts, judged->own) != NULL;
}

const char *judged_place(const struct judged *judged, const struct finding *finding, uint64_t *line,
                         char shown[TEXT_SHOWN])
{
    *line = line_number(finding->line);
    if (line_is_of_other(finding->line))
        return text_show_string(shown, judged->inputs->paths[line_input(finding->line)]);
    return text_show(shown, judged->session->source_file);
}

struct cl_text judged_id(const struct judged *judged)
{
    return judged->session->broken_only ? TEXT_NONE : judged->session->id;
}

const struct session *judged_billed_on(const struct judged *judged)
{
    return judged->visit[judged->verdict->billed_on];
}

bool judged_bills(const struct judged *judged, size_t place)
{
    const struct verdict *verdict = &judged->verdicts[place];

    return place == judged->own ||
           (verdict->profile != NULL && verdict->merged && verdict->billed_on == judged->own);
}

struct claim_sum claim_sum(const struct cl_claim *claim)
{
    struct claim_sum sum = { 0 };

    for (uint32_t i = 0; i < claim->line_count; i++) {
        sum.units += cl_claim_line(claim, i)->units;
        sum.minutes += cl_claim_line(claim, i)->minutes;
    }
    return sum;
}
