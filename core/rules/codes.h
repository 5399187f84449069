/* codes.h - the code table: what is known of each procedure code, as data. */
#ifndef CORE_RULES_CODES_H
#define CORE_RULES_CODES_H

#include "base/arena.h"
#include "base/problem.h"
#include "model/session.h"
#include "rules/code_index.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How units come about. */
enum billing {
    BILLING_TIMED,    /* from minutes, by the payer's unit rule */
    BILLING_UNTIMED,  /* one a session */
    BILLING_COUNT,    /* as stated; a row without counts 1 */
    BILLING_UNLISTED, /* as stated, with a note */
    BILLING_FIRST,    /* the first piece of time, its add-on the rest */
    BILLING_ADDON,
    BILLING_AREA,
    BILLING_MONTHLY,
    BILLING_COUNT_OF_KINDS
};

const char *billing_name(enum billing billing);

struct documented;

struct code {
    struct cl_text code;
    struct cl_text description; /* our own words */
    enum billing billing;
    uint32_t unit_minutes;     /* of a code that time makes, 1 to 1440; 0 for others */
    uint32_t max_minutes;      /* more are another code's; 0: no limit */
    struct cl_text base_code;  /* of an add-on */
    const struct code *addon;  /* the first code that names this one as its base; NULL: none */
    struct cl_text excludes;   /* a code that cannot stand with it in one session */
    struct cl_text attendance; /* one-on-one ...: docs/rules.md; empty: not known */
    struct cl_text discipline; /* PT, OT, SLP: of this discipline alone; empty: any */
    /* What rules ask of these texts and of `billing` again and again: */
    bool attended;       /* one person with one patient all the time: one-on-one, constant, eval */
    bool evaluation;     /* eval */
    bool timed;          /* its minutes are timed ones: billing is timed, first or addon */
    uint8_t disciplines; /* that it is a code of, a bit each */
    bool therapy;        /* takes GP, GO or GN (therapy_class is not none) */
    struct cl_text therapy_class;
    struct cl_date from, to; /* dates of service; absent: open */
    struct cl_text note;
    struct documented
        *documented;    /* what its record should show, by date; NULL: nothing is asked */
    const char *source; /* "built in" or the file's name */
};

struct codes {
    struct code *rows; /* in byte order of the code */
    size_t count;
    struct code_index index;
    struct arena arena;
};

/* The built-in table, and over it, row by row, the table in `path` (NULL: none).
 * A mistake in the file is bad configuration (status 2). */
int codes_load(struct codes *codes, const char *path, struct problem *problem);
void codes_finish(struct codes *codes);

/* NULL where the code is not in the table. */
static inline const struct code *codes_find(const struct codes *codes, struct cl_text code)
{
    uint32_t at = code_index_find(&codes->index, code);

    return at != CODE_INDEX_NONE ? &codes->rows[at] : NULL;
}

#endif
