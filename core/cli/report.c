/* report.c - see report.h. */
#include "report.h"

#include "base/text.h"

#include <stdio.h>
#include <unistd.h>

void report_begin(struct report *report, bool quiet, uint64_t most)
{
    *report = (struct report){
        .progress = !quiet && isatty(STDERR_FILENO) == 1,
        .closing = !quiet,
        .most = most,
    };
    (void)clock_gettime(CLOCK_MONOTONIC, &report->last);
}

static void clear_line(struct report *report)
{
    if (report->line_shown)
        (void)fputs("\r\033[K", stderr);
    report->line_shown = false;
}

void report_finding(struct report *report, const char *path, const struct finding *finding)
{
    const struct finding_kind *kind = finding_kind(finding->id);
    char shown[TEXT_SHOWN];
    char message[FINDING_MESSAGE];
    char escaped[1024]; /* it may name a session_id, and that may hold anything */

    report->told[finding->id]++;
    if (report->most != 0 && report->told[finding->id] > report->most)
        return;
    clear_line(report);
    (void)fprintf(stderr, "%s:%llu: %s: %s [%s]\n", text_show_string(shown, path),
                  (unsigned long long)finding->line, severity_name(finding->severity),
                  text_show_in(escaped, sizeof(escaped), finding_message(finding, message)),
                  kind->id);
    if (report->told[finding->id] == 1 && kind->hint[0] != '\0')
        (void)fprintf(stderr, "    hint: %s\n", kind->hint);
}

void report_progress(struct report *report, const struct run_totals *totals, uint64_t bytes,
                     uint64_t size)
{
    enum { MEBI = 1024 * 1024, TENTH = 100000000 };
    struct timespec now;
    int64_t passed;

    if (!report->progress)
        return;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    passed = (int64_t)(now.tv_sec - report->last.tv_sec) * 1000000000 +
             (now.tv_nsec - report->last.tv_nsec);
    if (passed < TENTH)
        return;
    report->last = now;
    clear_line(report);
    (void)fprintf(stderr, "%llu MiB", (unsigned long long)(bytes / MEBI));
    if (size != 0)
        (void)fprintf(stderr, " of %llu (%llu %%)", (unsigned long long)(size / MEBI),
                      (unsigned long long)(bytes >= size ? 100 : bytes * 100 / size));
    (void)fprintf(stderr, ", %llu sessions, %llu held", (unsigned long long)totals->sessions_read,
                  (unsigned long long)totals->sessions.held);
    (void)fflush(stderr);
    report->line_shown = true;
}

void report_end(struct report *report)
{
    clear_line(report);
    for (unsigned i = 0; i < FINDING_KINDS && report->most != 0; i++) {
        if (report->told[i] > report->most)
            (void)fprintf(stderr, "claimline: %llu more of [%s] (--findings FILE lists all)\n",
                          (unsigned long long)(report->told[i] - report->most),
                          finding_kind((enum finding_id)i)->id);
    }
    (void)fflush(stderr);
}

void report_closing(const struct report *report, const struct run_totals *totals, bool suggest_held)
{
    if (!report->closing)
        return;
    (void)fprintf(
        stderr, "claimline: %llu sessions: %llu accepted, %llu held, %llu skipped",
        (unsigned long long)totals->sessions_read, (unsigned long long)totals->sessions.accepted,
        (unsigned long long)totals->sessions.held, (unsigned long long)totals->sessions.skipped);
    if (totals->rows.held != 0)
        (void)fprintf(stderr, "; rows held: %llu", (unsigned long long)totals->rows.held);
    if (totals->rows_repeated != 0)
        (void)fprintf(stderr, "; rows repeated: %llu", (unsigned long long)totals->rows_repeated);
    (void)fprintf(
        stderr, "; %llu claim lines, %llu units%s\n", (unsigned long long)totals->claims.lines,
        (unsigned long long)totals->claims.units,
        totals->rows.held != 0 && suggest_held ? " (--held FILE keeps the held rows)" : "");
}
