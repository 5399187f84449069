/* bad_store.h - the skeleton of stores that break one rule each: claim ids in a text file. */
#ifndef TESTS_MODULES_BAD_STORE_H
#define TESTS_MODULES_BAD_STORE_H

#include "bad.h"

#include <stdio.h>

struct store_state {
    const struct cl_host *host;
    const char *destination;
    char part[4200]; /* the new contents, until commit */
    FILE *file;
    struct cl_stored has;
};

static inline int start_file(struct store_state *store, const struct cl_host *host,
                             const struct cl_job *job, const char *suffix, const char *mode)
{
    store->host = host;
    store->destination = job->destination.data;
    (void)snprintf(store->part, sizeof(store->part), "%s%s", store->destination, suffix);
    store->file = fopen(store->part, mode);
    if (store->file == NULL)
        return host->fail(host, CL_FATAL, "the destination cannot be written");
    return CL_OK;
}

static inline int good_put(void *state, const struct cl_claim *claim)
{
    struct store_state *store = (struct store_state *)state;

    (void)fprintf(store->file, "%s\n", claim->claim_id.data);
    store->has.claims++;
    store->has.lines += claim->line_count;
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        store->has.units += line->units;
        store->has.minutes += line->minutes;
        if (line->charge_cents == CL_NO_AMOUNT)
            store->has.lines_without_charge++;
        else
            store->has.charge_cents += line->charge_cents;
    }
    return CL_OK;
}

static inline int good_prepare(void *state, const struct cl_totals *totals,
                               struct cl_stored *stored)
{
    struct store_state *store = (struct store_state *)state;

    (void)totals;
    store->has.size = stored->size;
    *stored = store->has;
    return fflush(store->file) == 0 ? CL_OK : CL_FATAL;
}

static inline int good_commit(void *state)
{
    struct store_state *store = (struct store_state *)state;

    if (rename(store->part, store->destination) != 0)
        return CL_FATAL;
    store->part[0] = '\0';
    return CL_OK;
}

static inline void good_close(void *state)
{
    struct store_state *store = (struct store_state *)state;

    if (store->file != NULL)
        (void)fclose(store->file);
    if (store->part[0] != '\0')
        (void)remove(store->part);
}

#define BAD_STORE(open_, put_, prepare_, commit_, close_)                                          \
    static const struct cl_store store = {                                                         \
        .size = sizeof(store), .put = put_, .prepare = prepare_, .commit = commit_                 \
    };                                                                                             \
    BAD_PLUGIN(.store = &store, .state_size = sizeof(struct store_state), .open = open_,           \
               .close = close_)

#endif
