/* job.c - grouping, the 8-minute rule, and lines of CSV on standard output. */
#include "job.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNIT = 15, LAST_UNIT = 8, LONGEST_LINE = 2 * MOST_ID + 64 };

static void write_out(struct job *job)
{
    size_t done = 0;

    while (done < job->used) {
        ssize_t count = write(STDOUT_FILENO, job->out + done, job->used - done);

        if (count < 0 && errno != EINTR)
            err(EXIT_FAILURE, "standard output");
        done += count > 0 ? (size_t)count : 0;
    }
    job->used = 0;
}

static uint64_t code_of(struct span text)
{
    uint64_t code = 0;

    memcpy(&code, text.data, text.length < CODE_BYTES ? text.length : CODE_BYTES);
    return code;
}

static size_t slot_of(uint64_t code)
{
    return (size_t)((code * UINT64_C(0x9E3779B97F4A7C15)) >> 56);
}

static bool is_timed(const struct job *job, uint64_t code)
{
    size_t slot = slot_of(code);

    while (job->timed[slot] != 0 && job->timed[slot] != code)
        slot = (slot + 1) % TIMED_SLOTS;
    return job->timed[slot] == code;
}

static void add_timed(struct job *job, struct span text)
{
    size_t slot = slot_of(code_of(text));

    while (job->timed[slot] != 0)
        slot = (slot + 1) % TIMED_SLOTS;
    job->timed[slot] = code_of(text);
}

static void put_text(struct job *job, const char *text, size_t length)
{
    memcpy(job->out + job->used, text, length);
    job->used += length;
}

static void put_number(struct job *job, uint64_t number, unsigned digits)
{
    char text[20];
    unsigned at = sizeof(text);

    while (number != 0 || digits > 0) {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
        digits -= digits > 0;
    }
    put_text(job, text + at, sizeof(text) - at);
}

static void put_id(struct job *job)
{
    if (memchr(job->id, ',', job->id_length) == NULL &&
        memchr(job->id, '"', job->id_length) == NULL &&
        memchr(job->id, '\n', job->id_length) == NULL) {
        put_text(job, job->id, job->id_length);
        return;
    }
    job->out[job->used++] = '"';
    for (size_t i = 0; i < job->id_length; i++) {
        if (job->id[i] == '"')
            job->out[job->used++] = '"';
        job->out[job->used++] = job->id[i];
    }
    job->out[job->used++] = '"';
}

static void put_line(struct job *job, const struct job_line *line)
{
    uint64_t cents = (uint64_t)line->units * line->cents;

    if (OUT_BYTES - job->used < LONGEST_LINE)
        write_out(job);
    put_id(job);
    job->out[job->used++] = ',';
    put_text(job, (const char *)&line->code, CODE_BYTES);
    job->out[job->used++] = ',';
    put_number(job, line->units, 1);
    job->out[job->used++] = ',';
    put_number(job, line->minutes, 1);
    job->out[job->used++] = ',';
    put_number(job, cents / 100, 1);
    job->out[job->used++] = '.';
    put_number(job, cents % 100, 2);
    job->out[job->used++] = '\n';
}

/* The largest remainder; of equal ones the most minutes, then the first. */
static struct job_line *next_for_unit(struct job *job)
{
    struct job_line *best = &job->lines[0];

    for (size_t i = 1; i < job->line_count; i++) {
        struct job_line *line = &job->lines[i];

        if (line->remainder > best->remainder ||
            (line->remainder == best->remainder && line->minutes > best->minutes))
            best = line;
    }
    return best;
}

static void allot_units(struct job *job)
{
    uint32_t total = 0;
    uint32_t given = 0;

    for (size_t i = 0; i < job->line_count; i++) {
        struct job_line *line = &job->lines[i];

        line->units = line->timed ? line->minutes / UNIT : 1;
        line->remainder = line->timed ? line->minutes % UNIT : 0;
        total += line->timed ? line->minutes : 0;
        given += line->timed ? line->units : 0;
    }
    for (uint32_t left = (total + UNIT - LAST_UNIT) / UNIT - given; left > 0; left--) {
        struct job_line *line = next_for_unit(job);

        line->units++;
        line->remainder = 0;
    }
}

static void end_session(struct job *job)
{
    allot_units(job);
    for (size_t i = 0; i < job->line_count; i++) {
        if (job->lines[i].units > 0)
            put_line(job, &job->lines[i]);
    }
    job->line_count = 0;
}

/* The digits of a text as one number: 45.50 is 4550. Only what has two places is an amount. */
static uint32_t digits_of(struct span text)
{
    uint32_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        unsigned digit = (unsigned)(text.data[i] - '0');

        if (digit < 10)
            number = number * 10 + digit;
    }
    return number;
}

static struct job_line *line_of(struct job *job, struct span text)
{
    uint64_t code = code_of(text);
    struct job_line *line;

    for (size_t i = 0; i < job->line_count; i++) {
        if (job->lines[i].code == code)
            return &job->lines[i];
    }
    if (job->line_count == MOST_LINES)
        errx(EXIT_FAILURE, "more than %d codes in a session", MOST_LINES);
    line = &job->lines[job->line_count++];
    *line = (struct job_line){ .code = code, .timed = is_timed(job, code) };
    return line;
}

void job_row(struct job *job, const struct span row[JOB_COLUMN_COUNT])
{
    struct span id = row[JOB_SESSION];
    struct job_line *line;

    if (id.length > MOST_ID)
        errx(EXIT_FAILURE, "a session_id of more than %d bytes", MOST_ID);
    if (id.length != job->id_length || memcmp(id.data, job->id, id.length) != 0) {
        end_session(job);
        memcpy(job->id, id.data, id.length);
        job->id_length = id.length;
    }
    line = line_of(job, row[JOB_CODE]);
    line->minutes += digits_of(row[JOB_MINUTES]);
    if (line->cents == 0)
        line->cents = digits_of(row[JOB_CHARGE]);
}

enum job_column job_column_of(struct span name)
{
    static const char *const names[] = { "session_id", "code", "minutes", "unit_charge" };
    enum job_column column = 0;

    while (column < JOB_COLUMN_COUNT && (strlen(names[column]) != name.length ||
                                         memcmp(names[column], name.data, name.length) != 0))
        column++;
    return column;
}

struct job *job_create(const char *timed)
{
    static const char header[] = "session_id,code,units,minutes,charge\n";
    struct job *job = calloc(1, sizeof(*job));

    if (job == NULL)
        err(EXIT_FAILURE, "memory");
    for (size_t length; *timed != '\0'; timed += length + (timed[length] == ',')) {
        length = strcspn(timed, ",");
        add_timed(job, (struct span){ timed, length });
    }
    put_text(job, header, sizeof(header) - 1);
    return job;
}

void job_finish(struct job *job)
{
    end_session(job);
    write_out(job);
    free(job);
}
