/* input.c - see input.h. */
#include "input.h"

#include "interrupt.h"
#include "memory.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST_BYTES = 4096,    /* what recognition looks at */
    WIDE_BYTES = 64 * 1024 /* of UTF-16 converted at a time */
};

enum encoding { UTF_8, UTF_16_LE, UTF_16_BE };

struct input {
    const char *path;
    int fd; /* -1: read from the copy */
    bool end;
    struct input_again *again; /* NULL: it is read once */
    uint64_t copy_at;          /* bytes of the copy that were read */
    enum encoding encoding;
    struct input_facts facts;
    struct sha256_ctx hash;
    unsigned char first[FIRST_BYTES]; /* read ahead by recognition */
    size_t first_at, first_end;
    unsigned char *wide; /* UTF-16 that is not converted yet */
    size_t wide_count;
};

/* What people hand over by mistake, by its first bytes. */
static const struct {
    const char *bytes;
    size_t length;
    const char *name;
} no_text[] = {
    { "\x1f\x8b", 2, "gzip-compressed data; unpack it first" },
    { "\x28\xb5\x2f\xfd", 4, "Zstandard-compressed data; unpack it first" },
    { "PK\x03\x04", 4, "a zip archive or an Excel workbook; unpack it, or save the sheet as CSV" },
    { "\xd0\xcf\x11\xe0", 4, "an old Excel or Word file; save the sheet as CSV" },
    { "%PDF", 4, "a PDF document" },
    { "\xff\xfe\0\0", 4, "UTF-32 text; save it as UTF-8" },
    { "\0\0\xfe\xff", 4, "UTF-32 text; save it as UTF-8" },
};

static int cannot_read(const struct input *input, int error, struct problem *problem)
{
    const char *name = strcmp(input->path, "-") == 0 ? "standard input" : input->path;

    return problem_errno(problem, "cannot read", name, error);
}

static ssize_t read_copy(struct input *input, void *bytes, size_t size, struct problem *problem)
{
    uint64_t left = input->again->copied - input->copy_at;
    size_t count = size < left ? size : (size_t)left;

    if (spool_read(input->again->copy, input->again->copied_at + input->copy_at, bytes, count,
                   problem) < 0)
        return -1;
    input->copy_at += count;
    return (ssize_t)count;
}

