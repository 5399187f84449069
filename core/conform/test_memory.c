/* test_memory.c - what is taken is given back, and 100,000 claims need no more than one. */
#include "test_groups.h"

#include "conform/memory_use.h"

enum { MANY = 100000, MEASURED_FROM = 20000, CHUNK = 1000 };
enum { STORE_MANY = 30000 }; /* each is some rows on a disk */

static void write_and_forget(struct trial *trial, const struct claims *claims)
{
    const struct manner manner = { .chunk = 3 };
    struct sink sink;

    write_file(trial, &manner, claims, &sink);
    sink_close(&sink);
}

static void hold_mapped(struct trial *trial, size_t before, int files)
{
    size_t after = memory_mapped();

    if (after >= before + (size_t)files * 4096)
        trial_fail(trial, "%d files left %zu bytes of mappings behind", files, after - before);
}

void test_memory_leaks(struct trial *trial)
{
    enum { WARM = 20, LEAST = 8 };
    const int files = trial->store ? 40 : 200; /* a store waits for the disk */
    const struct recipe recipes[] = { recipe_bare, recipe_full };
    struct claims claims;
    size_t before[2];
    size_t after;

    claims_open(&claims, trial, recipes, 2, 6);
    for (int i = 0; i < WARM; i++)
        write_and_forget(trial, &claims);
    before[0] = memory_in_use();
    before[1] = memory_mapped();
    for (int i = 0; i < files; i++)
        write_and_forget(trial, &claims);
    after = memory_in_use();
    if (after >= before[0] + (size_t)files * LEAST)
        trial_fail(trial, "%d files left %zu bytes behind", files, after - before[0]);
    hold_mapped(trial, before[1], files);
    claims_close(&claims);
}

/* `before`: in use at claim MEASURED_FROM. A store may have a cache, which fills slowly. */
static void hold_constant(struct trial *trial, size_t before)
{
    enum { BYTES_A_CLAIM = 8, STORE_CACHE = 64 * 1024 * 1024 };
    size_t many = trial->store ? STORE_MANY : MANY;
    size_t allowed = trial->store ? STORE_CACHE : (many - MEASURED_FROM) * BYTES_A_CLAIM;
    size_t after = memory_in_use();

    if (after >= before + allowed)
        trial_fail(trial, "from the %dth to the %zuth claim its memory grew by %zu bytes",
                   MEASURED_FROM, many, after - before);
}

static void put_many(struct trial *trial, struct instance *instance, const struct claims *claims)
{
    size_t before = 0;

    for (size_t i = 0; i < STORE_MANY; i++) {
        if (i == MEASURED_FROM)
            before = memory_in_use();
        sample_number(claims_at(claims, i), i);
        if (instance_check(instance, claims_at(claims, i)) == CL_OK)
            instance_put(instance, claims_at(claims, i));
    }
    hold_constant(trial, before);
    instance_prepare(instance);
}

/* The samples come again and again: only what is kept for each claim can grow. */
void test_memory_many_claims(struct trial *trial)
{
    const struct manner manner = { .chunk = CHUNK };
    struct instance instance;
    struct claims claims;
    struct sink sink;
    size_t before = 0;
    uint64_t chunks = 0;

    if (trial->store)
        claims_open(&claims, trial, &recipe_bare, 1, STORE_MANY);
    else
        claims_open_mixed(&claims, trial, MANY);
    instance_open(&instance, trial, NULL, 0, false);
    if (trial->store) {
        put_many(trial, &instance, &claims);
        instance_close(&instance);
        return;
    }
    sink_open(&sink, trial, 65536, false);
    instance_head(&instance, &sink);
    for (size_t first = 0; first < MANY; first += CHUNK) {
        if (first == MEASURED_FROM)
            before = memory_in_use();
        chunks += write_chunk(&instance, &manner, &claims, first, CHUNK, chunks, &sink) > 0;
    }
    hold_constant(trial, before);
    instance_tail(&instance, MANY, chunks, &sink);
    instance_close(&instance);
    sink_close(&sink);
    claims_close(&claims);
}
