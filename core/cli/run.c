/* run.c - see run.h. */
#include "run.h"

#include "cli/command.h"
#include "cli/run_state.h"
#include "cli/version.h"
#include "dispatch/summary.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void count_input(struct run *run, const struct read_counts *counts)
{
    struct input_facts facts = input_facts(run->input);
    struct run_totals *totals = &run->totals;
    struct input_total *total;

    totals->inputs =
        mem_resize_array(totals->inputs, totals->input_count + 1, sizeof(*totals->inputs));
    total = &totals->inputs[totals->input_count++];
    *total = (struct input_total){ .path = run->path, .bytes = facts.bytes, .rows = counts->rows };
    input_sha256(run->input, total->sha256);
    totals->rows_read += counts->rows;
    totals->rows_blank += counts->blank_lines;
    totals->other_bytes += counts->other_bytes;
    totals->text_bytes += facts.text_bytes;
    run->bytes_before += facts.bytes;
}

static int check_not_replaced(const struct run *run, const char *path, struct problem *problem)
{
    struct stat status;
    char shown[TEXT_SHOWN];

    if ((strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &status) : stat(path, &status)) < 0 ||
        !S_ISREG(status.st_mode) ||
        !publication_replaces(run->publication, (uint64_t)status.st_dev, (uint64_t)status.st_ino))
        return 0;
    return problem_usage(problem, "%s is an input and an output of this run",
                         text_show_string(shown, path));
}

static int check_files(const struct run *run, const struct rule_files *files,
                       struct problem *problem)
{
    const char *const single[] = { files->payers, files->codes, files->fees, files->year_to_date,
                                   files->thresholds };

    for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++) {
        if (single[i] != NULL && check_not_replaced(run, single[i], problem) < 0)
            return -1;
    }
    for (size_t i = 0; i < files->ncci_count; i++) {
        if (check_not_replaced(run, files->ncci[i], problem) < 0)
            return -1;
    }
    for (size_t i = 0; i < files->mue_count; i++) {
        if (check_not_replaced(run, files->mue[i], problem) < 0)
            return -1;
    }
    return 0;
}

static int check_inputs(const struct run *run, struct problem *problem)
{
    for (size_t i = 0; i < run->request->inputs.count; i++) {
        if (check_not_replaced(run, run->request->inputs.paths[i], problem) < 0)
            return -1;
    }
    return check_files(run, &run->request->files, problem);
}

static int read_one(struct run *run, const char *path, struct problem *problem)
{
    struct read_handler handler = run_handler(run);
    struct read_counts counts;
    int error;

    run->path = path;
    if (gather_open(run->gather, path, &run->input, problem) < 0)
        return -1;
    error = reader_run(&run->read, run->input, &handler, &counts, problem);
    if (error == 0) {
        error = run_end_chunk(run, problem);
        count_input(run, &counts);
    }
    if (error == 0)
        error = gather_end(run->gather, run->input, problem);
    input_close(run->input);
    run->input = NULL;
    return error;
}

static uint64_t total_size(const struct inputs *inputs)
{
    uint64_t size = 0;

    for (size_t i = 0; i < inputs->count; i++) {
        struct stat status;

        if (stat(inputs->paths[i], &status) < 0 || !S_ISREG(status.st_mode))
            return 0;
        size += (uint64_t)status.st_size;
    }
    return size;
}

static int open_targets(struct run *run, struct problem *problem)
{
    const struct run_request *request = run->request;
    struct dispatch_options options = {
        .targets = request->targets,
        .target_count = request->target_count,
        .replace = request->replace,
        .job = { .size = sizeof(struct cl_job),
                 .program_version = text_of(CLAIMLINE_VERSION),
                 .today = run->clock.today,
                 .now_date = run->clock.now_date,
                 .now_time = run->clock.now_time,
                 .control_number = request->control_number },
    };

    if (request->target_count == 0)
        return 0;
    if (modules_load(&run->modules, request->plugin_dirs, request->plugin_dir_count, problem) < 0)
        return -1;
    return dispatch_create(&run->dispatch, &options, &run->modules, run->publication, problem);
}

static int open_outputs(struct run *run, struct problem *problem)
{
    const struct run_request *request = run->request;

    if (open_targets(run, problem) < 0 ||
        (request->held != NULL &&
         held_file_create(&run->held, request->held, run->publication, problem) < 0) ||
        (request->findings != NULL &&
         output_open(&run->findings, run->publication, request->findings, problem) < 0) ||
        (request->summary != NULL &&
         output_open(&run->summary, run->publication, request->summary, problem) < 0))
        return -1;
    return check_inputs(run, problem);
}

static int by_id(const void *a, const void *b)
{
    return text_compare(((const struct cl_finding_total *)a)->id,
                        ((const struct cl_finding_total *)b)->id);
}

