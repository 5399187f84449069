/* report_json.c - see report.h. */
#include "report.h"

#include "base/json.h"
#include "base/memory.h"

struct report_json {
    struct json json;
};

struct report_json *report_json_create(struct cl_stream *out, const struct conform_request *request)
{
    struct report_json *report = mem_alloc(sizeof(*report));

    report->json = (struct json){ .stream = out, .indent = 2 };
    json_open(&report->json, NULL, '{');
    json_string(&report->json, "file", request->path);
    json_unsigned(&report->json, "seed", request->seed);
    json_open(&report->json, "tests", '[');
    return report;
}

static void write_article(struct json *json, enum article article)
{
    json_string(json, "wanted", articles[article].wants);
    json_open(json, "contract", '{');
    json_string(json, "file", "claimline/plugin.h");
    json_unsigned(json, "line", contract_line(article));
    json_text(json, "text", contract_says(article));
    json_close(json, '}');
}

void report_json_test(void *context, const struct conform_result *result)
{
    static const char *const words[] = { "failed", "passed", "failed", "skipped" };
    struct json *json = &((struct report_json *)context)->json;
    const struct outcome *outcome = result->outcome;

    json_open(json, NULL, '{');
    json_string(json, "name", result->test->name);
    if (result->plugin != NULL)
        json_string(json, "plugin", result->plugin);
    json_string(json, "proves", result->test->proves);
    json_string(json, "result", words[outcome->state]);
    if (outcome->text[0] != '\0')
        json_string(json, outcome->state == OUTCOME_SKIPPED ? "why" : "seen", outcome->text);
    if (outcome->state == OUTCOME_FAILED)
        write_article(json, outcome->article);
    if (outcome->state == OUTCOME_FAILED && outcome->printed[0] != '\0')
        json_string(json, "printed", outcome->printed);
    json_close(json, '}');
}

void report_json_end(struct report_json *report, const struct conform_counts *counts)
{
    json_close(&report->json, ']');
    json_unsigned(&report->json, "passed", counts->passed);
    json_unsigned(&report->json, "failed", counts->failed);
    json_unsigned(&report->json, "skipped", counts->skipped);
    json_close(&report->json, '}');
    mem_free(report);
}
