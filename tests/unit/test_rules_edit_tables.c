/* test_rules_edit_tables.c - the edit tables as CMS publishes them, what is wrong with files that
 * are none or were cut, and which edit is in force on a day.
 *
 * The expected values are those of the documents: the NCCI file of 2026 Q3 (form, dates), the
 * pairs and units of July 2024. */
#include "edit_fixture.h"

#include "rules/edit_quarter.h"

/* The indicator of the edit in force, whichever way it is asked for; -1 for none. */
static int pair(const char *a, const char *b, int date)
{
    const struct pair_edit *edit = edits_pair(edits, text_of(a), text_of(b), day(date));

    assert_ptr_equal(edit, edits_pair(edits, text_of(b), text_of(a), day(date)));
    return edit != NULL ? edit->indicator : -1;
}

/* The units allowed; -1 for no limit. */
static int units(const char *code, int date)
{
    const struct unit_edit *edit = edits_units(edits, text_of(code), day(date));

    return edit != NULL ? (int)edit->units : -1;
}

static void the_official_pair_file_is_read(void **state)
{
    const struct edit_table *table;
    const struct pair_edit *edit;

    (void)state;
    load(true, "ccipra-v322r0-f1.TXT",
         TEXT(HEAD "0001A\t0591T\t\t20220101\t20231231\t1\tCoding instruction\r\n"
                   "97012\t97140\t*\t19960101\t*\t1\tM\xe9thode\r\n"
                   "97140\t97124\t\t20200101\t*\t0\tSome reason\r\n\r\n\r\n"));
    assert_int_equal(edits_table_count(edits), 1);
    table = edits_table(edits, 0);
    assert_string_equal(table->name, "2026 Q3");
    assert_string_equal(table->kind, "ncci");
    assert_int_equal(date_compare(table->from, day(20260701)), 0);
    assert_int_equal(table->rows, 3);
    assert_int_equal(table->kept, 2);
    edit = edits_pair(edits, TEXT("97124"), TEXT("97140"), day(20260701));
    assert_non_null(edit);
    assert_text(edit->column1, "97140");
    assert_text(edit->column2, "97124");
    assert_int_equal(edit->indicator, 0);
    assert_string_equal(edit->table, "2026 Q3");
    assert_int_equal(pair("97012", "97140", 20260701), 1);
    assert_int_equal(pair("97012", "97124", 20260701), -1);
    assert_int_equal(pair("97012", "97012", 20260701), -1);
    assert_int_equal(pair("9701", "97140", 20260701), -1);
    assert_int_equal(pair("970120", "97140", 20260701), -1);
    assert_int_equal(units("97140", 20260701), -1);
}

