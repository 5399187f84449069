/* plain.h - how the plugins of this tree write nearly all values: as they stand.
 *
 * Values are put behind each other in the room of the stream. Texts are looked at on the way,
 * 16 bytes at a time: one that may hold what is special in the format is looked at closely, and
 * where it cannot stand as it is, the claim is given up, to be written by functions that quote
 * or escape. Each put function takes the place to write at and returns the one behind what it
 * wrote; there must be room for PLAIN_MOST bytes. */
#ifndef PLUGINS_PLAIN_H
#define PLUGINS_PLAIN_H

#include <claimline/facts.h>
#include <claimline/write.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Inlined into its caller, which knows the format and often the fact: what depends on them is
 * decided when this is compiled. */
#define PLAIN_INLINE static inline __attribute__((always_inline))

/* A value takes no more than this; a longer text is not for here. */
enum { PLAIN_MOST = CL_SCRATCH };

/* 16 bytes, and what is told of each: all ones where it is so, else 0. */
typedef unsigned char plain_bytes __attribute__((vector_size(16)));

PLAIN_INLINE bool plain_any(plain_bytes found)
{
#if defined(__SSE2__)
    return _mm_movemask_epi8((__m128i)found) != 0;
#else
    uint64_t halves[2];

    memcpy(halves, &found, sizeof(halves));
    return (halves[0] | halves[1]) != 0;
#endif
}

/* A format. All functions here are given the address of a constant one. */
struct plain_format {
    /* Which bytes of a text may be special: all that are, and few others. `own` is the
     * byte that the user chose, 16 times. */
    plain_bytes (*suspects)(plain_bytes bytes, plain_bytes own);
    /* Whether a text with suspects can be written as it stands. */
    bool (*stands)(const void *state, struct cl_text text);
};

/* A claim, and its line at hand. */
enum { PLAIN_OWNERS = CL_OF_SUPERVISING + 1 };

struct plain_claim {
    const void *state; /* of the plugin */
    plain_bytes own;
    const struct cl_claim *claim;
    const struct cl_line *line;
    const void *records[PLAIN_OWNERS]; /* by enum cl_fact_of */
    bool given_up; /* something is not for here: a special or long text, an older host's record */
};

PLAIN_INLINE plain_bytes plain_load(const char *from)
{
    plain_bytes bytes;

    memcpy(&bytes, from, sizeof(bytes));
    return bytes;
}

/* Pieces of a text that is copied; the second may overlap the first. */
#define PLAIN_PIECES(type, at, from, length)                                                       \
    type head, tail;                                                                               \
    memcpy(&head, (from), sizeof(head));                                                           \
    memcpy(&tail, (from) + (length) - sizeof(tail), sizeof(tail));                                 \
    memcpy((at), &head, sizeof(head));                                                             \
    memcpy((at) + (length) - sizeof(tail), &tail, sizeof(tail))

typedef uint64_t plain_longs __attribute__((vector_size(16)));
typedef uint32_t plain_words __attribute__((vector_size(16)));

/* 1 to 16 bytes. Returns nothing but bytes of the text, some of them more than once. */
PLAIN_INLINE plain_bytes plain_copy_short(char *at, const char *from, size_t length)
{
    uint32_t both;

    if (length >= 8) {
        PLAIN_PIECES(uint64_t, at, from, length);
        return (plain_bytes)(plain_longs){ head, tail };
    }
    if (length >= 4) {
        PLAIN_PIECES(uint32_t, at, from, length);
        return (plain_bytes)(plain_words){ head, tail, head, tail };
    }
    if (length >= 2) {
        PLAIN_PIECES(uint16_t, at, from, length);
        both = head | (uint32_t)tail << 16;
    } else {
        *at = *from;
        both = (unsigned char)*from * UINT32_C(0x01010101);
    }
    return (plain_bytes)(plain_words){ both, both, both, both };
}

/* More than 16 bytes, the last step with some of them once more. */
PLAIN_INLINE plain_bytes plain_copy_long(const struct plain_claim *plain,
                                         const struct plain_format *format, char *at,
                                         const char *from, size_t length)
{
    const size_t last = length - sizeof(plain_bytes);
    plain_bytes bytes = plain_load(from + last);
    plain_bytes found = format->suspects(bytes, plain->own);

    memcpy(at + last, &bytes, sizeof(bytes));
    for (size_t done = 0; done < last; done += sizeof(bytes)) {
        bytes = plain_load(from + done);
        memcpy(at + done, &bytes, sizeof(bytes));
        found |= format->suspects(bytes, plain->own);
    }
    return found;
}

PLAIN_INLINE char *plain_text(struct plain_claim *plain, const struct plain_format *format,
                              char *at, const struct cl_text *text)
{
    const size_t length = text->length;
    plain_bytes found;

    if (length == 0)
        return at;
    if (length <= sizeof(found)) {
        found = format->suspects(plain_copy_short(at, text->data, length), plain->own);
    } else if (length <= PLAIN_MOST) {
        found = plain_copy_long(plain, format, at, text->data, length);
    } else {
        plain->given_up = true;
        return at;
    }
    if (__builtin_expect(plain_any(found), 0))
        plain->given_up |= !format->stands(plain->state, *text);
    return at + length;
}

/* Copies in steps of 16 bytes: both places must have as many behind them. */
PLAIN_INLINE char *plain_again(char *at, const char *from, size_t count)
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

