/* explain_json.c - an explained session as a line of JSON. */
#include "explain.h"

#include "cli/line_json.h"

#include "base/json.h"
#include "base/text.h"

#include <claimline/write.h>

static void put_profile(struct json *json, const struct profile *profile)
{
    const struct setting_origin *origin = &profile->origins[KEY_unit_rule];

    json_open(json, "profile", '{');
    json_text(json, "name", profile->name);
    json_string(json, "found_by", profile->of_payer ? "payer_id" : "payer_class");
    json_string(json, "unit_rule", profile->unit_rule->name);
    json_text(json, "section", origin->section);
    json_string(json, "file", origin->file);
    json_signed(json, "line", origin->line);
    json_string(json, "source", profile_source(profile, KEY_unit_rule));
    json_close(json, '}');
}

static void put_head(struct json *json, const struct judged *judged)
{
    const struct session *session = judged->session;
    const struct verdict *verdict = judged->verdict;

    json_text(json, "session_id", judged_id(judged));
    json_text(json, "file", session->source_file);
    json_unsigned(json, "line", session->line);
    json_text(json, "payer_id", session->payer.id);
    json_text(json, "payer_class", session->payer.payer_class);
    json_string(json, "discipline", discipline_name(session->discipline));
    json_string(json, "status", session_status_name(session->status));
    json_string(json, "fate", judged_fate(judged));
    if (judged_is_merged(judged))
        json_text(json, "merged_into", judged_billed_on(judged)->id);
    if (verdict->profile != NULL)
        put_profile(json, verdict->profile);
}

static void put_claim(struct json *json, const struct judged *judged)
{
    const struct cl_claim *claim = judged->verdict->claim;
    struct claim_sum sum = claim_sum(claim);

    json_open(json, "claim", '{');
    json_text(json, "claim_id", claim->claim_id);
    json_open(json, "sessions", '[');
    for (size_t i = 0; i < judged->visit_count; i++) {
        if (judged_bills(judged, i))
            json_text(json, NULL, judged->visit[i]->id);
    }
    json_close(json, ']');
    json_text(json, "place_of_service", claim->place_of_service);
    json_unsigned(json, "lines", claim->line_count);
    json_unsigned(json, "units", sum.units);
    json_unsigned(json, "minutes", sum.minutes);
    json_amount(json, "charge_cents", claim->charge_cents);
    json_close(json, '}');
}

static void put_line(struct json *json, const struct cl_line *line)
{
    json_open(json, NULL, '{');
    json_unsigned(json, "number", line->number);
    json_text(json, "code", line->code);
    json_text(json, "documented_code", line->documented_code);
    json_modifiers(json, line);
    json_unsigned(json, "units", line->units);
    json_unsigned(json, "minutes", line->minutes);
    json_amount(json, "unit_charge_cents", line->unit_charge_cents);
    json_amount(json, "charge_cents", line->charge_cents);
    json_text(json, "unit_rule", line->unit_rule);
    json_close(json, '}');
}

static void put_lines(struct json *json, const struct cl_claim *claim)
{
    json_open(json, "lines", '[');
    for (uint32_t i = 0; claim != NULL && i < claim->line_count; i++)
        put_line(json, cl_claim_line(claim, i));
    json_close(json, ']');
}

static void put_ledger(struct json *json, const struct ledger *ledger)
{
    json_open(json, "ledger", '[');
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];

        json_open(json, NULL, '{');
        json_string(json, "step", ledger_step_name(entry->step));
        json_text(json, "code", entry->code);
        json_text(json, "modifier", entry->modifier);
        json_unsigned(json, "minutes", entry->minutes);
        json_unsigned(json, "units", entry->units);
        json_unsigned(json, "remainder", entry->remainder);
        json_text(json, "source", entry->source);
        json_text(json, "text", entry->text);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_findings(struct json *json, const struct judged *judged)
{
    const struct session *session = judged->session;
    char shown[TEXT_SHOWN];
    char message[FINDING_MESSAGE];

    json_open(json, "findings", '[');
    for (size_t i = 0; i < session->findings.count; i++) {
        const struct finding *finding = &session->findings.items[i];
        uint64_t line;
        const char *path = judged_place(judged, finding, &line, shown);

        json_open(json, NULL, '{');
        json_string(json, "id", finding_kind(finding->id)->id);
        json_string(json, "severity", severity_name(finding->severity));
        json_string(json, "file", path);
        json_unsigned(json, "line", line);
        json_text(json, "code", finding->code);
        json_text(json, "message", finding_message(finding, message));
        json_close(json, '}');
    }
    json_close(json, ']');
}

void explain_json(struct cl_stream *out, const struct judged *judged)
{
    struct json json = { .stream = out };
    const struct cl_claim *claim = judged->held ? NULL : judged->verdict->claim;

    json_open(&json, NULL, '{');
    put_head(&json, judged);
    if (claim != NULL)
        put_claim(&json, judged);
    put_lines(&json, claim);
    put_ledger(&json, judged->ledger);
    put_findings(&json, judged);
    json_close(&json, '}');
    cl_putc(out, '\n');
}
