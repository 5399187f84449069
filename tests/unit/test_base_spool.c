/* test_base_spool.c - bytes that are set aside and read again. */
#include "unit.h"

#include "base/spool.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024 }; /* what is kept before a file is made */

static unsigned char byte_at(uint64_t at)
{
    return (unsigned char)(at * 31 + (at >> 8));
}

static void add_bytes(struct spool *spool, size_t count)
{
    struct problem problem = { 0 };
    unsigned char *bytes = malloc(count + 1);

    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++)
        bytes[i] = byte_at(spool->size + i);
    assert_int_equal(spool_add(spool, bytes, count, &problem), 0);
    free(bytes);
}

static void assert_bytes(struct spool *spool, uint64_t at, size_t count)
{
    struct problem problem = { 0 };
    unsigned char *bytes = malloc(count + 1);

    assert_non_null(bytes);
    assert_int_equal(spool_read(spool, at, bytes, count, &problem), 0);
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != byte_at(at + i))
            fail_msg("byte %zu of those at %llu", i, (unsigned long long)at);
    }
    free(bytes);
}

static void few_bytes_make_no_file(void **state)
{
    struct spool spool = SPOOL_EMPTY;

    (void)state;
    add_bytes(&spool, 0);
    assert_bytes(&spool, 0, 0);
    add_bytes(&spool, 10);
    assert_bytes(&spool, 0, 10);
    assert_bytes(&spool, 7, 3);
    assert_bytes(&spool, 10, 0);
    add_bytes(&spool, BUFFER - 11);
    assert_int_equal(spool.fd, -1);
    assert_bytes(&spool, 0, BUFFER - 1);
    spool_finish(&spool);
    assert_int_equal(spool.size, 0);
    spool_finish(&spool);
}

/* Pieces of all sizes, read from the file, from the buffer, and across both. */
static void many_bytes_are_read_back(void **state)
{
    struct spool spool = SPOOL_EMPTY;
    uint64_t seed = 11;

    (void)state;
    while (spool.size < 5 * BUFFER) {
        add_bytes(&spool, random_below(&seed, random_below(&seed, 8) == 0 ? 2 * BUFFER : 5000));
        for (unsigned i = 0; i < 3 && spool.size != 0; i++) {
            uint64_t at = random_below(&seed, spool.size);

            assert_bytes(&spool, at, (size_t)random_below(&seed, spool.size - at + 1));
        }
    }
    assert_true(spool.fd >= 0);
    assert_bytes(&spool, 0, (size_t)spool.size);
    spool_finish(&spool);
}

static size_t entries_of(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;

    assert_non_null(folder);
    while (readdir(folder) != NULL)
        count++;
    (void)closedir(folder);
    return count;
}

static void the_file_has_no_name(void **state)
{
    char folder[] = "/tmp/claimline-spool-XXXXXX";
    struct spool spool = SPOOL_EMPTY;

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    add_bytes(&spool, 2 * BUFFER);
    assert_true(spool.fd >= 0);
    assert_int_equal(entries_of(folder), 2);
    assert_bytes(&spool, 0, 2 * BUFFER);
    spool_finish(&spool);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* A path that is not absolute would be another folder for each that runs it. */
static void a_folder_is_named_from_the_root(void **state)
{
    struct spool spool = SPOOL_EMPTY;

    (void)state;
    assert_int_equal(setenv("TMPDIR", "no-such-folder", 1), 0);
    add_bytes(&spool, 2 * BUFFER);
    assert_bytes(&spool, 1, 2 * BUFFER - 1);
    spool_finish(&spool);
    assert_int_equal(unsetenv("TMPDIR"), 0);
}

static void a_folder_that_cannot_be_used_is_named(void **state)
{
    static const char *const folders[] = { "/no-such-folder", "/dev/full" };
    static char bytes[2 * BUFFER];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        struct spool spool = SPOOL_EMPTY;
        struct problem problem = { 0 };

        assert_int_equal(setenv("TMPDIR", folders[i], 1), 0);
        assert_int_equal(spool_add(&spool, bytes, sizeof(bytes), &problem), -1);
        assert_int_equal(problem.status, EXIT_FAILED);
        assert_non_null(strstr(problem.text, "cannot make a temporary file in "));
        assert_non_null(strstr(problem.text, folders[i]));
        spool_finish(&spool);
    }
    assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_bytes_make_no_file),
        cmocka_unit_test(many_bytes_are_read_back),
        cmocka_unit_test(the_file_has_no_name),
        cmocka_unit_test(a_folder_is_named_from_the_root),
        cmocka_unit_test(a_folder_that_cannot_be_used_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
