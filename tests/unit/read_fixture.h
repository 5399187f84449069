/* read_fixture.h - an export that is read, and everything the reader hands over, noted. */
#ifndef TESTS_UNIT_READ_FIXTURE_H
#define TESTS_UNIT_READ_FIXTURE_H

#include "csv_fixture.h"
#include "temporary_input.h"

#include "read/reader.h"

/* A usable header, and a whole row of a session. */
#define HEADER                                                                                     \
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,discipline,"  \
    "code,minutes,note\n"
#define ROW(id)      id ",2024-07-01,P1,PAY,medicare,1234567893,M54.50,PT,97110,23,\n"
#define BROKEN(text) text ",x\n"

struct reading {
    struct read_run run;
    struct arena arena;
    struct notes notes;
    uint64_t rows; /* handed over */
    uint64_t bytes;
    struct read_counts counts;
    struct input_facts facts;
    struct problem problem;
    struct session *last; /* lies in the arena, until reading_finish() */
};

static inline void note_findings(struct reading *reading, const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        note(&reading->notes, " %s", finding_kind(findings->items[i].id)->id);
    note(&reading->notes, "\n");
}

static inline int note_header(void *context, const struct header *header,
                              const struct input_facts *facts, const struct findings *findings,
                              struct problem *problem)
{
    (void)facts;
    (void)problem;
    (void)header;
    if (findings->count != 0) {
        note(&((struct reading *)context)->notes, "header");
        note_findings(context, findings);
    }
    return 0;
}

/* "S1@2 [2 3] 2": id, line, lines of the rows, services; then the ids of findings. */
static inline int note_session(void *context, struct session *session, const struct row *rows,
                               size_t row_count, struct problem *problem)
{
    struct reading *reading = context;

    (void)problem;
    note(&reading->notes, "%s@%llu [", session->id.data, (unsigned long long)session->line);
    for (size_t i = 0; i < row_count; i++) {
        reading->rows++;
        reading->bytes += rows[i].size;
        if (row_count <= 10)
            note(&reading->notes, "%s%llu", i > 0 ? " " : "", (unsigned long long)rows[i].line);
    }
    if (row_count > 10)
        note(&reading->notes, "%zu rows", row_count);
    note(&reading->notes, "] %u", session->service_count);
    note_findings(reading, &session->findings);
    reading->last = session;
    return 0;
}

/* "shown S1@3" */
static inline int note_shown_id(void *context, struct cl_text id, struct cl_text source_file,
                                uint64_t line, struct problem *problem)
{
    (void)source_file;
    (void)problem;
    note(&((struct reading *)context)->notes, "shown %s@%llu\n", id.data, (unsigned long long)line);
    return 0;
}

static inline int note_boundary(void *context, struct problem *problem)
{
    (void)context;
    (void)problem;
    return 0;
}

/* "held 3" or "stray 3", with the ids of findings; only the first 20 rows. */
static inline int note_held_row(void *context, const struct row *row,
                                const struct findings *findings, bool stray,
                                struct problem *problem)
{
    struct reading *reading = context;

    (void)problem;
    reading->bytes += row->size;
    if (reading->rows++ < 20) {
        note(&reading->notes, "%s %llu", stray ? "stray" : "held", (unsigned long long)row->line);
        note_findings(reading, findings);
    }
    return 0;
}

static inline int note_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    (void)problem;
    ((struct reading *)context)->bytes += bytes.length;
    return 0;
}

/* Reads one input of a run; 0, or -1 with a problem. `chunk` as for temporary_input_make(). */
static inline int read_export(struct reading *reading, struct cl_text text, size_t chunk)
{
    struct read_handler handler = { reading,       true,          note_header,   note_session,
                                    note_shown_id, note_boundary, note_held_row, note_held_more };
    struct temporary_input file;
    struct input *input;
    const char *path;
    int error;

    reading->run.today = (struct cl_date){ 2024, 12, 31 };
    temporary_input_make(&file, text, chunk);
    path = arena_text(&reading->arena, file.path, strlen(file.path)).data;
    error = input_open(&input, path, &reading->problem);
    if (error == 0) {
        error = reader_run(&reading->run, input, &reading->arena, &handler, &reading->counts,
                           &reading->problem);
        reading->facts = input_facts(input);
        input_close(input);
    }
    temporary_input_remove(&file);
    return error;
}

/* Every row and every byte has been handed over or counted, once. */
static inline void assert_covered(const struct reading *reading)
{
    assert_int_equal(reading->counts.rows, reading->rows);
    assert_int_equal(reading->counts.other_bytes + reading->bytes, reading->facts.text_bytes);
}

static inline void reading_finish(struct reading *reading)
{
    arena_finish(&reading->arena);
    *reading = (struct reading){ .rows = 0 };
}

#endif
