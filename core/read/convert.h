/* convert.h - from how exports write a value to how the canonical columns want it.
 *
 * Nothing is allocated: a result is a part of what was given, or lies in the caller's
 * room. False: it is no such value. */
#ifndef CORE_READ_CONVERT_H
#define CORE_READ_CONVERT_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONVERT_ROOM = 64 }; /* bytes that any of these needs */

enum { DATE_FORM_PARTS = 16, NO_PIVOT = -1 };

/* How dates are written, like M/D/YY, D.M.YYYY, YYYYMMDD, `D Mon YYYY`: M and D are one digit or
 * two, MM and DD two, Mon is Jan or January. "time" at the end cuts off a time of day. */
struct date_form {
    struct {
        uint8_t kind;
        char byte;
    } parts[DATE_FORM_PARTS];
    uint8_t count;
    bool two_digits; /* of the year: needs a pivot */
};

/* NULL, or what is wrong with it. */
const char *date_form_read(struct cl_text written, struct date_form *out);

/* YYYY-MM-DD. Two-digit years up to `pivot` are 20.., those above it 19... */
bool convert_date(struct cl_text text, const struct date_form *form, int pivot, char *room,
                  struct cl_text *out);

/* HH:MM from 9:05, 09:05:30, 9:05 PM, 9:05p; 0905 is none. Seconds are cut off. */
bool convert_time(struct cl_text text, char *room, struct cl_text *out);

/* 1234.50 from $1,234.50, with `comma` from 1.234,50; (12.00), -12.00 and 12.00- are
 * negative, which is told apart. More than two decimals only where they are zeros. */
bool convert_money(struct cl_text text, bool comma, char *room, struct cl_text *out,
                   bool *negative);

/* 2 from 2, 2.0 and 2.00. */
bool convert_whole(struct cl_text text, char *room, struct cl_text *out);

/* Whole minutes from hours: 1.25, or 1:15. */
bool convert_hours(struct cl_text text, char *room, struct cl_text *out);

/* Parts of a value. All are parts of `text`; empty where there is none. */
struct cl_text take_before(struct cl_text text, struct cl_text mark); /* all, without a mark */
struct cl_text take_after(struct cl_text text, struct cl_text mark);
struct cl_text take_first_word(struct cl_text text);  /* without , ; : behind it */
struct cl_text take_last_name(struct cl_text text);   /* of "Last, First" or "First Last" */
struct cl_text take_first_name(struct cl_text text);  /* the first word of it */
struct cl_text take_middle_name(struct cl_text text); /* what stands between */
struct cl_text take_digits(struct cl_text text);      /* the first run of digits */

/* The diagnosis that the text begins with: "M54.50" of "M54.50 - Low back pain" and "(M54.50)". A
 * text that begins with a word without digits is a piece of a description, and gives none; one that
 * holds a second diagnosis is left whole. */
struct cl_text take_diagnosis(struct cl_text text);

/* The first word of 5 letters and digits that is formed as a procedure code: 97110 of
 * "97110-GP", "CPT 97110", "97110 - Therapeutic exercise". */
struct cl_text take_code(struct cl_text text);

/* What stands behind that code as modifiers, two letters or digits each, joined with ';'. */
struct cl_text take_modifiers(struct cl_text text, char *room);

#endif
