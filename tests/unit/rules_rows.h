/* rules_rows.h - sessions and claims written down in tables: rows of work, and lines. */
#ifndef TESTS_UNIT_RULES_ROWS_H
#define TESTS_UNIT_RULES_ROWS_H

#include "rules_fixture.h"

/* The lines as "97140:2/30+59 97140:1/15": units, minutes, and modifiers without GP. */
static inline struct cl_text written(struct fixture *f, const struct cl_claim *claim)
{
    struct cl_text text = TEXT_NONE;

    for (uint32_t i = 0; claim != NULL && i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        text = arena_format(&f->arena, "%s%s%s:%u/%u", text.data, i > 0 ? " " : "", line->code.data,
                            line->units, line->minutes);
        for (uint32_t j = 0; j < CL_MAX_MODIFIERS && line->modifiers[j].length != 0; j++) {
            if (!text_equal(line->modifiers[j], TEXT("GP")))
                text = arena_format(&f->arena, "%s+%s", text.data, line->modifiers[j].data);
        }
    }
    return text;
}

/* Rows of one code: minutes, or -1 where they are not stated, and a modifier or none. */
struct row {
    const char *code;
    int32_t minutes;
    const char *modifier;
    uint32_t units;
};

enum { MOST_ROWS = 6 };

static inline void add_rows(struct fixture *f, const struct row *rows)
{
    for (size_t i = 0; i < MOST_ROWS && rows[i].code != NULL; i++) {
        struct service *service = add(f, rows[i].code, rows[i].minutes);

        service->units = rows[i].units;
        service->note = TEXT("a note");
        if (rows[i].modifier != NULL)
            modify(service, rows[i].modifier);
    }
}

#endif
