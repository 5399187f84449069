/* rules_text.c - what is in force for a payer on a day, for people. */
#include "rules_shown.h"

#include "cli/printed.h"

#include "base/text.h"

#include <claimline/write.h>

#include <inttypes.h>
#include <stdio.h>

enum { KEY_COLUMN = 24 };

static void print_setting(enum profile_key key, const struct setting_origin *origin)
{
    char text[1024], section[TEXT_SHOWN], file[TEXT_SHOWN], scratch[CL_SCRATCH];
    struct cl_text from = cl_format_date(scratch, origin->from);

    printf("  %-*s", KEY_COLUMN - 2, profile_key_name(key));
    print_wrapped(KEY_COLUMN, origin->value);
    (void)snprintf(text, sizeof(text), "%s%s%s[%s] %s:%d%s%.400s", from.length != 0 ? "from " : "",
                   from.data, from.length != 0 ? ", " : "", text_show(section, origin->section),
                   text_show_string(file, origin->file), origin->line,
                   origin->source.length != 0 ? "; " : "", origin->source.data);
    printf("%*s", KEY_COLUMN, "");
    print_wrapped(KEY_COLUMN, text_of(text));
}

static void print_thresholds(const struct rules_shown *shown)
{
    char kx[PRINTED_NUMBER], review[PRINTED_NUMBER];

    printf("\nThresholds of %d\n", shown->day.year);
    for (size_t i = 0; i < RULES_SHOWN_GROUPS; i++) {
        const struct shown_group *group = &rules_shown_groups[i];
        const struct threshold *threshold =
            thresholds_find(shown->rules->thresholds, (uint16_t)shown->day.year, group->discipline);

        if (threshold == NULL) {
            printf("  %-*snot known\n", KEY_COLUMN - 2, group->name);
            continue;
        }
        printf("  %-*sKX from %s, medical review from %s\n%*s", KEY_COLUMN - 2, group->name,
               printed_cents(kx, threshold->kx_cents),
               printed_cents(review, threshold->review_cents), KEY_COLUMN, "");
        print_wrapped(KEY_COLUMN, text_of(threshold->source));
    }
}

static void print_edits(const struct edits *edits)
{
    char shown[TEXT_SHOWN], scratch[CL_SCRATCH];

    if (edits_table_count(edits) == 0)
        printf("  %-*snone (--ncci, --mue)\n", KEY_COLUMN - 2, "edits");
    for (size_t i = 0; i < edits_table_count(edits); i++) {
        const struct edit_table *table = edits_table(edits, i);

        printf("  %-*s%s", KEY_COLUMN - 2, table->kind, text_show_string(shown, table->name));
        if (table->from.year != 0)
            printf(", from %s", cl_format_date(scratch, table->from).data);
        printf(", %" PRIu64 " rows, %" PRIu64 " of codes in use\n%*s%s\n", table->rows, table->kept,
               KEY_COLUMN, "", text_show_string(shown, table->path));
    }
}

static void print_tables(const struct rules_shown *shown)
{
    const struct rule_files *files = shown->files;
    char text[TEXT_SHOWN];

    printf("\nTables\n");
    printf("  %-*s%s\n", KEY_COLUMN - 2, "codes",
           text_show_string(text, rules_shown_path(files->codes)));
    printf("  %-*s%s\n", KEY_COLUMN - 2, "fees",
           files->fees != NULL ? text_show_string(text, files->fees) : "none (--fees)");
    printf("  %-*s%s\n", KEY_COLUMN - 2, "year to date",
           files->year_to_date != NULL ? text_show_string(text, files->year_to_date)
                                       : "none (--year-to-date)");
    printf("  %-*s%s\n", KEY_COLUMN - 2, "thresholds",
           text_show_string(text, rules_shown_path(files->thresholds)));
    print_edits(shown->rules->edits);
}

static void print_profile(const struct rules_shown *shown)
{
    const struct profile *profile = shown->profile;
    char text[TEXT_SHOWN], scratch[CL_SCRATCH];

    if (shown->payer_id != NULL)
        printf("Payer %s", text_show_string(text, shown->payer_id));
    else
        printf("Payers of class %s", payer_class_name(shown->payer_class));
    printf(" on %s: profile %s", cl_format_date(scratch, shown->day).data,
           text_show(text, profile->name));
    printf(", class %s, found by %s\n\n",
           payer_class_name(profile->of_payer ? profile->payer_class : shown->payer_class),
           profile->of_payer ? "payer_id" : "payer_class");
    for (unsigned i = 0; i < PROFILE_KEY_COUNT; i++) {
        if (profile->origins[i].value.length != 0)
            print_setting((enum profile_key)i, &profile->origins[i]);
    }
}

static void print_sections(const struct rules_shown *shown)
{
    static const char *const same_day[] = { "separate", "pool", "merge" };
    char text[TEXT_SHOWN], scratch[CL_SCRATCH];

    printf("Profiles on %s\n\n  %-28s  %-10s  %-8s  %s\n", cl_format_date(scratch, shown->day).data,
           "section", "unit rule", "same day", "stands in");
    for (size_t i = 0; i < profiles_section_count(shown->rules->profiles); i++) {
        struct profile_section section = profiles_section(shown->rules->profiles, i, shown->day);

        printf("  %-28s  %-10s  %-8s", text_show(text, section.name),
               section.profile->unit_rule->name, same_day[section.profile->same_day]);
        printf("  %s:%d\n", text_show_string(text, section.file), section.line);
    }
}

void rules_text(const struct rules_shown *shown)
{
    if (shown->profile != NULL)
        print_profile(shown);
    else
        print_sections(shown);
    print_thresholds(shown);
    print_tables(shown);
}
