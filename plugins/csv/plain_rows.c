/* plain_rows.c - writes rows as if no cell had to be quoted, and then looks at all bytes of them
 * at once: so it is with nearly all claims. */
#include "csv.h"

struct plain {
    struct plain_claim claim;
    struct said said[CL_FACT_COUNT]; /* by group; the claim's last record */
};

static char *put_again(struct plain_claim *plain, char *at, const void *field)
{
    const struct said *said = field;

    (void)plain;
    return plain_again(at, said->bytes, said->length);
}

/* Each cell with the separator behind it, the last one with the line end. Notes where each
 * begins; a last one is where the next row does. */
static inline __attribute__((always_inline)) char *
put_columns(const struct csv *csv, const struct plain_fact *column, size_t count,
            struct plain_claim *claim, char *at, char **begins)
{
    const struct plain_fact *end = column + count;
    const char separator = csv->separator;

    for (; column < end; column++) {
        if (begins != NULL)
            *begins++ = at;
        at = plain_fact(claim, column, at);
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

    at = put_columns(csv, csv->cells, csv->count, &plain->claim, at, begins);
    for (uint32_t i = 0; i < csv->group_count; i++) {
        const char *begin = begins[csv->groups[i].begin];

        plain->said[i].bytes = begin;
        plain->said[i].length = (size_t)(begins[csv->groups[i].end] - 1 - begin);
    }
    return at;
}

static char *put_rows(const struct csv *csv, struct plain *plain, uint32_t first, uint32_t count,
                      char *at)
{
    struct plain_claim *claim = &plain->claim;

    for (uint32_t i = 0; i < count; i++) {
        plain_begin_line(claim, cl_claim_line(claim->claim, first + i), &csv->needs);
        if (claim->given_up)
            break;
        if (i == 0)
            at = put_first_row(csv, plain, at);
        else
            at = put_columns(csv, csv->again, csv->again_count, claim, at, NULL);
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

    plain_begin(&plain.claim, claim, &csv->needs);
    plain.claim.records[PLAIN_OWNERS] = plain.said;
    at = put_rows(csv, &plain, first, count, out->next);
    if (plain.claim.given_up || !are_plain(csv, count, out->next, at))
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
    struct group *last = csv->group_count > 0 ? &csv->groups[csv->group_count - 1] : NULL;

    if (last == NULL || last->end != index) {
        csv->again[csv->again_count++] = (struct plain_fact){
            .put = put_again, .offset = csv->group_count * sizeof(struct said), .of = PLAIN_OWNERS
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
        csv->cells[i] = plain_fact_of(csv->facts[i], &csv->needs);
        if (csv->facts[i]->of < CL_OF_LINE)
            add_to_group(csv, i);
        else
            csv->again[csv->again_count++] = csv->cells[i];
    }
    csv->row_room = looks_at_all ? 0 : csv->count * (PLAIN_MOST + 1) + 2 * sizeof(plain_bytes);
}
