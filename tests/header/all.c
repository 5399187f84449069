/* all.c - all public headers in one translation unit, each twice. */
#include <claimline/claim.h>
#include <claimline/facts.h>
#include <claimline/plugin.h>
#include <claimline/value.h>
#include <claimline/write.h>

#include <claimline/claim.h>
#include <claimline/facts.h>
#include <claimline/plugin.h>
#include <claimline/value.h>
#include <claimline/write.h>

struct state {
    struct cl_text text;
    int64_t number;
    bool flag;
    uint32_t choice;
};

/* The macros of option tables, which no header uses itself. */
static const struct cl_option items[] = {
    CL_OPTION_BOOL(struct state, flag, "true", "a truth value"),
    CL_OPTION_INT(struct state, number, "1", 0, 9, "a number"),
    CL_OPTION_TEXT(struct state, text, "", 0, 0, "a text"),
    CL_OPTION_CHOICE(struct state, choice, "a", "a|b", "a choice"),
};

const struct cl_options *header_options(void);
const struct cl_options *header_options(void)
{
    static const struct cl_options options = CL_OPTIONS(items);

    return &options;
}

int header_has_facts(const struct cl_claim *claim);
int header_has_facts(const struct cl_claim *claim)
{
    char scratch[CL_SCRATCH];

    return CL_HAS(claim, source_line) &&
           cl_fact_text(&cl_facts[0], claim, NULL, scratch).length > 0;
}
