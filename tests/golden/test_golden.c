/* test_golden.c - runs claimline as the folders of cases/ say, and compares all it writes.
 *
 * A case holds `args` (one argument a line) and its inputs; the program works in that
 * folder. `status` is the exit status (default 0); `expected/` holds the files that
 * must stand in {out} afterwards, and no others may; `stdout` and `stderr` are compared
 * where they are there. {out}, {case} and {samples} stand for folders, also in what is
 * expected. */
#include "files.h"
#include "process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_CASES = 256, MOST_ARGUMENTS = 64 };

struct golden {
    char name[256];
    char folder[FILES_PATH];
    char out[FILES_PATH];
};

/* `text` with the folders in place of their names. */
static struct bytes expand(const struct golden *golden, struct bytes text)
{
    const char *const names[][2] = { { "{out}", golden->out },
                                     { "{case}", golden->folder },
                                     { "{samples}", SAMPLES } };
    struct bytes made = { NULL, 0 };
    FILE *stream = open_memstream(&made.data, &made.length);
    size_t at = 0;

    assert_non_null(stream);
    while (at < text.length) {
        size_t i = 0;

        while (i < 3 && strncmp(text.data + at, names[i][0], strlen(names[i][0])) != 0)
            i++;
        (void)(i < 3 ? fputs(names[i][1], stream) : fputc(text.data[at], stream));
        at += i < 3 ? strlen(names[i][0]) : 1;
    }
    (void)fclose(stream);
    return made;
}

/* A file of the case, expanded; data is NULL where there is none. */
static struct bytes read_own(const struct golden *golden, const char *name)
{
    char path[FILES_PATH];
    struct bytes raw;
    struct bytes made = { NULL, 0 };

    path_join(path, golden->folder, name);
    raw = file_read(path);
    if (raw.data != NULL)
        made = expand(golden, raw);
    free(raw.data);
    return made;
}

/* Shows where they begin to differ. */
static void compare(const char *what, struct bytes expected, struct bytes got)
{
    size_t at = 0;
    int line = 1;

    while (at < expected.length && at < got.length && expected.data[at] == got.data[at])
        line += expected.data[at++] == '\n';
    if (at == expected.length && at == got.length)
        return;
    while (at > 0 && expected.data[at - 1] != '\n')
        at--;
    fail_msg("%s differs in line %d:\n  expected %.*s\n  got      %.*s", what, line,
             (int)strcspn(expected.data + at, "\n"), expected.data + at,
             (int)strcspn(got.data + at, "\n"), got.data + at);
}

static void compare_stream(const struct golden *golden, const char *name, struct bytes got)
{
    struct bytes expected = read_own(golden, name);

    if (expected.data != NULL)
        compare(name, expected, got);
    free(expected.data);
}

static void compare_file(const struct golden *golden, const char *name)
{
    char path[FILES_PATH];
    struct bytes expected;
    struct bytes got;

    path_join(path, "expected", name);
    expected = read_own(golden, path);
    path_join(path, golden->out, name);
    got = file_read(path);
    if (got.data == NULL)
        fail_msg("%s was not written", name);
    compare(name, expected, got);
    free(expected.data);
    free(got.data);
}

static void compare_files(const struct golden *golden)
{
    char path[FILES_PATH];
    DIR *folder;
    const struct dirent *entry;
    size_t count = 0;

    path_join(path, golden->folder, "expected");
    folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        compare_file(golden, entry->d_name);
    }
    if (folder != NULL)
        (void)closedir(folder);
    if (folder_count(golden->out) != count)
        fail_msg("%zu files are in {out}, %zu are expected", folder_count(golden->out), count);
}

static int expected_status(const struct golden *golden)
{
    struct bytes text = read_own(golden, "status");
    int status = text.data != NULL ? (int)strtol(text.data, NULL, 10) : 0;

    free(text.data);
    return status;
}

static struct process_result run(const struct golden *golden)
{
    const char *arguments[MOST_ARGUMENTS + 2] = { CLAIMLINE };
    struct bytes text = read_own(golden, "args");
    struct process_result result;
    size_t count = 1;
    char *rest = text.data;

    assert_non_null(text.data);
    for (char *line; (line = strsep(&rest, "\n")) != NULL && *line != '\0';) {
        assert_true(count <= MOST_ARGUMENTS);
        arguments[count++] = line;
    }
    result = process_run(
        &(const struct process_request){ .arguments = arguments, .folder = golden->folder });
    free(text.data);
    return result;
}

static void golden_test(void **state)
{
    struct golden *golden = *state;
    struct process_result result = run(golden);

    if (result.status != expected_status(golden))
        fail_msg("status %d (signal %d) where %d is expected; stderr:\n%.4000s", result.status,
                 result.signal, expected_status(golden), result.err.data);
    compare_stream(golden, "stdout", result.out);
    compare_stream(golden, "stderr", result.err);
    compare_files(golden);
    process_result_free(&result);
}

static int setup(void **state)
{
    folder_make(((struct golden *)*state)->out);
    return 0;
}

static int teardown(void **state)
{
    folder_remove(((struct golden *)*state)->out);
    return 0;
}

static int no_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* All cases in byte order, or the one that is named. */
int main(int argc, char **argv)
{
    static struct golden cases[MOST_CASES];
    static struct CMUnitTest tests[MOST_CASES];
    struct dirent **entries;
    int found = scandir(CASES, &entries, no_hidden, alphasort);
    size_t count = 0;

    for (int i = 0; i < found && count < MOST_CASES; i++) {
        struct golden *golden = &cases[count];

        if (argc < 2 || strcmp(argv[1], entries[i]->d_name) == 0) {
            (void)snprintf(golden->name, sizeof(golden->name), "%s", entries[i]->d_name);
            path_join(golden->folder, CASES, golden->name);
            tests[count++] =
                (struct CMUnitTest){ golden->name, golden_test, setup, teardown, golden };
        }
        free(entries[i]);
    }
    if (found >= 0)
        free(entries);
    if (count == 0)
        return 1;
    /* Empty entries of the array are no tests. */
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
