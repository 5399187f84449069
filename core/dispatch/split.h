/* split.h - paths with {code}, {payer} or {date}: one file for each value.
 *
 * Bytes of a value outside [A-Za-z0-9_-] are percent-encoded, so that distinct
 * values never share a name and no value can leave the folder. */
#ifndef CORE_DISPATCH_SPLIT_H
#define CORE_DISPATCH_SPLIT_H

#include "base/arena.h"
#include "base/problem.h"
#include "dispatch/publication.h"

#include <claimline/claim.h>

#include <stdbool.h>
#include <stddef.h>

enum split_kind { SPLIT_LITERAL, SPLIT_CODE, SPLIT_PAYER, SPLIT_DATE };

struct split_piece {
    enum split_kind kind;
    struct cl_text literal;
};

struct split {
    struct cl_text folder; /* as the user gave it, with its last slash; may be empty */
    struct split_piece *pieces;
    size_t count;
    bool active;  /* there is a placeholder: the target is split */
    bool by_code; /* the lines of one claim may go to several files */
};

/* Takes a path apart; strings are kept in `arena` or borrowed from `path`. */
int split_parse(struct split *split, const char *path, struct arena *arena,
                struct problem *problem);

/* Looks for files that an earlier run may have written: bad usage without
 * `replace`; with it they are marked for removal (publication_remove_stale). */
int split_scan(const struct split *split, const char *path, bool replace,
               struct publication *publication, struct problem *problem);

/* What the file of a line is known by: equal for equal values only. */
struct cl_text split_key(const struct split *split, const struct cl_claim *claim,
                         struct cl_text code, struct arena *arena);

/* The path of that file. */
struct cl_text split_path(const struct split *split, const struct cl_claim *claim,
                          struct cl_text code, struct arena *arena);

#endif
