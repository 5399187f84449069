/* input.h - the bytes of an input file or of standard input, as UTF-8 text.
 *
 * Counts and hashes (SHA-256) what is read, recognises UTF-16 and hands it on as
 * UTF-8, and knows a file that is no text by its first bytes. */
#ifndef CORE_BASE_INPUT_H
#define CORE_BASE_INPUT_H

#include "base/problem.h"
#include "base/spool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

enum { SHA256_HEX = 65 };

struct input;

/* How an input is read that is read twice: a file once more from its beginning, what
 * can be read once only (a pipe) from the copy that the first reading made. */
struct input_again {
    bool first;             /* the first reading: nothing is hashed */
    struct spool *copy;     /* of inputs that can be read once only, one behind the other */
    uint64_t copied_at;     /* where this input's bytes begin in `copy`; set by the first reading */
    uint64_t copied;        /* how many there are; 0 where it is no such input */
    bool is_copied;         /* set by the first reading */
    uint64_t device, inode; /* of the file at the first reading */
    struct timespec modified;
};

/* Opens `path` ("-" is standard input; borrowed, must outlive the input) and looks
 * at its first bytes. Refuses, by name, folders and what is recognised as no plain
 * text. */
int input_open(struct input **out, const char *path, struct problem *problem);

/* The same for a table of rules, which is CSV or a text: markup is refused too. */
int input_open_table(struct input **out, const char *path, struct problem *problem);

/* The same for an input that is read twice; `again` is borrowed. */
int input_open_again(struct input **out, const char *path, struct input_again *again,
                     struct problem *problem);

/* Whether it is still the file of the first reading, as it was then. */
bool input_is_unchanged(const struct input *input);

void input_close(struct input *input);

/* The first bytes of the text, up to 4 KiB, before any were read. For recognising its form;
 * valid until input_read(). */
struct cl_text input_peek(const struct input *input);

/* Up to `size` bytes (64 or more) of UTF-8 text, without a byte order mark. 0 at
 * the end, -1 with a problem. */
ssize_t input_read(struct input *input, char *bytes, size_t size, struct problem *problem);

struct input_facts {
    const char *path;     /* as the user named it */
    bool byte_order_mark; /* the text began with one */
    uint64_t bytes;       /* read so far, as they stand in the file */
    uint64_t text_bytes;  /* handed on so far */
};

struct input_facts input_facts(const struct input *input);

/* The hash of the bytes read so far, lower-case hex. */
void input_sha256(const struct input *input, char hex[SHA256_HEX]);

#endif
