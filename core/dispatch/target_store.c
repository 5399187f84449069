/* target_store.c - see target_store.h. */
#include "target_store.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/module_check.h"
#include "dispatch/target_chunk.h"
#include "dispatch/told.h"

#include <inttypes.h>
#include <stdio.h>

static int commit(void *context, struct problem *problem)
{
    struct target *target = context;
    struct state *state = target->store->state;

    state_begin_call(state);
    return state_check(state, plugin_store(target->plugin)->commit(state->memory), NULL, problem);
}

/* What the host does for files it cannot do here. */
static int check_request(const struct target *target, struct problem *problem)
{
    const char *name = target->plugin->name;

    if (strcmp(target->path, "-") == 0)
        return problem_usage(problem, "%s keeps what it is given: a PATH is expected, --to %s:PATH",
                             name, name);
    if (target->split.active)
        return problem_usage(
            problem, "%s has one destination: its path cannot hold {code}, {payer}, {date}", name);
    return 0;
}

int target_store_open(struct target *target, struct problem *problem)
{
    struct target_store *store;

    if (check_request(target, problem) < 0)
        return -1;
    store = mem_alloc(sizeof(*store));
    store->refused = mem_alloc_array(target->workers, sizeof(*store->refused));
    store->job = *target->job;
    store->job.destination = text_of(target->path);
    (void)pthread_mutex_init(&store->one_at_a_time, NULL);
    target->store = store;
    if (publication_reserve(target->publication, target->path, commit, target, problem) < 0)
        return -1;
    return state_create(&store->state, target->plugin, target->initial, &store->job, problem);
}

void target_store_destroy(struct target_store *store)
{
    if (store == NULL)
        return;
    state_destroy(store->state);
    (void)pthread_mutex_destroy(&store->one_at_a_time);
    claim_totals_finish(&store->stored);
    mem_free(store->refused);
    mem_free(store);
}

int target_store_check(const struct target *target, unsigned worker, const struct cl_claim *claim,
                       const char **text, struct problem *problem)
{
    struct target_store *store = target->store;
    int status;
    int result = 1;

    (void)pthread_mutex_lock(&store->one_at_a_time);
    state_begin_call(store->state);
    status = target->plugin->check(store->state->memory, claim);
    if (status != CL_REJECT)
        result = state_check(store->state, status, claim, problem);
    else
        (void)snprintf(store->refused[worker], TEXT_SHOWN, "%s", state_said(store->state));
    (void)pthread_mutex_unlock(&store->one_at_a_time);
    *text = store->refused[worker];
    return result;
}

int target_store_put(struct target *target, const struct part_of_claim *parts,
                     struct problem *problem)
{
    const struct cl_store *functions = plugin_store(target->plugin);
    struct target_store *store = target->store;
    int result = 0;

    (void)pthread_mutex_lock(&store->one_at_a_time);
    for (; parts != NULL && result == 0; parts = parts->next) {
        state_begin_call(store->state);
        result = state_check(store->state, functions->put(store->state->memory, parts->claim),
                             parts->claim, problem);
    }
    (void)pthread_mutex_unlock(&store->one_at_a_time);
    return result;
}

/* Beyond what every target must add up to, as a plugin counts more than lines. */
static int compare(const struct target *target, const struct cl_stored *stored,
                   struct problem *problem)
{
    const struct claim_totals *put_in = &target->delivered;
    const struct {
        const char *what;
        int64_t has;
        int64_t expected;
    } sums[] = {
        { "claims", (int64_t)stored->claims, (int64_t)put_in->claims },
        { "lines", (int64_t)stored->lines, (int64_t)put_in->lines },
        { "units", (int64_t)stored->units, (int64_t)put_in->units },
        { "minutes", (int64_t)stored->minutes, (int64_t)put_in->minutes },
        { "lines without charge", (int64_t)stored->lines_without_charge,
          (int64_t)put_in->lines_without_charge },
        { "cents", stored->charge_cents, put_in->charge_cents },
    };
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
        if (sums[i].has != sums[i].expected)
            return problem_failed(problem,
                                  "the sums of target %s:%s do not close: it has %" PRId64
                                  " %s, expected %" PRId64,
                                  target->plugin->name, text_show_string(shown, target->path),
                                  sums[i].has, sums[i].what, sums[i].expected);
    }
    return 0;
}

int target_store_prepare(struct target *target, const struct cl_totals *run,
                         const struct claim_totals *core, struct problem *problem)
{
    struct target_store *store = target->store;
    struct cl_stored stored = { .size = sizeof(stored) };
    struct arena arena = { 0 };
    struct cl_totals totals = told_totals(
        &target->delivered, target_codes(target, &target->delivered, core), 0, run, &arena);
    int status;

    state_begin_call(store->state);
    status = plugin_store(target->plugin)->prepare(store->state->memory, &totals, &stored);
    arena_finish(&arena);
    if (state_check(store->state, status, NULL, problem) < 0)
        return -1;
    store->stored.claims = stored.claims;
    store->stored.lines = stored.lines;
    store->stored.units = stored.units;
    store->stored.minutes = stored.minutes;
    store->stored.lines_without_charge = stored.lines_without_charge;
    store->stored.charge_cents = stored.charge_cents;
    return compare(target, &stored, problem);
}
