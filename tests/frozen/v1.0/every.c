/* every.c - a plugin that reads and writes all that the contract of its headers has, so that
 * a test can compare it with what a host of another age hands over.
 *
 * A row is a word and cells; 0x1f ends a cell and 0x1e a row: no text of a record has them. */
#include <claimline/facts.h>

struct every {
    bool flag;
    int64_t number;
    struct cl_text words;
    uint32_t choice;
    struct cl_text refused; /* payer_id */
    const struct cl_host *host;
    const struct cl_job *job;
};

static void cell(struct cl_stream *out, struct cl_text text)
{
    cl_put_text(out, text);
    cl_putc(out, 0x1f);
}

static void word(struct cl_stream *out, const char *text)
{
    cl_puts(out, text);
    cl_putc(out, 0x1f);
}

static void number(struct cl_stream *out, uint64_t value)
{
    cl_put_unsigned(out, value);
    cl_putc(out, 0x1f);
}

static void cents(struct cl_stream *out, int64_t value)
{
    cl_put_cents(out, value);
    cl_putc(out, 0x1f);
}

static void end_row(struct cl_stream *out)
{
    cl_putc(out, 0x1e);
}

static int every_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct every *every = (struct every *)state;

    every->host = host;
    every->job = job;
    if (every->number == 13)
        return host->bad_setting(host, "number", "13 brings bad luck");
    return CL_OK;
}

static void every_close(void *state)
{
    ((struct every *)state)->host = NULL;
}

static int every_check(const void *state, const struct cl_claim *claim)
{
    const struct every *every = (const struct every *)state;
    const struct cl_host *host = every->host;

    if (every->refused.length > 0 && claim->payer->id.length == every->refused.length &&
        memcmp(claim->payer->id.data, every->refused.data, every->refused.length) == 0)
        return host->fail(host, CL_REJECT, "this payer is refused");
    return CL_OK;
}

static void write_settings(const struct every *every, struct cl_stream *out)
{
    word(out, "settings");
    word(out, every->flag ? "true" : "false");
    number(out, (uint64_t)every->number);
    cell(out, every->words);
    number(out, every->choice);
    end_row(out);
}

static int every_head(void *state, struct cl_stream *out)
{
    const struct every *every = (const struct every *)state;
    const struct cl_job *job = every->job;
    char scratch[CL_SCRATCH];

    write_settings(every, out);
    word(out, "job");
    cell(out, job->program_version);
    cell(out, cl_format_date(scratch, job->today));
    cell(out, cl_format_date(scratch, job->now_date));
    cell(out, cl_format_time(scratch, job->now_time));
    number(out, job->control_number);
    end_row(out);
    word(out, "names");
    for (size_t i = 0; i < CL_FACT_COUNT; i++)
        word(out, cl_facts[i].name);
    end_row(out);
    return CL_OK;
}

static int every_begin(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)state;
    word(out, "begin");
    number(out, chunk->index);
    number(out, chunk->claim_count);
    end_row(out);
    return CL_OK;
}

static int every_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    char scratch[CL_SCRATCH];

    (void)state;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        word(out, "line");
        for (size_t k = 0; k < CL_FACT_COUNT; k++)
            cell(out, cl_fact_text(&cl_facts[k], claim, line, scratch));
        end_row(out);
    }
    return CL_OK;
}

static int every_end(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)state;
    word(out, "end");
    number(out, chunk->index);
    end_row(out);
    return CL_OK;
}

static void write_codes(const struct cl_totals *totals, struct cl_stream *out)
{
    for (uint32_t i = 0; i < totals->code_count; i++) {
        const struct cl_code_total *code = cl_code_total_at(totals, i);

        word(out, "code");
        cell(out, code->code);
        cell(out, code->description);
        number(out, code->claims);
        number(out, code->lines);
        number(out, code->units);
        number(out, code->minutes);
        number(out, code->lines_without_charge);
        cents(out, code->charge_cents);
        end_row(out);
    }
}

static void write_findings(const struct cl_totals *totals, struct cl_stream *out)
{
    for (uint32_t i = 0; i < totals->finding_count; i++) {
        const struct cl_finding_total *finding = cl_finding_total_at(totals, i);

        word(out, "finding");
        cell(out, finding->id);
        cell(out, finding->severity);
        number(out, finding->count);
        end_row(out);
    }
}

static int every_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    (void)state;
    word(out, "totals");
    number(out, totals->chunks);
    number(out, totals->claims);
    number(out, totals->lines);
    number(out, totals->units);
    number(out, totals->minutes);
    number(out, totals->lines_without_charge);
    cents(out, totals->charge_cents);
    number(out, totals->sessions_read);
    number(out, totals->sessions_held);
    number(out, totals->sessions_skipped);
    number(out, totals->sessions_without_lines);
    end_row(out);
    write_codes(totals, out);
    write_findings(totals, out);
    return CL_OK;
}

static const struct cl_option options[] = {
    CL_OPTION_BOOL(struct every, flag, "true", "a truth value"),
    CL_OPTION_INT(struct every, number, "1", 0, 99, "a number"),
    CL_OPTION_TEXT(struct every, words, "", 0, 0, "a text"),
    CL_OPTION_CHOICE(struct every, choice, "first", "first|second|third", "a choice"),
    CL_OPTION_TEXT(struct every, refused, "", 0, 0, "a payer whose claims are refused"),
};

static const struct cl_encoder encoder = {
    .size = sizeof(encoder),
    .head = every_head,
    .begin = every_begin,
    .claim = every_claim,
    .end = every_end,
    .tail = every_tail,
    .separator = "between\x1f\x1e",
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "every",
    .summary = "all that a plugin is told",
    .state_size = sizeof(struct every),
    .options = CL_OPTIONS(options),
    .flags = CL_PARALLEL | CL_WHOLE_CLAIMS,
    .open = every_open,
    .close = every_close,
    .check = every_check,
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = {
    .size = sizeof(module),
    .version = "1.0",
    .plugins = plugins,
};

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
