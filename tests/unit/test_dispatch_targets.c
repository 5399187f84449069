/* test_dispatch_targets.c - filters, chunks, states and sums of targets. */
#include "target_fixture.h"

static void calls_come_in_order(void **state)
{
    struct target_request request = { .plugin = "trace", .path = "out.txt" };
    struct run run = run_of(false);
    struct target_report report;

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "P1", "97140 97110");
    give(&run, "B", "P2", "97110-");
    end_chunk(&run);
    end_chunk(&run);
    give(&run, "C", "P1", "97110 97112-");
    end_chunk(&run);
    publish(&run);
    assert_file("out.txt", "head\n"
                           "begin 0 2\n"
                           "A 1:97140 2:97110 = 20.00\n"
                           "B 1:97110 = \n"
                           "end\n"
                           ",\n"
                           "begin 1 1\n"
                           "C 1:97110 2:97112 = 10.00\n"
                           "end\n"
                           "tail 2 3 5 state saw 3 97110 97112 97140 of 9\n");
    assert_int_equal(states.opened, 2); /* one encodes, one answers check() */
    assert_int_equal(dispatch_target_count(run.dispatch), 1);
    report = dispatch_target_report(run.dispatch, 0);
    assert_string_equal(report.plugin, "trace");
    assert_string_equal(report.path, "out.txt");
    assert_int_equal(report.totals->lines, 5);
    assert_int_equal(report.totals->charge_cents, 3000);
    assert_int_equal(report.files, 1);
    clean(&run);
}

static void an_output_without_claims_has_head_and_tail(void **state)
{
    struct target_request request[] = { { .plugin = "trace", .path = "out.txt" },
                                        { .plugin = "ids", .path = "ids.txt" },
                                        { .plugin = "ids", .path = "{code}.txt" } };
    struct run run = run_of(false);

    (void)state;
    start(&run, request, 3);
    publish(&run);
    assert_file("out.txt", "head\ntail 0 0 0 state saw 0 of 9\n");
    assert_file("ids.txt", "");
    assert_int_equal(dispatch_target_report(run.dispatch, 2).files, 0);
    clean(&run);
    assert_int_equal(entries_in("."), 2);
}