static ssize_t read_file(struct input *input, void *bytes, size_t size, struct problem *problem)
{
    ssize_t count;

    do {
        if (interrupt_check(problem) < 0)
            return -1;
        count = read(input->fd, bytes, size);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? cannot_read(input, errno, problem) : count;
}

/* Bytes of the file itself: counted, and hashed or copied. */
static ssize_t read_raw(struct input *input, void *bytes, size_t size, struct problem *problem)
{
    struct input_again *again = input->again;
    ssize_t count = input->fd < 0 ? read_copy(input, bytes, size, problem)
                                  : read_file(input, bytes, size, problem);

    if (count < 0)
        return -1;
    input->facts.bytes += (uint64_t)count;
    if (again == NULL || !again->first) {
        sha256_update(&input->hash, (size_t)count, bytes);
    } else if (again->is_copied) {
        again->copied += (uint64_t)count;
        if (spool_add(again->copy, bytes, (size_t)count, problem) < 0)
            return -1;
    }
    return count;
}

/* From what recognition read ahead, then from the file. */
static ssize_t read_bytes(struct input *input, void *bytes, size_t size, struct problem *problem)
{
    size_t ahead = input->first_end - input->first_at;

    if (ahead == 0)
        return read_raw(input, bytes, size, problem);
    if (ahead > size)
        ahead = size;
    memcpy(bytes, input->first + input->first_at, ahead);
    input->first_at += ahead;
    return (ssize_t)ahead;
}

static bool starts_with(const struct input *input, const char *bytes, size_t length)
{
    return input->first_end >= length && memcmp(input->first, bytes, length) == 0;
}

static void use_encoding(struct input *input, enum encoding encoding, size_t mark_bytes)
{
    input->encoding = encoding;
    input->facts.byte_order_mark = mark_bytes != 0;
    input->first_at = mark_bytes;
    if (encoding != UTF_8)
        input->wide = mem_alloc(WIDE_BYTES);
}

/* UTF-16 without a mark: ASCII letters put a NUL into every second byte. */
static bool looks_wide(const struct input *input, size_t nul_at)
{
    size_t pairs = input->first_end / 2;
    size_t hits = 0;

    for (size_t i = 0; i < pairs; i++)
        hits += input->first[2 * i + nul_at] == 0 && input->first[2 * i + 1 - nul_at] != 0;
    return pairs >= 2 && hits * 10 >= pairs * 9;
}

static int recognise(struct input *input, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    size_t kinds = sizeof(no_text) / sizeof(no_text[0]);

    for (size_t i = 0; i < kinds; i++) {
        if (starts_with(input, no_text[i].bytes, no_text[i].length))
            return problem_failed(problem, "%s is %s", text_show_string(shown, input->path),
                                  no_text[i].name);
    }
    if (starts_with(input, "\xff\xfe", 2))
        use_encoding(input, UTF_16_LE, 2);
    else if (starts_with(input, "\xfe\xff", 2))
        use_encoding(input, UTF_16_BE, 2);
    else if (looks_wide(input, 1))
        use_encoding(input, UTF_16_LE, 0);
    else if (looks_wide(input, 0))
        use_encoding(input, UTF_16_BE, 0);
    else
        use_encoding(input, UTF_8, starts_with(input, "\xef\xbb\xbf", 3) ? 3 : 0);
    return 0;
}

/* A pipe may give a few bytes at a time; recognition wants the first 4 KiB. */
static int read_first(struct input *input, struct problem *problem)
{
    while (input->first_end < FIRST_BYTES) {
        ssize_t count = read_raw(input, input->first + input->first_end,
                                 FIRST_BYTES - input->first_end, problem);

        if (count < 0)
            return -1;
        if (count == 0)
            break;
        input->first_end += (size_t)count;
    }
    return recognise(input, problem);
}

static int open_file(struct input *input, struct problem *problem)
{
    struct input_again *again = input->again;
    struct stat status;

    if (again != NULL && !again->first && again->is_copied)
        return 0;
    if (strcmp(input->path, "-") == 0)
        input->fd = STDIN_FILENO;
    else
        input->fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (input->fd < 0 || fstat(input->fd, &status) < 0)
        return cannot_read(input, errno, problem);
    if (S_ISDIR(status.st_mode))
        return cannot_read(input, EISDIR, problem);
    if (again != NULL && again->first) {
        again->is_copied = !S_ISREG(status.st_mode) || input->fd == STDIN_FILENO;
        again->copied_at = again->copy->size;
        again->device = (uint64_t)status.st_dev;
        again->inode = (uint64_t)status.st_ino;
        again->modified = status.st_mtim;
    }
    return 0;
}

bool input_is_unchanged(const struct input *input)
{
    const struct input_again *again = input->again;
    struct stat status;

    if (again->is_copied)
        return true;
    return fstat(input->fd, &status) == 0 && (uint64_t)status.st_dev == again->device &&
           (uint64_t)status.st_ino == again->inode &&
           status.st_mtim.tv_sec == again->modified.tv_sec &&
           status.st_mtim.tv_nsec == again->modified.tv_nsec;
}

int input_open(struct input **out, const char *path, struct problem *problem)
{
    return input_open_again(out, path, NULL, problem);
}

int input_open_again(struct input **out, const char *path, struct input_again *again,
                     struct problem *problem)
{
    struct input *input = mem_alloc(sizeof(*input));

    input->fd = -1;
    input->path = path;
    input->again = again;
    input->facts.path = input->path;
    sha256_init(&input->hash);
    if (open_file(input, problem) < 0 || read_first(input, problem) < 0) {
        input_close(input);
        return -1;
    }
    *out = input;
    return 0;
}

int input_open_table(struct input **out, const char *path, struct problem *problem)
{
    struct cl_text first;
    char shown[TEXT_SHOWN];

    if (input_open(out, path, problem) < 0)
        return -1;
    first = input_peek(*out);
    if (first.length == 0 || strchr("<{[", first.data[0]) == NULL)
        return 0;
    input_close(*out);
    *out = NULL;
    return problem_failed(problem, "%s is %s; a table is expected", text_show_string(shown, path),
                          first.data[0] == '<' ? "XML or HTML" : "JSON");
}

void input_close(struct input *input)
{
    if (input == NULL)
        return;
    if (input->fd > STDIN_FILENO)
        (void)close(input->fd);
    mem_free(input->wide);
    mem_free(input);
}

static size_t put_utf8(char *out, uint32_t value)
{
    if (value < 0x80) {
        out[0] = (char)value;
        return 1;
    }
    if (value < 0x800) {
        out[0] = (char)(0xc0 | value >> 6);
        out[1] = (char)(0x80 | (value & 0x3f));
        return 2;
    }
    if (value < 0x10000) {
        out[0] = (char)(0xe0 | value >> 12);
        out[1] = (char)(0x80 | (value >> 6 & 0x3f));
        out[2] = (char)(0x80 | (value & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | value >> 18);
    out[1] = (char)(0x80 | (value >> 12 & 0x3f));
    out[2] = (char)(0x80 | (value >> 6 & 0x3f));
    out[3] = (char)(0x80 | (value & 0x3f));
    return 4;
}

static uint32_t unit_at(const struct input *input, size_t at)
{
    unsigned low = input->wide[at + (input->encoding == UTF_16_BE)];
    unsigned high = input->wide[at + (input->encoding == UTF_16_LE)];

    return high << 8 | low;
}

/* Converts whole characters. A lone surrogate becomes the three bytes it would
 * have in UTF-8, which no text may hold: the field that shows it is refused and
 * held, and nothing of it is lost. iconv would stop there, so this is our own. */
static size_t convert(struct input *input, char *out)
{
    size_t at = 0;
    size_t used = 0;

    while (input->wide_count - at >= 2) {
        uint32_t value = unit_at(input, at);
        size_t units = 1;

        if (value >= 0xd800 && value <= 0xdbff) {
            if (input->wide_count - at < 4 && !input->end)
                break;
            if (input->wide_count - at >= 4) {
                uint32_t low = unit_at(input, at + 2);

                if (low >= 0xdc00 && low <= 0xdfff) {
                    value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
                    units = 2;
                }
            }
        }
        used += put_utf8(out + used, value);
        at += 2 * units;
    }
    if (input->end && input->wide_count - at == 1) {
        out[used++] = (char)0xff; /* half a character at the end: refused where it stands */
        at++;
    }
    memmove(input->wide, input->wide + at, input->wide_count - at);
    input->wide_count -= at;
    return used;
}

static ssize_t read_wide(struct input *input, char *bytes, size_t size, struct problem *problem)
{
    /* Two bytes become three at most, and up to three stay over. */
    size_t wanted = size / 2 < WIDE_BYTES ? size / 2 : WIDE_BYTES;
    size_t used = 0;

    while (used == 0 && !input->end) {
        ssize_t count =
            read_bytes(input, input->wide + input->wide_count, wanted - input->wide_count, problem);

        if (count < 0)
            return -1;
        input->end = count == 0;
        input->wide_count += (size_t)count;
        used = convert(input, bytes);
    }
    return (ssize_t)used;
}

ssize_t input_read(struct input *input, char *bytes, size_t size, struct problem *problem)
{
    ssize_t count = input->encoding == UTF_8 ? read_bytes(input, bytes, size, problem)
                                             : read_wide(input, bytes, size, problem);

    if (count > 0)
        input->facts.text_bytes += (uint64_t)count;
    return count;
}

struct cl_text input_peek(const struct input *input)
{
    return (struct cl_text){ (const char *)input->first + input->first_at,
                             input->first_end - input->first_at };
}

struct input_facts input_facts(const struct input *input)
{
    return input->facts;
}

void input_sha256(const struct input *input, char hex[SHA256_HEX])
{
    struct sha256_ctx copy = input->hash;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(&copy, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}