static void a_pair_is_in_force_from_its_first_to_its_last_day(void **state)
{
    static const struct {
        const char *a, *b;
        int date, indicator;
    } asked[] = {
        { "97110", "97150", 20231231, -1 }, { "97110", "97150", 20240101, 1 },
        { "97110", "97150", 20240630, 1 },  { "97110", "97150", 20240701, -1 },
        { "97112", "97150", 20231231, -1 }, { "97112", "97150", 20240101, 0 },
        { "97112", "97150", 21991231, 0 },  { "97116", "97150", 20240101, -1 },
        { "97116", "97150", 20240102, -1 }, { "97124", "97150", 20240101, -1 },
        { "97124", "97150", 20250101, -1 }, { "97530", "97150", 20240101, 1 },
        { "97530", "97750", 20240101, 0 },  { "97530", "97750", 20240331, 0 },
        { "97530", "97750", 20240401, 1 },  { "97032", "G0283", 20230331, 0 },
        { "97032", "G0283", 20230401, 1 },  { "97012", "97140", 20221231, 0 },
        { "97012", "97140", 20230101, 1 },
    };

    (void)state;
    load(true, "t.txt",
         TEXT(HEAD "97150\t97110\t\t20240101\t20240630\t1\t\n"
                   "97150\t97112\t\t20240101\t*\t0\t\n"
                   "97150\t97116\t\t20240101\t20240101\t1\tdeleted as if it had never been\n"
                   "97150\t97124\t\t20240101\t*\t9\tnot applicable\n"
                   "97150\t97530\t\t20240101\t\t1\tno deletion date\n"
                   "97530\t97750\t\t20240101\t20240331\t0\tthen its indicator changed\n"
                   "97530\t97750\t\t20240401\t*\t1\t\n"
                   "97032\tG0283\t\t20200101\t20230331\t0\tthen the columns were swapped\n"
                   "G0283\t97032\t\t20230401\t*\t1\t\n"
                   "97012\t97140\t\t20200101\t*\t0\tthe one that began last stands\n"
                   "97012\t97140\t\t20230101\t*\t1\t\n"));
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        if (pair(asked[i].a, asked[i].b, asked[i].date) != asked[i].indicator)
            fail_msg("%s %s on %d", asked[i].a, asked[i].b, asked[i].date);
    }
    assert_text(edits_pair(edits, TEXT("97032"), TEXT("G0283"), day(20230331))->column1, "97032");
    assert_text(edits_pair(edits, TEXT("97032"), TEXT("G0283"), day(20230401))->column1, "G0283");
    assert_int_equal(edits_table(edits, 0)->kept, 9);
    assert_string_equal(edits_table(edits, 0)->name, "t.txt");
}

static void the_newest_quarter_that_tells_of_a_pair_rules(void **state)
{
    const char *const old =
        place("ccipra-v302r0-f1.TXT", TEXT(HEAD "97012\t97140\t\t20200101\t*\t1\t\n"
                                                "97140\t97124\t\t20200101\t*\t0\t\n"
                                                "97150\t97110\t\t20200101\t*\t1\t\n"
                                                "97530\t97750\t\t20200101\t*\t1\t\n"));
    const char *const replaced =
        place("ccipra-v310r0-f1.TXT",
              TEXT("Edits, 2025 Q1\r\n" HEAD "97530\t97750\t\t20200101\t20201231\t1\t\n"));
    const char *const newest =
        place("ccipra-v310r1-f1.TXT",
              TEXT("Edits, 2025 Q1\r\n" HEAD "97012\t97140\t\t20200101\t20241231\t1\t\n"
                   "97140\t97124\t\t20200101\t20200101\t9\t\n"
                   "97530\t97750\t\t20200101\t*\t0\t\n"));
    const char *const orders[][3] = { { old, replaced, newest },
                                      { newest, replaced, old },
                                      { replaced, newest, old } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        assert_int_equal(load_paths(orders[i], 3, NULL, 0), 0);
        assert_int_equal(pair("97012", "97140", 20241231), 1);
        assert_int_equal(pair("97012", "97140", 20250101), -1);
        assert_int_equal(pair("97140", "97124", 20240801), -1);
        assert_int_equal(pair("97150", "97110", 20250101), 1);
        assert_int_equal(pair("97530", "97750", 20250101), 0);
    }
    assert_string_equal(edits_table(edits, 0)->name, "2025 Q1");
    assert_int_equal(edits_table(edits, 0)->kept, 0);
    assert_int_equal(edits_table(edits, 1)->kept, 2);
    assert_string_equal(edits_table(edits, 2)->name, "2024 Q3");
    assert_int_equal(edits_table(edits, 2)->kept, 1);
}

