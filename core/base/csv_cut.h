/* csv_cut.h - where the fields of one well-formed CSV record end, 64 bytes at a time.
 *
 * A fast front before libcsv, which stays the judge: what is found here are the
 * delimiters and the line end that lie outside quotes, if quotes come in pairs, and whether
 * all of these stand next to delimiters or each other. What else strict quoting allows is for
 * csv_front.c to check. */
#ifndef CORE_BASE_CSV_CUT_H
#define CORE_BASE_CSV_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CSV_CUT_SLACK = 64,      /* bytes behind the text that may be read, whatever they are */
    CSV_CUT_ENDS = 4096 + 64 /* room for `ends`: a record with more fields is not cut */
};

/* What was cut, and what the next cut begins with: rows of a session mostly repeat the
 * fields that the row before begins with. Zeroed but for `ends` and `wanted`: nothing yet. */
struct csv_cut {
    uint32_t *ends;     /* CSV_CUT_ENDS places: where each field ends, from the record's start */
    const char *before; /* the record cut before, which all of this tells of; or NULL. It stands
                           before this one in the same text */
    uint32_t wanted;    /* fields: where later ones end may not be noted before `unsure` */
    uint32_t same;      /* leading fields that are the same bytes as in the record before */
    uint32_t usual;     /* what that was when last there were some */
    uint32_t plain;     /* leading fields without quotes; maybe not all of them */
    uint32_t unsure;    /* leading fields before the first with quotes behind `same`; more than
                           `count`: there are no such quotes */
    uint32_t single;    /* leading fields without two quotes that stand for one; maybe not all */
    uint32_t leading;   /* fields that the next record may begin with: not the last one, none
                           that is not wanted, that a line end stands in or before */
    uint32_t count;     /* of fields */
    uint32_t length;    /* of the record without its line end */
    uint32_t breaks;    /* physical line ends within quotes */
    bool loose; /* quotes from `unsure` on that are neither doubled nor next to where a field
                   begins or ends: blanks or what breaks the rules */
    bool odd;   /* maybe a byte that is neither printable ASCII nor blank nor a line end */
};

/* Cuts the record at `text`. False where no line end stands outside quotes within `size`
 * bytes, or the record has too many fields: then `ends` tells of no record. */
typedef bool csv_cut_function(const char *text, size_t size, char delimiter, struct csv_cut *cut);

/* Those that this machine can run, the fastest first; NULL behind the last, which runs
 * everywhere. All give the same. */
csv_cut_function *csv_cut_choice(size_t index);

#endif
