/* report_text.c - see report.h: a line a test, and more for one that failed. */
#include "report.h"

#include "base/text.h"

#include <stdio.h>

static const char *word(enum outcome_state state)
{
    switch (state) {
    case OUTCOME_PASSED:
        return "ok";
    case OUTCOME_SKIPPED:
        return "skip";
    default:
        return "FAIL";
    }
}

static void print_failure(const struct outcome *outcome)
{
    struct cl_text says = contract_says(outcome->article);
    char shown[TEXT_SHOWN];

    printf("       %s\n", outcome->text);
    printf("       wanted: %s\n", articles[outcome->article].wants);
    printf("       claimline/plugin.h:%u: %.*s\n", contract_line(outcome->article),
           (int)says.length, says.data);
    if (outcome->printed[0] != '\0')
        printf("       it printed: %s\n", text_show_string(shown, outcome->printed));
}

void report_line(void *context, const struct conform_result *result)
{
    const struct outcome *outcome = result->outcome;
    const char *plugin = result->plugin;

    (void)context;
    if (outcome->state == OUTCOME_SKIPPED && plugin == NULL && result->test->of != TEST_OF_FILE)
        return; /* one failure tells why the file cannot be used; the rest is counted */
    printf("%-5s  %s%s%s%s%s%s\n", word(outcome->state), plugin != NULL ? plugin : "",
           plugin != NULL ? ": " : "", result->test->name,
           outcome->state == OUTCOME_SKIPPED ? " (" : "",
           outcome->state == OUTCOME_SKIPPED ? outcome->text : "",
           outcome->state == OUTCOME_SKIPPED ? ")" : "");
    if (outcome->state == OUTCOME_FAILED)
        print_failure(outcome);
    (void)fflush(stdout);
}

void report_line_end(const struct conform_request *request, const struct conform_counts *counts)
{
    char shown[TEXT_SHOWN];

    printf("%s: %u passed, %u failed, %u skipped (seed %llu)\n",
           text_show_string(shown, request->path), counts->passed, counts->failed, counts->skipped,
           (unsigned long long)request->seed);
}
