/* map_guess.c - see map_guess.h. */
#include "map_guess.h"

#include "read/columns.h"
#include "read/convert.h"
#include "read/header.h"
#include "read/map.h"
#include "read/map_names.h"

#include "base/text.h"

#include <string.h>

enum { LOOK_AHEAD = 256 * 1024, MOST_LINES = 60, LEAST_KNOWN = 2 };

const char *const guess_date_forms[GUESS_DATE_FORMS] = {
    "YYYY-MM-DD",  "M/D/YYYY", "M/D/YY",          "YYYYMMDD",      "D.M.YYYY",    "D Mon YYYY",
    "Mon D, YYYY", "M-D-YYYY", "YYYY-MM-DD time", "M/D/YYYY time", "M/D/YY time", "D/M/YYYY",
};

struct line {
    size_t offset, length;
    unsigned number; /* from 1 */
    char delimiter;
    size_t known;
};

/* How many fields of a line have a known name. Names of columns hold no delimiter. */
static size_t count_known(struct cl_text line, char delimiter)
{
    struct cl_text rest = line;
    size_t known = 0;

    while (rest.data != NULL) {
        struct cl_text name = text_trim(text_split(&rest, delimiter));

        if (name.length >= 2 && name.data[0] == '"')
            name = (struct cl_text){ name.data + 1, name.length - 2 };
        known += map_name_guess(name) != GUESS_NONE;
    }
    return known;
}

static struct cl_text without_end(struct cl_text line)
{
    return header_without_line_end(line);
}

/* The first line of a text; it goes on where a line break stands in quotes. *lines is how
 * many physical ones it has. */
static size_t record_length(struct cl_text text, unsigned *lines)
{
    bool quoted = false;
    size_t end = 0;

    for (*lines = 1; *lines <= MOST_LINES; (*lines)++) {
        struct cl_text rest = { text.data + end, text.length - end };
        size_t length = csv_line_length(rest);

        if (length == 0)
            return text.length;
        for (size_t i = 0; i < length; i++)
            quoted ^= rest.data[i] == '"';
        end += length;
        if (!quoted)
            return end;
    }
    *lines = 1; /* no quote that is ever closed */
    return csv_line_length(text);
}

static struct line find_header(struct cl_text text)
{
    static const char delimiters[] = { ',', ';', '\t', '|' };
    struct line best = { .known = 0 };
    size_t offset = 0;

    for (unsigned number = 1, lines; number <= MOST_LINES && offset < text.length;
         number += lines) {
        struct cl_text rest = { text.data + offset, text.length - offset };
        size_t taken = record_length(rest, &lines);

        for (size_t d = 0; d < sizeof(delimiters); d++) {
            struct cl_text line = without_end((struct cl_text){ rest.data, taken });
            size_t known = count_known(line, delimiters[d]);

            if (known > best.known)
                best = (struct line){ offset, taken, number, delimiters[d], known };
        }
        offset += taken;
    }
    return best;
}

/* Takes the number off the end of "Dx 2" or "CPT_1". */
static void split_number(struct guess_column *column)
{
    size_t end = column->name.length;
    uint64_t number;

    while (end > 0 && text_is_digit(column->name.data[end - 1]))
        end--;
    column->base = (struct cl_text){ column->name.data, end };
    if (end == 0 ||
        !text_to_unsigned((struct cl_text){ column->name.data + end, column->name.length - end },
                          99, &number))
        number = 0;
    column->number = (unsigned)number;
}

/* A name as a map can state it: line breaks in it are blanks, of which one is enough. */
static struct cl_text name_in_one_line(struct arena *arena, struct cl_text name)
{
    char *bytes = arena_room(arena, name.length + 1);
    size_t length = 0;

    for (size_t i = 0; i < name.length; i++) {
        bool blank = memchr(" \t\r\n", name.data[i], 4) != NULL;

        if (!blank)
            bytes[length++] = name.data[i];
        else if (length != 0 && bytes[length - 1] != ' ')
            bytes[length++] = ' ';
    }
    bytes[length] = '\0';
    return text_trim((struct cl_text){ bytes, length });
}

static void take_header(struct guesses *out, const struct csv_record *record)
{
    out->count = record->field_count < CSV_MAX_FIELDS ? record->field_count : CSV_MAX_FIELDS;
    out->columns = arena_alloc_array(&out->arena, out->count + 1, sizeof(*out->columns));
    for (size_t i = 0; i < out->count; i++) {
        struct guess_column *column = &out->columns[i];

        column->name = name_in_one_line(&out->arena, record->fields[i]);
        split_number(column);
        column->guess = map_name_guess(column->name);
        if (column->guess == GUESS_NONE && column->number != 0)
            column->guess = map_name_guess(column->base);
    }
}

/* No map can name a column whose name stands twice, or is no text. */
static void drop_unusable(struct guesses *out)
{
    for (size_t i = 0; i < out->count; i++) {
        bool twice = false;

        for (size_t j = 0; j < out->count; j++)
            twice |= i != j && text_equal_name(out->columns[i].name, out->columns[j].name);
        if (twice || text_check(out->columns[i].name) != TEXT_FINE)
            out->columns[i].guess = GUESS_NONE;
    }
}