PLAIN_INLINE char *plain_pair(char *at, unsigned value)
{
    memcpy(at, plain_pairs + (size_t)2 * value, 2);
    return at + 2;
}

static __attribute__((noinline, unused)) char *plain_big_number(char *at, uint64_t value)
{
    char scratch[CL_SCRATCH];
    struct cl_text text = cl_format_unsigned(scratch, value);

    cl_copy(at, text.data, text.length);
    return at + text.length;
}

static __attribute__((noinline, unused)) char *plain_odd_cents(char *at, int64_t cents)
{
    char scratch[CL_SCRATCH];
    struct cl_text text = cl_format_cents(scratch, cents);

    cl_copy(at, text.data, text.length);
    return at + text.length;
}

/* Decimal. */
PLAIN_INLINE char *plain_number(char *at, uint64_t value)
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
PLAIN_INLINE char *plain_cents(char *at, int64_t cents)
{
    if ((uint64_t)cents > UINT32_MAX)
        return plain_odd_cents(at, cents);
    at = plain_number(at, (uint32_t)cents / 100);
    *at++ = '.';
    return plain_pair(at, (uint32_t)cents % 100);
}

/* As cl_format_date() has it. */
PLAIN_INLINE char *plain_date(char *at, struct cl_date date)
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

/* As cl_format_pointers() has it: all four at once. */
PLAIN_INLINE char *plain_pointers(char *at, const struct cl_line *line)
{
    uint32_t letters;

    memcpy(&letters, line->pointers, sizeof(letters));
    letters += UINT32_C(0x01010101) * ('A' - 1);
    memcpy(at, &letters, sizeof(letters));
    return at + line->pointer_count;
}

/* As cl_format_diagnoses() has it, as long as all of them fit there. */
PLAIN_INLINE char *plain_diagnoses(struct plain_claim *plain, const struct plain_format *format,
                                   char *at)
{
    const struct cl_claim *claim = plain->claim;
    const char *limit = at + CL_SCRATCH - 1;

    for (uint32_t i = 0; i < claim->diagnosis_count; i++) {
        const struct cl_text *code = &claim->diagnoses[i];

        if (code->length >= (size_t)(limit - at)) {
            plain->given_up = true;
            break;
        }
        if (i > 0)
            *at++ = ';';
        at = plain_text(plain, format, at, code);
    }
    return at;
}

/* The value of a fact. */
PLAIN_INLINE char *plain_fact(struct plain_claim *plain, const struct plain_format *format,
                              const struct cl_fact *fact, char *at)
{
    const void *field = (const char *)plain->records[fact->of] + fact->offset;

    switch (fact->kind) {
    case CL_FACT_DATE:
        return plain_date(at, *(const struct cl_date *)field);
    case CL_FACT_TIME:
        return at + cl_format_time(at, *(const struct cl_time *)field).length;
    case CL_FACT_CENTS:
        return plain_cents(at, *(const int64_t *)field);
    case CL_FACT_NUMBER:
        return plain_number(at, *(const uint32_t *)field);
    case CL_FACT_STATED_NUMBER:
        return *(const uint32_t *)field != 0 ? plain_number(at, *(const uint32_t *)field) : at;
    case CL_FACT_DIAGNOSES:
        return plain_diagnoses(plain, format, at);
    case CL_FACT_POINTERS:
        return plain_pointers(at, plain->line);
    default:
        return plain_text(plain, format, at, (const struct cl_text *)field);
    }
}

/* Does something with the number of each default fact: written out, so that the compiler knows
 * the fact in each place. */
#define PLAIN_EACH_DEFAULT_FACT(put)                                                               \
    put(0) put(1) put(2) put(3) put(4) put(5) put(6) put(7) put(8) put(9) put(10) put(11) put(12)  \
        put(13) put(14) put(15) put(16) put(17) put(18) put(19) put(20)
_Static_assert(CL_DEFAULT_FACTS == 21, "PLAIN_EACH_DEFAULT_FACT lacks some, or has too many");

/* The offset of the last field of each record that is written: records must reach there. 0 for
 * one that is not needed, which is not looked at. */
struct plain_needs {
    size_t last[PLAIN_OWNERS];
};

PLAIN_INLINE void plain_needs_add(struct plain_needs *needs, const struct cl_fact *fact)
{
    if (needs->last[fact->of] < fact->offset)
        needs->last[fact->of] = fact->offset;
}

/* Whether one of the records at `from` to `end` is too old. */
PLAIN_INLINE bool plain_lacks(const struct plain_claim *plain, const struct plain_needs *needs,
                              uint32_t from, uint32_t end)
{
    bool lacks = false;

    for (uint32_t i = from; i < end; i++) {
        if (needs->last[i] != 0)
            lacks |= *(const size_t *)plain->records[i] <= needs->last[i];
    }
    return lacks;
}

PLAIN_INLINE void plain_begin(struct plain_claim *plain, const struct cl_claim *claim,
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
    plain->given_up = plain_lacks(plain, needs, 0, CL_OF_LINE);
}

PLAIN_INLINE void plain_begin_line(struct plain_claim *plain, const struct cl_line *line,
                                   const struct plain_needs *needs)
{
    plain->line = line;
    plain->records[CL_OF_LINE] = line;
    plain->records[CL_OF_RENDERING] = line->rendering;
    plain->records[CL_OF_SUPERVISING] = line->supervising;
    plain->given_up |= plain_lacks(plain, needs, CL_OF_LINE, PLAIN_OWNERS);
}

#endif
