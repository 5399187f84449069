/* roff.h - text as man(7) wants it. Errors are kept by the stream: ask ferror(). */
#ifndef CORE_MANUAL_ROFF_H
#define CORE_MANUAL_ROFF_H

#include <stdio.h>

/* The head of a page of section 1 and its NAME. */
void roff_title(FILE *page, const char *name, const char *summary);

/* What nothing of is taken for a request or an escape. */
void roff_word(FILE *page, const char *word);

/* Paragraphs with an empty line between, filled; what is indented stands as it is. The
 * last line may lack its \n. */
void roff_text(FILE *page, const char *text);

/* Lines that are not filled. */
void roff_as_it_stands(FILE *page, const char *text);

/* Usage lines behind the name of the program. */
void roff_synopsis(FILE *page, const char *program, const char *usage);

#endif
