/* rule_notes.c - texts of services that merge into a line: the first one stands,
 * and a difference is told. */
#include "rules/draft.h"

#include "base/text.h"

static const struct {
    enum column column;
    size_t offset;
} texts[] = {
    { COL_assistant_id, offsetof(struct service, assistant_id) },
    { COL_region, offsetof(struct service, region) },
    { COL_technique, offsetof(struct service, technique) },
    { COL_necessity, offsetof(struct service, necessity) },
    { COL_response, offsetof(struct service, response) },
    { COL_note, offsetof(struct service, note) },
};

static struct cl_text text_at(const struct service *service, size_t offset)
{
    return *(const struct cl_text *)(const void *)((const char *)service + offset);
}

static bool differs(const struct draft_line *line, size_t offset)
{
    struct cl_text first = TEXT_NONE;

    for (uint32_t i = 0; i < line->service_count; i++) {
        struct cl_text text = text_at(line->services[i], offset);

        if (text.length != 0 && first.length != 0 && !text_equal(text, first))
            return true;
        if (first.length == 0)
            first = text;
    }
    return false;
}

void rule_notes(struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        const struct draft_line *line = &draft->lines[i];

        if (line->never_billed || line->service_count == 1)
            continue;
        for (size_t j = 0; j < sizeof(texts) / sizeof(texts[0]); j++) {
            if (differs(line, texts[j].offset))
                draft_line_finding(line, FINDING_SERVICE_DIFFERS, texts[j].column,
                                   "rows of %s state different %s; the first stands",
                                   line->out->documented_code.data, column_name(texts[j].column));
        }
    }
}
