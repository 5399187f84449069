/* input.h - an input file, or standard input, as UTF-8 text.
 *
 * Counts and hashes (SHA-256) what is read, and hands on the text that stands in it:
 * unpacked (gzip, Zstandard), in UTF-8 (from UTF-16, Windows-1252 and others), or the rows
 * of an Excel workbook's sheet as CSV. All of it is recognised by content, never by name;
 * what is no text is refused by name. */
#ifndef CORE_SOURCE_INPUT_H
#define CORE_SOURCE_INPUT_H

#include "base/problem.h"
#include "base/spool.h"
#include "source/workbook.h"

#include <claimline/value.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

enum { SHA256_HEX = 65 };

struct input;
struct encoding;

/* How the user wants inputs to be read; strings are borrowed. Zeroed: as they look. */
struct input_options {
    const struct encoding *encoding; /* of those that do not say their own; NULL: recognised */
    const char *sheet;               /* of workbooks, by name; NULL: the first */
    const char *temp_dir;            /* for copies; NULL: TMPDIR, or /tmp */
};

/* How an input is read that is read twice; zeroed but for `first`, `copy` and `options`
 * before the first reading. A file is read once more from its beginning, what can be read once only
 * (a pipe) from the copy that the first reading made; so are the rows of a workbook. */
struct input_again {
    size_t number;      /* its place among the inputs of the run */
    bool first;         /* the first reading: nothing is hashed */
    bool no_hash;       /* nobody asks for the hash of the other one */
    struct spool *copy; /* of inputs that can be read once only, one behind the other */
    const struct input_options *options; /* borrowed; NULL: none */
    uint64_t copied_at;     /* where this input's bytes begin in `copy`; set by the first reading */
    uint64_t copied;        /* how many there are; 0 where it is no such input */
    bool is_copied;         /* set by the first reading */
    uint64_t device, inode; /* of the file at the first reading */
    struct timespec modified;
    bool is_workbook; /* its rows, and what was seen of it, at the first reading */
    struct rows rows;
    struct workbook_facts workbook;
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

/* Up to `size` bytes (1 or more) of UTF-8 text, without a byte order mark. 0 at
 * the end, -1 with a problem. */
ssize_t input_read(struct input *input, char *bytes, size_t size, struct problem *problem);

/* The line that people see where line `line` of the text stands: for workbooks the row of
 * the sheet, which differs where cells hold line breaks; else the same. On any thread. */
uint64_t input_line(const struct input *input, uint64_t line);

struct input_facts {
    const char *path;      /* as the user named it */
    size_t number;         /* see struct input_again; 0 where it is read once */
    bool byte_order_mark;  /* the text began with one */
    const char *encoding;  /* the name of what was read; "utf-8" for workbooks */
    bool encoding_assumed; /* from its letters: nobody stated it */
    uint64_t assumed_line; /* the first with such a letter */
    bool is_workbook;      /* then: */
    struct workbook_facts workbook;
    uint64_t bytes;      /* read so far, as they stand in the file */
    uint64_t text_bytes; /* handed on so far */
};

struct input_facts input_facts(const struct input *input);

/* The hash of the bytes read so far, lower-case hex. */
void input_sha256(const struct input *input, char hex[SHA256_HEX]);

#endif
