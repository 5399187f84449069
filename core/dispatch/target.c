/* target.c - see target.h. */
#include "target.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/contain.h"
#include "dispatch/isolate.h"
#include "dispatch/module_check.h"
#include "dispatch/target_chunk.h"
#include "dispatch/target_file.h"
#include "dispatch/target_store.h"

#include <inttypes.h>

/* With --isolate, the plugin is one that asks a process of its own. */
static int start_plugin(struct target *target, const struct plugin_entry *entry,
                        const struct dispatch_options *options, struct problem *problem)
{
    bool store = plugin_store(entry->plugin) != NULL;

    target->plugin = entry->plugin;
    if (!options->isolate)
        return 0;
    if (isolate_start(&target->isolated, entry, options->isolate_seconds,
                      store ? target->path : NULL, problem) < 0)
        return -1;
    target->plugin = isolate_plugin(target->isolated);
    return 0;
}

static int find_plugin(struct target *target, const struct target_request *request,
                       const struct dispatch_options *options, const struct modules *modules,
                       struct problem *problem)
{
    const struct plugin_entry *entry = modules_find(modules, request->plugin, problem);

    if (entry == NULL || start_plugin(target, entry, options, problem) < 0)
        return -1;
    target->initial = mem_alloc(target->plugin->state_size);
    return settings_apply(target->initial, target->plugin, request->settings,
                          request->setting_count, &target->arena, problem);
}

/* Half a claim is no claim in some formats. */
static int check_whole_claims(const struct target *target, struct problem *problem)
{
    if ((target->plugin->flags & CL_WHOLE_CLAIMS) == 0)
        return 0;
    if (target->split.by_code)
        return problem_usage(problem, "%s writes whole claims only: its path cannot hold {code}",
                             target->plugin->name);
    if (target->filter.code_count > 0)
        return problem_usage(problem, "%s writes whole claims only: --only codes= cannot be used",
                             target->plugin->name);
    return 0;
}

static int open_workers(struct target *target, struct state ***states, struct problem *problem)
{
    *states = mem_alloc_array(target->workers, sizeof(struct state *));
    for (unsigned i = 0; i < target->workers; i++) {
        if (state_create(&(*states)[i], target->plugin, target->initial, target->job, problem) < 0)
            return -1;
    }
    return 0;
}

static int open_states(struct target *target, struct problem *problem)
{
    const struct cl_plugin *plugin = target->plugin;

    if ((plugin->flags & CL_PARALLEL) != 0) {
        if (open_workers(target, &target->states, problem) < 0)
            return -1;
        return state_create(&target->frame, plugin, target->initial, target->job, problem);
    }
    /* Also shows before the first claim that open() takes the settings. */
    if (plugin->check != NULL || target->split.active)
        return open_workers(target, &target->asking, problem);
    return 0;
}

static int open_target(struct target *target, const struct target_request *request,
                       const struct dispatch_options *options, const struct modules *modules,
                       struct problem *problem)
{
    struct target_file *file;

    if (find_plugin(target, request, options, modules, problem) < 0 ||
        split_parse(&target->split, target->path, &target->arena, problem) < 0 ||
        check_whole_claims(target, problem) < 0)
        return -1;
    if (plugin_store(target->plugin) != NULL)
        return target_store_open(target, problem);
    if (open_states(target, problem) < 0)
        return -1;
    if (!target->split.active)
        return target_file_create(&file, target, target->path, problem);
    buffer_init(&target->buffer);
    return split_scan(&target->split, target->path, options->replace, target->publication, problem);
}

int target_create(struct target **out, const struct target_request *request,
                  const struct dispatch_options *options, const struct modules *modules,
                  struct publication *publication, struct problem *problem)
{
    struct target *target = mem_alloc(sizeof(*target));

    target->path = request->path != NULL ? request->path : "-";
    target->job = &options->job;
    target->workers = options->workers;
    target->publication = publication;
    target->isolate = options->isolate;
    target->filter = (struct filter){
        .codes = request->only_codes,
        .code_count = request->only_code_count,
        .payers = request->only_payers,
        .payer_count = request->only_payer_count,
    };
    if (open_target(target, request, options, modules, problem) < 0 &&
        target_contain(target, problem) < 0) {
        target_destroy(target);
        return -1;
    }
    *out = target;
    return 0;
}

static void destroy_states(const struct target *target, struct state **states)
{
    for (unsigned i = 0; states != NULL && i < target->workers; i++)
        state_destroy(states[i]);
    mem_free(states);
}

