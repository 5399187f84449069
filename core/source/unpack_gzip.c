/* unpack_gzip.c - gzip (RFC 1952), by zlib's inflate: gzread() takes a cut file for whole. */
#include "unpack.h"

#include "base/memory.h"
#include "source/expansion.h"

#include <zlib.h>

enum { PACKED_BYTES = 64 * 1024, ANY_WINDOW_OF_GZIP = 15 + 16 };

struct gunzip {
    struct layer layer;
    struct layer *below;
    z_stream stream;
    uint64_t in, out;   /* bytes so far */
    bool began, member; /* some member did; one is open */
    bool end;
    unsigned char packed[PACKED_BYTES];
};

static void *allocate(void *context, uInt count, uInt size)
{
    (void)context;
    return mem_alloc_array(count, size);
}

static void release(void *context, void *memory)
{
    (void)context;
    mem_free(memory);
}

/* More packed bytes: 1, or 0 at their end. */
static int fill(struct gunzip *gunzip, struct problem *problem)
{
    ssize_t count = layer_read(gunzip->below, gunzip->packed, PACKED_BYTES, problem);

    if (count < 0)
        return -1;
    gunzip->in += (uint64_t)count;
    gunzip->stream.next_in = gunzip->packed;
    gunzip->stream.avail_in = (uInt)count;
    return count > 0;
}

/* The open member is not whole, or wrong. */
static int fails(const struct gunzip *gunzip, bool cut, struct problem *problem)
{
    enum { HEADER = 10 };
    const char *shown = gunzip->layer.shown;
    const char *why = gunzip->stream.msg;

    /* One that breaks in its header, behind others, is none. */
    if (gunzip->began && gunzip->stream.total_out == 0 && gunzip->stream.total_in < HEADER)
        return problem_failed(
            problem, "%s is damaged: something else stands behind its gzip-compressed data", shown);
    if (cut)
        return problem_failed(problem, "%s is cut off: its gzip-compressed data has no end", shown);
    return problem_failed(problem,
                          "%s is damaged: its gzip-compressed data cannot be unpacked (%s)", shown,
                          why != NULL ? why : "no such data");
}

/* One step of inflate: 1 to go on, 0 at the end of the data. */
static int step(struct gunzip *gunzip, struct problem *problem)
{
    int result;

    if (gunzip->stream.avail_in == 0) {
        int filled = fill(gunzip, problem);

        if (filled < 0)
            return -1;
        if (filled == 0 && gunzip->member)
            return fails(gunzip, true, problem);
        if (filled == 0)
            return 0;
    }
    gunzip->member = true;
    result = inflate(&gunzip->stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
        gunzip->member = false;
        gunzip->began = true;
        result = inflateReset(&gunzip->stream);
    }
    return result == Z_OK ? 1 : fails(gunzip, false, problem);
}

static ssize_t read_gunzip(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct gunzip *gunzip = (struct gunzip *)layer;
    size_t room = size < INT32_MAX ? size : INT32_MAX;

    gunzip->stream.next_out = bytes;
    gunzip->stream.avail_out = (uInt)room;
    while (gunzip->stream.avail_out != 0 && !gunzip->end) {
        int went = step(gunzip, problem);

        if (went < 0)
            return -1;
        gunzip->end = went == 0;
    }
    room -= gunzip->stream.avail_out;
    gunzip->out += room;
    if (expansion_check(layer->shown, gunzip->in, gunzip->out, problem) < 0)
        return -1;
    return (ssize_t)room;
}

static void destroy(struct layer *layer)
{
    (void)inflateEnd(&((struct gunzip *)layer)->stream);
    mem_free(layer);
}

static int create(struct layer **out, struct layer *below, struct problem *problem)
{
    struct gunzip *gunzip = mem_alloc(sizeof(*gunzip));

    gunzip->layer = (struct layer){ read_gunzip, destroy, below->shown };
    gunzip->below = below;
    gunzip->stream.zalloc = allocate;
    gunzip->stream.zfree = release;
    *out = &gunzip->layer;
    if (inflateInit2(&gunzip->stream, ANY_WINDOW_OF_GZIP) != Z_OK)
        return problem_failed(problem, "cannot unpack %s: zlib does not start", below->shown);
    return 0;
}

static bool recognises(struct cl_text first)
{
    return first.length >= 2 && first.data[0] == '\x1f' && first.data[1] == '\x8b';
}

const struct unpacker unpacker_gzip = { "gzip", recognises, create };
