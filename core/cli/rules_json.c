/* rules_json.c - what is in force for a payer on a day, as JSON. */
#include "rules_shown.h"

#include "base/json.h"
#include "base/text.h"

#include <claimline/write.h>

static void put_date(struct json *json, const char *key, struct cl_date date)
{
    char scratch[CL_SCRATCH];

    if (date.year != 0)
        json_text(json, key, cl_format_date(scratch, date));
}

static void put_setting(struct json *json, enum profile_key key,
                        const struct setting_origin *origin)
{
    json_open(json, NULL, '{');
    json_string(json, "key", profile_key_name(key));
    json_text(json, "value", origin->value);
    put_date(json, "from", origin->from);
    json_text(json, "section", origin->section);
    json_string(json, "file", origin->file);
    json_signed(json, "line", origin->line);
    json_text(json, "source", origin->source);
    json_close(json, '}');
}

static void put_profile(struct json *json, const struct rules_shown *shown)
{
    const struct profile *profile = shown->profile;

    if (shown->payer_id != NULL)
        json_string(json, "payer_id", shown->payer_id);
    json_string(json, "payer_class",
                payer_class_name(profile->of_payer ? profile->payer_class : shown->payer_class));
    json_text(json, "profile", profile->name);
    json_string(json, "found_by", profile->of_payer ? "payer_id" : "payer_class");
    json_open(json, "settings", '[');
    for (unsigned i = 0; i < PROFILE_KEY_COUNT; i++) {
        if (profile->origins[i].value.length != 0)
            put_setting(json, (enum profile_key)i, &profile->origins[i]);
    }
    json_close(json, ']');
}

static void put_sections(struct json *json, const struct rules_shown *shown)
{
    json_open(json, "sections", '[');
    for (size_t i = 0; i < profiles_section_count(shown->rules->profiles); i++) {
        struct profile_section section = profiles_section(shown->rules->profiles, i, shown->day);

        json_open(json, NULL, '{');
        json_text(json, "section", section.name);
        json_string(json, "unit_rule", section.profile->unit_rule->name);
        json_string(json, "file", section.file);
        json_signed(json, "line", section.line);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_thresholds(struct json *json, const struct rules_shown *shown)
{
    json_open(json, "thresholds", '[');
    for (size_t i = 0; i < RULES_SHOWN_GROUPS; i++) {
        const struct shown_group *group = &rules_shown_groups[i];
        const struct threshold *threshold =
            thresholds_find(shown->rules->thresholds, (uint16_t)shown->day.year, group->discipline);

        if (threshold == NULL)
            continue;
        json_open(json, NULL, '{');
        json_string(json, "disciplines", group->name);
        json_signed(json, "kx_cents", threshold->kx_cents);
        json_signed(json, "review_cents", threshold->review_cents);
        json_string(json, "source", threshold->source);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_tables(struct json *json, const struct rules_shown *shown)
{
    const struct rule_files *files = shown->files;
    const struct edits *edits = shown->rules->edits;

    json_string(json, "codes", rules_shown_path(files->codes));
    if (files->fees != NULL)
        json_string(json, "fees", files->fees);
    if (files->year_to_date != NULL)
        json_string(json, "year_to_date", files->year_to_date);
    json_open(json, "edits", '[');
    for (size_t i = 0; i < edits_table_count(edits); i++) {
        const struct edit_table *table = edits_table(edits, i);

        json_open(json, NULL, '{');
        json_string(json, "kind", table->kind);
        json_string(json, "name", table->name);
        put_date(json, "from", table->from);
        json_unsigned(json, "rows", table->rows);
        json_unsigned(json, "kept", table->kept);
        json_string(json, "path", table->path);
        json_close(json, '}');
    }
    json_close(json, ']');
}

void rules_json(struct cl_stream *out, const struct rules_shown *shown)
{
    struct json json = { .stream = out, .indent = 2 };

    json_open(&json, NULL, '{');
    put_date(&json, "on", shown->day);
    if (shown->profile != NULL)
        put_profile(&json, shown);
    else
        put_sections(&json, shown);
    put_thresholds(&json, shown);
    put_tables(&json, shown);
    json_close(&json, '}');
    cl_putc(out, '\n');
}
