/* edit_pairs.c - the NCCI PTP file of CMS: tab-delimited text of seven columns (column 1,
 * column 2, '*' if it existed before 1996, effective, deletion, modifier indicator,
 * rationale), Latin-1, under a notice, a title and a header that is wrapped over lines.
 *
 * The deletion date is the last day in force: it is the last day of a quarter (0001A
 * 0591T 20220101 20231231 in ccipra-v322r0-f1), and release 16.3 deletes on 2010-09-30
 * what its additions of 2010-10-01 replace. Where it equals the effective date, the edit
 * was deleted as if it had never been; indicator 9 marks these (Medicare NCCI FAQ). */
#include "edit_tables.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"
#include "source/input.h"

#include <string.h>

enum {
    BLOCK_BYTES = 256 * 1024,
    LINE_BYTES = 64 * 1024, /* more than any line of a table has */
};

enum field { COLUMN_1, COLUMN_2, BEFORE_1996, EFFECTIVE, DELETION, INDICATOR, RATIONALE, FIELDS };

struct pair_reader {
    struct edits *edits;
    struct edit_file *file;
    uint32_t at; /* of the file */
    uint64_t line;
    bool begun;               /* the data, behind the head */
    uint64_t blank;           /* the first blank line behind the data, or 0 */
    char previous[EDIT_CODE]; /* the file is sorted by column 1: it is looked up once */
    const struct code *column1;
};

static int mistake(const struct pair_reader *reader, bool cut, const char *text,
                   struct problem *problem)
{
    if (cut)
        text = "the file ends inside this line: it was cut";
    return edit_mistake(reader->file, reader->line, text, problem);
}

/* Cuts the line into fields; false where it has not the seven of a row. */
static bool split(struct cl_text line, struct cl_text *fields)
{
    for (unsigned i = 0; i < FIELDS; i++) {
        if (line.data == NULL)
            return false;
        fields[i] = text_split(&line, '\t');
    }
    return line.data == NULL;
}

/* The data begins by its form: two codes, and a tab behind each. */
static bool begins_data(struct cl_text line)
{
    struct cl_text column1 = { line.data, EDIT_CODE };
    struct cl_text column2 = { line.data + EDIT_CODE + 1, EDIT_CODE };

    return line.length > 2 * EDIT_CODE + 1 && line.data[EDIT_CODE] == '\t' &&
           line.data[2 * EDIT_CODE + 1] == '\t' && edit_is_code(column1) && edit_is_code(column2);
}

/* YYYYMMDD, a day that exists. */
static bool take_date(struct cl_text text, struct cl_date *out)
{
    char day[10] = "YYYY-MM-DD";

    if (text.length != 8)
        return false;
    memcpy(day, text.data, 4);
    memcpy(day + 5, text.data + 4, 2);
    memcpy(day + 8, text.data + 6, 2);
    return date_parse((struct cl_text){ day, sizeof(day) }, out);
}

static int take_facts(const struct pair_reader *reader, const struct cl_text *fields, bool cut,
                      struct pair_edit *edit, struct problem *problem)
{
    struct cl_text deletion = text_trim(fields[DELETION]);
    struct cl_text indicator = text_trim(fields[INDICATOR]);

    *edit = (struct pair_edit){ .table = reader->file->table.name };
    if (!edit_is_code(fields[COLUMN_1]) || !edit_is_code(fields[COLUMN_2]))
        return mistake(reader, cut, "the row does not begin with two procedure codes", problem);
    if (!take_date(text_trim(fields[EFFECTIVE]), &edit->from))
        return mistake(reader, cut, "the effective date is none like 20260701", problem);
    if (deletion.length != 0 && !text_equal(deletion, text_of("*")) &&
        !take_date(deletion, &edit->to))
        return mistake(reader, cut, "the deletion date is neither * nor one like 20260930",
                       problem);
    if (indicator.length != 1 || memchr("019", indicator.data[0], 3) == NULL)
        return mistake(reader, cut, "the modifier indicator is none of 0, 1, 9", problem);
    edit->indicator = (uint8_t)(indicator.data[0] - '0');
    return 0;
}

static void keep(struct pair_reader *reader, const struct pair_edit *edit)
{
    struct edits *edits = reader->edits;

    if (edits->pair_count == edits->pair_capacity) {
        edits->pair_capacity = edits->pair_capacity != 0 ? edits->pair_capacity * 2 : 256;
        edits->pairs = mem_resize_array(edits->pairs, edits->pair_capacity, sizeof(*edits->pairs));
    }
    edits->pairs[edits->pair_count++] = (struct pair_row){
        .edit = *edit,
        .file = reader->at,
        .rank = reader->file->rank,
        .applies = edit->indicator != 9 &&
                   (!date_stated(edit->to) || date_compare(edit->from, edit->to) < 0),
    };
}