static void a_parallel_plugin_has_two_states(void **state)
{
    struct target_request request = { .plugin = "parallel", .path = "{code}.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "P1", "97140 97110");
    end_chunk(&run);
    give(&run, "B", "P1", "97110");
    end_chunk(&run);
    publish(&run);
    assert_file("97110.txt", "head\nbegin 0 1\nA 2:97110 = 10.00\nend\n,\n"
                             "begin 1 1\nB 1:97110 = 10.00\nend\n"
                             "tail 2 2 2 state saw 0 97110 of 9\n");
    assert_file("97140.txt", "head\nbegin 0 1\nA 1:97140 = 10.00\nend\n"
                             "tail 1 1 1 state saw 0 97140 of 9\n");
    assert_int_equal(states.opened, 2);
    assert_int_equal(dispatch_target_report(run.dispatch, 0).totals->claims, 2);
    assert_int_equal(dispatch_target_report(run.dispatch, 0).files, 2);
    clean(&run);
}

static void other_plugins_have_one_state_a_file(void **state)
{
    struct target_request request = { .plugin = "trace", .path = "{code}.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "A", "P1", "97140 97110");
    give(&run, "B", "P1", "97110");
    end_chunk(&run);
    publish(&run);
    assert_file("97110.txt", "head\nbegin 0 2\nA 2:97110 = 10.00\nB 1:97110 = 10.00\nend\n"
                             "tail 1 2 2 state saw 2 97110 of 9\n");
    assert_file("97140.txt", "head\nbegin 0 1\nA 1:97140 = 10.00\nend\n"
                             "tail 1 1 1 state saw 1 97140 of 9\n");
    assert_int_equal(states.opened, 3); /* two files, and one to ask check() */
    clean(&run);
}

static void a_filter_delivers_its_part(void **state)
{
    struct cl_text codes[] = { { "97110", 5 }, { "97112", 5 } };
    struct cl_text payers[] = { { "P1", 2 } };
    struct target_request requests[] = {
        { .plugin = "trace", .path = "codes.txt", .only_codes = codes, .only_code_count = 2 },
        { .plugin = "ids", .path = "payers.txt", .only_payers = payers, .only_payer_count = 1 },
        { .plugin = "ids", .path = "-none.txt", .only_payers = codes, .only_payer_count = 1 },
        { .plugin = "trace",
          .path = "{payer}.txt",
          .only_codes = codes,
          .only_code_count = 1,
          .only_payers = payers,
          .only_payer_count = 1 },
    };
    struct run run = run_of(false);
    struct target_report report;

    (void)state;
    start(&run, requests, 4);
    give(&run, "A", "P1", "97140 97110 97530- 97112-");
    give(&run, "B", "P2", "97110");
    give(&run, "C", "P1", "97140");
    end_chunk(&run);
    publish(&run);
    assert_file("codes.txt", "head\nbegin 0 2\nA 2:97110 4:97112 = 10.00\nB 1:97110 = 10.00\n"
                             "end\ntail 1 2 3 state saw 2 97110 97112 of 9\n");
    assert_file("payers.txt", "A\nC\n");
    assert_file("-none.txt", "");
    assert_file("P1.txt", "head\nbegin 0 1\nA 2:97110 = 10.00\nend\n"
                          "tail 1 1 1 state saw 1 97110 of 9\n");
    report = dispatch_target_report(run.dispatch, 0);
    assert_int_equal(report.totals->claims, 2);
    assert_int_equal(report.totals->lines, 3);
    assert_int_equal(report.totals->charge_cents, 2000);
    assert_int_equal(dispatch_target_report(run.dispatch, 1).totals->claims, 2);
    clean(&run);
}

static void a_line_is_read_by_its_stride(void **state)
{
    struct cl_text two[] = { { "97110", 5 }, { "97140", 5 } };
    struct target_request requests[] = {
        { .plugin = "trace", .path = "all.txt" },
        { .plugin = "trace", .path = "{code}.txt" },
        { .plugin = "trace", .path = "two.txt", .only_codes = two, .only_code_count = 2 },
    };
    struct {
        struct cl_line known;
        char later[24];
    } longer[3];
    struct run run = run_of(false);
    struct cl_claim *claim;

    (void)state;
    start(&run, requests, 3);
    claim = claim_of(&run, "A", "P", "97110 97112 97140");
    memset(longer, 0x55, sizeof(longer));
    for (size_t i = 0; i < 3; i++)
        longer[i].known = claim->lines[i];
    claim->lines = &longer[0].known;
    claim->line_stride = sizeof(longer[0]);
    claim_totals_add(&run.core, claim);
    dispatch_chunk_add(run.chunk, claim);
    end_chunk(&run);
    publish(&run);
    assert_non_null(strstr(read_back("all.txt"), "A 1:97110 2:97112 3:97140 = 30.00\n"));
    assert_non_null(strstr(read_back("97140.txt"), "A 3:97140 = 10.00\n"));
    assert_non_null(strstr(read_back("two.txt"), "A 1:97110 3:97140 = 20.00\n"));
    clean(&run);
}

static void whole_claims_are_not_taken_apart(void **state)
{
    struct cl_text code = { "97110", 5 };
    struct target_request good = { .plugin = "whole", .path = "{payer}{date}.txt" };
    struct run run = run_of(false);

    (void)state;
    assert_no_target((struct target_request){ .plugin = "whole", .path = "{code}.txt" },
                     EXIT_BAD_USAGE, "whole writes whole claims only: its path cannot hold {code}");
    assert_no_target(
        (struct target_request){
            .plugin = "whole", .path = "x.txt", .only_codes = &code, .only_code_count = 1 },
        EXIT_BAD_USAGE, "--only codes= cannot be used");
    start(&run, &good, 1);
    clean(&run);
}

static void settings_reach_every_state(void **state)
{
    struct setting marks[] = { { "mark", "\\t" } };
    struct target_request requests[] = {
        { .plugin = "trace", .path = "{code}.txt", .settings = marks, .setting_count = 1 },
        { .plugin = "trace", .path = "plain.txt" },
    };
    struct run run = run_of(false);

    (void)state;
    start(&run, requests, 2);
    give(&run, "A", "P", "97110");
    end_chunk(&run);
    publish(&run);
    assert_non_null(strstr(read_back("97110.txt"), "\tA 1:97110"));
    assert_non_null(strstr(read_back("plain.txt"), "\nA 1:97110"));
    clean(&run);
}

static void what_open_says_is_the_message(void **state)
{
    struct setting bad = { "mark", "bad" };
    struct setting broken = { "mark", "broken" };
    struct setting unknown = { "marks", "x" };

    (void)state;
    assert_no_target(
        (struct target_request){
            .plugin = "trace", .path = "x.txt", .settings = &bad, .setting_count = 1 },
        EXIT_BAD_USAGE, "trace: mark: it is bad");
    assert_no_target(
        (struct target_request){
            .plugin = "parallel", .path = "x.txt", .settings = &broken, .setting_count = 1 },
        EXIT_FAILED, "parallel: it is broken");
    assert_no_target(
        (struct target_request){
            .plugin = "trace", .path = "{code}.txt", .settings = &bad, .setting_count = 1 },
        EXIT_BAD_USAGE, "trace: mark: it is bad");
    assert_no_target(
        (struct target_request){
            .plugin = "trace", .path = "x.txt", .settings = &unknown, .setting_count = 1 },
        EXIT_BAD_USAGE, "trace has no setting \"marks\" (there are: mark)");
    assert_int_equal(entries_in("."), 0);
}

static void a_claim_that_one_refuses_is_refused(void **state)
{
    static const char *const paths[] = { "x.txt", "{code}.txt" };
    static const char *const plugins[] = { "trace", "parallel" };
    struct refusal refusal;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct target_request requests[] = {
            { .plugin = "ids", .path = "ids.txt" },
            { .plugin = plugins[i / 2], .path = paths[i % 2] },
        };
        struct run run = run_of(false);

        start(&run, requests, 2);
        assert_int_equal(dispatch_check(run.dispatch, 0, claim_of(&run, "A", "P", "97110"),
                                        &refusal, &run.problem),
                         0);
        assert_int_equal(dispatch_check(run.dispatch, 0, claim_of(&run, "REFUSE", "P", "97110"),
                                        &refusal, &run.problem),
                         1);
        assert_string_equal(refusal.plugin, plugins[i / 2]);
        assert_string_equal(refusal.text, "not this one");
        assert_int_equal(dispatch_check(run.dispatch, 0, claim_of(&run, "SILENT", "P", "97110"),
                                        &refusal, &run.problem),
                         1);
        assert_string_equal(refusal.text, "no reason given");
        assert_int_equal(dispatch_check(run.dispatch, 0, claim_of(&run, "FATAL", "P", "97110"),
                                        &refusal, &run.problem),
                         -1);
        assert_problem(&run.problem, EXIT_FAILED, ": the end (at in.csv:41)");
        clean(&run);
    }
}

static void an_encoder_that_fails_names_the_place_only(void **state)
{
    struct target_request request = { .plugin = "trace", .path = "x.txt" };
    struct run run = run_of(false);

    (void)state;
    start(&run, &request, 1);
    give(&run, "FAIL", "P", "97110");
    assert_int_equal(chunk_ends(&run), -1);
    assert_problem(&run.problem, EXIT_FAILED, "trace: it cannot be (at in.csv:41)");
    assert_null(strstr(run.problem.text, "FAIL"));
    clean(&run);
    assert_int_equal(entries_in("."), 0);
}

static void a_full_disk_stops_the_run(void **state)
{
    struct target_request request = { .plugin = "ids", .path = "/dev/full" };
    struct run run = run_of(false);
    int result = 0;

    (void)state;
    start(&run, &request, 1);
    for (int chunk = 0; chunk < 3000 && result == 0; chunk++) {
        for (int i = 0; i < 100; i++)
            give(&run, "A", "P", "97110");
        result = chunk_ends(&run);
    }
    assert_int_equal(result, -1);
    assert_problem(&run.problem, EXIT_FAILED, "cannot write /dev/full: No space left on device");
    clean(&run);
}

static void sums_that_do_not_close_are_a_problem(void **state)
{
    static const char *const says[] = {
        "2 claims, expected 3",
        "2 lines, expected 3",
        "4 units, expected 5",
        "46 minutes, expected 47",
        "0 lines without charge, expected 1",
        "2000 cents, expected 2001",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
        struct target_request request = { .plugin = "ids", .path = "out.txt" };
        struct run run = run_of(false);

        start(&run, &request, 1);
        give(&run, "A", "P", "97110");
        give(&run, "B", "P", "97110");
        end_chunk(&run);
        run.core.claims += i == 0;
        run.core.lines += i == 1;
        run.core.units += i == 2;
        run.core.minutes += i == 3;
        run.core.lines_without_charge += i == 4;
        run.core.charge_cents += i == 5;
        assert_int_equal(finish(&run), -1);
        assert_problem(&run.problem, EXIT_FAILED, "the sums of target ids:out.txt do not close: ");
        assert_problem(&run.problem, EXIT_FAILED, says[i]);
        clean(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DISPATCH_TEST(calls_come_in_order),
        DISPATCH_TEST(an_output_without_claims_has_head_and_tail),
        DISPATCH_TEST(a_parallel_plugin_has_two_states),
        DISPATCH_TEST(other_plugins_have_one_state_a_file),
        DISPATCH_TEST(a_filter_delivers_its_part),
        DISPATCH_TEST(a_line_is_read_by_its_stride),
        DISPATCH_TEST(whole_claims_are_not_taken_apart),
        DISPATCH_TEST(settings_reach_every_state),
        DISPATCH_TEST(what_open_says_is_the_message),
        DISPATCH_TEST(a_claim_that_one_refuses_is_refused),
        DISPATCH_TEST(an_encoder_that_fails_names_the_place_only),
        DISPATCH_TEST(a_full_disk_stops_the_run),
        DISPATCH_TEST(sums_that_do_not_close_are_a_problem),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
