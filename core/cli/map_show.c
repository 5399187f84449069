/* map_show.c - see map_show.h. */
#include "map_show.h"

#include "read/columns.h"
#include "read/fault.h"
#include "read/records.h"

#include "base/interrupt.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "source/input.h"

#include <stdio.h>

/* A value that a table or a value map lacks, and in how many rows. */
struct missed {
    enum finding_id id;
    struct cl_text place;
    struct cl_text value;
    uint64_t rows;
};

struct showing {
    const struct map_shown *shown;
    struct records *records;
    struct header header;
    struct arena arena;  /* of what is kept to the end */
    struct cl_text last; /* session whose columns were printed */
    struct missed *missed;
    size_t missed_count, missed_capacity;
    struct map missed_index;
    uint64_t rows;
};

static void print_value(const char *indent, enum column column, struct cl_text value)
{
    char shown[TEXT_SHOWN];

    if (value.length != 0)
        printf("%s%-28s %s\n", indent, column_name(column), text_show(shown, value));
}

static struct cl_text value_of(const struct showing *showing, const struct csv_record *record,
                               enum column column)
{
    int field = showing->header.field_of[column];

    if (field == NO_FIELD || (size_t)field >= record->field_count)
        return TEXT_NONE;
    return text_trim(record->fields[field]);
}

static void print_columns(const struct showing *showing, const struct csv_record *record,
                          bool of_row)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        if (column_form((enum column)i)->of_row == of_row && i != COL_session_id && i != COL_code)
            print_value(of_row ? "    " : "  ", (enum column)i,
                        value_of(showing, record, (enum column)i));
    }
}

static void print_faults(const struct csv_record *record)
{
    for (size_t i = 0; i < record->fault_count; i++) {
        const struct record_fault *fault = &record->faults[i];
        char shown[512];

        if (fault->message.length != 0)
            printf("  ! %s [%s]\n", text_show_in(shown, sizeof(shown), fault->message),
                   finding_kind(fault->id)->id);
    }
}

static void print_record(struct showing *showing, const struct csv_record *record)
{
    struct cl_text id = value_of(showing, record, COL_session_id);
    char shown[TEXT_SHOWN];

    if (showing->last.data == NULL || !text_equal(id, showing->last)) {
        showing->last = arena_text(&showing->arena, id.data, id.length);
        if (id.length != 0)
            printf("session %s, line %llu\n", text_show(shown, id),
                   (unsigned long long)record->line);
        else
            printf("no session_id, line %llu\n", (unsigned long long)record->line);
        if (record->state == CSV_FINE)
            print_columns(showing, record, false);
    }
    print_faults(record);
    if (record->state == CSV_FINE) {
        printf("  service %s\n", text_show(shown, value_of(showing, record, COL_code)));
        print_columns(showing, record, true);
    } else if (record->state != CSV_RAGGED) {
        printf("  ! the row is broken: a quote out of place, or too long\n");
    }
}

/* Each value once, in the order in which they come. */
static void note_missed(struct showing *showing, const struct record_fault *fault)
{
    struct cl_text key =
        arena_format(&showing->arena, "%d %.*s\n%.*s", (int)fault->id, (int)fault->place.length,
                     fault->place.data, (int)fault->value.length, fault->value.data);
    uint32_t index = map_find(&showing->missed_index, key);

    if (index != MAP_NONE) {
        showing->missed[index].rows++;
        return;
    }
    if (showing->missed_count == showing->missed_capacity) {
        showing->missed_capacity =
            showing->missed_capacity != 0 ? showing->missed_capacity * 2 : 64;
        showing->missed =
            mem_resize_array(showing->missed, showing->missed_capacity, sizeof(*showing->missed));
    }
    map_add(&showing->missed_index, key, (uint32_t)showing->missed_count);
    showing->missed[showing->missed_count++] = (struct missed){
        .id = fault->id,
        .place = arena_text(&showing->arena, fault->place.data, fault->place.length),
        .value = arena_text(&showing->arena, fault->value.data, fault->value.length),
        .rows = 1,
    };
}

static void note_faults(struct showing *showing, const struct csv_record *record)
{
    for (size_t i = 0; i < record->fault_count; i++) {
        const struct record_fault *fault = &record->faults[i];

        if (fault->message.length != 0 && fault->value.length != 0 &&
            (fault->id == FINDING_MAP_LOOKUP || fault->id == FINDING_MAP_VALUE))
            note_missed(showing, fault);
    }
}

/* A cell of a CSV row. */
static void print_cell(struct cl_text text, char behind)
{
    char shown[TEXT_SHOWN * 2];

    (void)text_show_in(shown, sizeof(shown), text);
    (void)putchar('"');
    for (const char *at = shown; *at != '\0'; at++) {
        if (*at == '"')
            (void)putchar('"');
        (void)putchar(*at);
    }
    printf("\"%c", behind);
}

static void print_missed(const struct showing *showing)
{
    if (showing->missed_count == 0)
        return;
    if (!showing->shown->missing)
        printf("\nWhat tables and value maps lack, among these rows:\n");
    printf("where,value,rows\n");
    for (size_t i = 0; i < showing->missed_count; i++) {
        print_cell(showing->missed[i].place, ',');
        print_cell(showing->missed[i].value, ',');
        printf("%llu\n", (unsigned long long)showing->missed[i].rows);
    }
}

static int read_records(struct showing *showing, struct problem *problem)
{
    const struct records_form *form = records_form_of(showing->records);
    struct csv_record record;
    int got;

    while ((got = form->next(showing->records, &record, problem)) > 0) {
        showing->rows += !record.continues;
        if (!showing->shown->missing && showing->rows > showing->shown->rows)
            return 0;
        if (interrupt_check(problem) < 0)
            return -1;
        if (!showing->shown->missing)
            print_record(showing, &record);
        note_faults(showing, &record);
    }
    return got;
}

static int read_all(struct showing *showing, struct problem *problem)
{
    struct findings findings = { .arena = &showing->arena };
    const struct records_form *form = records_form_of(showing->records);
    char message[FINDING_MESSAGE];

    if (form->header(showing->records, &showing->header, &findings, problem) < 0)
        return -1;
    for (size_t i = 0; i < findings.count && !showing->shown->missing; i++)
        printf("line %llu: %s\n", (unsigned long long)findings.items[i].line,
               finding_message(&findings.items[i], message).data);
    return read_records(showing, problem);
}

static ssize_t read_input(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

int map_show(const struct map_shown *shown, struct problem *problem)
{
    struct showing showing = { .shown = shown, .last = { NULL, 0 } };
    struct column_map *map = NULL;
    struct read_options options = { .from = NULL };
    struct input *input = NULL;
    int error = column_map_load(&map, shown->map, problem);

    if (error == 0)
        error = input_open(&input, shown->input, problem);
    options.map = map;
    if (error == 0)
        error = records_open(&showing.records,
                             &(struct records_request){ .source = { input, read_input },
                                                        .first = input_peek(input),
                                                        .options = &options,
                                                        .path = shown->input },
                             problem);
    if (error == 0)
        error = read_all(&showing, problem);
    if (error == 0)
        print_missed(&showing);
    records_close(showing.records);
    input_close(input);
    column_map_destroy(map);
    mem_free(showing.missed);
    map_finish(&showing.missed_index);
    arena_finish(&showing.arena);
    return error;
}