static void the_quarter_is_found_in_titles_and_names(void **state)
{
    static const struct {
        const char *text;
        int year, quarter, from;
    } rows[] = {
        { "Edits, 2026 Q3", 2026, 3, 20260701 },
        { "edits 2026q3.", 2026, 3, 20260701 },
        { "Q4-2025", 2025, 4, 20251001 },
        { "Quarter 1, 2025", 2025, 1, 20250101 },
        { "2025 QUARTER 2", 2025, 2, 20250401 },
        { "PTP edits v32.2", 2026, 3, 20260701 },
        { "Version 30.0", 2024, 1, 20240101 },
        { "ccipra-v301r0-f4.TXT", 2024, 2, 20240401 },
        { "Effective 07/01/2026", 2026, 3, 20260701 },
        { "effective: 11/15/2024 and later", 2024, 4, 20241115 },
        { "MCR_MUE_PractitionerServices_Eff_10-01-2024.csv", 2024, 4, 20241001 },
        { "Effective 03/31/2025", 2025, 1, 20250331 },
        { "Effective 12/31/2025", 2025, 4, 20251231 },
        { "copyright 2025 of the owner", 0, 0, 0 },
        { "2026 Q5", 0, 0, 0 },
        { "2026 Q33", 0, 0, 0 },
        { "12026 Q3", 0, 0, 0 },
        { "v32.4", 0, 0, 0 },
        { "Effective 02/30/2026", 0, 0, 0 },
        { "Effective 13/01/2026", 0, 0, 0 },
        { "", 0, 0, 0 },
        { "2026 Q", 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct edit_quarter found;
        bool known = edit_quarter_find(text_of(rows[i].text), &found);

        if (known != (rows[i].year != 0) || found.year != rows[i].year ||
            found.quarter != rows[i].quarter || date_compare(found.from, day(rows[i].from)) != 0)
            fail_msg("%s", rows[i].text);
    }
}

/* The title states the quarter, and the name of the file another one. */
static void the_title_stands_before_the_name(void **state)
{
    (void)state;
    load(true, "ccipra-v302r0-f1.TXT",
         TEXT("Title, Quarter 4 2025\n97012\t97140\t\t20200101\t*\t1\t\n"));
    assert_string_equal(edits_table(edits, 0)->name, "2025 Q4");
    load(true, "plain.txt", TEXT("97012\t97140\t\t20200101\t*\t1\t"));
    assert_string_equal(edits_table(edits, 0)->name, "plain.txt");
    assert_int_equal(edits_table(edits, 0)->from.year, 0);
    load(true, "evil\x1b.txt", TEXT("97012\t97140\t\t20200101\t*\t1\t"));
    assert_string_equal(edits_table(edits, 0)->name, "evil\\x1b.txt");
}

struct mistake {
    struct cl_text text;
    unsigned line;    /* 0: the message names none */
    const char *told; /* in the message */
};

static void assert_mistakes(bool ncci, const struct mistake *mistakes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char place_told[512] = "";
        const char *path;

        file_count = 0;
        path = place("mistake", mistakes[i].text);
        if (mistakes[i].line != 0)
            (void)snprintf(place_told, sizeof(place_told), "%s:%u: ", path, mistakes[i].line);
        if (load_one(ncci, path) == 0)
            fail_msg("mistake %zu was not found", i);
        assert_int_equal(problem.status, EXIT_BAD_USAGE);
        if (strstr(problem.text, place_told) == NULL ||
            strstr(problem.text, mistakes[i].told) == NULL)
            fail_msg("mistake %zu: %s", i, problem.text);
    }
}

#define ROW "97012\t97140\t\t20200101\t*\t1\tReason\r\n"

