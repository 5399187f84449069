/* header.c - see header.h. */
#include "header.h"

#include "read/columns.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const char delimiters[] = { ',', ';', '\t', '|' };

enum { LOOK_AHEAD = 64 * 1024 }; /* of a header, to recognise its delimiter */

/* The delimiter that occurs most, outside quotes, in the first line that is not blank. */
static char recognise(struct cl_text text)
{
    size_t counts[sizeof(delimiters)] = { 0 };
    size_t best = 0;
    bool quoted = false;
    bool blank = true; /* lines before the header may be */

    for (size_t i = 0; i < text.length; i++) {
        bool line_end = text.data[i] == '\n' || text.data[i] == '\r';

        if (text.data[i] == '"')
            quoted = !quoted;
        if (line_end && !quoted && !blank)
            break;
        blank = blank && (line_end || text.data[i] == ' ');
        for (size_t d = 0; d < sizeof(delimiters) && !quoted; d++)
            counts[d] += text.data[i] == delimiters[d];
    }
    for (size_t d = 1; d < sizeof(delimiters); d++) {
        if (counts[d] > counts[best])
            best = d;
    }
    return delimiters[best];
}

/* A first line "sep=;" is Excel's way to name the delimiter. */
static bool separator_line(struct cl_text text, size_t *length, char *delimiter)
{
    *length = csv_line_length(text);
    if (*length < 6 || !text_equal_nocase((struct cl_text){ text.data, 4 }, text_of("sep=")) ||
        (text.data[5] != '\r' && text.data[5] != '\n') ||
        memchr(delimiters, text.data[4], sizeof(delimiters)) == NULL)
        return false;
    *delimiter = text.data[4];
    return true;
}

static int set_delimiter(struct header *header, struct csv_reader *csv, struct problem *problem)
{
    struct cl_text text;
    size_t length;

    if (csv_peek(csv, LOOK_AHEAD, &text, problem) < 0)
        return -1;
    if (separator_line(text, &length, &header->delimiter)) {
        csv_skip_line(csv, length);
        header->bytes = length;
    } else {
        header->delimiter = recognise(text);
    }
    csv_set_delimiter(csv, header->delimiter);
    return 0;
}

bool header_is_held_cell(struct cl_text name)
{
    return text_equal_nocase(name, text_of("claimline_held"));
}

static int map_column(struct header *header, size_t field, struct cl_text name, const char *path,
                      struct findings *findings, struct problem *problem)
{
    enum column column = column_find(name);
    char shown[TEXT_SHOWN];

    header->column_of[field] = (int16_t)column;
    if (header_is_held_cell(name)) {
        header->has_held_cell |= field == 0;
        return 0;
    }
    if (column == COLUMN_NONE) {
        findings_add(findings, FINDING_COLUMN_UNKNOWN, header->line, COLUMN_NONE, TEXT_NONE,
                     "column %zu (%s) is not known and ignored", field + 1, text_show(shown, name));
        return 0;
    }
    if (header->field_of[column] != NO_FIELD)
        return problem_failed(problem, "%s:%llu: column %s stands twice, as fields %d and %zu",
                              text_show_string(shown, path), (unsigned long long)header->line,
                              column_name(column), header->field_of[column] + 1, field + 1);
    header->field_of[column] = (int16_t)field;
    return 0;
}

static struct header_column describe(const struct header *header, enum column column)
{
    const struct column_form *form = column_form(column);

    return (struct header_column){ .read =
                                       form->kind != KIND_TEXT ? field_readers[form->kind] : NULL,
                                   .field = (uint16_t)header->field_of[column],
                                   .offset = (uint16_t)form->offset,
                                   .column = (uint8_t)column,
                                   .must = form->required && !form->may_be_empty };
}

static void add_row_column(struct header *header, enum column column)
{
    header->of_row[header->of_row_count++] = describe(header, column);
}

static void add_session_column(struct header *header, enum column column)
{
    header->of_session[header->of_session_count++] = describe(header, column);
    header->aside_count += column == COL_session_id || column == COL_status;
}

/* Notes which columns there are, so that a row costs what it holds. */
void header_list_columns(struct header *header)
{
    add_row_column(header, COL_code);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        enum column column = (enum column)i;

        header->columns.has[column] = header->field_of[column] != NO_FIELD;
        if (!header->columns.has[column] || column == COL_code)
            continue;
        if (column_form(column)->of_row)
            add_row_column(header, column);
        else
            add_session_column(header, column);
    }
    header->row_adds_up =
        header->columns.has[COL_start_time] || header->columns.has[COL_end_time] ||
        header->columns.has[COL_assistant_minutes] || header->columns.has[COL_line_charge];
}

static bool is_of_session(const struct header *header, size_t field)
{
    for (size_t i = 0; i < header->of_session_count; i++) {
        if (header->of_session[i].field == field)
            return true;
    }
    return false;
}

void header_find_runs(struct header *header)
{
    header->run_count = 0;
    header->reach = 0;
    header->row_from = header->field_count;
    for (size_t i = header->field_count; i-- > 0;) {
        if (is_of_session(header, i))
            header->reach = header->reach > i ? header->reach : i + 1;
        else if (header->column_of[i] != COLUMN_NONE)
            header->row_from = i;
    }
    for (size_t i = 0; i < header->reach; i++) {
        struct field_run *last =
            header->run_count != 0 ? &header->runs[header->run_count - 1] : NULL;

        if (!is_of_session(header, i))
            continue;
        if (last != NULL && last->last + 1U == i) {
            last->last = (uint16_t)i;
        } else if (header->run_count == MOST_RUNS) {
            header->run_count = 0;
            return;
        } else {
            header->runs[header->run_count++] = (struct field_run){ (uint16_t)i, (uint16_t)i };
        }
    }
}

