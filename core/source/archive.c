/* archive.c - see archive.h. */
#include "archive.h"

#include "base/memory.h"
#include "base/text.h"
#include "source/expansion.h"

#include <string.h>
#include <zip.h>

enum {
    END_BYTES = 22, /* of the record that ends an archive, without a comment */
    COMMENT_BYTES = 65535
};

struct archive {
    struct archive_bytes bytes;
    uint64_t at;       /* where libzip reads next */
    uint64_t unpacked; /* of all parts so far */
    zip_error_t error; /* of the source */
    zip_t *zip;
    struct problem problem; /* why the bytes could not be read */
};

struct part {
    struct layer layer;
    struct archive *archive;
    zip_file_t *file;
};

static zip_int64_t source_read(struct archive *archive, void *data, uint64_t length)
{
    uint64_t left = archive->bytes.size - archive->at;
    size_t count = (size_t)(length < left ? length : left);

    if (archive->bytes.read_at(archive->bytes.context, archive->at, data, count,
                               &archive->problem) < 0) {
        zip_error_set(&archive->error, ZIP_ER_READ, 0);
        return -1;
    }
    archive->at += count;
    return (zip_int64_t)count;
}

static zip_int64_t source_seek(struct archive *archive, void *data, uint64_t length)
{
    zip_int64_t at = zip_source_seek_compute_offset(archive->at, archive->bytes.size, data, length,
                                                    &archive->error);

    if (at < 0)
        return -1;
    archive->at = (uint64_t)at;
    return 0;
}

static zip_int64_t source_stat(const struct archive *archive, zip_stat_t *status)
{
    zip_stat_init(status);
    status->size = archive->bytes.size;
    status->valid |= ZIP_STAT_SIZE;
    return sizeof(*status);
}

/* The archive's bytes as libzip asks for them. */
static zip_int64_t source(void *context, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    struct archive *archive = context;

    switch (command) {
    case ZIP_SOURCE_OPEN:
        archive->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return source_read(archive, data, length);
    case ZIP_SOURCE_STAT:
        return source_stat(archive, data);
    case ZIP_SOURCE_SEEK:
        return source_seek(archive, data, length);
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)archive->at;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&archive->error, data, length);
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
    default: /* to close and to free: there is nothing to do */
        return 0;
    }
}

static int damaged(const struct archive *archive, const char *why, struct problem *problem)
{
    if (archive->problem.status != 0) {
        *problem = archive->problem;
        return -1;
    }
    return problem_failed(problem, "%s is damaged or cut off: it is no whole zip archive (%s)",
                          archive->bytes.shown, why);
}

static uint32_t little_endian(const unsigned char *at, size_t count)
{
    uint32_t value = 0;

    while (count-- > 0)
        value = value << 8 | at[count];
    return value;
}

/* Whether the record at `at`, `left` bytes from the end, ends an archive that fills the
 * file: its directory lies right before it (or is that of a large archive). */
static bool ends_file(const unsigned char *at, uint64_t left, uint64_t size)
{
    enum { LARGE = 0xffff };
    uint64_t directory = little_endian(at + 12, 4);
    uint64_t offset = little_endian(at + 16, 4);

    return memcmp(at, "PK\5\6", 4) == 0 && left == END_BYTES + little_endian(at + 20, 2) &&
           (offset + directory == size - left || offset == UINT32_MAX || directory == UINT32_MAX ||
            little_endian(at + 10, 2) == LARGE);
}

/* libzip takes the archive that ends last; two of them, one behind the other, or bytes
 * around one, are no export that was read whole. */
static int check_end(struct archive *archive, struct problem *problem)
{
    uint64_t size = archive->bytes.size;
    size_t count = size < END_BYTES + COMMENT_BYTES ? (size_t)size : END_BYTES + COMMENT_BYTES;
    unsigned char *bytes = mem_resize(NULL, count + 1);
    bool found = false;

    if (archive->bytes.read_at(archive->bytes.context, size - count, bytes, count, problem) < 0) {
        mem_free(bytes);
        return -1;
    }
    for (size_t left = END_BYTES; left <= count && !found; left++)
        found = ends_file(bytes + count - left, left, size);
    mem_free(bytes);
    return found ? 0
                 : damaged(archive, "its end is missing, or something stands around it", problem);
}

static int open_zip(struct archive *archive, struct problem *problem)
{
    zip_source_t *bytes = zip_source_function_create(source, archive, &archive->error);

    if (bytes == NULL)
        return damaged(archive, zip_error_strerror(&archive->error), problem);
    archive->zip = zip_open_from_source(bytes, ZIP_RDONLY, &archive->error);
    if (archive->zip == NULL) {
        zip_source_free(bytes);
        return damaged(archive, zip_error_strerror(&archive->error), problem);
    }
    if (zip_get_num_entries(archive->zip, 0) > ARCHIVE_MOST_PARTS)
        return problem_failed(problem, "%s is a zip archive of more than %d files",
                              archive->bytes.shown, ARCHIVE_MOST_PARTS);
    return 0;
}

int archive_open(struct archive **out, const struct archive_bytes *bytes, struct problem *problem)
{
    struct archive *archive = mem_alloc(sizeof(*archive));

    archive->bytes = *bytes;
    zip_error_init(&archive->error);
    if (check_end(archive, problem) < 0 || open_zip(archive, problem) < 0) {
        archive_close(archive);
        return -1;
    }
    *out = archive;
    return 0;
}

void archive_close(struct archive *archive)
{
    if (archive == NULL)
        return;
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    zip_error_fini(&archive->error);
    mem_free(archive);
}

/* Names of parts match without regard to case. */
static zip_int64_t find(const struct archive *archive, const char *name)
{
    return zip_name_locate(archive->zip, name, ZIP_FL_NOCASE);
}

const char *archive_shown(const struct archive *archive)
{
    return archive->bytes.shown;
}

bool archive_has(const struct archive *archive, const char *name)
{
    return find(archive, name) >= 0;
}

static int part_fails(const struct part *part, const char *why, struct problem *problem)
{
    return damaged(part->archive, why, problem);
}

static ssize_t read_part(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct part *part = (struct part *)layer;
    struct archive *archive = part->archive;
    zip_int64_t count = zip_fread(part->file, bytes, size);

    if (count < 0)
        return part_fails(part, zip_error_strerror(zip_file_get_error(part->file)), problem);
    archive->unpacked += (uint64_t)count;
    if (expansion_check(layer->shown, archive->bytes.size, archive->unpacked, problem) < 0)
        return -1;
    return (ssize_t)count;
}

static void destroy_part(struct layer *layer)
{
    struct part *part = (struct part *)layer;

    if (part->file != NULL)
        (void)zip_fclose(part->file);
    mem_free(part);
}

int archive_part(struct layer **out, struct archive *archive, const char *name,
                 struct problem *problem)
{
    struct part *part = mem_alloc(sizeof(*part));
    zip_int64_t index = find(archive, name);
    char shown[TEXT_SHOWN];
    zip_stat_t status;

    part->layer = (struct layer){ read_part, destroy_part, archive->bytes.shown };
    part->archive = archive;
    *out = &part->layer;
    if (index < 0 || zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &status) < 0)
        return problem_failed(problem, "%s is damaged: its part %s is missing",
                              archive->bytes.shown, text_show_string(shown, name));
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
        return problem_failed(problem, "%s is encrypted; save it without a password",
                              archive->bytes.shown);
    part->file = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (part->file == NULL)
        return part_fails(part, zip_strerror(archive->zip), problem);
    return 0;
}
