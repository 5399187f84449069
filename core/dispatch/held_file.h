/* held_file.h - the rows that were held, as they stood, to be mended and read again.
 *
 * Of CSV under the original header with one leading column, claimline_held: the line of
 * the row and the ids of the errors; other forms say it in their own way (held_look.h). A
 * path with {input} makes one file an input. */
#ifndef CORE_DISPATCH_HELD_FILE_H
#define CORE_DISPATCH_HELD_FILE_H

#include "dispatch/publication.h"
#include "model/finding.h"
#include "model/held.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

struct held_file;

/* Opens the file, or with {input} only checks the path. `path` is borrowed. */
int held_file_create(struct held_file **out, const char *path, struct publication *publication,
                     struct problem *problem);
void held_file_destroy(struct held_file *held);

/* The header of an input, without its line end. */
struct held_header {
    const char *input; /* path, as the user named it */
    struct cl_text text;
    char delimiter;
    const char *line_end;
    bool byte_order_mark;
    enum held_style style;
    struct cl_text end; /* what the file ends with; may be empty */
};

/* An input begins. Without {input} its header must be that of the first. */
int held_file_input(struct held_file *held, const struct held_header *header,
                    struct problem *problem);

/* One row, with its line end if it has one; `findings` are why it is held. */
void held_file_row(struct held_file *held, uint64_t line, const struct findings *findings,
                   struct cl_text bytes);
void held_file_more(struct held_file *held, struct cl_text bytes);

/* Call once a chunk: reports a failed write. */
int held_file_check(struct held_file *held, struct problem *problem);

/* After the last row. */
int held_file_finish(struct held_file *held, struct problem *problem);

#endif
