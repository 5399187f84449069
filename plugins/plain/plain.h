/* plain.h - how the plugins of this tree write nearly all claims: as if nothing in them
 * had to be quoted or escaped.
 *
 * Values are put behind each other in the room of the stream, and then all bytes are
 * looked at together: plain_count() says how many are special in the format. Those that
 * the format itself put there are known; if they are all, the claim stands as it is, else
 * it is written again with a look at each value. Each put function takes the place to write
 * at and returns the one behind what it wrote; there must be room for PLAIN_MOST bytes. */
#ifndef PLUGINS_PLAIN_H
#define PLUGINS_PLAIN_H

#include <claimline/facts.h>
#include <claimline/write.h>

/* A value takes no more than this; a longer text is not for here. */
enum { PLAIN_MOST = CL_SCRATCH };

/* At most PLAIN_MOST bytes. */
static inline char *plain_text(char *at, struct cl_text text)
{
    cl_copy(at, text.data, text.length);
    return at + text.length;
}

/* Copies in steps of 16 bytes: both places must have as many behind them. */
static inline char *plain_again(char *at, const char *from, size_t count)
{
    for (size_t done = 0; done < count; done += 16)
        memcpy(at + done, from + done, 16);
    return at + count;
}

/* 00 to 99 */
static const char plain_pairs[] = "0001020304050607080910111213141516171819"
                                  "2021222324252627282930313233343536373839"
                                  "4041424344454647484950515253545556575859"
                                  "6061626364656667686970717273747576777879"
                                  "8081828384858687888990919293949596979899";

static inline char *plain_pair(char *at, unsigned value)
{
    memcpy(at, plain_pairs + (size_t)2 * value, 2);
    return at + 2;
}

static __attribute__((noinline, unused)) char *plain_big_number(char *at, uint64_t value)
{
    char scratch[CL_SCRATCH];

    return plain_text(at, cl_format_unsigned(scratch, value));
}

static __attribute__((noinline, unused)) char *plain_odd_cents(char *at, int64_t cents)
{
    char scratch[CL_SCRATCH];

    return plain_text(at, cl_format_cents(scratch, cents));
}

/* Decimal. */
static inline char *plain_number(char *at, uint64_t value)
{
    if (value < 10) {
        *at = (char)('0' + value);
        return at + 1;
    }
    if (value < 100)
        return plain_pair(at, (unsigned)value);
    if (value < 10000) {
        uint32_t hundreds = (uint32_t)value / 100;

        if (hundreds >= 10)
            at = plain_pair(at, hundreds);
        else
            *at++ = (char)('0' + hundreds);
        return plain_pair(at, (uint32_t)value % 100);
    }
    return plain_big_number(at, value);
}

/* As cl_format_cents() has it. */
static inline char *plain_cents(char *at, int64_t cents)
{
    if (cents < 0 || cents > UINT32_MAX)
        return plain_odd_cents(at, cents);
    at = plain_number(at, (uint32_t)cents / 100);
    *at++ = '.';
    return plain_pair(at, (uint32_t)cents % 100);
}

/* As cl_format_date() has it. */
static inline char *plain_date(char *at, struct cl_date date)
{
    unsigned year = (unsigned)date.year;

    if (year == 0)
        return at;
    at = plain_pair(plain_pair(at, year / 100 % 100), year % 100);
    *at++ = '-';
    at = plain_pair(at, date.month % 100U);
    *at++ = '-';
    return plain_pair(at, date.day % 100U);
}

/* A claim, and its line at hand. */
enum { PLAIN_OWNERS = CL_OF_SUPERVISING + 1 };

struct plain_claim {
    const struct cl_claim *claim;
    const struct cl_line *line;
    const void *records[PLAIN_OWNERS + 1]; /* by enum cl_fact_of; the last is the plugin's own */
    bool given_up; /* something is not for here: a long text, an older host's record */
};

/* Writes the value of a field. */
typedef char *plain_put(struct plain_claim *plain, char *at, const void *field);

struct plain_fact {
    plain_put *put;
    size_t offset;
    uint32_t of; /* a place in `records` */
};

/* The offset of the last field of each record that is written: records must reach there. */
struct plain_needs {
    size_t last[PLAIN_OWNERS];
};

static inline char *plain_put_text(struct plain_claim *plain, char *at, const void *field)
{
    const struct cl_text *text = (const struct cl_text *)field;

    if (text->length > PLAIN_MOST) {
        plain->given_up = true;
        return at;
    }
    return plain_text(at, *text);
}

static inline char *plain_put_number(struct plain_claim *plain, char *at, const void *field)
{
    (void)plain;
    return plain_number(at, *(const uint32_t *)field);
}

static inline char *plain_put_stated(struct plain_claim *plain, char *at, const void *field)
{
    (void)plain;
    return *(const uint32_t *)field != 0 ? plain_number(at, *(const uint32_t *)field) : at;
}

