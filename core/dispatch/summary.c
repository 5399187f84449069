/* summary.c - see summary.h. */
#include "summary.h"

#include "base/json.h"
#include "base/text.h"

#include <claimline/write.h>

static void put_inputs(struct json *json, const struct run_totals *totals)
{
    json_open(json, "inputs", '[');
    for (size_t i = 0; i < totals->input_count; i++) {
        const struct input_total *input = &totals->inputs[i];

        json_open(json, NULL, '{');
        json_string(json, "path", input->path);
        json_unsigned(json, "bytes", input->bytes);
        json_string(json, "sha256", input->sha256);
        json_unsigned(json, "rows", input->rows);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_fates(struct json *json, uint64_t read, const struct fate_totals *fates)
{
    json_unsigned(json, "read", read);
    json_unsigned(json, "accepted", fates->accepted);
    json_unsigned(json, "held", fates->held);
    json_unsigned(json, "skipped", fates->skipped);
}

static void put_records(struct json *json, const struct run_totals *totals)
{
    json_open(json, "rows", '{');
    put_fates(json, totals->rows_read, &totals->rows);
    if (totals->rows_repeated != 0)
        json_unsigned(json, "repeated", totals->rows_repeated);
    json_unsigned(json, "blank", totals->rows_blank);
    json_close(json, '}');
    json_open(json, "sessions", '{');
    put_fates(json, totals->sessions_read, &totals->sessions);
    json_unsigned(json, "without_lines", totals->sessions_without_lines);
    json_unsigned(json, "merged", totals->sessions_merged);
    json_close(json, '}');
    json_unsigned(json, "services", totals->services);
}

static void put_claims(struct json *json, const struct claim_totals *totals)
{
    json_unsigned(json, "claims", totals->claims);
    json_unsigned(json, "lines", totals->lines);
    json_unsigned(json, "units", totals->units);
    json_signed(json, "charge_cents", totals->charge_cents);
}

static void put_codes(struct json *json, const struct claim_totals *totals)
{
    struct arena arena = { 0 };
    size_t count;
    const struct code_total *codes = claim_totals_sorted(totals, &arena, &count);

    json_open(json, "codes", '{');
    for (size_t i = 0; i < count; i++) {
        json_open_text(json, codes[i].code, '{');
        json_unsigned(json, "sessions", codes[i].claims);
        json_unsigned(json, "lines", codes[i].lines);
        json_unsigned(json, "units", codes[i].units);
        json_unsigned(json, "minutes", codes[i].minutes);
        json_signed(json, "charge_cents", codes[i].charge_cents);
        json_close(json, '}');
    }
    json_close(json, '}');
    arena_finish(&arena);
}

static void put_findings(struct json *json, const struct run_totals *totals)
{
    json_open(json, "findings", '{');
    for (unsigned i = 0; i < FINDING_KINDS; i++) {
        if (totals->findings[i] != 0)
            json_unsigned(json, finding_kind((enum finding_id)i)->id, totals->findings[i]);
    }
    json_close(json, '}');
}

static void put_payers(struct json *json, const struct summary *summary)
{
    json_open(json, "payers", '[');
    for (size_t i = 0; i < summary->payer_count; i++) {
        const struct summary_payer *payer = &summary->payers[i];

        json_open(json, NULL, '{');
        json_text(json, "payer_id", payer->payer_id);
        json_text(json, "payer_class", payer->payer_class);
        json_text(json, "profile", payer->profile);
        json_string(json, "unit_rule", payer->unit_rule);
        json_unsigned(json, "sessions", payer->sessions);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_targets(struct json *json, const struct dispatch *dispatch)
{
    json_open(json, "targets", '[');
    for (size_t i = 0; i < dispatch_target_count(dispatch); i++) {
        struct target_report report = dispatch_target_report(dispatch, i);

        json_open(json, NULL, '{');
        json_string(json, "plugin", report.plugin);
        json_string(json, "path", report.path);
        put_claims(json, report.totals);
        json_unsigned(json, "files", report.files);
        if (report.failed != NULL)
            json_string(json, "failed", report.failed);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void summary_write(struct cl_stream *out, const struct summary *summary)
{
    struct json json = { .stream = out, .indent = 2 };

    json_open(&json, NULL, '{');
    json_string(&json, "program", "claimline");
    json_string(&json, "version", summary->version);
    put_inputs(&json, summary->totals);
    put_records(&json, summary->totals);
    put_claims(&json, &summary->totals->claims);
    put_codes(&json, &summary->totals->claims);
    put_findings(&json, summary->totals);
    put_payers(&json, summary);
    put_targets(&json, summary->dispatch);
    json_close(&json, '}');
    cl_putc(out, '\n');
}