/* What the tails of files are told of the run. */
static int finish_targets(struct run *run, struct problem *problem)
{
    const struct run_totals *totals = &run->totals;
    struct cl_finding_total findings[FINDING_KINDS];
    struct cl_totals told = { .size = sizeof(told),
                              .sessions_read = totals->sessions_read,
                              .sessions_held = totals->sessions.held,
                              .sessions_skipped = totals->sessions.skipped,
                              .sessions_without_lines = totals->sessions_without_lines,
                              .findings = findings,
                              .finding_stride = sizeof(findings[0]) };

    for (unsigned i = 0; i < FINDING_KINDS; i++) {
        const struct finding_kind *kind = finding_kind((enum finding_id)i);

        if (totals->findings[i] == 0)
            continue;
        findings[told.finding_count++] =
            (struct cl_finding_total){ .size = sizeof(findings[0]),
                                       .id = text_of(kind->id),
                                       .severity = text_of(severity_name(kind->severity)),
                                       .count = totals->findings[i] };
    }
    qsort(findings, told.finding_count, sizeof(findings[0]), by_id);
    return run->dispatch == NULL ? 0
                                 : dispatch_finish(run->dispatch, &told, &totals->claims, problem);
}

static void write_summary(struct run *run)
{
    struct summary_payer *payers = mem_alloc_array(run->across.payer_count, sizeof(*payers));
    struct summary summary = { .version = CLAIMLINE_VERSION,
                               .totals = &run->totals,
                               .payers = payers,
                               .payer_count = run->across.payer_count,
                               .dispatch = run->dispatch };

    for (size_t i = 0; i < summary.payer_count; i++) {
        const struct payer_use *use = &run->across.payers[i];

        payers[i] = (struct summary_payer){ .payer_id = use->payer_id,
                                            .payer_class = use->payer_class,
                                            .profile = use->profile->name,
                                            .unit_rule = use->profile->unit_rule->name,
                                            .sessions = use->sessions };
    }
    summary_write(output_stream(run->summary), &summary);
    mem_free(payers);
}

/* Everything is read: tails, sums, summary, and then all files appear. */
static int finish(struct run *run, struct problem *problem)
{
    if (finish_targets(run, problem) < 0 ||
        (run->held != NULL && held_file_finish(run->held, problem) < 0) ||
        run_totals_close(&run->totals, problem) < 0 || check_inputs(run, problem) < 0)
        return -1;
    if (run->summary != NULL)
        write_summary(run);
    return publication_publish(run->publication, run->summary, problem);
}

static int read_all(struct run *run, struct problem *problem)
{
    size_t rule_sets = run->request->other_files != NULL ? 2 : 1;

    run->rule_sets[0] = &run->rules;
    run->rule_sets[1] = &run->other_rules;
    if (gather_create(&run->gather, run->rule_sets, rule_sets, &run->request->inputs,
                      &run->request->read, run->clock.today, problem) < 0)
        return -1;
    for (size_t i = 0; i < run->request->inputs.count; i++) {
        if (read_one(run, run->request->inputs.paths[i], problem) < 0)
            return -1;
    }
    return 0;
}

static void release(struct run *run)
{
    dispatch_destroy(run->dispatch);
    held_file_destroy(run->held);
    publication_destroy(run->publication);
    modules_finish(&run->modules);
    across_finish(&run->across);
    gather_destroy(run->gather);
    rules_finish(&run->rules);
    rules_finish(&run->other_rules);
    places_finish(&run->read.places);
    arena_finish(&run->read.names);
    arena_finish(&run->arena);
    run_totals_finish(&run->totals);
}

int run_all(const struct run_request *request, struct problem *problem)
{
    struct run run = { .request = request, .publication = publication_create() };
    int error;
    int status = EXIT_ALL_WRITTEN;

    report_begin(&run.report, request->quiet, request->most_told);
    run.read.arena = &run.arena;
    run.read.options = &request->read;
    run.across.places = &run.read.places;
    run.size = total_size(&request->inputs);
    error = clock_read(&run.clock, request->date, problem);
    run.read.today = run.clock.today;
    if (error == 0)
        error = rules_load(&run.rules, &request->files, problem);
    if (error == 0 && request->other_files != NULL)
        error = rules_load(&run.other_rules, request->other_files, problem);
    if (error == 0)
        error = open_outputs(&run, problem);
    if (error == 0)
        error = read_all(&run, problem);
    if (error == 0)
        error = finish(&run, problem);
    report_end(&run.report);
    if (error < 0) {
        status = command_failed(problem);
    } else {
        report_closing(&run.report, &run.totals,
                       request->target_count != 0 && request->held == NULL);
        status = run.totals.rows.held != 0 ? EXIT_SOME_HELD : EXIT_ALL_WRITTEN;
    }
    release(&run);
    return status;
}