void header_canonical(struct header *header)
{
    *header = (struct header){ .delimiter = ',',
                               .field_count = COLUMN_COUNT,
                               .reach = COLUMN_COUNT,
                               .text = TEXT_NONE,
                               .line_end = "\n",
                               .held_end = TEXT_NONE };
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        header->field_of[i] = (int16_t)i;
        header->column_of[i] = (int16_t)i;
    }
    header_list_columns(header);
}

void header_narrow(struct header *header)
{
    static const enum column visit[] = { COL_session_id, COL_status,      COL_service_date,
                                         COL_patient_id, COL_payer_id,    COL_payer_class,
                                         COL_discipline, COL_billing_npi, COL_claim_frequency };

    header->of_row_count = 0;
    header->of_session_count = 0;
    header->aside_count = 0;
    for (size_t i = 0; i < sizeof(visit) / sizeof(visit[0]); i++) {
        if (header->columns.has[visit[i]])
            add_session_column(header, visit[i]);
    }
    header_find_runs(header);
}

/* The names of columns for a message: the required ones that are missing, or the
 * known ones that were found. */
static size_t list_columns(const struct header *header, bool missing, char *out, size_t size)
{
    size_t count = 0;
    size_t used = 0;

    out[0] = '\0';
    for (unsigned column = 0; column < COLUMN_COUNT; column++) {
        bool found = header->field_of[column] != NO_FIELD;

        if (missing ? found || !column_form((enum column)column)->required : !found)
            continue;
        count++;
        if (used + 48 < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s", used != 0 ? ", " : "",
                                     column_name((enum column)column));
    }
    return count;
}

/* Names only what is known: in a file without a header the first line is a patient's. */
static int check_required(const struct header *header, const char *path, struct problem *problem)
{
    char missing[512];
    char found[512];
    char shown[TEXT_SHOWN];
    size_t absent = list_columns(header, true, missing, sizeof(missing));
    size_t known = list_columns(header, false, found, sizeof(found));
    unsigned long long line = header->line;

    if (absent == 0)
        return 0;
    text_show_string(shown, path);
    if (known == 0)
        return problem_failed(problem,
                              "%s:%llu: none of the %zu fields of the first line names a column of "
                              "a session export (expected: %s)",
                              shown, line, header->field_count, missing);
    return problem_failed(problem, "%s:%llu: required columns are missing: %s (found: %s)", shown,
                          line, missing, found);
}

struct cl_text header_strip(const struct header *header, struct cl_text record)
{
    size_t at = 0;

    if (!header->has_held_cell)
        return record;
    while (at < record.length && record.data[at] != header->delimiter &&
           (record.data[at] == ' ' || record.data[at] == '\t'))
        at++;
    if (at < record.length && record.data[at] == '"') {
        /* A spreadsheet may have quoted the cell. Doubled quotes open and close. */
        bool quoted = false;

        for (; at < record.length && (quoted || record.data[at] != header->delimiter); at++)
            quoted ^= record.data[at] == '"';
    } else {
        while (at < record.length && record.data[at] != header->delimiter)
            at++;
    }
    if (at == record.length)
        return record;
    return (struct cl_text){ record.data + at + 1, record.length - at - 1 };
}

const char *header_line_end(const struct csv_record *record)
{
    const char *last = record->bytes + record->length - 1;

    if (*last == '\r')
        return "\r";
    return *last == '\n' && record->length > 1 && last[-1] == '\r' ? "\r\n" : "\n";
}

struct cl_text header_without_line_end(struct cl_text text)
{
    while (text.length > 0 &&
           (text.data[text.length - 1] == '\n' || text.data[text.length - 1] == '\r'))
        text.length--;
    return text;
}

static int check_record(const struct csv_record *record, const char *path, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    const char *what = NULL;

    if (record->state == CSV_TOO_LONG || record->field_count > CSV_MAX_FIELDS)
        what = "the header is longer than 1 MiB or has more than 4096 columns";
    else if (record->state != CSV_FINE)
        what = "the header has a quote out of place or never closed";
    else if (memchr(record->bytes, '\0', record->length) != NULL)
        what = "the file is no text: its header holds NUL bytes";
    if (what == NULL)
        return 0;
    return problem_failed(problem, "%s:%llu: %s (expected: a CSV header like session_id,code,...)",
                          text_show_string(shown, path), (unsigned long long)record->line, what);
}

int header_read(struct header *header, struct csv_reader *csv, const char *path,
                struct findings *findings, struct problem *problem)
{
    struct csv_record record;
    char shown[TEXT_SHOWN];
    int got;

    *header = (struct header){ .held_end = TEXT_NONE };
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        header->field_of[i] = NO_FIELD;
    if (set_delimiter(header, csv, problem) < 0 || (got = csv_next(csv, &record, problem)) < 0)
        return -1;
    if (got == 0)
        return problem_failed(problem, "%s is empty; a CSV header is expected",
                              text_show_string(shown, path));
    if (check_record(&record, path, problem) < 0)
        return -1;
    header->line = record.line;
    header->line_end = header_line_end(&record);
    header->field_count = record.field_count;
    header->bytes += record.length;
    for (size_t i = 0; i < record.field_count; i++) {
        if (map_column(header, i, text_trim(record.fields[i]), path, findings, problem) < 0)
            return -1;
    }
    header->text = header_strip(
        header, header_without_line_end((struct cl_text){ record.bytes, record.length }));
    header->text = arena_text(findings->arena, header->text.data, header->text.length);
    header_list_columns(header);
    header_find_runs(header);
    return check_required(header, path, problem);
}
