/* plain_rows.c - writes rows as if no cell had to be quoted, and then looks at all bytes of them
 * at once: so it is with nearly all claims. */
#include "csv.h"

#include "plain/plain.h"

struct plain {
    const struct cl_claim *claim;
    const struct cl_line *line;
    const void *records[OWNERS + 1];
    struct said said[CL_FACT_COUNT]; /* by group; the last of the records */
    bool given_up; /* something is not for here: a long text, an older host's record */
};

static char *put_text(struct plain *plain, char *at, const void *field)
{
    const struct cl_text *text = field;

    if (text->length > PLAIN_MOST) {
        plain->given_up = true;
        return at;
    }
    return plain_text(at, *text);
}

static char *put_number(struct plain *plain, char *at, const void *field)
{
    (void)plain;
    return plain_number(at, *(const uint32_t *)field);
}

static char *put_stated_number(struct plain *plain, char *at, const void *field)
{
    (void)plain;
    return *(const uint32_t *)field != 0 ? plain_number(at, *(const uint32_t *)field) : at;
}

static char *put_cents(struct plain *plain, char *at, const void *field)
{
    (void)plain;
    return plain_cents(at, *(const int64_t *)field);
}

static char *put_date(struct plain *plain, char *at, const void *field)
{
    (void)plain;
    return plain_date(at, *(const struct cl_date *)field);
}

static char *put_time(struct plain *plain, char *at, const void *field)
{
    (void)plain;
    return at + cl_format_time(at, *(const struct cl_time *)field).length;
}

static char *put_diagnoses(struct plain *plain, char *at, const void *field)
{
    (void)field;
    return at + cl_format_diagnoses(at, plain->claim).length;
}

static char *put_pointers(struct plain *plain, char *at, const void *field)
{
    (void)field;
    return at + cl_format_pointers(at, plain->line).length;
}

static char *put_again(struct plain *plain, char *at, const void *field)
{
    const struct said *said = field;

    (void)plain;
    return plain_again(at, said->bytes, said->length);
}

static char *(*const put_functions[])(struct plain *plain, char *at, const void *field) = {
    [CL_FACT_TEXT] = put_text,         [CL_FACT_DATE] = put_date,
    [CL_FACT_TIME] = put_time,         [CL_FACT_CENTS] = put_cents,
    [CL_FACT_NUMBER] = put_number,     [CL_FACT_DIAGNOSES] = put_diagnoses,
    [CL_FACT_POINTERS] = put_pointers, [CL_FACT_STATED_NUMBER] = put_stated_number,
};

/* Each cell with the separator behind it, the last one with the line end. Notes where each
 * begins; a last one is where the next row does. */
static inline __attribute__((always_inline)) char *put_columns(const struct csv *csv,
                                                               const struct column *column,
                                                               size_t count, struct plain *plain,
                                                               char *at, char **begins)
{
    const struct column *end = column + count;
    const char separator = csv->separator;

    for (; column < end; column++) {
        const void *record = plain->records[column->of];

        if (begins != NULL)
            *begins++ = at;
        at = column->put(plain, at, (const char *)record + column->offset);
        *at++ = separator;
    }
    if (begins != NULL)
        *begins = at;
    at--;
    if (csv->newline == NEWLINE_CRLF)
        *at++ = '\r';
    *at++ = '\n';
    return at;
}

static char *put_first_row(const struct csv *csv, struct plain *plain, char *at)
{
    char *begins[CL_FACT_COUNT + 1];

    at = put_columns(csv, csv->cells, csv->count, plain, at, begins);
    for (uint32_t i = 0; i < csv->group_count; i++) {
        const char *begin = begins[csv->groups[i].begin];

        plain->said[i].bytes = begin;
        plain->said[i].length = (size_t)(begins[csv->groups[i].end] - 1 - begin);
    }
    return at;
}

/* Whether records of these owners have the fields that are written. */
static bool has_fields(const struct csv *csv, const struct plain *plain, int from, int to)
{
    bool has = true;

    for (int i = from; i < to; i++)
        has &= *(const size_t *)plain->records[i] > csv->last_field[i];
    return has;
}

static void begin_line(const struct csv *csv, struct plain *plain, const struct cl_line *line)
{
    plain->line = line;
    plain->records[CL_OF_LINE] = line;
    plain->records[CL_OF_RENDERING] = line->rendering;
    plain->records[CL_OF_SUPERVISING] = line->supervising;
    plain->given_up |= !has_fields(csv, plain, CL_OF_LINE, OWNERS);
}

