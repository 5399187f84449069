/* pen.c - texts of cells, written into the visit that they belong to. */
#include "visit.h"

#include <string.h>

enum {
    FIRST_DAY = 20269, /* 2025-06-30, a Monday, in days since 1970-01-01 */
    NPI_PREFIX = 24    /* what 80840 before the number adds to the sum of its check digit */
};

struct cell *visit_cell(struct visit *visit, enum column column, uint32_t row)
{
    return column < SESSION_COLUMN_COUNT ? &visit->session[column]
                                         : &visit->rows[row][column - SESSION_COLUMN_COUNT];
}

void visit_put(struct visit *visit, enum column column, uint32_t row, const char *text)
{
    *visit_cell(visit, column, row) = (struct cell){ text, (uint32_t)strlen(text) };
}

char *pen_down(struct visit *visit)
{
    return visit->bytes + visit->used;
}

void pen_up(struct visit *visit, enum column column, uint32_t row, char *at)
{
    char *begin = pen_down(visit);

    *visit_cell(visit, column, row) = (struct cell){ begin, (uint32_t)(at - begin) };
    visit->used = (size_t)(at - visit->bytes);
}

char *pen_text(char *at, const char *text)
{
    size_t length = strlen(text);

    memcpy(at, text, length);
    return at + length;
}

char *pen_number(char *at, uint32_t number, unsigned digits)
{
    unsigned count = 1;

    for (uint32_t rest = number; rest >= 10; rest /= 10)
        count++;
    count = count < digits ? digits : count;
    for (unsigned i = count; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

/* The civil date of a day, by counting in eras of 400 years that begin on the first of March. */
char *pen_date(char *at, int32_t day)
{
    uint32_t shifted = (uint32_t)(day + FIRST_DAY + 719468);
    uint32_t era = shifted / 146097;
    uint32_t of_era = shifted % 146097;
    uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * of_year + 2) / 153;
    uint32_t date = of_year - (153 * month + 2) / 5 + 1;

    year += era * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    at = pen_number(at, year, 4);
    *at++ = '-';
    at = pen_number(at, month, 2);
    *at++ = '-';
    return pen_number(at, date, 2);
}

char *pen_npi(char *at, uint32_t nine)
{
    char *end = pen_number(at, nine, 9);
    unsigned sum = NPI_PREFIX;

    for (unsigned i = 0; i < 9; i++) {
        unsigned digit = (unsigned)(at[i] - '0') * (i % 2 == 0 ? 2 : 1);

        sum += digit / 10 + digit % 10;
    }
    *end = (char)('0' + (10 - sum % 10) % 10);
    return end + 1;
}
