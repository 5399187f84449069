/* diff_text.c - what changes between two profile files, for people. */
#include "diff.h"

#include "cli/printed.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "A -> B", or A alone where both are the same, in `room` of CHANGE bytes. */
enum { CHANGE = 80 };

static const char *change_of(char *room, const char *before, const char *after)
{
    if (strcmp(before, after) == 0)
        (void)snprintf(room, CHANGE, "%s", before);
    else
        (void)snprintf(room, CHANGE, "%s -> %s", before, after);
    return room;
}

/* "+1", "-1", or nothing. */
static const char *difference_of(char *room, int64_t difference)
{
    (void)snprintf(room, PRINTED_NUMBER, "%+" PRId64, difference);
    return difference != 0 ? room : "";
}

static const char *money_difference_of(char *room, int64_t cents)
{
    room[0] = '+';
    printed_cents(cents > 0 ? room + 1 : room, cents);
    return cents != 0 ? room : "";
}

static void name_modifiers(char *room, size_t size, const struct cl_line *line)
{
    size_t length = 0;

    (void)snprintf(room, size, "-");
    for (unsigned i = 0; i < CL_MAX_MODIFIERS; i++) {
        if (line->modifiers[i].length != 0)
            length += (size_t)snprintf(room + length, size - length, "%s%s", i > 0 ? " " : "",
                                       line->modifiers[i].data);
    }
}

/* A line that one side alone has keeps its code and modifiers; its units and charge go. */
static const char *modifiers_of(char *room, const struct line_change *line)
{
    char before[16], after[16];

    name_modifiers(before, sizeof(before), line->before != NULL ? line->before : line->after);
    name_modifiers(after, sizeof(after), line->after != NULL ? line->after : line->before);
    return change_of(room, before, after);
}

static const char *units_of(char *room, const struct line_change *line)
{
    char before[PRINTED_NUMBER], after[PRINTED_NUMBER];

    (void)snprintf(before, sizeof(before), "%u", diff_units(line->before));
    (void)snprintf(after, sizeof(after), "%u", diff_units(line->after));
    return change_of(room, before, after);
}

static const char *charge_of(char *room, const struct line_change *line)
{
    char before[PRINTED_NUMBER], after[PRINTED_NUMBER];

    return change_of(
        room,
        printed_cents(before, line->before != NULL ? line->before->charge_cents : CL_NO_AMOUNT),
        printed_cents(after, line->after != NULL ? line->after->charge_cents : CL_NO_AMOUNT));
}

static const char *code_of(char *room, const struct line_change *line)
{
    const struct cl_line *before = line->before != NULL ? line->before : line->after;
    const struct cl_line *after = line->after != NULL ? line->after : line->before;

    return change_of(room, before->code.data, after->code.data);
}

static void print_line(const struct line_change *line)
{
    char code[CHANGE], modifiers[CHANGE], units[CHANGE], charge[CHANGE];
    char more_units[PRINTED_NUMBER], more_charge[PRINTED_NUMBER];
    int64_t units_difference = (int64_t)diff_units(line->after) - diff_units(line->before);
    int64_t charge_difference = diff_charge(line->after) - diff_charge(line->before);

    printf("  %-14s  %-20s  %-9s %5s  %s", code_of(code, line), modifiers_of(modifiers, line),
           units_of(units, line), difference_of(more_units, units_difference),
           charge_of(charge, line));
    if (charge_difference != 0)
        printf("  %s", money_difference_of(more_charge, charge_difference));
    putchar('\n');
}

static void print_lines(const struct session_change *change)
{
    if (change->line_count != 0)
        printf("  %-14s  %-20s  %-15s  %s\n", "code", "modifiers", "units", "charge");
    for (size_t i = 0; i < change->line_count; i++)
        print_line(&change->lines[i]);
}

/* Why a side holds the session: the ids of its errors, each once. */
static void print_errors(const char *side, const struct judged *judged)
{
    const struct findings *findings = &judged->session->findings;
    bool told[FINDING_KINDS] = { false };

    printf("  held %s:", side);
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->items[i].severity != SEVERITY_ERROR || told[findings->items[i].id])
            continue;
        told[findings->items[i].id] = true;
        printf(" %s", finding_kind(findings->items[i].id)->id);
    }
    putchar('\n');
}

static const char *profile_of(char *room, const struct judged *judged)
{
    const struct profile *profile = judged->verdict->profile;

    return profile != NULL ? text_show(room, profile->name) : "none";
}

void diff_text(const struct session_change *change)
{
    const struct session *session = change->before->session;
    const char *fates[] = { judged_fate(change->before), judged_fate(change->after) };
    char shown[TEXT_SHOWN];

    printf("Session %s", text_show(shown, judged_id(change->before)));
    printf("  %s:%llu", text_show(shown, session->source_file), (unsigned long long)session->line);
    printf("  payer %s\n", text_show(shown, session->payer.id));
    printf("  profile %s", profile_of(shown, change->before));
    printf(" -> %s\n", profile_of(shown, change->after));
    if (strcmp(fates[0], fates[1]) != 0)
        printf("  %s -> %s\n", fates[0], fates[1]);
    if (change->before->held && !change->after->held)
        print_errors("before", change->before);
    if (change->after->held && !change->before->held)
        print_errors("after", change->after);
    print_lines(change);
    putchar('\n');
}

static void print_count(const char *name, uint64_t before, uint64_t after)
{
    char difference[PRINTED_NUMBER];

    printf("  %-22s %14" PRIu64 " %14" PRIu64 " %14s\n", name, before, after,
           difference_of(difference, (int64_t)after - (int64_t)before));
}

void diff_text_totals(const struct diff_totals *totals)
{
    char before[PRINTED_NUMBER], after[PRINTED_NUMBER], difference[PRINTED_NUMBER];

    printf("%" PRIu64 " of %" PRIu64 " sessions and %" PRIu64 " lines change\n",
           totals->sessions_changed, totals->sessions, totals->lines_changed);
    printf("  %-22s %14s %14s %14s\n", "", "before", "after", "difference");
    print_count("claims", totals->before.claims, totals->after.claims);
    print_count("lines", totals->before.lines, totals->after.lines);
    print_count("units", totals->before.units, totals->after.units);
    printf(
        "  %-22s %14s %14s %14s\n", "charge", printed_cents(before, totals->before.charge_cents),
        printed_cents(after, totals->after.charge_cents),
        money_difference_of(difference, totals->after.charge_cents - totals->before.charge_cents));
    print_count("sessions held here only", totals->before.held_only, totals->after.held_only);
}
