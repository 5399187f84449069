/* test_same.c - the same bytes again: in this process, and in one where all else differs. */
#include "test_groups.h"

#include "conform/elsewhere.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const struct manner in_chunks = { .chunk = 20 };

void test_same_twice(struct trial *trial)
{
    struct claims claims;
    struct sink sinks[2];

    claims_open_mixed(&claims, trial, 0);
    for (int i = 0; i < 2; i++)
        write_file(trial, &in_chunks, &claims, &sinks[i]);
    sink_same(&sinks[0], &sinks[1], "written again");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
    claims_close(&claims);
}

/* What a function finds in variables that it does not set. */
static void dirty_stack(int byte)
{
    volatile char bytes[64 * 1024];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)byte;
}

static void load_here(struct trial *trial)
{
    (void)mallopt(M_PERTURB, 0x55);
    trial_load(trial);
    dirty_stack(0x55);
}

/* Other addresses, other contents of fresh memory, another environment and folder. */
static void load_elsewhere(struct trial *trial)
{
    enum { BLOCKS = 400, BLOCK = 32768 };

    for (int i = 0; i < BLOCKS; i++) /* where the file would have been loaded, too */
        (void)mmap(NULL, BLOCK, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)mallopt(M_PERTURB, 0xAA);
    (void)setenv("TZ", "Asia/Kolkata", 1);
    (void)setenv("LC_ALL", "tr_TR.UTF-8", 1);
    (void)setenv("LANG", "de_DE.UTF-8", 1);
    (void)setenv("HOME", "/nonexistent", 1);
    (void)setenv("USER", "somebody", 1);
    (void)setenv("SOURCE_DATE_EPOCH", "86400", 1);
    if (chdir("/") != 0)
        trial_fail(trial, "the suite cannot change to /");
    trial_load(trial);
    dirty_stack(0xAA);
}

void test_same_elsewhere(struct trial *trial)
{
    struct claims claims;
    struct sink sinks[2];

    claims_open_mixed(&claims, trial, 0);
    write_elsewhere(trial, &in_chunks, &claims, load_here, &sinks[0]);
    write_elsewhere(trial, &in_chunks, &claims, load_elsewhere, &sinks[1]);
    sink_same(&sinks[0], &sinks[1], "in another process");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
    claims_close(&claims);
}
