/* guess.h - the encoding of a text by what stands in it. */
#ifndef CORE_SOURCE_GUESS_H
#define CORE_SOURCE_GUESS_H

#include "source/encoding.h"

enum { GUESS_BYTES = 1024 * 1024 }; /* that are looked at */

struct guess {
    const struct encoding *encoding;
    size_t mark;   /* bytes of a byte order mark in front of the text */
    bool declared; /* the text says it itself, by a mark or as XML does */
    bool assumed;  /* from its letters alone */
    uint64_t line; /* the first that such a letter stands in */
};

/* `first` is the beginning of the text (GUESS_BYTES or all of it). The answer depends on
 * nothing else; -1 with a problem where XML declares an encoding that is not known.
 *
 * Windows-1252 is assumed only where nothing speaks against it: letters of it stand in
 * words on two lines at least, and nothing is UTF-8, is a cut off piece of UTF-8, is no
 * character of it, or stands in a word without being a letter (as DOS and old Mac letters
 * would). A lone broken field does not make it so: its session is held. */
int guess_encoding(struct guess *out, struct cl_text first, const char *shown,
                   struct problem *problem);

#endif
