/* parts.h - an input cut into parts of whole sessions, which any thread can read.
 *
 * Where a part ends is guessed by looking at the text around its end; that it ended
 * between two sessions is proven by reading it: see reading_result and
 * records_form.part_is_short. A part that cannot be cut, or was cut wrong, is read by one
 * thread from there on, up to a place where cutting can begin again. The same text is
 * always cut at the same places. */
#ifndef CORE_READ_PARTS_H
#define CORE_READ_PARTS_H

#include "read/reader.h"

struct parts;

/* A part, or what stands there instead. The bytes are the part's own, with
 * CSV_PART_SLACK behind them. */
struct part {
    char *bytes;
    size_t length, room;
    bool last; /* nothing of the input is behind it */
};

void part_finish(struct part *part);

/* Reads the header, which goes to the handler. `input` and its path must outlive this. */
int parts_open(struct parts **out, const struct read_run *run, struct input *input,
               const struct read_handler *handler, struct problem *problem);
void parts_close(struct parts *parts);

/* What was read with the header: its lines, and blank ones before it. */
struct csv_counts parts_header_counts(const struct parts *parts);

/* Immutable, until parts_close(). */
const struct export *parts_export(const struct parts *parts);

/* The next part: 1, or 0 where one thread has to go on (parts_alone()), or -1 with a
 * problem. `known`: as long as it was when the input was read before; 0: not known. */
int parts_next(struct parts *parts, uint64_t known, struct part *part, struct problem *problem);

/* Gives the text of parts back, the last one first. */
void parts_give_back(struct parts *parts, struct cl_text text);

/* Opens a reading of a part. [any thread] */
int parts_read(const struct parts *parts, const struct part *part, struct records **records,
               uint64_t lines, struct problem *problem);

/* What goes to the file of held rows for row.held; it may lie in `arena`. [any thread] */
int parts_held_text(const struct parts *parts, struct cl_text held, struct arena *arena,
                    struct cl_text *out, struct problem *problem);

/* What one thread read, from where parts ended up to where they can begin again. */
struct parts_end {
    struct reading_result result;
    uint64_t bytes;
    bool last; /* nothing of the input is left */
};

/* One thread reads on, from physical line `lines` + 1: as many bytes as it was when the
 * input was read before, or, where `known` is 0, up to where parts can begin again. */
int parts_alone(struct parts *parts, uint64_t known, uint64_t lines,
                const struct read_handler *handler, struct arena *arena, struct parts_end *end,
                struct problem *problem);

#endif