static void mistakes_of_a_pair_file_are_named(void **state)
{
    static const struct mistake mistakes[] = {
        { BYTES(""), 0, "without a row" },
        { BYTES(HEAD), 6, "without a row" },
        { BYTES("97012,97140,,20200101,*,1,Reason\n"), 1, "tab-delimited" },
        { BYTES("PK\x03\x04 zip"), 0, "zip" },
        { BYTES("\x1f\x8b gzip"), 0, "gzip" },
        { BYTES("<html>"), 0, "HTML" },
        { BYTES(HEAD ROW "97012\t97150\t\t20200101\t*\t1\r\n"), 8, "7 tab-delimited" },
        { BYTES(HEAD ROW "97012\t97150\t\t20200101\t*\t1\tReason\tmore\r\n"), 8, "7 tab-" },
        { BYTES(HEAD ROW "97012\t9715\t\t20200101\t*\t1\tReason\r\n"), 8, "two procedure codes" },
        { BYTES(HEAD ROW "97o12\t97150\t\t20200101\t*\t1\tReason\r\n"), 8, "two procedure codes" },
        { BYTES(HEAD ROW "97012\t97150\t\t\t*\t1\tReason\r\n"), 8, "effective date" },
        { BYTES(HEAD ROW "97012\t97150\t\t20200230\t*\t1\tReason\r\n"), 8, "effective date" },
        { BYTES(HEAD ROW "97012\t97150\t\t2020-1-1\t*\t1\tReason\r\n"), 8, "effective date" },
        { BYTES(HEAD "97012\t97150\t\t20200101\t2020123\t1\tReason\r\n" ROW), 7, "deletion date" },
        { BYTES(HEAD "97012\t97150\t\t20200101\t**\t1\tReason\r\n" ROW), 7, "deletion date" },
        { BYTES(HEAD ROW ROW "97012\t97150\t\t20200101\t*\t2\tReason\r\n"), 9, "indicator" },
        { BYTES(HEAD ROW "97012\t97150\t\t20200101\t*\t\tReason\r\n"), 8, "indicator" },
        { BYTES(HEAD ROW "\r\n" ROW), 8, "blank line" },
        { BYTES(HEAD ROW "\n\n" ROW), 8, "blank line" },
        { BYTES(HEAD ROW "Footnote\r\n"), 8, "7 tab-delimited" },
        { BYTES(HEAD ROW "97012\t97150\t\t2020"), 8, "cut" },
        { BYTES(HEAD "97012\t97150\t\t2020"), 7, "cut" },
        { BYTES(MUE_HEAD "97012,1,3 Date,\r\n"), 5, "tab-delimited" },
    };
    char head[64 * 41];

    (void)state;
    assert_mistakes(true, mistakes, COUNT_OF(mistakes));
    memset(head, '\n', sizeof(head));
    assert_mistakes(true, &(struct mistake){ { head, sizeof(head) }, 40, "first 40 lines" }, 1);
    assert_int_equal(load_one(true, "/tmp/claimline-no-such-file"), -1);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    assert_int_equal(load_one(true, "/tmp"), -1);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
}

/* How many `byte` there are from `from` to the end of the text. */
static unsigned count_from(struct cl_text text, size_t from, char byte)
{
    unsigned count = 0;

    for (size_t i = from; i < text.length; i++)
        count += text.data[i] == byte;
    return count;
}

/* A file that ends early is whole where its last line is: six tabs, or nothing at all. */
static void a_pair_file_cut_anywhere_is_found(void **state)
{
    static const struct cl_text whole =
        BYTES(HEAD ROW "97140\t97124\t\t20200101\t20240630\t0\tR\r\n");
    size_t head = sizeof(HEAD) - 1;

    (void)state;
    for (size_t length = 0; length <= whole.length; length++) {
        struct cl_text text = { whole.data, length };
        size_t begin = length;
        const char *path;
        bool good;

        while (begin > 0 && whole.data[begin - 1] != '\n')
            begin--;
        good =
            begin >= head && (begin == length ? begin > head : count_from(text, begin, '\t') == 6);
        file_count = 0;
        path = place("cut", text);
        if ((load_one(true, path) == 0) != good)
            fail_msg("cut after %zu bytes: %s", length, problem.text);
        if (!good) {
            char told[512];
            unsigned lines = count_from(text, 0, '\n') + (begin < length);

            (void)snprintf(told, sizeof(told), "%s:%u: ", path, lines);
            assert_ptr_equal(strstr(problem.text, told), problem.text);
            assert_int_equal(problem.status, EXIT_BAD_USAGE);
        }
    }
}

