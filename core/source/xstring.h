/* xstring.h - texts of a workbook: what <t> elements hold, and their escapes. */
#ifndef CORE_SOURCE_XSTRING_H
#define CORE_SOURCE_XSTRING_H

#include "base/problem.h"
#include "source/markup.h"

#include <stdbool.h>
#include <stddef.h>

/* Grows as text comes in. Zeroed, it is empty. */
struct xstring {
    char *bytes;
    size_t length, room;
    size_t run;    /* where the text of the open <t> began */
    bool preserve; /* its outer blanks count */
};

enum { XSTRING_MOST = 16 * 1024 * 1024 }; /* bytes; a cell holds 32,767 characters */

void xstring_clear(struct xstring *string);
void xstring_finish(struct xstring *string);

/* -1 with a problem when it grows too long; `shown` is the input. */
int xstring_add(struct xstring *string, struct cl_text text, const char *shown,
                struct problem *problem);

/* Around the text of a <t> element: its blanks and escapes (_x000D_) are seen to. */
void xstring_begin_run(struct xstring *string, const struct markup_element *element);
void xstring_end_run(struct xstring *string);

struct cl_text xstring_text(const struct xstring *string);

#endif
