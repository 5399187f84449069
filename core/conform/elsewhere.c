/* elsewhere.c - see elsewhere.h. */
#include "elsewhere.h"

#include "conform/child.h"

#include <sys/mman.h>

enum { MOST_BYTES = 32 * 1024 * 1024 }; /* reserved, not used, until a file is so long */

struct shared {
    size_t length;
    char bytes[MOST_BYTES];
};

struct work {
    const struct manner *manner;
    const struct claims *claims;
    void (*prepare)(struct trial *trial);
    struct shared *shared;
};

static void write_there(struct trial *trial)
{
    const struct work *work = trial->data;
    struct sink sink;

    if (work->prepare != NULL)
        work->prepare(trial);
    write_file(trial, work->manner, work->claims, &sink);
    if (sink.length > MOST_BYTES)
        trial_fail(trial, "it wrote %zu bytes for a few claims", sink.length);
    if (sink.length > 0)
        memcpy(work->shared->bytes, sink.bytes, sink.length);
    work->shared->length = sink.length;
}

void write_elsewhere(struct trial *trial, const struct manner *manner, const struct claims *claims,
                     void (*prepare)(struct trial *trial), struct sink *out)
{
    void *shared = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    struct work work = { manner, claims, prepare, shared };
    struct trial inner = *trial;

    if (shared == MAP_FAILED)
        trial_fail(trial, "the suite has no memory");
    inner.data = &work;
    child_try(&inner, write_there);
    sink_open(out, trial, 0, true);
    sink_put(out, work.shared->bytes, work.shared->length);
    (void)munmap(shared, sizeof(struct shared));
}