void target_destroy(struct target *target)
{
    if (target == NULL)
        return;
    for (size_t i = 0; i < target->file_count; i++)
        target_file_destroy(target->files[i]);
    mem_free(target->files);
    destroy_states(target, target->states);
    state_destroy(target->frame);
    destroy_states(target, target->asking);
    target_store_destroy(target->store);
    isolate_stop(target->isolated);
    mem_free(target->failed);
    mem_free(target->initial);
    map_finish(&target->file_index);
    buffer_finish(&target->buffer);
    claim_totals_finish(&target->delivered);
    claim_totals_finish(&target->left_out);
    arena_finish(&target->arena);
    mem_free(target);
}

int target_check(const struct target *target, unsigned worker, const struct cl_claim *claim,
                 const char **text, struct problem *problem)
{
    struct state **states = target->states != NULL ? target->states : target->asking;
    int status;

    if (target->plugin->check == NULL)
        return 0;
    if (target->store != NULL)
        return target_store_check(target, worker, claim, text, problem);
    state_begin_call(states[worker]);
    status = target->plugin->check(states[worker]->memory, claim);
    if (status != CL_REJECT)
        return state_check(states[worker], status, claim, problem);
    *text = state_said(states[worker]);
    return 1;
}

int target_find_file(struct target *target, struct chunk_file *chunk, struct arena *arena,
                     struct problem *problem)
{
    const struct cl_claim *claim = chunk->parts->claim;
    struct cl_text key;
    uint32_t index = 0;

    if (target->split.active)
        index = map_find(&target->file_index, chunk->key);
    if (index != MAP_NONE) {
        chunk->file = target->files[index];
        return 0;
    }
    key = arena_text(&target->arena, chunk->key.data, chunk->key.length);
    map_add(&target->file_index, key, (uint32_t)target->file_count);
    return target_file_create(&chunk->file, target,
                              split_path(&target->split, claim, chunk->code, arena).data, problem);
}

int target_finish(struct target *target, const struct cl_totals *run,
                  const struct claim_totals *core, struct problem *problem)
{
    if (target->store != NULL)
        return target_store_prepare(target, run, core, problem);
    for (size_t i = 0; i < target->file_count; i++) {
        if (interrupt_check(problem) < 0 ||
            target_file_finish(target, target->files[i], run, core, problem) < 0)
            return -1;
    }
    return 0;
}

enum { SUMS = 6 };

/* What must add up, as two's complement: sums of it may wrap and still be equal. */
static void sums_of(const struct claim_totals *totals, uint64_t sums[SUMS])
{
    sums[0] += totals->claims;
    sums[1] += totals->lines;
    sums[2] += totals->units;
    sums[3] += totals->minutes;
    sums[4] += totals->lines_without_charge;
    sums[5] += (uint64_t)totals->charge_cents;
}

static int compare(const struct target *target, const char *what, const uint64_t *got,
                   const uint64_t *expected, int from, struct problem *problem)
{
    static const char *const names[SUMS] = {
        "claims", "lines", "units", "minutes", "lines without charge", "cents"
    };
    char shown[TEXT_SHOWN];

    for (int i = from; i < SUMS; i++) {
        if (got[i] != expected[i])
            return problem_failed(problem,
                                  "the sums of target %s:%s do not close: %s has %" PRId64
                                  " %s, expected %" PRId64,
                                  target->plugin->name, text_show_string(shown, target->path), what,
                                  (int64_t)got[i], names[i], (int64_t)expected[i]);
    }
    return 0;
}

int target_verify(const struct target *target, const struct claim_totals *core,
                  struct problem *problem)
{
    uint64_t expected[SUMS] = { 0 };
    uint64_t accounted[SUMS] = { 0 };
    uint64_t delivered[SUMS] = { 0 };
    uint64_t encoded[SUMS] = { 0 };

    sums_of(core, expected);
    sums_of(&target->delivered, delivered);
    sums_of(&target->delivered, accounted);
    sums_of(&target->left_out, accounted);
    for (size_t i = 0; i < target->file_count; i++)
        sums_of(&target->files[i]->totals, encoded);
    if (target->store != NULL)
        sums_of(&target->store->stored, encoded);
    /* A claim split over files counts in each, so only its lines can be compared. */
    if (compare(target, "the target with what --only left out", accounted, expected, 0, problem) <
        0)
        return -1;
    return compare(target, "all its files", encoded, delivered, target->split.by_code ? 1 : 0,
                   problem);
}
