/* test_dispatch_split.c - targets split over files: names, earlier files, many files. */
#include "target_fixture.h"

#include <sys/resource.h>

static void lines_of_one_code_stay_together(void **state)
{
    struct target_request request = { .plugin = "trace", .path = "{code}.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "P1", "97140 97110- 97140 97140-");
    end_chunk(&run);
    publish(&run);
    assert_file("97140.txt", "head\nbegin 0 1\nA 1:97140 3:97140 4:97140 = 20.00\nend\n"
                             "tail 1 1 3 state saw 1 97140 of 9\n");
    assert_file("97110.txt", "head\nbegin 0 1\nA 2:97110 = \nend\n"
                             "tail 1 1 1 state saw 1 97110 of 9\n");
    clean(&run);
}

static void names_are_encoded_and_distinct(void **state)
{
    struct target_request request = { .plugin = "ids", .path = "./{payer}.{date}.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "../a b", "97110 97140");
    give(&run, "B", "%2E%2E%2Fa%20b", "97110");
    give(&run, "C", "a_b-C9", "97110");
    give(&run, "D", "\xc3\xa4.", "97110");
    end_chunk(&run);
    publish(&run);
    assert_file("%2E%2E%2Fa%20b.2026-03-09.txt", "A\n");
    assert_file("%252E%252E%252Fa%2520b.2026-03-09.txt", "B\n");
    assert_file("a_b-C9.2026-03-09.txt", "C\n");
    assert_file("%C3%A4%2E.2026-03-09.txt", "D\n");
    assert_int_equal(entries_in("."), 4);
    clean(&run);
}

static void two_values_that_meet_in_one_name_are_refused(void **state)
{
    struct target_request request = { .plugin = "ids", .path = "{payer}{code}.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "P", "197110");
    give(&run, "B", "P1", "97110");
    assert_int_equal(chunk_ends(&run), -1);
    assert_problem(&run.problem, EXIT_BAD_USAGE, "same destination: P197110.txt");
    clean(&run);
}

static void bad_patterns_are_refused(void **state)
{
    (void)state;
    assert_no_target((struct target_request){ .plugin = "ids", .path = "{code}/x.txt" },
                     EXIT_BAD_USAGE,
                     "{code} must stand in the name of the file: folders are never");
    assert_no_target((struct target_request){ .plugin = "ids", .path = "{codes}.txt" },
                     EXIT_BAD_USAGE, "a path cannot hold {codes} (there are: {code}");
    assert_no_target((struct target_request){ .plugin = "ids", .path = "x{" }, EXIT_BAD_USAGE,
                     "a path cannot hold { (there");
    assert_no_target((struct target_request){ .plugin = "ids", .path = "no/{code}.txt" },
                     EXIT_FAILED, "cannot write no/{code}.txt: No such file or directory");
    assert_no_target((struct target_request){ .plugin = "nope", .path = "x" }, EXIT_BAD_USAGE,
                     "no plugin is named nope (there are: trace, parallel, whole, ids)");
}

static void files_of_an_earlier_run_are_refused(void **state)
{
    (void)state;
    write_file("x-97530.txt", "old", 0600);
    write_file("x-97140.txt", "old", 0600);
    write_file("x-97110.txt", "old", 0600);
    write_file("x-97112.txt", "old", 0600);
    write_file("x-97116.txt", "old", 0600);
    assert_no_target((struct target_request){ .plugin = "ids", .path = "x-{code}.txt" },
                     EXIT_BAD_USAGE, "x-97110.txt is there already: --replace ");
    assert_file("x-97110.txt", "old");
    assert_int_equal(entries_in("."), 5);
}

static void replacing_removes_what_is_stale(void **state)
{
    struct target_request request = { .plugin = "ids", .path = "x-{code}.txt" };
    struct run run = run_of(true);

    (void)state;
    write_file("x-97140.txt", "old", 0600);
    write_file("x-97110.txt", "old", 0640);
    write_file("x-.txt", "no value", 0600);
    write_file("x-97140.txt.bak", "no name of ours", 0600);
    write_file("x-sessions.txt", "no code", 0600);
    start(&run, &request, 1);
    give(&run, "A", "P", "97110");
    end_chunk(&run);
    assert_file("x-97140.txt", "old");
    publish(&run);
    assert_file("x-97110.txt", "A\n");
    assert_int_equal(mode_of("x-97110.txt"), 0640);
    assert_absent("x-97140.txt");
    assert_file("x-sessions.txt", "no code");
    assert_int_equal(entries_in("."), 4);
    clean(&run);
}

static void only_names_that_a_run_could_have_made_are_stale(void **state)
{
    struct target_request request = { .plugin = "ids", .path = "./{payer}-{date}.txt" };
    struct run run = run_of(true);

    (void)state;
    write_file("a%20b-2025-12-31.txt", "old", 0600);
    write_file("c-d-2025-12-31.txt", "old", 0600);
    write_file("a%2-2025-12-31.txt", "no value", 0600);
    write_file("e-2025-12-3x.txt", "no date", 0600);
    write_file("e-25-12-31.txt", "no date", 0600);
    write_file("-2025-12-31.txt", "no payer", 0600);
    assert_int_equal(mkdir("f-2025-12-31.txt", 0700), 0);
    start(&run, &request, 1);
    publish(&run);
    clean(&run);
    assert_absent("a%20b-2025-12-31.txt");
    assert_absent("c-d-2025-12-31.txt");
    assert_int_equal(entries_in("."), 5);
}

static void a_large_chunk_of_a_split_file_is_whole(void **state)
{
    enum { CLAIMS = 20000, LONG = 20 };
    struct target_request request = { .plugin = "ids", .path = "{code}.txt" };
    struct run run = run_of(false);
    struct stat status;
    char id[LONG + 1];

    (void)state;
    start(&run, &request, 1);
    for (int i = 0; i < CLAIMS; i++) {
        (void)snprintf(id, sizeof(id), "%0*d", LONG, i);
        give(&run, id, "P", "97110");
    }
    end_chunk(&run);
    publish(&run);
    clean(&run);
    assert_int_equal(stat("97110.txt", &status), 0);
    assert_int_equal(status.st_size, CLAIMS * (LONG + 1));
    assert_non_null(strstr(read_back("97110.txt"), "00000000000000003000\n00000000000000003001\n"));
}

/* Each claim opens a file of its own; a second chunk writes to all of them again. */
static void thousands_of_files_need_few_descriptors(void **state)
{
    enum { FILES = 3000 };
    struct target_request request = { .plugin = "trace", .path = "{payer}.txt" };
    struct run run = run_of(false);
    struct rlimit before;
    struct rlimit small;
    char payer[16];

    (void)state;
    publication_destroy(run.publication);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    small = before;
    small.rlim_cur = 100;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &small), 0);
    run.publication = publication_create();
    start(&run, &request, 1);
    for (int chunk = 0; chunk < 2; chunk++) {
        for (int i = 0; i < FILES; i++) {
            (void)snprintf(payer, sizeof(payer), "P%d", i);
            give(&run, "A", payer, "97110");
        }
        end_chunk(&run);
    }
    publish(&run);
    assert_int_equal(dispatch_target_report(run.dispatch, 0).files, FILES);
    clean(&run);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(entries_in("."), FILES);
    assert_file("P2999.txt", "head\nbegin 0 1\nA 1:97110 = 10.00\nend\n,\n"
                             "begin 1 1\nA 1:97110 = 10.00\nend\n"
                             "tail 2 2 2 state saw 2 97110 of 9\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DISPATCH_TEST(lines_of_one_code_stay_together),
        DISPATCH_TEST(names_are_encoded_and_distinct),
        DISPATCH_TEST(two_values_that_meet_in_one_name_are_refused),
        DISPATCH_TEST(bad_patterns_are_refused),
        DISPATCH_TEST(files_of_an_earlier_run_are_refused),
        DISPATCH_TEST(replacing_removes_what_is_stale),
        DISPATCH_TEST(only_names_that_a_run_could_have_made_are_stale),
        DISPATCH_TEST(a_large_chunk_of_a_split_file_is_whole),
        DISPATCH_TEST(thousands_of_files_need_few_descriptors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
