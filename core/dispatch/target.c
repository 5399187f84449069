/* target.c - see target.h. */
#include "target.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/contain.h"
#include "dispatch/isolate.h"
#include "dispatch/module_check.h"
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

static int open_states(struct target *target, struct problem *problem)
{
    const struct cl_plugin *plugin = target->plugin;
    const void *initial = target->initial;

    if ((plugin->flags & CL_PARALLEL) != 0) {
        if (state_create(&target->encoding, plugin, initial, target->job, problem) < 0)
            return -1;
        return state_create(&target->frame, plugin, initial, target->job, problem);
    }
    /* Also shows before the first claim that open() takes the settings. */
    if (target->split.active)
        return state_create(&target->asking, plugin, initial, target->job, problem);
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

void target_destroy(struct target *target)
{
    if (target == NULL)
        return;
    for (size_t i = 0; i < target->file_count; i++)
        target_file_destroy(target->files[i]);
    target_store_destroy(target->store);
    state_destroy(target->encoding);
    state_destroy(target->frame);
    state_destroy(target->asking);
    isolate_stop(target->isolated);
    mem_free(target->files);
    mem_free(target->failed);
    mem_free(target->initial);
    map_finish(&target->file_index);
    buffer_finish(&target->buffer);
    claim_totals_finish(&target->delivered);
    claim_totals_finish(&target->left_out);
    arena_finish(&target->arena);
    mem_free(target);
}

/* The state that answers check(): one that encodes where there is one for all. */
static struct state *asked(const struct target *target)
{
    if (target->encoding != NULL)
        return target->encoding;
    return target->asking != NULL ? target->asking : target->files[0]->state;
}

int target_check(struct target *target, const struct cl_claim *claim, const char **text,
                 struct problem *problem)
{
    struct state *state;
    int status;

    if (target->plugin->check == NULL)
        return 0;
    if (target->store != NULL) {
        *text = target->refused;
        return target_store_check(target, claim, target->refused, problem);
    }
    state = asked(target);
    state_begin_call(state);
    status = target->plugin->check(state->memory, claim);
    if (status != CL_REJECT)
        return state_check(state, status, claim, problem);
    *text = state_said(state);
    return 1;
}

/* The file that lines of `code` of this claim go to; it is opened when new. */
static int file_for(struct target *target, const struct cl_claim *claim, struct cl_text code,
                    struct arena *arena, struct target_file **out, struct problem *problem)
{
    struct cl_text key = split_key(&target->split, claim, code, arena);
    uint32_t index = map_find(&target->file_index, key);

    if (index != MAP_NONE) {
        *out = target->files[index];
        return 0;
    }
    key = arena_text(&target->arena, key.data, key.length);
    map_add(&target->file_index, key, (uint32_t)target->file_count);
    return target_file_create(out, target, split_path(&target->split, claim, code, arena).data,
                              problem);
}

/* Each line goes to the file of its code; the lines of one code stay together. */
static int add_by_code(struct target *target, const struct cl_claim *claim, struct arena *arena,
                       struct problem *problem)
{
    bool *done = arena_alloc_array(arena, claim->line_count, sizeof(*done));
    bool *marks = arena_alloc_array(arena, claim->line_count, sizeof(*marks));

    for (uint32_t i = 0; i < claim->line_count; i++) {
        struct cl_text code = cl_claim_line(claim, i)->code;
        struct target_file *file;

        if (done[i])
            continue;
        for (uint32_t k = 0; k < claim->line_count; k++) {
            marks[k] = text_equal(cl_claim_line(claim, k)->code, code);
            done[k] |= marks[k];
        }
        if (file_for(target, claim, code, arena, &file, problem) < 0)
            return -1;
        target_file_add(target, file, claim_part(claim, marks, true, arena), arena);
    }
    return 0;
}

static int add_claim(struct target *target, const struct cl_claim *whole, struct arena *arena,
                     struct problem *problem)
{
    const struct cl_claim *claim = filter_claim(&target->filter, whole, arena, &target->left_out);
    struct target_file *file = target->split.active ? NULL : target->files[0];

    if (claim == NULL)
        return 0;
    claim_totals_add(&target->delivered, claim);
    if (target->split.by_code)
        return add_by_code(target, claim, arena, problem);
    if (file == NULL && file_for(target, claim, TEXT_NONE, arena, &file, problem) < 0)
        return -1;
    target_file_add(target, file, claim, arena);
    return 0;
}

int target_chunk(struct target *target, const struct cl_claim *const *claims, size_t count,
                 struct arena *arena, struct problem *problem)
{
    if (target->store != NULL)
        return target_store_chunk(target, claims, count, arena, problem);
    for (size_t i = 0; i < count; i++) {
        if (add_claim(target, claims[i], arena, problem) < 0)
            return -1;
    }
    while (target->touched != NULL) {
        struct target_file *file = target->touched;

        target->touched = file->next_touched;
        file->next_touched = NULL;
        if (interrupt_check(problem) < 0 || target_file_chunk(target, file, problem) < 0)
            return -1;
    }
    target->touched_last = NULL;
    return 0;
}

int target_finish(struct target *target, const struct cl_totals *run, struct problem *problem)
{
    if (target->store != NULL)
        return target_store_prepare(target, run, problem);
    for (size_t i = 0; i < target->file_count; i++) {
        if (interrupt_check(problem) < 0 ||
            target_file_finish(target, target->files[i], run, problem) < 0)
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
