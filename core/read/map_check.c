/* map_check.c - see map_check.h. */
#include "map_check.h"

#include "read/columns.h"
#include "read/fields.h"

#include "base/text.h"

#include <stdio.h>

static int mistake(const struct map_reading *reading, int line, struct cl_text subject,
                   const char *what)
{
    return map_mistake(reading->text->file, line, subject, what, reading->problem);
}

bool map_column_takes(enum column column, struct cl_text text)
{
    struct arena arena = { 0 };
    struct findings findings = { .arena = &arena };
    struct session session = session_empty;
    struct service service = service_empty;
    const struct field_place place = {
        .findings = &findings, .arena = &arena, .code = &field_no_code, .today = { 2199, 12, 31 }
    };

    session.findings.arena = &arena;
    if (column == COL_session_id)
        return true;
    if (column_form(column)->of_row)
        field_read(&service, column, text, &place);
    else
        field_read(&session, column, text, &place);
    arena_finish(&arena);
    return findings.errors == 0;
}

/* Gives each value map to the columns or sources that it is for. */
static int hand_out_values(const struct map_reading *reading)
{
    for (size_t i = 0; i < reading->map->value_count; i++) {
        struct map_values *values = &reading->map->values[i];
        struct map_column *column = reading->map->by_column[values->column];

        for (size_t s = 0; column != NULL && s < column->source_count; s++) {
            if (values->of_source && !text_equal_name(column->sources[s].name, values->source))
                continue;
            values->used = true;
            if (values->of_source || column->sources[s].values == NULL)
                column->sources[s].values = values;
        }
        if (!values->used)
            return mistake(reading, values->line, text_of(column_name(values->column)),
                           values->of_source ? "does not come from this column of the export"
                                             : "comes from no column of the export: there are no "
                                               "values to replace");
    }
    return 0;
}

/* The values of look-ups must be those of the columns that they become. */
static int check_cells(const struct map_reading *reading, const struct map_column *column)
{
    const struct map_lookup *lookup = column->lookup;

    for (uint32_t row = 0; lookup != NULL && row < lookup->row_count; row++) {
        struct cl_text cell = map_lookup_cell(lookup, row, column->lookup_column);
        char what[128];

        if (cell.length == 0 || map_column_takes(column->column, cell))
            continue;
        (void)snprintf(what, sizeof(what), "is not a value of %s", column_name(column->column));
        return map_mistake(lookup->path, (int)lookup->lines[row],
                           lookup->columns[column->lookup_column], what, reading->problem);
    }
    return 0;
}

static int settle_columns(const struct map_reading *reading)
{
    struct column_map *map = reading->map;

    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        struct map_column *column = map->by_column[i];

        if (column == NULL)
            continue;
        if (map_settle_column(reading, column) < 0 || check_cells(reading, column) < 0)
            return -1;
        column->first_source = map->source_count;
        map->source_count += column->source_count;
    }
    return 0;
}

/* The columns that `id` is made of must be there when it is made. */
static int check_key(const struct map_reading *reading, const struct map_column *id)
{
    for (size_t i = 0; i < id->key_count; i++) {
        struct map_column *part = reading->map->by_column[id->key[i]];
        const char *wrong = NULL;

        if (part == NULL)
            wrong = "is a part of the key, but the map does not give it";
        else if (id->column != COL_session_id && column_form(part->column)->of_row)
            wrong = "is a service's: it can be no part of the patient's key";
        else if (id->column != COL_session_id && part->key_count != 0)
            wrong = "has a key itself: it can be no part of the patient's";
        for (size_t s = 0; wrong == NULL && s < part->source_count; s++) {
            if (part->sources[s].slot != NO_SLOT)
                wrong = "differs from service to service of a row: it can be no part of the key";
        }
        if (wrong != NULL)
            return mistake(reading, id->line, text_of(column_name(id->key[i])), wrong);
        part->in_key = true;
    }
    return 0;
}

static int check_whole(const struct map_reading *reading)
{
    const struct column_map *map = reading->map;

    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        if (column_form((enum column)i)->required && map->by_column[i] == NULL)
            return mistake(reading, 1, text_of(column_name((enum column)i)),
                           "the map does not give this column, and each session needs it");
    }
    if (map->by_column[COL_code]->source_count == 0 ||
        map->by_column[COL_code]->sources[0].optional)
        return mistake(reading, map->by_column[COL_code]->line, text_of("code"),
                       "must come from a column that every such export has");
    if (map->services > 1 && map->by_column[COL_code]->sources[0].slot == NO_SLOT)
        return mistake(reading, map->by_column[COL_code]->line, text_of("code"),
                       "must come from a column with {n}, for a row has several services");
    for (size_t i = 0; i < map->lookup_count; i++) {
        if (!map->lookups[i].used)
            return mistake(reading, map->lookups[i].line, map->lookups[i].name,
                           "no column looks anything up in this table");
    }
    if (check_key(reading, map->by_column[COL_patient_id]) < 0)
        return -1;
    return check_key(reading, map->by_column[COL_session_id]);
}

int map_check(const struct map_reading *reading)
{
    if (hand_out_values(reading) < 0 || settle_columns(reading) < 0)
        return -1;
    return check_whole(reading);
}