static inline char *plain_put_cents(struct plain_claim *plain, char *at, const void *field)
{
    (void)plain;
    return plain_cents(at, *(const int64_t *)field);
}

static inline char *plain_put_date(struct plain_claim *plain, char *at, const void *field)
{
    (void)plain;
    return plain_date(at, *(const struct cl_date *)field);
}

static inline char *plain_put_time(struct plain_claim *plain, char *at, const void *field)
{
    (void)plain;
    return at + cl_format_time(at, *(const struct cl_time *)field).length;
}

static inline char *plain_put_diagnoses(struct plain_claim *plain, char *at, const void *field)
{
    (void)field;
    return at + cl_format_diagnoses(at, plain->claim).length;
}

static inline char *plain_put_pointers(struct plain_claim *plain, char *at, const void *field)
{
    (void)field;
    return at + cl_format_pointers(at, plain->line).length;
}

/* How a fact is written; notes what it needs. */
static inline struct plain_fact plain_fact_of(const struct cl_fact *fact, struct plain_needs *needs)
{
    static plain_put *const puts[] = {
        [CL_FACT_TEXT] = plain_put_text,         [CL_FACT_DATE] = plain_put_date,
        [CL_FACT_TIME] = plain_put_time,         [CL_FACT_CENTS] = plain_put_cents,
        [CL_FACT_NUMBER] = plain_put_number,     [CL_FACT_DIAGNOSES] = plain_put_diagnoses,
        [CL_FACT_POINTERS] = plain_put_pointers, [CL_FACT_STATED_NUMBER] = plain_put_stated
    };
    struct plain_fact plain = { puts[fact->kind], fact->offset, fact->of };

    if (needs->last[fact->of] < fact->offset)
        needs->last[fact->of] = fact->offset;
    return plain;
}

static inline char *plain_fact(struct plain_claim *plain, const struct plain_fact *fact, char *at)
{
    return fact->put(plain, at, (const char *)plain->records[fact->of] + fact->offset);
}

/* Whether records of these owners have the fields that are written. */
static inline bool plain_has(const struct plain_claim *plain, const struct plain_needs *needs,
                             int from, int to)
{
    bool has = true;

    for (int i = from; i < to; i++)
        has &= *(const size_t *)plain->records[i] > needs->last[i];
    return has;
}

static inline void plain_begin(struct plain_claim *plain, const struct cl_claim *claim,
                               const struct plain_needs *needs)
{
    plain->claim = claim;
    plain->records[CL_OF_CLAIM] = claim;
    plain->records[CL_OF_PATIENT] = claim->patient;
    plain->records[CL_OF_SUBSCRIBER] = claim->subscriber;
    plain->records[CL_OF_PAYER] = claim->payer;
    plain->records[CL_OF_BILLING] = claim->billing;
    plain->records[CL_OF_REFERRING] = claim->referring;
    plain->records[CL_OF_FACILITY] = claim->facility;
    plain->given_up = !plain_has(plain, needs, 0, CL_OF_LINE);
}

static inline void plain_begin_line(struct plain_claim *plain, const struct cl_line *line,
                                    const struct plain_needs *needs)
{
    plain->line = line;
    plain->records[CL_OF_LINE] = line;
    plain->records[CL_OF_RENDERING] = line->rendering;
    plain->records[CL_OF_SUPERVISING] = line->supervising;
    plain->given_up |= !plain_has(plain, needs, CL_OF_LINE, PLAIN_OWNERS);
}

/* 16 bytes, and what is told of each: all ones where it is special, else 0. */
typedef unsigned char plain_bytes __attribute__((vector_size(16)));
typedef plain_bytes plain_special(plain_bytes bytes, const void *context);

/* What sixteen small numbers add up to. */
static inline size_t plain_sum(plain_bytes numbers)
{
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t halves[2];
    uint64_t sums = 0;

    memcpy(halves, &numbers, sizeof(halves));
    for (int i = 0; i < 2; i++)
        sums += (halves[i] & even) + (halves[i] >> 8 & even);
    return (size_t)(sums * UINT64_C(0x0001000100010001) >> 48);
}

/* How many of the bytes are special. Fills 16 bytes behind them, with letters: what is
 * looked at is a multiple of 16. */
static inline __attribute__((always_inline)) size_t
plain_count(const char *from, char *end, plain_special *special, const void *context)
{
    const ptrdiff_t most = 255 * sizeof(plain_bytes); /* that a byte can count */
    size_t count = 0;

    memset(end, 'A', sizeof(plain_bytes));
    while (from < end) {
        const char *stop = end - from > most ? from + most : end;
        plain_bytes found = { 0 };

        for (; from < stop; from += sizeof(found)) {
            plain_bytes bytes;

            memcpy(&bytes, from, sizeof(bytes));
            found -= special(bytes, context);
        }
        count += plain_sum(found);
    }
    return count;
}

#endif
