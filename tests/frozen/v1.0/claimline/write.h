/* write.h - header-only helpers that put values on a stream.
 *
 * Nothing here can fail in the caller's eyes: the host keeps a failed write and
 * stops the run. All calls are [owner] of the stream. None reads the locale. */
#ifndef CLAIMLINE_WRITE_H
#define CLAIMLINE_WRITE_H

#include <claimline/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* memcpy without a call for the short texts that claims are made of. */
static inline void cl_copy(char *to, const char *from, size_t count)
{
    if (count > 16) {
        memcpy(to, from, count);
    } else if (count >= 8) { /* two halves that may overlap */
        memcpy(to, from, 8);
        memcpy(to + count - 8, from + count - 8, 8);
    } else if (count >= 4) {
        memcpy(to, from, 4);
        memcpy(to + count - 4, from + count - 4, 4);
    } else if (count > 0) {
        to[0] = from[0];
        to[count / 2] = from[count / 2];
        to[count - 1] = from[count - 1];
    }
}

/* Writes `count` bytes. A copy when there is room, else one call to the host. */
static inline void cl_write(struct cl_stream *out, const void *bytes, size_t count)
{
    if ((size_t)(out->limit - out->next) >= count) {
        cl_copy(out->next, (const char *)bytes, count);
        out->next += count;
    } else {
        out->write(out, bytes, count);
    }
}

static inline void cl_putc(struct cl_stream *out, char byte)
{
    if (out->next < out->limit)
        *out->next++ = byte;
    else
        out->write(out, &byte, 1);
}

/* Writes a NUL-terminated string, without the NUL. */
static inline void cl_puts(struct cl_stream *out, const char *string)
{
    cl_write(out, string, strlen(string));
}

static inline void cl_put_text(struct cl_stream *out, struct cl_text text)
{
    cl_write(out, text.data, text.length);
}

/* Room for any value that the cl_format_ functions make. */
enum { CL_SCRATCH = 128 };

/* Each cl_format_ function writes one value into `scratch` (CL_SCRATCH bytes,
 * NUL-terminated) and returns it; the text lives as long as the scratch. */

/* 0 to 18446744073709551615 in decimal. */
static inline struct cl_text cl_format_unsigned(char *scratch, uint64_t value)
{
    char *end = scratch + CL_SCRATCH - 1;
    char *at = end;
    struct cl_text text;

    *end = '\0';
    do
        *--at = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    text.data = at;
    text.length = (size_t)(end - at);
    return text;
}

/* Dollars with two decimals and no sign of currency: 123.45, -0.50; empty for
 * CL_NO_AMOUNT. */
static inline struct cl_text cl_format_cents(char *scratch, int64_t cents)
{
    char *end = scratch + CL_SCRATCH - 1;
    char *at = end;
    uint64_t rest = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    struct cl_text text;
    int digits = 0;

    *end = '\0';
    if (cents != CL_NO_AMOUNT) {
        while (rest != 0 || digits < 3) {
            if (digits++ == 2)
                *--at = '.';
            *--at = (char)('0' + rest % 10);
            rest /= 10;
        }
        if (cents < 0)
            *--at = '-';
    }
    text.data = at;
    text.length = (size_t)(end - at);
    return text;
}

/* YYYY-MM-DD; empty for an absent date. */
static inline struct cl_text cl_format_date(char *scratch, struct cl_date date)
{
    struct cl_text text;
    unsigned year = (unsigned)date.year;

    scratch[0] = (char)('0' + year / 1000 % 10);
    scratch[1] = (char)('0' + year / 100 % 10);
    scratch[2] = (char)('0' + year / 10 % 10);
    scratch[3] = (char)('0' + year % 10);
    scratch[4] = '-';
    scratch[5] = (char)('0' + date.month / 10);
    scratch[6] = (char)('0' + date.month % 10);
    scratch[7] = '-';
    scratch[8] = (char)('0' + date.day / 10);
    scratch[9] = (char)('0' + date.day % 10);
    text.data = scratch;
    text.length = date.year == 0 ? 0 : 10;
    scratch[text.length] = '\0';
    return text;
}

/* HH:MM; empty for an absent time. */
static inline struct cl_text cl_format_time(char *scratch, struct cl_time time)
{
    struct cl_text text;

    scratch[0] = (char)('0' + time.hour / 10);
    scratch[1] = (char)('0' + time.hour % 10);
    scratch[2] = ':';
    scratch[3] = (char)('0' + time.minute / 10);
    scratch[4] = (char)('0' + time.minute % 10);
    text.data = scratch;
    text.length = time.stated ? 5 : 0;
    scratch[text.length] = '\0';
    return text;
}

static inline void cl_put_unsigned(struct cl_stream *out, uint64_t value)
{
    char scratch[CL_SCRATCH];

    cl_put_text(out, cl_format_unsigned(scratch, value));
}

static inline void cl_put_cents(struct cl_stream *out, int64_t cents)
{
    char scratch[CL_SCRATCH];

    cl_put_text(out, cl_format_cents(scratch, cents));
}

static inline void cl_put_date(struct cl_stream *out, struct cl_date date)
{
    char scratch[CL_SCRATCH];

    cl_put_text(out, cl_format_date(scratch, date));
}

#ifdef __cplusplus
}
#endif

#endif
