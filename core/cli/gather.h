/* gather.h - sessions that can be judged only together.
 *
 * Before the run all inputs are read once, only for what tells which visit a session
 * is of. Rows of a session, or sessions of a visit, that are not the first of theirs
 * are set aside; the run itself then finds them where the first one stands. So the
 * order of the output is that of the input. Memory holds 28 bytes a session while
 * that first reading lasts, and about 100 bytes for each session that is not alone;
 * what is set aside lies in a temporary file (base/spool.h), as does a copy of inputs
 * that can be read once only (pipes). */
#ifndef CORE_CLI_GATHER_H
#define CORE_CLI_GATHER_H

#include "base/input.h"
#include "cli/inputs.h"
#include "read/reader.h"
#include "rules/rules.h"

struct gather;
struct member;

/* The first reading of all inputs. Any of the `rules` (borrowed, as is their array)
 * may want sessions together. */
int gather_create(struct gather **out, const struct rules *const *rules, size_t rules_count,
                  const struct inputs *inputs, const struct read_options *options,
                  struct cl_date today, struct problem *problem);
void gather_destroy(struct gather *gather);

/* The run opens its inputs again, in the same order, and tells when one has ended:
 * it must have held what it held before. */
int gather_open(struct gather *gather, const char *path, struct input **out,
                struct problem *problem);
int gather_end(struct gather *gather, const struct input *input, struct problem *problem);

/* The run comes upon a session. NULL: it is alone. */
struct member *gather_next(struct gather *gather);

/* Whether rows of sessions are wanted with their bytes. */
bool gather_needs_rows(const struct gather *gather);

/* A session of the run, as its reader gave it. */
struct gather_own {
    struct session *session;
    const struct row *rows;
    size_t row_count;
    const struct header *header;
};

/* A visit: all sessions that are judged with one, in the order of the input. */
struct gathered {
    struct session **sessions; /* pieces of one session have the same id */
    struct member **members;
    size_t count;
    size_t own;       /* which one was asked for */
    bool first_piece; /* of its session */
    bool too_large;   /* for a visit: only the own session is there */
};

/* Puts the visit of `own` together, in `arena`. Sessions that cannot be read again
 * (broken rows) are there with an error. */
int gather_visit(struct gather *gather, struct member *member, const struct gather_own *own,
                 struct arena *arena, struct gathered *out, struct problem *problem);

/* The run comes upon a broken row, within another session, that shows an id. */
int gather_shown_id(struct gather *gather, struct cl_text id, struct cl_text source_file,
                    uint64_t line, const struct header *header, struct problem *problem);

/* Remembers what became of the sessions of a visit when it was judged first, and makes
 * it a problem when that is not the same each time. Fates are numbers from 1 on, one a
 * session. */
int gather_fates(const struct gathered *visit, const uint8_t *fates, struct problem *problem);

#endif
