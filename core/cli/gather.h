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

#include "base/pipeline.h"
#include "cli/feed.h"
#include "cli/inputs.h"
#include "read/pieces.h"
#include "read/reader.h"
#include "read/repeats.h"
#include "rules/rules.h"
#include "source/input.h"

struct gather;
struct member;

/* The first reading of all inputs, on so many threads. Any of the `rules` (borrowed, as
 * is their array) may want sessions together. */
struct gather_request {
    const struct rules *const *rules;
    size_t rules_count;
    const struct inputs *inputs;
    const struct read_options *options;
    struct cl_date today;
    enum duplicates duplicates;
    unsigned threads;
    uint64_t size;                /* of all inputs; 0: not known */
    bool no_hashes;               /* of inputs are wanted */
    struct pipeline_times *times; /* of this reading; or NULL */
};

int gather_create(struct gather **out, const struct gather_request *request,
                  struct problem *problem);
void gather_destroy(struct gather *gather);

/* The run opens its inputs again, and tells when one has ended: it must have held what
 * it held before. `event`: of the cursor behind its last session. */
int gather_open(struct gather *gather, size_t index, const char *path, struct input **out,
                struct problem *problem);
int gather_end(const struct gather *gather, size_t index, const struct input *input, uint64_t event,
               struct problem *problem);

/* What a part of an input was found to be; NULL behind the last one. */
const struct part_mark *gather_mark(const struct gather *gather, size_t index, size_t part);

/* Sessions, and broken rows that show an id, are numbered in the order of the input:
 * where a run stands among them. */
struct gather_cursor {
    uint64_t event;
    size_t next; /* the next one that is not alone */
};

struct gather_cursor gather_cursor_at(const struct gather *gather, uint64_t event);

/* The run comes upon the next one. NULL: it is alone. */
struct member *gather_next(const struct gather *gather, struct gather_cursor *cursor);

/* Whether any of the next `count` is not alone. */
bool gather_has_members(const struct gather *gather, struct gather_cursor cursor, uint64_t count);

/* Whether rows of sessions are wanted with their bytes. */
bool gather_needs_rows(const struct gather *gather);

/* What stands at an event of the run, or of the first reading: rows of a session, or a
 * broken row that shows an id (none then). */
struct gather_piece {
    size_t input; /* index */
    struct cl_text id;
    struct cl_text source_file;
    uint64_t lines; /* before what `line` and the lines of rows are counted from */
    uint64_t line;
    const struct row *rows;
    size_t row_count;
    const struct header *header;
};

/* The run comes upon a session, or upon a broken row within another session that shows an
 * id, that is not alone. In the order of the input, one thread at a time. */
int gather_keep(struct gather *gather, struct member *member, const struct session *session,
                const struct gather_piece *piece, struct problem *problem);
int gather_keep_shown(struct gather *gather, struct member *member,
                      const struct gather_piece *piece, struct problem *problem);

/* Whether the reader held the session for what reading its rows again would not show. */
bool gather_is_broken(const struct session *session);

/* A visit: all sessions that are judged with one, in the order of the input. */
struct gathered {
    struct session **sessions; /* pieces of one session have the same id */
    struct member **members;
    size_t count;
    size_t own;             /* which one was asked for */
    bool first_piece;       /* of its session */
    bool too_large;         /* for a visit: only the own session is there */
    struct repeats repeats; /* which of the own rows are passed over */
    bool passed_over;       /* all of them: only the own session is there, and it has no work */
};

/* Puts the visit of a session that was kept together, in `arena`. Sessions that cannot be
 * read again (broken rows) are there with an error. `reader`: of this thread; made when
 * it is NULL. [any thread] */
int gather_visit(struct gather *gather, struct member *member, struct session *session,
                 struct piece_reader **reader, struct arena *arena, struct gathered *out,
                 struct problem *problem);

/* Remembers what became of the sessions of a visit when it was judged first, and makes
 * it a problem when that is not the same each time. Fates are numbers from 1 on, one a
 * session. [any thread] */
int gather_fates(const struct gathered *visit, const uint8_t *fates, struct problem *problem);

#endif