/* However the bytes arrive, and wherever blocks of the reader end. */
static void pair_files_are_read_in_pieces_of_any_size(void **state)
{
    static const size_t chunks[] = { 1, 2, 3, 7, 13, 64, 100 };
    enum { ROWS = 40000 };
    size_t room = 64 * (size_t)ROWS;
    char *text = malloc(room);
    size_t used = 0;
    const char *path;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(chunks); i++) {
        struct temporary_input input;

        temporary_input_make(&input, TEXT(HEAD ROW ROW "97140\t97124\t\t20200101\t*\t0\tR\r\n"),
                             chunks[i]);
        assert_int_equal(load_one(true, input.path), 0);
        temporary_input_remove(&input);
        assert_int_equal(edits_table(edits, 0)->rows, 3);
        assert_int_equal(pair("97140", "97124", 20200101), 0);
    }
    assert_non_null(text);
    for (unsigned i = 0; i < ROWS; i++)
        used +=
            (size_t)snprintf(text + used, room - used, "%05u\t97124\t\t20200101\t*\t0\t%.*s\r\n",
                             60000 + i, (int)(i % 29), "a reason of changing length ...");
    path = place("big", (struct cl_text){ text, used });
    assert_int_equal(load_one(true, path), 0);
    assert_int_equal(edits_table(edits, 0)->rows, ROWS);
    assert_int_equal(pair("97140", "97124", 20200101), 0);
    assert_int_equal(pair("97012", "97124", 20200101), 0);
    text[used - 2] = 'x'; /* and the last line end alone is an LF */
    text[used - 20] = '\n';
    file_count = 0;
    assert_int_equal(load_one(true, place("big", (struct cl_text){ text, used })), -1);
    assert_non_null(strstr(problem.text, ":40000: "));
    memset(text, 'x', used);
    file_count = 0;
    assert_int_equal(load_one(true, place("big", (struct cl_text){ text, used })), -1);
    assert_non_null(strstr(problem.text, ":1: the line is longer"));
    free(text);
}

static void the_official_unit_file_is_read(void **state)
{
    const struct edit_table *table;
    const struct unit_edit *edit;

    (void)state;
    load(false, "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv",
         TEXT(MUE_HEAD "0001U,1,2 Date of Service Edit: Policy,Code Descriptor\r\n"
                       "97110,6,3 Date of Service Edit: Clinical,\"Clinical: Data, \xe9\"\r\n"
                       "97140,\"6\",3,\r\n"
                       "97164,1,2 Date of Service Edit: Policy,\r\n"
                       "95851,3,1 Line Edit,\r\n"
                       ",,,\r\n\r\n"));
    table = edits_table(edits, 0);
    assert_string_equal(table->name, "2024 Q3");
    assert_string_equal(table->kind, "mue");
    assert_int_equal(date_compare(table->from, day(20240701)), 0);
    assert_int_equal(table->rows, 5);
    assert_int_equal(table->kept, 4);
    edit = edits_units(edits, TEXT("97110"), day(20240701));
    assert_non_null(edit);
    assert_text(edit->code, "97110");
    assert_int_equal(edit->units, 6);
    assert_int_equal(edit->indicator, 3);
    assert_string_equal(edit->table, "2024 Q3");
    assert_int_equal(units("97140", 20240701), 6);
    assert_int_equal(edits_units(edits, TEXT("97164"), day(20240701))->indicator, 2);
    assert_int_equal(edits_units(edits, TEXT("95851"), day(20240701))->indicator, 1);
    assert_int_equal(units("97110", 20240630), -1);
    assert_int_equal(units("97112", 20240701), -1);
    assert_int_equal(pair("97110", "97140", 20240701), -1);
}

