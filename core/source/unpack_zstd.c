/* unpack_zstd.c - Zstandard (RFC 8878), by libzstd. */
#include "unpack.h"

#include "base/memory.h"
#include "source/expansion.h"

#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    PACKED_BYTES = 128 * 1024,
    WINDOW_LOG = 27 /* 128 MiB of memory at most, zstd's own limit where nothing is said */
};

struct unzstd {
    struct layer layer;
    struct layer *below;
    ZSTD_DCtx *context;
    ZSTD_inBuffer in;
    uint64_t packed_count, count; /* bytes so far */
    bool began, frame;            /* some frame did; one is open */
    bool end;
    char packed[PACKED_BYTES];
};

static int fails(struct unzstd *unzstd, size_t error, struct problem *problem)
{
    const char *shown = unzstd->layer.shown;

    switch (ZSTD_getErrorCode(error)) {
    case ZSTD_error_memory_allocation:
        return problem_failed(problem, "cannot unpack %s: memory ran out", shown);
    case ZSTD_error_frameParameter_windowTooLarge:
        return problem_failed(problem,
                              "%s needs more than %d MiB of memory to be unpacked (zstd --long); "
                              "unpack it first",
                              shown, 1 << (WINDOW_LOG - 20));
    case ZSTD_error_prefix_unknown:
        if (unzstd->began)
            return problem_failed(problem,
                                  "%s is damaged: something else stands behind its "
                                  "Zstandard-compressed data",
                                  shown);
        break;
    default:
        break;
    }
    return problem_failed(problem,
                          "%s is damaged: its Zstandard-compressed data cannot be unpacked (%s)",
                          shown, ZSTD_getErrorName(error));
}

/* More packed bytes: 1, or 0 at their end. */
static int fill(struct unzstd *unzstd, struct problem *problem)
{
    ssize_t count = layer_read(unzstd->below, unzstd->packed, PACKED_BYTES, problem);

    if (count < 0)
        return -1;
    unzstd->packed_count += (uint64_t)count;
    unzstd->in = (ZSTD_inBuffer){ unzstd->packed, (size_t)count, 0 };
    return count > 0;
}

/* One step: 1 to go on, 0 at the end of the data. */
static int step(struct unzstd *unzstd, ZSTD_outBuffer *out, struct problem *problem)
{
    size_t before = out->pos;
    size_t result;

    /* What libzstd holds back comes out without more input. */
    if (unzstd->in.pos == unzstd->in.size) {
        int filled = fill(unzstd, problem);

        if (filled < 0)
            return -1;
        if (filled == 0 && !unzstd->frame)
            return 0;
    }
    result = ZSTD_decompressStream(unzstd->context, out, &unzstd->in);
    if (ZSTD_isError(result))
        return fails(unzstd, result, problem);
    unzstd->frame = result != 0;
    unzstd->began = unzstd->began || result == 0;
    if (unzstd->frame && unzstd->in.size == 0 && out->pos == before)
        return problem_failed(problem, "%s is cut off: its Zstandard-compressed data has no end",
                              unzstd->layer.shown);
    return 1;
}

static ssize_t read_unzstd(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct unzstd *unzstd = (struct unzstd *)layer;
    ZSTD_outBuffer out = { bytes, size, 0 };

    while (out.pos < out.size && !unzstd->end) {
        int went = step(unzstd, &out, problem);

        if (went < 0)
            return -1;
        unzstd->end = went == 0;
    }
    unzstd->count += out.pos;
    if (expansion_check(layer->shown, unzstd->packed_count, unzstd->count, problem) < 0)
        return -1;
    return (ssize_t)out.pos;
}

static void destroy(struct layer *layer)
{
    (void)ZSTD_freeDCtx(((struct unzstd *)layer)->context);
    mem_free(layer);
}

static int create(struct layer **out, struct layer *below, struct problem *problem)
{
    struct unzstd *unzstd = mem_alloc(sizeof(*unzstd));

    unzstd->layer = (struct layer){ read_unzstd, destroy, below->shown };
    unzstd->below = below;
    unzstd->context = ZSTD_createDCtx();
    *out = &unzstd->layer;
    if (unzstd->context == NULL ||
        ZSTD_isError(ZSTD_DCtx_setParameter(unzstd->context, ZSTD_d_windowLogMax, WINDOW_LOG)))
        return problem_failed(problem, "cannot unpack %s: memory ran out", below->shown);
    return 0;
}

/* A frame, or a skippable one (0x184D2A50 to 0x184D2A5F), which parallel writers put first. */
static bool recognises(struct cl_text first)
{
    if (first.length < 4)
        return false;
    return memcmp(first.data, "\x28\xb5\x2f\xfd", 4) == 0 ||
           ((first.data[0] & 0xf0) == 0x50 && memcmp(first.data + 1, "\x2a\x4d\x18", 3) == 0);
}

const struct unpacker unpacker_zstd = { "Zstandard", recognises, create };
