/* diff_json.c - what changes between two profile files, as lines of JSON. */
#include "diff.h"

#include "cli/line_json.h"

#include "base/json.h"
#include "base/text.h"

#include <claimline/write.h>

static void put_side(struct json *json, const char *key, const struct judged *judged)
{
    const struct findings *findings = &judged->session->findings;
    const struct profile *profile = judged->verdict->profile;

    json_open(json, key, '{');
    json_string(json, "fate", judged_fate(judged));
    if (profile != NULL)
        json_text(json, "profile", profile->name);
    json_open(json, "errors", '[');
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].severity == SEVERITY_ERROR)
            json_string(json, NULL, finding_kind(findings->items[i].id)->id);
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void put_line_side(struct json *json, const char *key, const struct cl_line *line)
{
    if (line == NULL)
        return;
    json_open(json, key, '{');
    json_text(json, "code", line->code);
    json_modifiers(json, line);
    json_unsigned(json, "units", line->units);
    json_unsigned(json, "minutes", line->minutes);
    json_amount(json, "charge_cents", line->charge_cents);
    json_string(json, "unit_rule", line->unit_rule.data);
    json_close(json, '}');
}

static void put_line(struct json *json, const struct line_change *line)
{
    const struct cl_line *some = line->before != NULL ? line->before : line->after;

    json_open(json, NULL, '{');
    json_text(json, "documented_code", some->documented_code);
    put_line_side(json, "before", line->before);
    put_line_side(json, "after", line->after);
    json_signed(json, "units_difference",
                (int64_t)diff_units(line->after) - diff_units(line->before));
    json_signed(json, "charge_cents_difference",
                diff_charge(line->after) - diff_charge(line->before));
    json_close(json, '}');
}

void diff_json(struct cl_stream *out, const struct session_change *change)
{
    const struct session *session = change->before->session;
    struct json json = { .stream = out };

    json_open(&json, NULL, '{');
    json_text(&json, "session_id", judged_id(change->before));
    json_text(&json, "file", session->source_file);
    json_unsigned(&json, "line", session->line);
    json_text(&json, "payer_id", session->payer.id);
    put_side(&json, "before", change->before);
    put_side(&json, "after", change->after);
    json_open(&json, "lines", '[');
    for (size_t i = 0; i < change->line_count; i++)
        put_line(&json, &change->lines[i]);
    json_close(&json, ']');
    json_close(&json, '}');
    cl_putc(out, '\n');
}

static void put_total(struct json *json, const char *key, int64_t before, int64_t after)
{
    json_open(json, key, '{');
    json_signed(json, "before", before);
    json_signed(json, "after", after);
    json_signed(json, "difference", after - before);
    json_close(json, '}');
}

void diff_json_totals(struct cl_stream *out, const struct diff_totals *totals)
{
    const struct diff_side *before = &totals->before;
    const struct diff_side *after = &totals->after;
    struct json json = { .stream = out };

    json_open(&json, NULL, '{');
    json_open(&json, "totals", '{');
    json_unsigned(&json, "sessions", totals->sessions);
    json_unsigned(&json, "sessions_changed", totals->sessions_changed);
    json_unsigned(&json, "lines_changed", totals->lines_changed);
    put_total(&json, "claims", (int64_t)before->claims, (int64_t)after->claims);
    put_total(&json, "lines", (int64_t)before->lines, (int64_t)after->lines);
    put_total(&json, "units", (int64_t)before->units, (int64_t)after->units);
    put_total(&json, "charge_cents", before->charge_cents, after->charge_cents);
    put_total(&json, "held_only", (int64_t)before->held_only, (int64_t)after->held_only);
    json_close(&json, '}');
    json_close(&json, '}');
    cl_putc(out, '\n');
}
