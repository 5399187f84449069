/* explain_text.c - an explained session for people. */
#include "explain.h"

#include "cli/printed.h"

#include "base/text.h"

#include <stdio.h>

/* Steps of the ledger under one title; an entry keeps its place among those of its part. */
static const struct {
    const char *title;
    enum ledger_step first, last;
} parts[] = {
    { "Profile", LEDGER_PROFILE, LEDGER_SAME_DAY },
    { "Codes billed in the place of others", LEDGER_SUBSTITUTION, LEDGER_SUBSTITUTION },
    { "Minutes", LEDGER_MINUTES, LEDGER_MINUTES },
    { "Units", LEDGER_POOL, LEDGER_UNITS },
    { "Units of services with different modifiers", LEDGER_VARIANT, LEDGER_VARIANT },
    { "Units of an assistant", LEDGER_ASSISTANT, LEDGER_ASSISTANT },
    { "Modifiers", LEDGER_MODIFIER, LEDGER_MODIFIER },
    { "Place of service", LEDGER_PLACE, LEDGER_PLACE },
    { "Charges", LEDGER_CHARGE, LEDGER_CHARGE },
    { "Edits", LEDGER_EDIT, LEDGER_EDIT },
};

enum { PART_COUNT = sizeof(parts) / sizeof(parts[0]), TEXT_COLUMN = 11 };

static void print_why_merged(const struct judged *judged)
{
    const struct session *on = judged_billed_on(judged);
    char shown[TEXT_SHOWN];

    if (text_equal(on->id, judged->session->id))
        printf(": more rows of it stand in the claim of its first ones");
    else
        printf(" into the claim of session %s", text_show(shown, on->id));
    printf(" (%s:%llu)", text_show(shown, on->source_file), (unsigned long long)on->line);
}

static void print_why(const struct judged *judged)
{
    if (judged->held)
        printf(": an error below keeps it out of the output");
    else if (judged->skipped)
        printf(": its status is %s", session_status_name(judged->session->status));
    else if (judged->passed_over)
        printf(": its rows were there before");
    else if (judged_is_merged(judged))
        print_why_merged(judged);
    else if (judged->verdict->claim == NULL)
        printf(": nothing of it makes a claim line");
}

static void print_head(const struct judged *judged)
{
    const struct session *session = judged->session;
    const struct profile *profile = judged->verdict->profile;
    const struct setting_origin *origin;
    char shown[TEXT_SHOWN];

    printf("Session %s",
           session->broken_only ? "without a readable session_id" : text_show(shown, session->id));
    printf("  %s:%llu\n", text_show(shown, session->source_file),
           (unsigned long long)session->line);
    printf("  %s", judged_fate(judged));
    print_why(judged);
    putchar('\n');
    if (session->payer.id.length != 0)
        printf("  payer    %s (%s), %s\n", text_show(shown, session->payer.id),
               session->payer.payer_class.length != 0 ? session->payer.payer_class.data
                                                      : "class not stated",
               discipline_name(session->discipline));
    if (profile == NULL)
        return;
    origin = &profile->origins[KEY_unit_rule];
    printf("  profile  %s; unit rule %s", text_show(shown, profile->name),
           profile->unit_rule->name);
    printf(" of [%s], ", text_show(shown, origin->section));
    printf("%s:%d\n", text_show_string(shown, origin->file), origin->line);
}

static bool is_of_part(const struct ledger_entry *entry, size_t part)
{
    return entry->step >= parts[part].first && entry->step <= parts[part].last;
}

static void print_source(struct cl_text source)
{
    if (source.length == 0)
        return;
    printf("%*s<- ", TEXT_COLUMN, "");
    print_wrapped(TEXT_COLUMN + 3, source);
}

/* The source stands once behind entries that share it. */
static void print_part(const struct ledger *ledger, size_t part)
{
    struct cl_text source = TEXT_NONE;
    bool some = false;

    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];

        if (!is_of_part(entry, part))
            continue;
        if (!some)
            printf("\n  %s\n", parts[part].title);
        else if (!text_equal(source, entry->source))
            print_source(source);
        some = true;
        source = entry->source;
        printf("    %-*s", TEXT_COLUMN - 4, entry->code.data);
        print_wrapped(TEXT_COLUMN, entry->text);
    }
    print_source(source);
}

static void print_modifiers(const struct cl_line *line)
{
    int width = 0;

    for (unsigned i = 0; i < CL_MAX_MODIFIERS && line->modifiers[i].length != 0; i++)
        width += printf("%s%s", i > 0 ? " " : "", line->modifiers[i].data);
    printf("%*s", 12 - width, "");
}

static void print_lines(const struct cl_claim *claim)
{
    struct claim_sum sum = claim_sum(claim);
    char unit[PRINTED_NUMBER], charge[PRINTED_NUMBER];

    printf("\n  Claim lines, place of service %s\n", claim->place_of_service.data);
    printf("    %4s  %-5s  %-10s  %-11s %6s %8s %12s %12s  %s\n", "line", "code", "documented",
           "modifiers", "units", "minutes", "unit charge", "charge", "rule");
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        printf("    %4u  %-5s  %-10s  ", line->number, line->code.data, line->documented_code.data);
        print_modifiers(line);
        printf("%6u %8u %12s %12s  %s\n", line->units, line->minutes,
               printed_cents(unit, line->unit_charge_cents),
               printed_cents(charge, line->charge_cents), line->unit_rule.data);
    }
    printf("    %-35s %6llu %8llu %12s %12s\n", "total", (unsigned long long)sum.units,
           (unsigned long long)sum.minutes, "", printed_cents(charge, claim->charge_cents));
}

static void print_findings(const struct judged *judged)
{
    const struct session *session = judged->session;
    char shown[TEXT_SHOWN];
    char message[FINDING_MESSAGE];

    if (session->findings.count != 0)
        printf("\n  Findings\n");
    for (size_t i = 0; i < session->findings.count; i++) {
        const struct finding *finding = &session->findings.items[i];

        uint64_t line;
        const char *path = judged_place(judged, finding, &line, shown);

        printf("    %s:%llu: %s [%s]\n        ", path, (unsigned long long)line,
               severity_name(finding->severity), finding_kind(finding->id)->id);
        print_wrapped(8, finding_message(finding, message));
    }
}

void explain_text(const struct judged *judged)
{
    print_head(judged);
    for (size_t i = 0; i < PART_COUNT; i++)
        print_part(judged->ledger, i);
    if (!judged->held && judged->verdict->claim != NULL)
        print_lines(judged->verdict->claim);
    print_findings(judged);
    printf("\n");
}
