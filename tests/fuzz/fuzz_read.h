/* fuzz_read.h - any bytes as an export of some form: every row is handed over once, every byte
 * counted, and nothing depends on how they are read. */
#ifndef TESTS_FUZZ_FUZZ_READ_H
#define TESTS_FUZZ_FUZZ_READ_H

#include "fuzz.h"

#include "base/text.h"
#include "read/reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

struct taken {
    struct read_run run;
    struct arena arena;
    uint64_t rows;
    uint64_t bytes;
    uint64_t digest;
};

static inline void take_findings(struct taken *taken, const struct findings *findings)
{
    char message[FINDING_MESSAGE];

    for (size_t i = 0; i < findings->count; i++) {
        MUST(text_check(finding_message(&findings->items[i], message)) == TEXT_FINE);
        digest_number(&taken->digest, findings->items[i].id);
        digest_number(&taken->digest, findings->items[i].line);
    }
}

static inline void take_row(struct taken *taken, const struct row *row)
{
    taken->rows++;
    taken->bytes += row->size;
    MUST(row->bytes.length <= row->size);
    digest_number(&taken->digest, row->line);
    digest_bytes(&taken->digest, row->bytes.data, row->bytes.length);
}

static inline int on_header(void *context, const struct header *header,
                            const struct input_facts *facts, const struct findings *findings,
                            struct problem *problem)
{
    (void)facts;
    (void)problem;
    digest_bytes(&((struct taken *)context)->digest, header->text.data, header->text.length);
    take_findings(context, findings);
    return 0;
}

static inline int on_session(void *context, struct session *session, const struct row *rows,
                             size_t row_count, struct problem *problem)
{
    struct taken *taken = context;

    (void)problem;
    for (size_t i = 0; i < row_count; i++)
        take_row(taken, &rows[i]);
    MUST(session->id.length != 0 && text_check(session->id) == TEXT_FINE);
    take_findings(taken, &session->findings);
    digest_bytes(&taken->digest, session->id.data, session->id.length);
    digest_number(&taken->digest, session->service_count);
    return 0;
}

static inline int on_shown_id(void *context, struct cl_text id, struct cl_text source_file,
                              uint64_t line, struct problem *problem)
{
    struct taken *taken = context;

    (void)source_file;
    (void)problem;
    MUST(id.length != 0 && text_check(id) == TEXT_FINE);
    digest_bytes(&taken->digest, id.data, id.length);
    digest_number(&taken->digest, line);
    return 0;
}

static inline int on_boundary(void *context, struct problem *problem)
{
    (void)problem;
    arena_reset(&((struct taken *)context)->arena);
    return 0;
}

static inline int on_held_row(void *context, const struct row *row, const struct findings *findings,
                              bool stray, struct problem *problem)
{
    (void)problem;
    take_row(context, row);
    MUST(findings->count != 0);
    if (stray)
        take_findings(context, findings);
    return 0;
}

static inline int on_held_more(void *context, struct cl_text bytes, struct problem *problem)
{
    struct taken *taken = context;

    (void)problem;
    taken->bytes += bytes.length;
    digest_bytes(&taken->digest, bytes.data, bytes.length);
    return 0;
}

/* Reads `path` to its end: a digest of all that was handed over. */
static inline uint64_t read_path(const char *path, const char *from)
{
    struct taken taken = { .run = { .today = { 2024, 12, 31 } }, .digest = 0xcbf29ce484222325U };
    struct read_handler handler = { &taken,      true,        on_header,   on_session,
                                    on_shown_id, on_boundary, on_held_row, on_held_more };
    struct problem problem = { 0 };
    struct read_options options = { .from = from };
    struct read_counts counts;
    struct input *input;

    taken.run.options = &options;
    if (input_open(&input, path, &problem) == 0) {
        if (reader_run(&taken.run, input, &taken.arena, &handler, &counts, &problem) == 0) {
            MUST(counts.rows == taken.rows);
            MUST(counts.other_bytes + taken.bytes == input_facts(input).text_bytes);
        }
        input_close(input);
    }
    MUST(problem.status == 0 || problem.status == EXIT_FAILED);
    MUST(text_check(text_of(problem.text)) == TEXT_FINE);
    digest_number(&taken.digest, (uint64_t)problem.status);
    arena_finish(&taken.arena);
    return taken.digest;
}

static inline uint64_t read_from(int fd, const char *from)
{
    char path[32];

    (void)snprintf(path, sizeof(path), "/dev/fd/%d", fd);
    return read_path(path, from);
}

/* `write_fd` takes the bytes, `read_fd` gives them back: a file's all at once, a pipe's
 * by the packet (O_DIRECT: 4096 bytes at most). */
static inline uint64_t read_through(int write_fd, int read_fd, const char *bytes, size_t size,
                                    const char *from)
{
    uint64_t digest;

    MUST(write(write_fd, bytes, size) == (ssize_t)size);
    if (write_fd != read_fd)
        (void)close(write_fd);
    digest = read_from(read_fd, from);
    (void)close(read_fd);
    return digest;
}

static inline uint64_t read_file(const char *bytes, size_t size, const char *from)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    MUST(fd >= 0);
    return read_through(fd, fd, bytes, size, from);
}

static inline uint64_t read_pipe(const char *bytes, size_t size, const char *from)
{
    int ends[2];

    MUST(pipe2(ends, O_DIRECT | O_CLOEXEC) == 0);
    return read_through(ends[1], ends[0], bytes, size, from);
}

/* As a file and as a pipe: the same. */
static inline void read_both(const char *bytes, size_t size, const char *from)
{
    MUST(read_file(bytes, size, from) == read_pipe(bytes, size, from));
}

#endif