static void the_newest_unit_table_that_had_begun_rules(void **state)
{
    const char *const orders[][3] = {
        { place("mue_2024q3.csv", TEXT(MUE_HEAD "97110,6,3,\n97112,4,3,\n")),
          place("mue_2025q1.csv", TEXT(MUE_HEAD "97110,8,3,\n")),
          place("mue.csv", TEXT(MUE_HEAD "97110,5,3,\n97140,9,3,\n")) },
        { paths[2], paths[1], paths[0] },
        { paths[1], paths[2], paths[0] },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        assert_int_equal(load_paths(NULL, 0, orders[i], 3), 0);
        assert_int_equal(units("97110", 20240630), 5);
        assert_int_equal(units("97110", 20240701), 6);
        assert_int_equal(units("97110", 20241231), 6);
        assert_int_equal(units("97110", 20250101), 8);
        assert_int_equal(units("97112", 20240630), -1);
        assert_int_equal(units("97112", 20241231), 4);
        assert_int_equal(units("97112", 20250101), -1); /* the table in force has no limit */
        assert_int_equal(units("97140", 20240630), 9);
        assert_int_equal(units("97140", 20240701), -1);
    }
}

static void mistakes_of_a_unit_file_are_named(void **state)
{
    static const struct mistake mistakes[] = {
        { BYTES(""), 0, "without a header" },
        { BYTES(MUE_HEAD), 4, "without a row" },
        { BYTES("97110,6,3,\n"), 1, "without a header" },
        { BYTES("HCPCS/CPT Code,MUE Rationale\n97110,6\n"), 2, "without a header" },
        { BYTES("CPT Code,Outpatient Hospital Services MUE Values,MUE Adjudication Indicator\n"
                "97110,6,3\n"),
          1, "practitioner" },
        { BYTES(MUE_HEAD "97110,6,3\n97112,4,3,\n"), 5, "as many fields" },
        { BYTES(MUE_HEAD "97110,6,3,,\n"), 5, "as many fields" },
        { BYTES(MUE_HEAD "9711,6,3,\n"), 5, "the code" },
        { BYTES(MUE_HEAD "97110,,3,\n"), 5, "MUE value" },
        { BYTES(MUE_HEAD "97110,six,3,\n"), 5, "MUE value" },
        { BYTES(MUE_HEAD "97110,100000,3,\n"), 5, "MUE value" },
        { BYTES(MUE_HEAD "97110,6,4 Edit,\n"), 5, "adjudication indicator" },
        { BYTES(MUE_HEAD "97110,6,,\n"), 5, "adjudication indicator" },
        { BYTES(MUE_HEAD "97110,6,33,\n"), 5, "adjudication indicator" },
        { BYTES(MUE_HEAD "97110,6,3,\n97110,6,3,\n"), 6, "twice" },
        { BYTES(MUE_HEAD "97110,6,3,\n97112,4,3,\"Clini"), 6, "cut" },
        { BYTES(MUE_HEAD "97110,6,3,\n97112,4"), 6, "cut" },
        { BYTES(MUE_HEAD "97110,6,3,\"a\"b\n"), 5, "well-formed" },
        { BYTES(HEAD ROW), 7, "CSV" },
        { BYTES("PK\x03\x04 zip"), 0, "zip" },
    };

    (void)state;
    assert_mistakes(false, mistakes, COUNT_OF(mistakes));
}

static void a_unit_file_cut_anywhere_is_found(void **state)
{
    static const struct cl_text whole =
        BYTES(MUE_HEAD "97110,6,3 Date of Service Edit: Clinical,\"Clinical\"\r\n"
                       "97112,4,3 Date of Service Edit: Clinical,\"Clinical\"\r\n");
    size_t head = sizeof(MUE_HEAD) - 1;

    (void)state;
    for (size_t length = 0; length <= whole.length; length++) {
        struct cl_text text = { whole.data, length };
        size_t begin = length;
        bool good;

        while (begin > 0 && whole.data[begin - 1] != '\n')
            begin--;
        /* An open quote, or fewer commas than a record has; both quotes: whole. */
        good = begin >= head && (begin == length ? begin > head
                                                 : count_from(text, begin, ',') == 3 &&
                                                       count_from(text, begin, '"') != 1);
        file_count = 0;
        if ((load_one(false, place("cut", text)) == 0) != good)
            fail_msg("cut after %zu bytes: %s", length, problem.text);
        if (!good)
            assert_int_equal(problem.status, EXIT_BAD_USAGE);
    }
}

