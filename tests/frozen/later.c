/* later.c - a plugin from a larger tomorrow: its headers (grow.py) have grown every record.
 *
 * LATER_FLAGS, LATER_TYPE and LATER_KIND make plugins that ask for what no host of today can do. */
#include <claimline/facts.h>

#ifndef LATER_FLAGS
#define LATER_FLAGS ((uint64_t)1 << 40) /* a hint */
#endif

struct later {
    bool header;
    bool second;
    const struct cl_host *host;
};

static int later_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct later *later = (struct later *)state;

    later->host = host;
    if (CL_HAS(host, tomorrow) || CL_HAS(job, tomorrow))
        return host->fail(host, CL_FATAL, "a host of today has fields of tomorrow");
    return CL_OK;
}

static int later_head(void *state, struct cl_stream *out)
{
    cl_puts(out, ((struct later *)state)->header ? "units,tomorrow\n" : "");
    return CL_OK;
}

static int later_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    const struct cl_host *host = ((struct later *)state)->host;
    char scratch[CL_SCRATCH];

    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        if (CL_HAS(claim, tomorrow) || CL_HAS(line, tomorrow) || CL_HAS(out, tomorrow))
            return host->fail(host, CL_FATAL, "records of today have fields of tomorrow");
        cl_put_unsigned(out, line->units);
        cl_putc(out, ',');
        for (size_t k = 0; k < CL_FACT_COUNT; k++) {
            if (strncmp(cl_facts[k].name, "tomorrow", 8) == 0)
                cl_put_text(out, cl_fact_text(&cl_facts[k], claim, line, scratch));
        }
        cl_putc(out, '\n');
    }
    return CL_OK;
}

static int later_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    const struct cl_host *host = ((struct later *)state)->host;

    (void)out;
    if (CL_HAS(totals, tomorrow) || CL_HAS(cl_code_total_at(totals, 0), tomorrow))
        return host->fail(host, CL_FATAL, "totals of today have fields of tomorrow");
    return CL_OK;
}

static const struct cl_option options[] = {
    {
        .name = "header",
        .initial = "true",
        .help = "write the names of the columns",
#ifdef LATER_TYPE
        .type = 99,
#else
        .type = CL_BOOL,
#endif
        .offset = offsetof(struct later, header),
        .tomorrow = { "not read", 8 },
    },
    {
        .name = "second", /* found by the stride, or not at all */
        .initial = "false",
        .help = "nothing",
        .type = CL_BOOL,
        .offset = offsetof(struct later, second),
        .tomorrow = { "not read", 8 },
    },
};

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = later_head,
    .claim = later_claim,
    .tail = later_tail,
    .tomorrow = { "not read", 8 },
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "later",
    .summary = "units, and what today does not know",
    .state_size = sizeof(struct later),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL | LATER_FLAGS,
    .open = later_open,
#ifndef LATER_KIND
    .encoder = &encoder,
#endif
    .tomorrow = { (const char *)&encoder, 8 },
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = {
    .size = sizeof(module),
    .version = "2030",
    .plugins = plugins,
    .tomorrow = { "not read", 8 },
};

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
