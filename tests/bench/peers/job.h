/* job.h - the bare job that programs are compared by: from the rows of an export to claim lines.
 *
 * Rows of a session stand together. Each code of a session makes one line, in the order of first
 * appearance; minutes add up, the first unit charge stands. Timed codes get units by Medicare's
 * 8-minute rule, all others one unit; a timed code without a unit makes no line. Written are
 * session_id, code, units, minutes and units x unit charge, as CSV.
 *
 * No check digits, dates, findings, totals: only what is faster without them. */
#ifndef BENCH_JOB_H
#define BENCH_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CODE_BYTES = 5, MOST_LINES = 64, MOST_ID = 128, OUT_BYTES = 1 << 17, TIMED_SLOTS = 256 };

struct span {
    const char *data;
    size_t length;
};

/* The columns that the job reads. */
enum job_column { JOB_SESSION, JOB_CODE, JOB_MINUTES, JOB_CHARGE, JOB_COLUMN_COUNT };

struct job_line {
    uint64_t code;
    uint32_t minutes;
    uint32_t units;
    uint32_t remainder; /* minutes that make no whole unit, until a left-over unit is given */
    uint32_t cents;
    bool timed;
};

struct job {
    uint64_t timed[TIMED_SLOTS]; /* an open hash table; 0 is free */
    char id[MOST_ID];
    size_t id_length;
    size_t line_count;
    struct job_line lines[MOST_LINES];
    size_t used;
    char out[OUT_BYTES];
};

/* `timed`: the timed codes, separated by commas. Writes the header. */
struct job *job_create(const char *timed);

/* Which of the job's columns has this name; JOB_COLUMN_COUNT for none. */
enum job_column job_column_of(struct span name);

void job_row(struct job *job, const struct span row[JOB_COLUMN_COUNT]);

/* Writes what is left; ends the program when it cannot be written, as job_row() does too. */
void job_finish(struct job *job);

#endif
