/* run.c - see run.h. */
#include "run.h"

#include "cli/command.h"
#include "cli/run_state.h"
#include "cli/version.h"
#include "dispatch/isolate.h"
#include "dispatch/summary.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    for (size_t at = 0; run->map != NULL;) {
        const char *file = column_map_file(run->map, &at);

        if (file == NULL)
            break;
        if (check_not_replaced(run, file, problem) < 0)
            return -1;
    }
    return check_files(run, &run->request->files, problem);
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
        .isolate = request->isolate,
        .isolate_seconds = request->isolate_seconds,
        .workers = run->threads,
        .job = { .size = sizeof(struct cl_job),
                 .program_version = text_of(CLAIMLINE_VERSION),
                 .today = run->clock.today,
                 .now_date = run->clock.now_date,
                 .now_time = run->clock.now_time,
                 .control_number = request->control_number },
    };

    if (request->target_count == 0)
        return 0;
    if ((request->isolate ? modules_load_with(&run->modules, request->plugin_dirs,
                                              request->plugin_dir_count, isolate_describe, problem)
                          : modules_load(&run->modules, request->plugin_dirs,
                                         request->plugin_dir_count, problem)) < 0 ||
        dispatch_create(&run->dispatch, &options, &run->modules, run->publication, problem) < 0)
        return -1;
    if (dispatch_checks_in_order(run->dispatch))
        run->threads = 1;
    return 0;
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
    publication_guard_stdout(run->publication);
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
    settle_places(run);
    if (run->summary != NULL)
        write_summary(run);
    return publication_publish(run->publication, run->summary, problem);
}

static int read_all(struct run *run, struct problem *problem)
{
    struct gather_request request = { .rules = run->rule_sets,
                                      .rules_count = run->request->other_files != NULL ? 2 : 1,
                                      .inputs = &run->request->inputs,
                                      .options = run->read.options,
                                      .today = run->clock.today,
                                      .duplicates = run->request->duplicates,
                                      .threads = run->threads,
                                      .size = run->size,
                                      .no_hashes = run->summary == NULL,
                                      .times = run->request->timings ? &run->first_times : NULL };

    run->rule_sets[0] = &run->rules;
    run->rule_sets[1] = &run->other_rules;
    if (gather_create(&run->gather, &request, problem) < 0)
        return -1;
    return run_inputs(run, problem);
}

static void tell_times(const struct run *run)
{
    const struct {
        const char *name;
        uint64_t time;
    } rows[] = {
        { "first reading: input", run->first_times.reading },
        { "first reading: visits", run->first_times.steps[0] },
        { "first reading: who belongs together", run->first_times.steps[1] },
        { "input, unpacking, hash", run->times.reading },
        { "records, sessions, rules", run->times.steps[0] },
        { "findings, held rows, sums", run->times.steps[1] },
        { "encoding", run->times.steps[2] },
        { "writing", run->times.steps[3] },
        { "what one thread read alone", run->alone_time },
    };

    (void)fprintf(stderr, "claimline: seconds of CPU time, on %u threads\n", run->threads);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        (void)fprintf(stderr, "  %-36s %8.3f\n", rows[i].name, (double)rows[i].time / 1e9);
}

static void free_benches(struct run *run)
{
    for (unsigned i = 0; i < run->threads; i++) {
        records_close(run->benches[i].records);
        piece_reader_destroy(run->benches[i].pieces);
    }
    mem_free(run->benches);
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
    places_finish(&run->places);
    free_benches(run);
    fhir_store_finish(&run->resources);
    mem_free(run->rows_elsewhere);
    column_map_destroy(run->map);
    run_totals_finish(&run->totals);
}

/* What --isolate kept apart: which targets failed, and what it could not do. */
static int tell_targets(const struct run *run, int status)
{
    char shown[TEXT_SHOWN];

    if (run->dispatch == NULL)
        return status;
    if (dispatch_lack(run->dispatch) != NULL)
        (void)fprintf(stderr, "claimline: --isolate: %s\n", dispatch_lack(run->dispatch));
    for (size_t i = 0; i < dispatch_target_count(run->dispatch); i++) {
        struct target_report report = dispatch_target_report(run->dispatch, i);

        if (report.failed == NULL)
            continue;
        (void)fprintf(stderr, "claimline: the target %s:%s failed, the others were published: %s\n",
                      report.plugin, text_show_string(shown, report.path), report.failed);
        status = EXIT_TARGET_FAILED;
    }
    return status;
}

int run_all(const struct run_request *request, struct problem *problem)
{
    struct run run = { .request = request, .publication = publication_create() };
    int error;
    int status = EXIT_ALL_WRITTEN;

    report_begin(&run.report, request->quiet, request->most_told);
    run.threads = request->threads != 0 ? request->threads : pipeline_processors();
    run.benches = mem_alloc_array(run.threads, sizeof(*run.benches));
    run.across.places = &run.places;
    run.size = total_size(&request->inputs);
    error = clock_read(&run.clock, request->date, problem);
    run.read.today = run.clock.today;
    if (error == 0)
        error = rules_load(&run.rules, &request->files, problem);
    if (error == 0 && request->other_files != NULL)
        error = rules_load(&run.other_rules, request->other_files, problem);
    if (error == 0 && request->map != NULL)
        error = column_map_load(&run.map, request->map, problem);
    run.read_options.map = run.map;
    run.read_options.from = request->from;
    run.rows_elsewhere = mem_alloc_array(request->inputs.count + 1, sizeof(*run.rows_elsewhere));
    run.resources = FHIR_STORE_EMPTY;
    run.resources.spool.folder = request->inputs.how.temp_dir;
    run.read_options.resources = &run.resources;
    run.read.options = &run.read_options;
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
        if (request->timings)
            tell_times(&run);
        report_closing(&run.report, &run.totals,
                       request->target_count != 0 && request->held == NULL);
        status = tell_targets(&run, run.totals.rows.held != 0 ? EXIT_SOME_HELD : EXIT_ALL_WRITTEN);
    }
    release(&run);
    return status;
}
