/* peer_scan.c - the job with a scan of 64 bytes at a time: the class of program that zsv or a
 * simdjson-like reader makes possible on one thread.
 *
 *   peer_scan TIMED_CODES < export.csv > lines.csv
 *
 * Bit masks tell delimiters, line ends and quotes of 64 bytes; a running parity of the quotes
 * tells which of them count. It believes that the text is well formed, which is what makes it
 * fast: a stray quote turns the rest inside out. Comma-separated, LF or CRLF. */
#include "job.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { BLOCK = 1 << 18, STRIDE = 64, MOST_COLUMNS = 4096 };

struct reader {
    struct job *job;
    unsigned char of[MOST_COLUMNS]; /* by column of the file: which of the job's it is */
    size_t column;
    bool in_header;
    size_t field;    /* where the field at hand begins in `bytes` */
    uint64_t inside; /* all ones while in quotes */
    struct span row[JOB_COLUMN_COUNT];
    size_t used;
    char bytes[2 * BLOCK + STRIDE];
};

/* Which of 64 bytes equal `byte`. */
static uint64_t equal_mask(const char *bytes, char byte)
{
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8(byte);

    for (unsigned i = 0; i < STRIDE; i += 16) {
        __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));

        mask |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(part, wanted)) << i;
    }
#else
    for (unsigned i = 0; i < STRIDE; i++)
        mask |= (uint64_t)(bytes[i] == byte) << i;
#endif
    return mask;
}

/* Each bit the parity of itself and those below it. */
static uint64_t parity(uint64_t bits)
{
    for (unsigned shift = 1; shift < STRIDE; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* Without the quotes around it; doubled ones within become one, in place. */
static struct span unquoted(char *begin, size_t length)
{
    size_t to = 0;

    for (size_t from = 1; from + 1 < length; from++) {
        begin[to++] = begin[from];
        from += begin[from] == '"';
    }
    return (struct span){ begin, to };
}

static void end_field(struct reader *reader, size_t end)
{
    char *begin = reader->bytes + reader->field;
    size_t length = end - reader->field;
    size_t column = reader->column++;
    struct span field = { begin, length };
    unsigned which = column < MOST_COLUMNS ? reader->of[column] : JOB_COLUMN_COUNT;

    reader->field = end + 1;
    if (which == JOB_COLUMN_COUNT && !reader->in_header)
        return;
    if (length >= 2 && begin[0] == '"')
        field = unquoted(begin, length);
    if (reader->in_header && column < MOST_COLUMNS)
        reader->of[column] = (unsigned char)job_column_of(field);
    else
        reader->row[which] = field;
}

static void end_row(struct reader *reader, size_t end)
{
    bool carriage = end > reader->field && reader->bytes[end - 1] == '\r';

    if (reader->column == 0 && end - carriage == reader->field) {
        reader->field = end + 1; /* an empty line */
        return;
    }
    end_field(reader, end - carriage);
    reader->field = end + 1;
    if (!reader->in_header)
        job_row(reader->job, reader->row);
    reader->in_header = false;
    reader->column = 0;
}

static void scan_stride(struct reader *reader, size_t at)
{
    const char *bytes = reader->bytes + at;
    uint64_t quotes = equal_mask(bytes, '"');
    uint64_t inside = reader->inside;
    uint64_t ends;

    if (quotes != 0) {
        inside ^= parity(quotes);
        reader->inside = (uint64_t)0 - (inside >> (STRIDE - 1));
    }
    ends = (equal_mask(bytes, ',') | equal_mask(bytes, '\n')) & ~inside;
    for (; ends != 0; ends &= ends - 1) {
        size_t end = at + (size_t)__builtin_ctzll(ends);

        if (reader->bytes[end] == ',')
            end_field(reader, end);
        else
            end_row(reader, end);
    }
}

/* What is not yet cut goes to the front, with the fields of the row at hand. */
static void move_rest(struct reader *reader, size_t *scanned)
{
    size_t begin = reader->field;

    for (size_t i = 0; i < JOB_COLUMN_COUNT && reader->column > 0; i++) {
        size_t at = (size_t)(reader->row[i].data - reader->bytes);

        if (reader->row[i].data != NULL && at < begin)
            begin = at;
    }
    for (size_t i = 0; i < JOB_COLUMN_COUNT; i++)
        reader->row[i].data -= reader->row[i].data != NULL ? begin : 0;
    memmove(reader->bytes, reader->bytes + begin, reader->used - begin);
    reader->used -= begin;
    reader->field -= begin;
    *scanned -= begin;
    if (reader->used > BLOCK)
        errx(EXIT_FAILURE, "a row of more than %d bytes", BLOCK);
}

static void parse(struct reader *reader)
{
    size_t scanned = 0;
    ssize_t count;

    while ((count = read(STDIN_FILENO, reader->bytes + reader->used, BLOCK)) > 0) {
        reader->used += (size_t)count;
        for (; scanned + STRIDE <= reader->used; scanned += STRIDE)
            scan_stride(reader, scanned);
        move_rest(reader, &scanned);
    }
    if (count < 0)
        err(EXIT_FAILURE, "standard input");
    memset(reader->bytes + reader->used, ' ', STRIDE);
    if (scanned < reader->used)
        scan_stride(reader, scanned);
    if (reader->field < reader->used)
        end_row(reader, reader->used);
}

int main(int argc, char **argv)
{
    struct reader *reader = calloc(1, sizeof(*reader));

    if (argc != 2)
        errx(2, "usage: peer_scan TIMED_CODES < export.csv > lines.csv");
    if (reader == NULL)
        err(EXIT_FAILURE, "memory");
    reader->job = job_create(argv[1]);
    reader->in_header = true;
    parse(reader);
    job_finish(reader->job);
    free(reader);
    return EXIT_SUCCESS;
}
