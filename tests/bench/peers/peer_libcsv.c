/* peer_libcsv.c - the job with libcsv: what a careful programmer writes in an afternoon.
 *
 *   peer_libcsv TIMED_CODES < export.csv > lines.csv */
#include "job.h"

#include <csv.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1 << 16, MOST_COLUMNS = 4096, MOST_TEXT = 1024 };

struct reader {
    struct job *job;
    unsigned char of[MOST_COLUMNS]; /* by column of the file: which of the job's it is */
    size_t column;
    bool in_header;
    struct span row[JOB_COLUMN_COUNT];
    char text[JOB_COLUMN_COUNT][MOST_TEXT]; /* a field is valid in its callback alone */
};

static void on_field(void *data, size_t length, void *closure)
{
    struct reader *reader = closure;
    size_t column = reader->column++;
    unsigned which;

    if (column >= MOST_COLUMNS)
        errx(EXIT_FAILURE, "more than %d columns", MOST_COLUMNS);
    if (reader->in_header) {
        reader->of[column] = (unsigned char)job_column_of((struct span){ data, length });
        return;
    }
    which = reader->of[column];
    if (which == JOB_COLUMN_COUNT)
        return;
    if (length > MOST_TEXT)
        errx(EXIT_FAILURE, "a field of more than %d bytes", MOST_TEXT);
    memcpy(reader->text[which], data, length);
    reader->row[which] = (struct span){ reader->text[which], length };
}

static void on_row(int byte, void *closure)
{
    struct reader *reader = closure;

    (void)byte;
    if (!reader->in_header)
        job_row(reader->job, reader->row);
    reader->in_header = false;
    reader->column = 0;
}

static void parse(struct csv_parser *parser, struct reader *reader)
{
    static char block[BLOCK];
    ssize_t count;

    while ((count = read(STDIN_FILENO, block, sizeof(block))) > 0) {
        if (csv_parse(parser, block, (size_t)count, on_field, on_row, reader) != (size_t)count)
            errx(EXIT_FAILURE, "%s", csv_strerror(csv_error(parser)));
    }
    if (count < 0)
        err(EXIT_FAILURE, "standard input");
    if (csv_fini(parser, on_field, on_row, reader) != 0)
        errx(EXIT_FAILURE, "%s", csv_strerror(csv_error(parser)));
}

int main(int argc, char **argv)
{
    struct reader *reader = calloc(1, sizeof(*reader));
    struct csv_parser parser;

    if (argc != 2)
        errx(2, "usage: peer_libcsv TIMED_CODES < export.csv > lines.csv");
    if (reader == NULL || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        err(EXIT_FAILURE, "memory");
    reader->job = job_create(argv[1]);
    reader->in_header = true;
    parse(&parser, reader);
    csv_free(&parser);
    job_finish(reader->job);
    free(reader);
    return EXIT_SUCCESS;
}
