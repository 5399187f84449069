/* tsv.c - a complete plugin: claim lines with TABs between, for `--to tsv`. */
#include <claimline/write.h>

/* One state. The host makes it, zeroed, with the options filled in; whatever else
 * you need goes in here too, never into a static: states run on several threads. */
struct tsv {
    bool header;
    const struct cl_host *host;
};

/* Once per state, first of all. `host` may be kept until close(). */
static int tsv_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    (void)job; /* the day and the control number of the run, for formats with an envelope */
    ((struct tsv *)state)->host = host;
    return CL_OK;
}

/* Can this claim be written? TSV cannot quote a TAB or a line end, so refuse here,
 * before a byte is written. The message is a literal: no value of a record in it. */
static int tsv_check(const void *state, const struct cl_claim *claim)
{
    const struct cl_host *host = ((const struct tsv *)state)->host;

    if (strpbrk(claim->session_id.data, "\t\r\n") != NULL)
        return host->fail(host, CL_REJECT, "session_id holds a TAB or a line end");
    return CL_OK;
}

/* Once per file, before the first claim. */
static int tsv_head(void *state, struct cl_stream *out)
{
    if (((struct tsv *)state)->header)
        cl_puts(out, "session_id\tcode\tunits\tcharge\n");
    return CL_OK;
}

/* Each claim that no check() refused. A write cannot fail in here: the host
 * remembers a full disk and stops the run. */
static int tsv_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i); /* never claim->lines[i] */

        cl_put_text(out, claim->session_id);
        cl_putc(out, '\t');
        cl_put_text(out, line->code);
        cl_putc(out, '\t');
        cl_put_unsigned(out, line->units);
        cl_putc(out, '\t');
        cl_put_cents(out, line->charge_cents); /* writes nothing for CL_NO_AMOUNT */
        cl_putc(out, '\n');
    }
    return CL_OK;
}

static const struct cl_option options[] = {
    CL_OPTION_BOOL(struct tsv, header, "true", "write the names of the columns first"),
};
static const struct cl_encoder encoder = { sizeof(encoder), .head = tsv_head, .claim = tsv_claim };
static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "tsv",
    .summary = "claim lines with TABs between",
    .state_size = sizeof(struct tsv),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL, /* the bytes of a claim depend on the claim and the options alone */
    .open = tsv_open,
    .check = tsv_check,
    .encoder = &encoder,
};
static const struct cl_plugin *const plugins[] = { &plugin, NULL };
static const struct cl_module module = { sizeof(module), "1.0.0", plugins };

const struct cl_module *cl_module_v1(void) /* the only name the file exports */
{
    return &module;
}
