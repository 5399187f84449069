/* conform.c - see conform.h. */
#include "conform.h"

#include "base/text.h"
#include "conform/child.h"
#include "conform/discovery.h"

#include <errno.h>
#include <fnmatch.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

bool conform_wants(const struct conform_request *request, const struct conform_test *test)
{
    for (size_t i = 0; i < request->filter_count; i++) {
        const char *filter = request->filters[i];

        if (strpbrk(filter, "*?[") != NULL ? fnmatch(filter, test->name, 0) == 0
                                           : strstr(test->name, filter) != NULL)
            return true;
    }
    return request->filter_count == 0;
}

int conform_check_filters(const struct conform_request *request, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    for (size_t i = 0; i < request->filter_count; i++) {
        const struct conform_request one = { .filters = &request->filters[i], .filter_count = 1 };
        bool found = false;

        for (size_t k = 0; k < conform_test_count; k++)
            found |= conform_wants(&one, &conform_tests[k]);
        if (!found)
            return problem_usage(problem, "no test is named %s (claimline plugin test --list)",
                                 text_show_string(shown, request->filters[i]));
    }
    return 0;
}

struct suite {
    const struct conform_request *request;
    const struct discovery *found;
    struct trial trial;
    void (*told)(void *context, const struct conform_result *result);
    void *context;
    struct conform_counts *counts;
};

/* In the child. */
static void run_test(struct trial *trial)
{
    const struct conform_test *test = trial->data;

    trial->data = test->data;
    trial->article = test->article;
    if (test->of != TEST_OF_FILE && test->of != TEST_UNLOADED)
        trial_load(trial);
    test->run(trial);
}

static void tell(struct suite *suite, const struct conform_test *test, const char *plugin)
{
    const struct outcome *outcome = suite->trial.outcome;
    const struct conform_result result = { test, plugin, outcome };

    suite->counts->passed += outcome->state == OUTCOME_PASSED;
    suite->counts->failed += outcome->state == OUTCOME_FAILED;
    suite->counts->skipped += outcome->state == OUTCOME_SKIPPED;
    suite->told(suite->context, &result);
}

static int run_one(struct suite *suite, const struct conform_test *test, size_t index,
                   struct problem *problem)
{
    bool of_file = test->of == TEST_OF_FILE || test->of == TEST_OF_MODULE;
    const char *plugin = of_file ? NULL : suite->found->plugins[index].name;

    suite->trial.data = test;
    suite->trial.index = index;
    suite->trial.store = !of_file && suite->found->plugins[index].store;
    if (child_run(&suite->trial, run_test, suite->request->seconds, problem) < 0)
        return -1;
    tell(suite, test, plugin);
    return 0;
}

/* A test that cannot be tried: nothing is run. */
static void skip(struct suite *suite, const struct conform_test *test, const char *why)
{
    struct outcome *outcome = suite->trial.outcome;

    *outcome = (struct outcome){ .state = OUTCOME_SKIPPED };
    (void)snprintf(outcome->text, sizeof(outcome->text), "%s", why);
    tell(suite, test, NULL);
}

static int run_for_plugins(struct suite *suite, const struct conform_test *test,
                           struct problem *problem)
{
    for (size_t i = 0; i < suite->found->count; i++) {
        bool store = suite->found->plugins[i].store;

        if (test->of == (store ? TEST_OF_ENCODER : TEST_OF_STORE))
            continue;
        if (run_one(suite, test, i, problem) < 0)
            return -1;
    }
    return 0;
}

static int run_all(struct suite *suite, struct problem *problem)
{
    for (size_t i = 0; i < conform_test_count; i++) {
        const struct conform_test *test = &conform_tests[i];
        int error = 0;

        if (!conform_wants(suite->request, test))
            continue;
        if (test->of == TEST_OF_FILE)
            error = run_one(suite, test, 0, problem);
        else if (suite->found->count == 0)
            skip(suite, test, "the file cannot be used");
        else if (test->of == TEST_OF_MODULE)
            error = run_one(suite, test, 0, problem);
        else
            error = run_for_plugins(suite, test, problem);
        if (error < 0)
            return -1;
    }
    return 0;
}

static int find_file(const char *path, char **out, struct problem *problem)
{
    char shown[TEXT_SHOWN];
    struct stat status;

    *out = realpath(path, NULL);
    if (*out == NULL || stat(*out, &status) != 0)
        return problem_errno(problem, "cannot read", text_show_string(shown, path), errno);
    if (!S_ISREG(status.st_mode))
        return problem_failed(problem, "%s is no regular file", text_show_string(shown, path));
    return 0;
}

/* For what stores keep while they are tested. */
static int make_folder(char *folder, size_t size, struct problem *problem)
{
    const char *parent = secure_getenv("TMPDIR");

    if (parent == NULL || parent[0] != '/')
        parent = "/tmp";
    (void)snprintf(folder, size, "%s/claimline-test-XXXXXX", parent);
    if (mkdtemp(folder) == NULL)
        return problem_errno(problem, "cannot make", "a temporary folder", errno);
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

int conform_run(const struct conform_request *request,
                void (*told)(void *context, const struct conform_result *result), void *context,
                struct conform_counts *counts, struct problem *problem)
{
    struct suite suite = { .request = request, .told = told, .context = context, .counts = counts };
    struct discovery *found = NULL;
    char folder[PATH_MAX] = "";
    char *path = NULL;
    int error = conform_check_filters(request, problem);

    *counts = (struct conform_counts){ 0 };
    if (error == 0)
        error = find_file(request->path, &path, problem);
    if (error == 0)
        error = outcome_create(&suite.trial.outcome, problem);
    if (error == 0)
        error = make_folder(folder, sizeof(folder), problem);
    if (error == 0) {
        suite.trial.path = path;
        suite.trial.folder = folder;
        suite.trial.settings = request->settings;
        suite.trial.setting_count = request->setting_count;
        suite.trial.seed = request->seed;
        error = discovery_create(&found, &suite.trial, request->seconds, problem);
    }
    suite.found = found;
    if (error == 0)
        error = run_all(&suite, problem);
    if (folder[0] != '\0')
        (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    discovery_destroy(found);
    outcome_destroy(suite.trial.outcome);
    free(path);
    return error;
}
