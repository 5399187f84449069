/* columns.h - what the values of each canonical column look like and where they go. */
#ifndef CORE_READ_COLUMNS_H
#define CORE_READ_COLUMNS_H

#include "model/column.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>

/* The form of a value; one reader each in fields.c. */
enum kind {
    KIND_TEXT,    /* struct cl_text */
    KIND_WORD,    /* struct cl_text: one of `words`, as spelled there */
    KIND_DATE,    /* struct cl_date */
    KIND_TIME,    /* struct cl_time */
    KIND_NPI,     /* struct cl_text */
    KIND_PLACE,   /* struct cl_text: two digits */
    KIND_CODE,    /* struct cl_text: upper case */
    KIND_AMOUNT,  /* int64_t cents */
    KIND_MINUTES, /* int32_t */
    KIND_UNITS,   /* uint32_t */
    KIND_COUNT,   /* int32_t */
    KIND_STATUS,
    KIND_CLASS,
    KIND_DISCIPLINE,
    KIND_DIAGNOSES,
    KIND_POINTERS,
    KIND_MODIFIERS,
    KINDS
};

struct column_form {
    enum kind kind;
    bool of_row;       /* a column of the row; else of the session: all its rows agree in it */
    bool required;     /* the column must be there and filled in */
    bool may_be_empty; /* required, but the rules decide what an empty one means */
    bool caseless;     /* values that differ in case alone agree */
    size_t offset;     /* of the field in struct service (of_row) or struct session */
    const struct cl_text *words; /* KIND_WORD: ends with one whose data is NULL */
};

extern const struct column_form column_forms[COLUMN_COUNT];

static inline const struct column_form *column_form(enum column column)
{
    return &column_forms[column];
}

/* The column of that header name, without regard to case, blanks and
 * underscores; COLUMN_NONE for an unknown one. */
enum column column_find(struct cl_text name);

#endif