static char *put_rows(const struct csv *csv, struct plain *plain, uint32_t first, uint32_t count,
                      char *at)
{
    for (uint32_t i = 0; i < count; i++) {
        begin_line(csv, plain, cl_claim_line(plain->claim, first + i));
        if (plain->given_up)
            break;
        if (i == 0)
            at = put_first_row(csv, plain, at);
        else
            at = put_columns(csv, csv->again, csv->again_count, plain, at, NULL);
    }
    return at;
}

/* All of INNER, and the other control characters: TAB is one. */
static inline plain_bytes find_inner(plain_bytes bytes, const void *context)
{
    const struct csv *csv = context;

    return (plain_bytes)((bytes < ' ') | (bytes == '"') | (bytes == (unsigned char)csv->separator));
}

static bool is_inner(const struct csv *csv, char byte)
{
    return (csv_class_of(csv, byte) & INNER) != 0;
}

/* Whether a blank is the first or last byte of a cell. */
static bool has_outer_blanks(const struct csv *csv, const char *from, const char *end)
{
    const char *begin = from;

    for (; (from = memchr(from, ' ', (size_t)(end - from))) != NULL; from++) {
        if (from == begin || is_inner(csv, from[-1]) || is_inner(csv, from[1]))
            return true;
    }
    return false;
}

/* Rows that were written as they stand: whether no cell of them had to be quoted. All
 * special bytes must be the separators and line ends. */
static bool are_plain(const struct csv *csv, uint32_t rows, const char *from, char *end)
{
    size_t own = (size_t)rows * (csv->count - 1 + (csv->newline == NEWLINE_CRLF ? 2 : 1));

    return plain_count(from, end, find_inner, csv) == own && !has_outer_blanks(csv, from, end);
}

bool plain_rows_put(const struct csv *csv, const struct cl_claim *claim, uint32_t first,
                    uint32_t count, struct cl_stream *out)
{
    struct plain plain;
    char *at;

    plain.claim = claim;
    plain.records[CL_OF_CLAIM] = claim;
    plain.records[CL_OF_PATIENT] = claim->patient;
    plain.records[CL_OF_SUBSCRIBER] = claim->subscriber;
    plain.records[CL_OF_PAYER] = claim->payer;
    plain.records[CL_OF_BILLING] = claim->billing;
    plain.records[CL_OF_REFERRING] = claim->referring;
    plain.records[CL_OF_FACILITY] = claim->facility;
    plain.records[OWNERS] = plain.said;
    plain.given_up = !has_fields(csv, &plain, 0, CL_OF_LINE);
    at = put_rows(csv, &plain, first, count, out->next);
    if (plain.given_up || !are_plain(csv, count, out->next, at))
        return false;
    out->next = at;
    return true;
}

uint32_t plain_rows_fit(const struct csv *csv, const struct cl_stream *out, uint32_t most)
{
    size_t room = (size_t)(out->limit - out->next);

    if (csv->row_room == 0)
        return 0;
    return room / csv->row_room >= most ? most : (uint32_t)(room / csv->row_room);
}

/* Column `index`, which speaks of the claim, is of the group before it or begins one. */
static void add_to_group(struct csv *csv, uint32_t index)
{
    struct group *last = &csv->groups[csv->group_count - 1U];

    if (csv->group_count == 0 || last->end != index) {
        csv->again[csv->again_count++] = (struct column){
            .put = put_again, .offset = csv->group_count * sizeof(struct said), .of = OWNERS
        };
        last = &csv->groups[csv->group_count++];
        last->begin = index;
    }
    last->end = index + 1;
}

/* What is written as it stands is not looked at cell by cell, so that there is nothing to
 * be gained where each cell is looked at for more than quotes. */
void plain_rows_prepare(struct csv *csv)
{
    bool looks_at_all = csv->quote == QUOTE_ALL || csv->spreadsheet_safe || csv->count == 1;

    for (uint32_t i = 0; i < csv->count; i++) {
        struct column *column = &csv->cells[i];
        const struct cl_fact *fact = column->fact;

        column->put = put_functions[fact->kind];
        column->of = fact->of;
        column->offset = fact->offset;
        if (csv->last_field[fact->of] < fact->offset)
            csv->last_field[fact->of] = fact->offset;
        if (fact->of < CL_OF_LINE)
            add_to_group(csv, i);
        else
            csv->again[csv->again_count++] = *column;
    }
    csv->row_room = looks_at_all ? 0 : csv->count * (PLAIN_MOST + 1) + 2 * sizeof(plain_bytes);
}
