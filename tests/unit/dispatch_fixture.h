/* dispatch_fixture.h - a folder of its own for each test of core/dispatch, and what stands in it.
 */
#ifndef TESTS_UNIT_DISPATCH_FIXTURE_H
#define TESTS_UNIT_DISPATCH_FIXTURE_H

#include "base/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char folder[64];
    struct problem problem;
};

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/claimline-test-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    assert_int_equal(chdir(fixture->folder), 0);
    *state = fixture;
    return 0;
}

static inline int remove_entry(const char *path, const struct stat *status, int kind,
                               struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(chdir("/"), 0);
    assert_int_equal(nftw(fixture->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
    free(fixture);
    return 0;
}

static inline void write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(close(fd), 0);
}

/* The bytes of a file, valid until the next call; NULL when there is none. */
static inline const char *read_back(const char *path)
{
    static char text[65536];
    int fd = open(path, O_RDONLY);
    ssize_t length;

    if (fd < 0)
        return NULL;
    length = read(fd, text, sizeof(text) - 1);
    assert_true(length >= 0);
    text[length] = '\0';
    assert_int_equal(close(fd), 0);
    return text;
}

static inline void assert_file(const char *path, const char *expected)
{
    const char *text = read_back(path);

    if (text == NULL)
        fail_msg("%s is not there", path);
    assert_string_equal(text, expected);
}

static inline void assert_absent(const char *path)
{
    struct stat status;

    if (lstat(path, &status) == 0)
        fail_msg("%s is there", path);
}

static inline mode_t mode_of(const char *path)
{
    struct stat status;

    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode & 07777;
}

/* How many entries a folder has, hidden ones too. */
static inline size_t entries_in(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;

    assert_non_null(folder);
    while (readdir(folder) != NULL)
        count++;
    (void)closedir(folder);
    return count - 2;
}

static inline void assert_problem(const struct problem *problem, int status, const char *part)
{
    if (strstr(problem->text, part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", problem->text, part);
    assert_int_equal(problem->status, status);
}

#define DISPATCH_TEST(function)                                                                    \
    cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

#endif