static int take_row(struct pair_reader *reader, struct cl_text line, bool cut,
                    struct problem *problem)
{
    const struct codes *codes = reader->edits->codes;
    struct cl_text fields[FIELDS];
    struct pair_edit edit;
    const struct code *column2;

    if (!split(line, fields))
        return mistake(reader, cut, "the row has not the 7 tab-delimited fields of a PTP table",
                       problem);
    if (take_facts(reader, fields, cut, &edit, problem) < 0)
        return -1;
    reader->file->table.rows++;
    if (memcmp(reader->previous, fields[COLUMN_1].data, EDIT_CODE) != 0) {
        memcpy(reader->previous, fields[COLUMN_1].data, EDIT_CODE);
        reader->column1 = codes_find(codes, fields[COLUMN_1]);
    }
    if (reader->column1 == NULL || (column2 = codes_find(codes, fields[COLUMN_2])) == NULL)
        return 0;
    edit.column1 = reader->column1->code;
    edit.column2 = column2->code;
    keep(reader, &edit);
    return 0;
}

static int take_head(struct pair_reader *reader, struct cl_text line, struct problem *problem)
{
    if (reader->file->quarter.year == 0)
        (void)edit_quarter_find(line, &reader->file->quarter);
    if (reader->line < EDIT_HEAD_LINES)
        return 0;
    return mistake(reader, false,
                   "no row of the data begins in the first 40 lines; the tab-delimited "
                   "practitioner PTP file of CMS is expected",
                   problem);
}

/* `cut`: the line has no end, so a mistake in it is that of a file that was cut. */
static int take_line(struct pair_reader *reader, struct cl_text line, bool cut,
                     struct problem *problem)
{
    reader->line++;
    if (line.length > 0 && line.data[line.length - 1] == '\r')
        line.length--;
    if (!reader->begun) {
        if (!begins_data(line))
            return take_head(reader, line, problem);
        reader->begun = true;
        edit_file_name(reader->edits, reader->file);
    }
    if (text_trim(line).length == 0) {
        reader->blank = reader->blank != 0 ? reader->blank : reader->line;
        return 0;
    }
    if (reader->blank != 0)
        return edit_mistake(reader->file, reader->blank, "a blank line inside the table", problem);
    return take_row(reader, line, cut, problem);
}

/* Takes the whole lines of `bytes`; returns how many bytes they are in *used. */
static int take_lines(struct pair_reader *reader, const char *bytes, size_t count, size_t *used,
                      struct problem *problem)
{
    const char *end;

    for (*used = 0; (end = memchr(bytes + *used, '\n', count - *used)) != NULL;
         *used = (size_t)(end - bytes) + 1) {
        struct cl_text line = { bytes + *used, (size_t)(end - bytes) - *used };

        if (take_line(reader, line, false, problem) < 0)
            return -1;
    }
    if (count - *used > LINE_BYTES) {
        reader->line++;
        return mistake(reader, false, "the line is longer than any of a PTP table", problem);
    }
    return 0;
}

static int read_lines(struct pair_reader *reader, struct input *input, char *block,
                      struct problem *problem)
{
    size_t held = 0; /* the start of a line, from the block before */

    for (;;) {
        ssize_t count = input_read(input, block + held, BLOCK_BYTES - held, problem);
        size_t used;

        if (count < 0)
            return -1;
        if (count == 0)
            break;
        held += (size_t)count;
        if (take_lines(reader, block, held, &used, problem) < 0)
            return -1;
        held -= used;
        memmove(block, block + used, held);
    }
    if (held > 0 && take_line(reader, (struct cl_text){ block, held }, true, problem) < 0)
        return -1;
    if (!reader->begun)
        return mistake(reader, false,
                       "the file ends without a row of data; the tab-delimited practitioner PTP "
                       "file of CMS is expected",
                       problem);
    return 0;
}

int edit_pairs_read(struct edits *edits, uint32_t at, struct problem *problem)
{
    struct pair_reader reader = { .edits = edits, .file = &edits->files[at], .at = at };
    struct input *input;
    char *block;
    int error;

    if (input_open_table(&input, reader.file->table.path, problem) < 0) {
        problem->status = EXIT_BAD_USAGE; /* a table that cannot be read is bad configuration */
        return -1;
    }
    block = mem_resize(NULL, BLOCK_BYTES);
    error = read_lines(&reader, input, block, problem);
    mem_free(block);
    input_close(input);
    return error;
}
