/* store_file.c - a store that keeps claim ids in a text file, and fails where it is told to. */
#include <claimline/plugin.h>

#include <stdio.h>

enum { NOWHERE, AT_OPEN, AT_PUT, AT_PREPARE, AT_COMMIT, AT_COUNTS };

struct store_file {
    uint32_t fails;
    const struct cl_host *host;
    const char *destination;
    char part[4096]; /* the new contents, until commit */
    FILE *file;
    struct cl_stored has;
};

static int open_store(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct store_file *store = state;

    store->host = host;
    if (store->fails == AT_OPEN)
        return host->fail(host, CL_FATAL, "told to fail in open");
    if (!CL_HAS(job, destination) || job->destination.length == 0)
        return host->fail(host, CL_FATAL, "there is no destination");
    store->destination = job->destination.data;
    (void)snprintf(store->part, sizeof(store->part), "%s.part", store->destination);
    store->file = fopen(store->part, "w");
    if (store->file == NULL)
        return host->fail(host, CL_FATAL, "the destination cannot be written");
    return CL_OK;
}

static void close_store(void *state)
{
    struct store_file *store = state;

    if (store->file != NULL)
        (void)fclose(store->file);
    if (store->part[0] != '\0')
        (void)remove(store->part);
}

/* Refuses ids that begin with NO. */
static int check(const void *state, const struct cl_claim *claim)
{
    const struct store_file *store = state;

    if (strncmp(claim->claim_id.data, "NO", 2) == 0)
        return store->host->fail(store->host, CL_REJECT, "it begins with NO");
    return CL_OK;
}

static int put(void *state, const struct cl_claim *claim)
{
    struct store_file *store = state;

    if (store->fails == AT_PUT)
        return store->host->fail(store->host, CL_FATAL, "told to fail in put");
    (void)fprintf(store->file, "%s", claim->claim_id.data);
    for (uint32_t i = 0; i < claim->line_count; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);

        (void)fprintf(store->file, " %s", line->code.data);
        store->has.units += line->units;
        store->has.minutes += line->minutes;
        if (line->charge_cents == CL_NO_AMOUNT)
            store->has.lines_without_charge++;
        else
            store->has.charge_cents += line->charge_cents;
    }
    (void)fprintf(store->file, "\n");
    store->has.claims++;
    store->has.lines += claim->line_count;
    return CL_OK;
}

static int prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    struct store_file *store = state;

    if (store->fails == AT_PREPARE)
        return store->host->fail(store->host, CL_FATAL, "told to fail in prepare");
    if (fflush(store->file) != 0 || totals->claims != store->has.claims)
        return store->host->fail(store->host, CL_FATAL, "it was not all written");
    store->has.size = stored->size;
    *stored = store->has;
    if (store->fails == AT_COUNTS)
        stored->units++;
    return CL_OK;
}

static int commit(void *state)
{
    struct store_file *store = state;

    if (store->fails == AT_COMMIT || rename(store->part, store->destination) != 0)
        return store->host->fail(store->host, CL_FATAL, "told to fail in commit");
    store->part[0] = '\0';
    return CL_OK;
}

static const struct cl_store store = {
    .size = sizeof(store),
    .put = put,
    .prepare = prepare,
    .commit = commit,
};

static const struct cl_option options[] = {
    CL_OPTION_CHOICE(struct store_file, fails, "nowhere", "nowhere|open|put|prepare|commit|counts",
                     "where to fail"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "store-file",
    .summary = "claim ids and codes in a text file",
    .state_size = sizeof(struct store_file),
    .options = CL_OPTIONS(options),
    .open = open_store,
    .close = close_store,
    .check = check,
    .store = &store,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
