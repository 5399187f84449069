/* reader.h - reads one session export and hands its sessions on.
 *
 * Rows with the same session_id that stand together are a session, or a piece of one
 * whose other rows stand elsewhere: who asks for that is pieces.h. Every record
 * reaches the handler exactly once: as a row of a session, or as a held row. */
#ifndef CORE_READ_READER_H
#define CORE_READ_READER_H

#include "base/problem.h"
#include "model/session.h"
#include "read/records.h"
#include "source/input.h"

#include <stdbool.h>

enum { SESSION_MAX_ROWS = 4096, SESSION_MAX_BYTES = 4 * 1024 * 1024 };

/* A record as it stood in the input. */
struct row {
    uint64_t line;         /* physical, of its first byte */
    uint64_t service_line; /* see struct csv_record */
    uint64_t size;         /* bytes it took of the text */
    struct cl_text bytes;  /* as it stands; empty when the handler keeps no rows */
    struct cl_text held; /* as held: `bytes` without a mended file's first cell, or another text */
    const struct cl_text *fields; /* NULL where `bytes`, cut by libcsv, give them again */
    size_t field_count;
    bool continues; /* one more record of the row before it: see struct csv_record */
};

/* Who takes what was read. Each returns 0, or -1 with a problem, which ends the
 * reading. Everything handed over is borrowed for the call, but for what the request says
 * that stays; a session without errors and its texts stay until the arena is reset, which
 * boundary() may do. */
struct read_handler {
    void *context;
    bool keep_rows; /* the bytes of rows are wanted */

    /* Once, before anything else. `findings` are about the file. */
    int (*header)(void *context, const struct header *header, const struct input_facts *facts,
                  const struct findings *findings, struct problem *problem);

    /* A session has ended. It has errors, or a status that skips it, or it can
     * be judged. Rows of a session too large to keep have come as held rows. */
    int (*session)(void *context, struct session *session, const struct row *rows, size_t row_count,
                   struct problem *problem);

    /* A broken row within another session shows this id: a session of that id, before
     * or behind it, may lack the row. */
    int (*shown_id)(void *context, struct cl_text id, struct cl_text source_file, uint64_t line,
                    struct problem *problem);

    /* No session is open: nothing that is still to come lies in the arena. */
    int (*boundary)(void *context, struct problem *problem);

    /* A row that is held on its own, or belongs to a session too large to keep.
     * `findings` are why. `stray`: no session speaks for it, so count and report them. */
    int (*held_row)(void *context, const struct row *row, const struct findings *findings,
                    bool stray, struct problem *problem);

    /* More bytes of that row. */
    int (*held_more)(void *context, struct cl_text bytes, struct problem *problem);
};

/* What all inputs of a run share. */
struct read_run {
    bool narrow; /* read only what tells which visit a session is of; no services */
    struct cl_date today;
    const struct read_options *options; /* borrowed; NULL: none */
};

/* What is known of an input once its header was read; whoever reads parts of it shares
 * it, and sessions point at it. */
struct export
{
    const char *path;           /* as the user named it */
    const struct input *input;  /* for the lines that people see in it */
    struct cl_text source_file; /* the path as clean text, for records */
    const struct records_form *form;
    struct header header; /* without its text, which the handler was shown */
    struct header narrow; /* the columns that are read, where these are not all */
    bool is_narrow;
    struct arena arena;
};

/* Opens the records of an input, whose path must outlive the export, and reads its
 * header, which goes to the handler. `source` reads the input's text. */
int export_open(struct export *export, struct records **records, const struct read_run *run,
                struct input *input, struct csv_source source, const struct read_handler *handler,
                struct problem *problem);
void export_close(struct export *export);

struct read_counts {
    uint64_t rows; /* records, the header excepted */
    uint64_t blank_lines;
    uint64_t passed_rows; /* that are no rows of work, like totals: see csv_counts */
    uint64_t other_bytes; /* of blank lines, those rows and, for a whole input, of the header */
    uint64_t lines;       /* physical, of the input so far */
};

/* How records are read. */
struct reading_request {
    const struct read_run *run;
    const struct export *export;
    struct records *records;
    const struct read_handler *handler;
    struct arena *arena; /* sessions and their texts; the handler may reset it in boundary() */
    bool bytes_stay;     /* those of records, until the reading is over: a part in memory */
    bool keeps_all;      /* so does, in `arena`, all that is handed over; it is not reset */
    struct arena *rows;  /* where rows that are handed over stay; NULL: they do not */
    uint64_t stop_after; /* stop before the first session behind so many bytes; 0: read all */
};

/* What reading them gave. */
struct reading_result {
    struct read_counts counts;
    uint64_t first_id, last_id; /* hashed, of the first and last row; 0: not a whole row */
    bool ended;                 /* nothing is left; else csv_rest() begins with a session */
};

int records_read(const struct reading_request *request, struct reading_result *result,
                 struct problem *problem);

/* Reads an input from its header to its end, with one thread. */
int reader_run(const struct read_run *run, struct input *input, struct arena *arena,
               const struct read_handler *handler, struct read_counts *counts,
               struct problem *problem);

/* Reads the input that is the context; for struct csv_source. */
ssize_t reader_source(void *input, char *bytes, size_t size, struct problem *problem);

#endif
