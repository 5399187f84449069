/* plain_claim.c - writes claims whose values fit into their columns as they stand: nearly all.
 *
 * What comes out is what row.c makes of them, whose functions have a look at each character. */
#include "plain/plain.h"

#include "row.h"
#include "text.h"

/* A claim on its way, and the line that is written. */
struct page {
    struct plain_claim plain;
    char *begin; /* of the line */
    size_t limit;
};

/* What is no printable ASCII: one more than a byte, signed, is then 0x20 or less. */
PLAIN_INLINE plain_bytes suspects(plain_bytes bytes, plain_bytes own)
{
    typedef signed char signed_bytes __attribute__((vector_size(16)));

    (void)own;
    return (plain_bytes)((signed_bytes)(bytes + 1) <= ' ');
}

static bool stands(const void *state, struct cl_text text)
{
    (void)state;
    (void)text;
    return false;
}

static const struct plain_format format = { suspects, stands };

/* A constant. */
PLAIN_INLINE char *put_literal(char *at, const char *literal)
{
    const size_t length = strlen(literal);

    memcpy(at, literal, length);
    return at + length;
}

PLAIN_INLINE bool same(const struct cl_text *a, const struct cl_text *b)
{
    return a->length == b->length &&
           (a->data == b->data || memcmp(a->data, b->data, a->length) == 0);
}

/* Goes to where an item of a heading begins; see row_item(). */
PLAIN_INLINE char *begin_item(struct page *page, size_t gap, size_t width, char *at)
{
    const size_t used = (size_t)(at - page->begin);

    if (used == 0)
        gap = 0;
    if (used > ROW_WRAPPED && used + gap + width > page->limit) {
        *at++ = '\n';
        page->begin = at;
        gap = ROW_WRAPPED;
    }
    memset(at, ' ', ROW_WRAPPED);
    page->plain.given_up |= (size_t)(at - page->begin) + gap + width > page->limit;
    return at + gap;
}

PLAIN_INLINE char *put_item(struct page *page, size_t gap, const char *label,
                            const struct cl_text *text, char *at)
{
    if (text->length == 0)
        return at;
    at = begin_item(page, gap, strlen(label) + text->length, at);
    return plain_text(&page->plain, &format, put_literal(at, label), text);
}

PLAIN_INLINE char *put_heading(struct page *page, const struct cl_claim *claim, char *at)
{
    page->begin = at;
    at = put_item(page, 2, "Session ", &claim->session_id, at);
    if (!same(&claim->claim_id, &claim->session_id))
        at = put_item(page, 2, "claim ", &claim->claim_id, at);
    if (claim->service_date.year != 0)
        at = plain_date(begin_item(page, 2, WIDTH_DATE, at), claim->service_date);
    at = put_item(page, 2, "patient ", &claim->patient->id, at);
    at = put_item(page, 2, "payer ", &claim->payer->id, at);
    at = put_item(page, 2, "place ", &claim->place_of_service, at);
    for (uint32_t i = 0; i < claim->diagnosis_count; i++)
        at = i == 0 ? put_item(page, 2, "diagnoses ", &claim->diagnoses[i], at)
                    : put_item(page, 1, "", &claim->diagnoses[i], at);
    *at = '\n';
    return at + 1;
}

/* The cells of a line are blank before something is put there. Those on the left side of their
 * column return where they end. */
PLAIN_INLINE char *put_cell(struct page *page, char *cell, size_t width, const struct cl_text *text)
{
    *cell = '-';
    page->plain.given_up |= text->length > width;
    return text->length == 0 ? cell + 1 : plain_text(&page->plain, &format, cell, text);
}

PLAIN_INLINE size_t digits_of(uint64_t value)
{
    return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10000 ? 4 : SIZE_MAX;
}

PLAIN_INLINE void put_number(struct page *page, char *cell, size_t width, uint32_t value)
{
    const size_t digits = digits_of(value);

    if (digits > width)
        page->plain.given_up = true;
    else
        plain_number(cell + width - digits, value);
}

PLAIN_INLINE void put_money(struct page *page, char *cell, size_t width, int64_t cents)
{
    const size_t digits = digits_of((uint64_t)cents / 100);

    if (cents == CL_NO_AMOUNT)
        cell[width - 1] = '-';
    else if (digits > width - 3)
        page->plain.given_up = true;
    else
        plain_cents(cell + width - 3 - digits, cents);
}

/* GP,59 */
PLAIN_INLINE void put_modifiers(struct page *page, char *cell, const struct cl_text *modifiers)
{
    char *at = put_cell(page, cell, WIDTH_MODIFIERS, &modifiers[0]);

    if (modifiers[0].length == 0)
        return;
    for (int i = 1; i < CL_MAX_MODIFIERS && modifiers[i].length > 0; i++) {
        *at++ = ',';
        at = plain_text(&page->plain, &format, at, &modifiers[i]);
    }
    page->plain.given_up |= at > cell + WIDTH_MODIFIERS;
}