static void the_samples_hold_the_edits_of_july_2024(void **state)
{
    static const struct {
        const char *a, *b;
        int indicator;
    } pairs[] = {
        { "97140", "97124", 0 },  { "97012", "97140", 1 },  { "97150", "97110", 1 },
        { "97150", "97112", 1 },  { "97150", "97116", 1 },  { "97150", "97140", 1 },
        { "97150", "97530", 1 },  { "97530", "97750", 1 },  { "97140", "97750", 1 },
        { "97161", "97750", 0 },  { "97162", "97750", 0 },  { "97163", "97750", 0 },
        { "G0283", "97032", 1 },  { "97530", "97116", -1 }, { "97140", "97530", -1 },
        { "97161", "97140", -1 }, { "97162", "97140", -1 }, { "97163", "97140", -1 },
    };
    static const struct {
        const char *code;
        int units, indicator;
    } limits[] = {
        { "97010", 0, 3 }, { "97012", 1, 3 }, { "97014", 0, 3 }, { "97035", 2, 3 },
        { "97110", 6, 3 }, { "97112", 4, 3 }, { "97140", 6, 3 }, { "97164", 1, 2 },
    };

    (void)state;
    load_samples();
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const struct pair_edit *edit =
            edits_pair(edits, text_of(pairs[i].a), text_of(pairs[i].b), day(20240701));

        if (pair(pairs[i].a, pairs[i].b, 20240701) != pairs[i].indicator)
            fail_msg("%s %s", pairs[i].a, pairs[i].b);
        if (edit != NULL)
            assert_text(edit->column1, pairs[i].a);
        assert_int_equal(pair(pairs[i].a, pairs[i].b, 20240630), -1);
    }
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        assert_int_equal(units(limits[i].code, 20240701), limits[i].units);
        assert_int_equal(edits_units(edits, text_of(limits[i].code), day(20240701))->indicator,
                         limits[i].indicator);
    }
    assert_string_equal(edits_table(edits, 0)->name, "2024 Q3");
    assert_string_equal(edits_table(edits, 1)->name, "2024 Q3");
    assert_int_equal(edits_table(edits, 0)->rows, 600);
    assert_int_equal(edits_table(edits, 1)->rows, 102);
    assert_int_equal(date_compare(edits_table(edits, 1)->from, day(20240701)), 0);
}

static void no_files_are_no_edits(void **state)
{
    (void)state;
    assert_int_equal(load_paths(NULL, 0, NULL, 0), 0);
    assert_int_equal(edits_table_count(edits), 0);
    assert_int_equal(pair("97012", "97140", 20240701), -1);
    assert_int_equal(units("97012", 20240701), -1);
    edits_destroy(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        EACH(the_official_pair_file_is_read),
        EACH(a_pair_is_in_force_from_its_first_to_its_last_day),
        EACH(the_newest_quarter_that_tells_of_a_pair_rules),
        EACH(the_quarter_is_found_in_titles_and_names),
        EACH(the_title_stands_before_the_name),
        EACH(mistakes_of_a_pair_file_are_named),
        EACH(a_pair_file_cut_anywhere_is_found),
        EACH(pair_files_are_read_in_pieces_of_any_size),
        EACH(the_official_unit_file_is_read),
        EACH(the_newest_unit_table_that_had_begun_rules),
        EACH(mistakes_of_a_unit_file_are_named),
        EACH(a_unit_file_cut_anywhere_is_found),
        EACH(the_samples_hold_the_edits_of_july_2024),
        EACH(no_files_are_no_edits),
    };

    return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