/* The first column of a name is the one; others are left alone, but for numbered ones. */
static void drop_seconds(struct guesses *out)
{
    for (size_t i = 0; i < out->count; i++) {
        for (size_t j = 0; j < i; j++) {
            struct guess_column *first = &out->columns[j];

            if (out->columns[i].guess == first->guess &&
                (out->columns[i].number == 0 || out->columns[i].number == first->number ||
                 !text_equal_name(out->columns[i].base, first->base)))
                out->columns[i].guess = GUESS_NONE;
        }
    }
}

static void count_forms(struct guess_column *column, struct cl_text value)
{
    for (unsigned i = 0; i < GUESS_DATE_FORMS; i++) {
        struct date_form form;
        char room[CONVERT_ROOM];
        struct cl_text made;

        column->date_forms[i] += date_form_read(text_of(guess_date_forms[i]), &form) == NULL &&
                                 convert_date(value, &form, 50, room, &made);
    }
}

static bool holds(struct cl_text text, char byte)
{
    return memchr(text.data, byte, text.length) != NULL;
}

static void look_at(struct guess_column *column, struct cl_text value)
{
    char room[CONVERT_ROOM];
    struct cl_text made, code = take_code(value);
    bool negative;

    column->filled++;
    column->commas |= holds(value, ',');
    column->semicolons |= holds(value, ';');
    column->spaces |= holds(value, ' ');
    column->slashes |= holds(value, '/');
    column->diagnoses_apart |= take_diagnosis(value).length == value.length && holds(value, ' ') &&
                               !holds(value, ',') && !holds(value, ';');
    column->words |= take_first_word(value).length != value.length;
    column->code_inside |= code.length != 0 && code.length != value.length;
    column->modifiers_inside |= take_modifiers(value, room).length != 0;
    if (column->guess < COLUMN_COUNT && column_form((enum column)column->guess)->kind == KIND_DATE)
        count_forms(column, value);
    if (column->guess < COLUMN_COUNT)
        column->fitting += map_column_takes((enum column)column->guess, value);
    column->comma_decimals |= !convert_money(value, false, room, &made, &negative) &&
                              convert_money(value, true, room, &made, &negative);
}

/* Compares a row with the one before it, where both are of one session. */
static void compare(struct guesses *out, const struct csv_record *record,
                    const struct cl_text *before)
{
    const struct guess_column *id = guesses_find(out, COL_session_id);
    size_t at = id != NULL ? (size_t)(id - out->columns) : 0;

    if (id == NULL || before == NULL || !text_equal(before[at], text_trim(record->fields[at])))
        return;
    for (size_t i = 0; i < out->count; i++)
        out->columns[i].changes += !text_equal(before[i], text_trim(record->fields[i]));
}

/* Rows without a code are totals, or tell nothing. */
static bool has_code(const struct guesses *out, const struct csv_record *record)
{
    const struct guess_column *code = guesses_find(out, COL_code);

    return code == NULL || text_trim(record->fields[code - out->columns]).length != 0;
}

static int look_at_rows(struct guesses *out, struct csv_reader *csv, struct problem *problem)
{
    struct cl_text *before = NULL;
    struct csv_record record;
    int got = 0;

    while (out->rows < GUESS_ROWS && (got = csv_next(csv, &record, problem)) > 0) {
        if (record.state != CSV_FINE || record.field_count != out->count || !has_code(out, &record))
            continue;
        out->rows++;
        compare(out, &record, before);
        if (before == NULL)
            before = arena_alloc_array(&out->arena, out->count + 1, sizeof(*before));
        for (size_t i = 0; i < out->count; i++) {
            struct cl_text value = text_trim(record.fields[i]);

            if (value.length != 0)
                look_at(&out->columns[i], value);
            before[i] = arena_text(&out->arena, value.data, value.length);
        }
    }
    return got < 0 ? -1 : 0;
}

int guesses_read(struct guesses *out, struct csv_reader *csv, const char *path,
                 struct problem *problem)
{
    struct csv_record record;
    struct cl_text text;
    struct line header;
    char shown[TEXT_SHOWN];

    *out = (struct guesses){ .rows = 0 };
    if (csv_peek(csv, LOOK_AHEAD, &text, problem) < 0)
        return -1;
    header = find_header(text);
    if (header.known < LEAST_KNOWN)
        return problem_failed(
            problem,
            "%s: no line looks like a header: fewer than two names like \"Date of "
            "Service\", \"CPT\", \"Patient\" stand in any of the first 60",
            text_show_string(shown, path));
    for (unsigned i = 1; i < header.number; i++) {
        if (csv_peek(csv, LOOK_AHEAD, &text, problem) < 0)
            return -1;
        csv_skip_line(csv, csv_line_length(text));
    }
    csv_set_delimiter(csv, header.delimiter);
    if (csv_next(csv, &record, problem) < 1 || record.state != CSV_FINE ||
        memchr(record.bytes, '\0', record.length) != NULL)
        return problem_failed(problem, "%s:%u: the header has a quote out of place",
                              text_show_string(shown, path), header.number);
    out->header_line = header.number;
    out->delimiter = header.delimiter;
    take_header(out, &record);
    drop_unusable(out);
    drop_seconds(out);
    return look_at_rows(out, csv, problem);
}

void guesses_finish(struct guesses *guesses)
{
    arena_finish(&guesses->arena);
}

const struct guess_column *guesses_find(const struct guesses *guesses, unsigned guess)
{
    for (size_t i = 0; i < guesses->count; i++) {
        if (guesses->columns[i].guess == guess)
            return &guesses->columns[i];
    }
    return NULL;
}