PLAIN_INLINE void put_pointers(char *cell, const struct cl_line *line)
{
    *cell = '-';
    for (uint32_t i = 0; i < line->pointer_count; i++)
        cell[i] = (char)('A' + line->pointers[i] - 1);
}

/* What stands behind the columns, the last of which ends at `at`. */
PLAIN_INLINE char *put_rest(struct page *page, const struct cl_line *line, char *rest, char *at)
{
    const struct cl_text *documented = &line->documented_code;
    const struct cl_text *description = &line->description;
    size_t room;

    if (documented->length != 0 && !same(documented, &line->code)) {
        at = plain_text(&page->plain, &format, put_literal(rest, "(for "), documented);
        at = put_literal(at, ") ");
        rest = at--;
    }
    if (description->length == 0 || rest + ROW_SHORTEST_REST > page->begin + page->limit)
        return at;
    room = page->limit - (size_t)(rest - page->begin);
    at = plain_text(&page->plain, &format, rest, description);
    if (description->length > room)
        at = rest + room;
    while (at > rest && at[-1] == ' ')
        at--;
    return at;
}

/* The columns from NUMBER on, which begins at `cells`. */
PLAIN_INLINE char *put_line(struct page *page, const struct cl_line *line, char *cells)
{
    char *at;

    memset(cells, ' ', AT_REST);
    put_number(page, cells, WIDTH_NUMBER, line->number);
    put_cell(page, cells + AT_CODE, WIDTH_CODE, &line->code);
    put_modifiers(page, cells + AT_MODIFIERS, line->modifiers);
    put_number(page, cells + AT_UNITS, WIDTH_UNITS, line->units);
    put_number(page, cells + AT_MINUTES, WIDTH_MINUTES, line->minutes);
    put_money(page, cells + AT_UNIT_CHARGE, WIDTH_UNIT_CHARGE, line->unit_charge_cents);
    put_money(page, cells + AT_CHARGE, WIDTH_CHARGE, line->charge_cents);
    put_pointers(cells + AT_POINTERS, line);
    at = put_cell(page, cells + AT_RULE, WIDTH_RULE, &line->unit_rule);
    at = put_rest(page, line, cells + AT_REST, at);
    *at = '\n';
    return at + 1;
}

PLAIN_INLINE char *put_claim_total(struct page *page, const struct cl_claim *claim, char *at)
{
    char *charge = at + INDENT + AT_CHARGE;
    char *end = charge + WIDTH_CHARGE;
    uint64_t gap = 0;

    for (uint32_t i = 0; i < claim->line_count; i++)
        gap += cl_claim_line(claim, i)->charge_cents == CL_NO_AMOUNT;
    memset(at, ' ', INDENT + AT_POINTERS);
    put_literal(at + INDENT + AT_CODE, "Claim total");
    put_money(page, charge, WIDTH_CHARGE, claim->charge_cents);
    if (gap != 0) {
        end = plain_number(put_literal(end, " ("), gap);
        end = put_literal(end, gap == 1 ? " line without charge)" : " lines without charge)");
    }
    return put_literal(end, "\n\n");
}

PLAIN_INLINE char *put_group(struct page *page, const struct cl_claim *claim, char *at)
{
    at = put_heading(page, claim, at);
    for (uint32_t i = 0; i < claim->line_count; i++) {
        page->begin = at;
        memset(at, ' ', INDENT);
        at = put_line(page, cl_claim_line(claim, i), at + INDENT);
    }
    return put_claim_total(page, claim, at);
}

/* Lines that each say whose they are. */
PLAIN_INLINE char *put_lines(struct page *page, const struct cl_claim *claim, char *at)
{
    for (uint32_t i = 0; i < claim->line_count; i++) {
        page->begin = at;
        memset(at, ' ', AT_NUMBER_UNGROUPED);
        put_cell(page, at, WIDTH_SESSION, &claim->session_id);
        at[AT_DATE] = '-';
        plain_date(at + AT_DATE, claim->service_date);
        at = put_line(page, cl_claim_line(claim, i), at + AT_NUMBER_UNGROUPED);
    }
    return at;
}

/* The most that a claim can take. */
static size_t room_for(const struct cl_claim *claim)
{
    enum {
        OF_ITEM = PLAIN_MOST + 32,
        OF_LINE = AT_NUMBER_UNGROUPED + AT_REST + 2 * OF_ITEM + 2 * PLAIN_MOST,
        ITEMS = 6
    };

    return (ITEMS + (size_t)claim->diagnosis_count) * OF_ITEM +
           ((size_t)claim->line_count + 1) * OF_LINE;
}

bool plain_claim_put(const struct text *text, const struct cl_claim *claim, struct cl_stream *out)
{
    struct page page = { .limit = (size_t)text->width };
    char *end;

    if ((size_t)(out->limit - out->next) < room_for(claim))
        return false;
    end = text->group == GROUP_SESSION ? put_group(&page, claim, out->next)
                                       : put_lines(&page, claim, out->next);
    if (page.plain.given_up)
        return false;
    out->next = end;
    return true;
}
