/* peer_zsv.c - the job with zsv (github.com/liquidaty/zsv), which no package registry of Debian,
 * PyPI or npm has as a C library. With its sources and headers in ZSV:
 *
 *   gcc -O3 -march=native -D_GNU_SOURCE '-DZSV_VERSION="x"' -IZSV/include -IZSV/src \
 *       tests/bench/peers/peer_zsv.c tests/bench/peers/job.c ZSV/src/zsv.c -o peer_zsv
 *   tests/bench/run.sh --zsv peer_zsv */
#include "job.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include <zsv.h>

struct reader {
    struct job *job;
    zsv_parser parser;
    size_t at[JOB_COLUMN_COUNT]; /* where the job's columns stand in the file */
    bool in_header;
};

static struct span cell(struct reader *reader, size_t column)
{
    struct zsv_cell found = zsv_get_cell(reader->parser, column);

    return (struct span){ (const char *)found.str, found.len };
}

static void read_header(struct reader *reader)
{
    for (size_t i = 0; i < zsv_cell_count(reader->parser); i++) {
        enum job_column column = job_column_of(cell(reader, i));

        if (column < JOB_COLUMN_COUNT)
            reader->at[column] = i;
    }
    reader->in_header = false;
}

static void on_row(void *closure)
{
    struct reader *reader = closure;
    struct span row[JOB_COLUMN_COUNT];

    if (reader->in_header) {
        read_header(reader);
        return;
    }
    for (unsigned i = 0; i < JOB_COLUMN_COUNT; i++)
        row[i] = cell(reader, reader->at[i]);
    job_row(reader->job, row);
}

int main(int argc, char **argv)
{
    struct reader reader = { .in_header = true };
    struct zsv_opts options = { .row_handler = on_row, .ctx = &reader, .stream = stdin };

    if (argc != 2)
        errx(2, "usage: peer_zsv TIMED_CODES < export.csv > lines.csv");
    reader.job = job_create(argv[1]);
    reader.parser = zsv_new(&options);
    if (reader.parser == NULL)
        err(EXIT_FAILURE, "memory");
    while (zsv_parse_more(reader.parser) == zsv_status_ok)
        ;
    zsv_finish(reader.parser);
    zsv_delete(reader.parser);
    job_finish(reader.job);
    return EXIT_SUCCESS;
}
