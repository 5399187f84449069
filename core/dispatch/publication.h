/* publication.h - the files of a run: written aside, shown together.
 *
 * An output goes to a temporary file in the folder of its destination (mode
 * 0600; the mode of a file that is replaced is kept). publication_publish() makes
 * all of them appear, after every write, fsync and close has succeeded. Standard
 * output, devices and pipes are written directly. Until publishing, destroying
 * the publication leaves every destination as it was. */
#ifndef CORE_DISPATCH_PUBLICATION_H
#define CORE_DISPATCH_PUBLICATION_H

#include "base/problem.h"

#include <claimline/plugin.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct publication;
struct output;

struct publication *publication_create(void);
void publication_destroy(struct publication *publication); /* removes what is unpublished */

/* Opens an output. `path` NULL or "-" is standard output, which one output of a
 * run may have. Two outputs of one run with the same destination are bad usage.
 * The output belongs to the publication. */
int output_open(struct output **out, struct publication *publication, const char *path,
                struct problem *problem);

/* The same, for one of many: its descriptor may be closed between writes, so that
 * thousands can be open at a time. */
int output_open_many(struct output **out, struct publication *publication, const char *path,
                     struct problem *problem);

/* To be called when all outputs are open: where one is standard output, what plugins print,
 * against the contract, goes to standard error from now on and not between the claims. */
void publication_guard_stdout(const struct publication *publication);

/* Where to write. The stream has a buffer of its own for output_open(), and none
 * for output_open_many(), where each cl_write() goes to the file. */
struct cl_stream *output_stream(struct output *output);

/* Reports a write that failed since the output was opened. Cheap: call it once a
 * chunk. */
int output_check(struct output *output, struct problem *problem);

/* All bytes written, fsynced, closed. Nothing can be written afterwards. */
int output_finish(struct output *output, struct problem *problem);

/* A destination that its owner fills, a store. `path` is kept as long as the
 * publication. Where it can be a file, no output and no other store may have it (bad
 * usage), and publication_replaces() knows it. publication_publish() calls `commit`. */
int publication_reserve(struct publication *publication, const char *path,
                        int (*commit)(void *context, struct problem *problem), void *context,
                        struct problem *problem);

/* What belongs to a target that failed alone: publishing leaves it as it was. The
 * temporary file of an output goes; `owner` is that of stale files, or the context of
 * what was reserved. */
void output_abandon(struct output *output);
void publication_abandon(struct publication *publication, const void *owner);

/* True when something of an output cannot be taken back: it was written in place. */
bool output_is_out(const struct output *output);

/* True when an output replaces, or publishing removes, the regular file
 * `device`/`inode`: neither must be an input of the same run. */
bool publication_replaces(const struct publication *publication, uint64_t device, uint64_t inode);

/* A file that publishing removes unless an output of the run has replaced it: part
 * of a split target of an earlier run. Copies `path`. */
void publication_remove_stale(struct publication *publication, const char *path, const void *owner);

/* Finishes what is not finished yet, commits what was reserved, then renames all
 * outputs in the order they were opened, removes the stale files and syncs the
 * folders, and at the very end renames `last` (the summary; may be NULL). When a
 * commit or a rename fails, the problem lists what was published before it. */
int publication_publish(struct publication *publication, struct output *last,
                        struct problem *problem);

#endif
