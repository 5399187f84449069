/* test_read_reader.c - which rows make a session, what becomes of broken ones, limits, order. */
#include "read_fixture.h"

#define FIFTY "12345678901234567890123456789012345678901234567890"

static const struct {
    const char *text; /* behind the header, which is line 1 */
    const char *handed;
} rows[] = {
    { "", "" },
    { ROW("S1") ROW("S1") ROW("S2"), "S1@2 [2 3] 2\nS2@4 [4] 1\n" },
    { ROW("S1") "\n \t\n" ROW(" S1 ") ROW("\"S1\""), "S1@2 [2 5 6] 3\n" },
    { ROW("s1") ROW("S1"), "s1@2 [2] 1\nS1@3 [3] 1\n" },
    /* no id: between rows of one session, between two sessions, first, last, alone */
    { ROW("S1") ROW("") ROW("S1"), "S1@2 [2 3 4] 2 field.required session.broken_row\n" },
    { ROW("S1") ROW("") ROW("S2"), "S1@2 [2] 1\nstray 3 field.required\nS2@4 [4] 1\n" },
    { ROW("") ROW("S1"), "stray 2 field.required\nS1@3 [3] 1\n" },
    { ROW("S1") ROW(" "), "S1@2 [2] 1\nstray 3 field.required\n" },
    { ROW(""), "stray 2 field.required\n" },
    { ROW("S1") ROW("") ROW("") ROW("S2"),
      "S1@2 [2] 1\nstray 3 field.required\nstray 4 field.required\nS2@5 [5] 1\n" },
    /* an id that is no clean text is none */
    { ROW("S1") ROW("S\xff") ROW("S1"), "S1@2 [2 3 4] 2 field.required session.broken_row\n" },
    { ROW("S1") ROW("S\x01") ROW("S2"), "S1@2 [2] 1\nstray 3 field.required\nS2@4 [4] 1\n" },
    /* a broken row with its own session's id */
    { ROW("S1") BROKEN("S1") ROW("S1"), "S1@2 [2 3 4] 2 record.fields\n" },
    { ROW("S1") BROKEN("S1") ROW("S2"), "S1@2 [2 3] 1 record.fields\nS2@4 [4] 1\n" },
    { ROW("S1") BROKEN("S1"), "S1@2 [2 3] 1 record.fields\n" },
    { ROW("S1") "S1,\"x\n" ROW("S1"), "S1@2 [2 3 4] 2 record.quote\n" },
    { ROW("S1") "S1,a\"x\n" ROW("S1"), "S1@2 [2 3 4] 2 record.quote\n" },
    /* ... with the next session's */
    { ROW("S1") BROKEN("S2") ROW("S2"),
      "S1@2 [2] 1\nS2@3 [3 4] 1 record.fields session.broken_row\n" },
    { BROKEN("S1") ROW("S1"), "S1@2 [2 3] 1 record.fields session.broken_row\n" },
    { BROKEN("S1") BROKEN("S1") ROW("S1"),
      "S1@2 [2 3 4] 1 record.fields record.fields session.broken_row\n" },
    /* ... with a neighbour's field where the id should stand */
    { ROW("S1") BROKEN("ZZ") ROW("S1"),
      "shown ZZ@3\nS1@2 [2 3 4] 2 record.fields session.broken_row\n" },
    { ROW("S1") BROKEN("ZZ") ROW("S2"), "S1@2 [2] 1\nZZ@3 [3] 0 record.fields\nS2@4 [4] 1\n" },
    { BROKEN("ZZ") ROW("S1"), "ZZ@2 [2] 0 record.fields\nS1@3 [3] 1\n" },
    { ROW("S1") BROKEN("ZZ"), "S1@2 [2] 1\nZZ@3 [3] 0 record.fields\n" },
    { ROW("S1") BROKEN("ZZ") BROKEN("ZZ") BROKEN("Y"),
      "S1@2 [2] 1\nZZ@3 [3 4] 0 record.fields record.fields\nY@5 [5] 0 record.fields\n" },
    { ROW("S1") BROKEN(FIFTY "1") ROW("S2"), "S1@2 [2] 1\nstray 3 record.fields\nS2@4 [4] 1\n" },
    /* several doubts in a row */
    { ROW("S1") ROW("") BROKEN("ZZ") ROW("S1"),
      "shown ZZ@4\nS1@2 [2 3 4 5] 2 field.required record.fields session.broken_row\n" },
    { ROW("S1") ROW("") BROKEN("S2") ROW("") ROW("S2"),
      "S1@2 [2] 1\nstray 3 field.required\n"
      "S2@4 [4 5 6] 1 record.fields field.required session.broken_row\n" },
    /* a broken row far from its session: two pieces of one session, to be put together */
    { BROKEN("S2") ROW("S1") ROW("S2"), "S2@2 [2] 0 record.fields\nS1@3 [3] 1\nS2@4 [4] 1\n" },
    { ROW("S2") ROW("S1") BROKEN("S2"), "S2@2 [2] 1\nS1@3 [3] 1\nS2@4 [4] 0 record.fields\n" },
    /* held with the session around it, the row may be that of one before or behind it */
    { ROW("S1") BROKEN("X") ROW("S1") ROW("X"),
      "shown X@3\nS1@2 [2 3 4] 2 record.fields session.broken_row\nX@5 [5] 1\n" },
    { ROW("X") ROW("S1") BROKEN("X") ROW("S1"),
      "X@2 [2] 1\nshown X@4\nS1@3 [3 4 5] 2 record.fields session.broken_row\n" },
    { BROKEN("Y") BROKEN("X") ROW("Y") ROW("X"),
      "shown X@3\nY@2 [2 3 4] 1 record.fields record.fields session.broken_row\nX@5 [5] 1\n" },
    /* rows of a session that stand apart are pieces */
    { ROW("S1") ROW("S2") ROW("S1"), "S1@2 [2] 1\nS2@3 [3] 1\nS1@4 [4] 1\n" },
    /* the id's length */
    { ROW(FIFTY), FIFTY "@2 [2] 1\n" },
    { ROW(FIFTY "1"), FIFTY "1@2 [2] 1 session.id\n" },
    /* a session that is not billable is looked at for id, status and shape alone; see
     * test_read_row.c. Nothing else is left out: */
    { ROW("S1") "\x1a", "S1@2 [2] 1\n" },
};

static void rows_find_their_sessions(void **state)
{
    static const size_t chunks[] = { 0, 1, 7 };
    static struct reading reading;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t c = 0; c < COUNT_OF(chunks); c++) {
            struct arena arena = { 0 };

            if (read_export(&reading, arena_format(&arena, "%s%s", HEADER, rows[i].text),
                            chunks[c]) < 0)
                fail_msg("row %zu: %s", i, reading.problem.text);
            if (strcmp(reading.notes.text, rows[i].handed) != 0)
                fail_msg("row %zu:\n%s\nis not\n%s", i, reading.notes.text, rows[i].handed);
            assert_covered(&reading);
            reading_finish(&reading);
            arena_finish(&arena);
        }
    }
}

static void a_session_may_come_back_in_another_input(void **state)
{
    static struct reading reading;

    (void)state;
    assert_int_equal(read_export(&reading, TEXT(HEADER ROW("S1") ROW("S2") "\n\n"), 0), 0);
    assert_int_equal(read_export(&reading, TEXT(HEADER ROW("S4") ROW("S2")), 0), 0);
    assert_string_equal(reading.notes.text, "S1@2 [2] 1\nS2@3 [3] 1\nS4@2 [2] 1\nS2@3 [3] 1\n");
    reading_finish(&reading);
}

/* The first reading wants the same sessions, rows and shown ids, but no services: its
 * events are counted, and must be those of the second. */
static void a_narrow_reading_hands_over_the_same_sessions(void **state)
{
    static const char export[] =
        HEADER ROW("X") BROKEN("S1") ROW("S1") BROKEN("X") ROW("S1") ROW("") BROKEN("Z");
    static struct reading reading;

    (void)state;
    reading.run.narrow = true;
    assert_int_equal(read_export(&reading, TEXT(export), 0), 0);
    assert_string_equal(reading.notes.text,
                        "X@2 [2] 0\nshown X@5\n"
                        "S1@3 [3 4 5 6] 0 record.fields session.broken_row record.fields "
                        "session.broken_row\n"
                        "stray 7 field.required\nZ@8 [8] 0 record.fields\n");
    assert_covered(&reading);
    reading_finish(&reading);
}

/* The header, then a row of S1 `count` times, then one of S2. */
static struct cl_text repeated(struct arena *arena, const char *row, size_t count)
{
    size_t length = strlen(row);
    size_t used = strlen(HEADER);
    char *text = arena_alloc(arena, used + length * count + 200);

    memcpy(text, HEADER, used);
    for (size_t i = 0; i < count; i++, used += length)
        memcpy(text + used, row, length);
    memcpy(text + used, ROW("S2"), strlen(ROW("S2")));
    return (struct cl_text){ text, used + strlen(ROW("S2")) };
}

static void a_session_has_4096_rows_at_most(void **state)
{
    static struct reading reading;
    struct arena arena = { 0 };

    (void)state;
    assert_int_equal(read_export(&reading, repeated(&arena, ROW("S1"), 4096), 0), 0);
    assert_string_equal(reading.notes.text, "S1@2 [4096 rows] 4096\nS2@4098 [4098] 1\n");
    assert_covered(&reading);
    reading_finish(&reading);
    assert_int_equal(read_export(&reading, repeated(&arena, ROW("S1"), 4097), 0), 0);
    assert_non_null(strstr(reading.notes.text, "held 2 session.too_large\nheld 3 "));
    assert_non_null(
        strstr(reading.notes.text, "S1@2 [] 4096 session.too_large\nS2@4099 [4099] 1\n"));
    assert_int_equal(reading.rows, 4098);
    assert_covered(&reading);
    reading_finish(&reading);
    arena_finish(&arena);
}

/* A row of S1 that takes `size` bytes with its line end. */
static const char *row_of_size(struct arena *arena, size_t size)
{
    char *row = arena_alloc(arena, size + 1);
    size_t used = strlen(ROW("S1")) - 1;

    memcpy(row, ROW("S1"), used);
    memset(row + used, 'n', size - used - 1);
    row[size - 1] = '\n';
    return row;
}

static void a_session_has_4_mib_at_most(void **state)
{
    static struct reading reading;
    struct arena arena = { 0 };
    const char *row = row_of_size(&arena, CSV_MAX_RECORD);

    (void)state;
    assert_int_equal(read_export(&reading, repeated(&arena, row, 4), 0), 0);
    assert_string_equal(reading.notes.text, "S1@2 [2 3 4 5] 4\nS2@6 [6] 1\n");
    assert_covered(&reading);
    reading_finish(&reading);
    assert_int_equal(read_export(&reading, repeated(&arena, row, 5), 0), 0);
    assert_string_equal(reading.notes.text, "held 2 session.too_large\nheld 3 session.too_large\n"
                                            "held 4 session.too_large\nheld 5 session.too_large\n"
                                            "held 6 session.too_large\n"
                                            "S1@2 [] 4 session.too_large\nS2@7 [7] 1\n");
    assert_covered(&reading);
    reading_finish(&reading);
    arena_finish(&arena);
}

static void a_row_over_1_mib_holds_its_session(void **state)
{
    static struct reading reading;
    struct arena arena = { 0 };

    (void)state;
    assert_int_equal(
        read_export(&reading, repeated(&arena, row_of_size(&arena, 3 * CSV_MAX_RECORD), 1), 0), 0);
    assert_covered(&reading);
    assert_string_equal(reading.notes.text,
                        "held 2 record.too_long\nS1@2 [] 0 record.too_long\nS2@3 [3] 1\n");
    reading_finish(&reading);
    arena_finish(&arena);
}

static void a_row_over_1_mib_of_another_session_is_held_alone(void **state)
{
    static const char *const tails[][2] = {
        { ROW("T"), "held 3 record.too_long\nX@3 [] 0 record.too_long\nS@2 [2] 1\nT@4 [4] 1\n" },
        { ROW("S"), "held 3 record.too_long\nX@3 [] 0 record.too_long\n"
                    "S@2 [2 4] 2 session.broken_row\n" },
    };
    static struct reading reading;
    static char filler[2 * CSV_MAX_RECORD];

    (void)state;
    memset(filler, 'n', sizeof(filler) - 1);
    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        struct arena arena = { 0 };

        assert_int_equal(
            read_export(&reading,
                        arena_format(&arena, "%sX,%s\n%s", HEADER ROW("S"), filler, tails[i][0]),
                        0),
            0);
        assert_string_equal(reading.notes.text, tails[i][1]);
        assert_covered(&reading);
        reading_finish(&reading);
        arena_finish(&arena);
    }
}

/* Damages an export in up to eight places. */
static void mutate(uint64_t *seed, char *bytes, size_t length)
{
    static const char damage[] = ",\"\n\r S1\xff\x01;";

    for (uint64_t i = 1 + random_below(seed, 8); i > 0; i--) {
        size_t at = random_below(seed, length);
        size_t from = random_below(seed, length - 40);

        if (random_below(seed, 4) != 0)
            bytes[at] = damage[random_below(seed, sizeof(damage) - 1)];
        else if (at + 40 < length)
            memmove(bytes + at, bytes + from, 40);
    }
}

static void damaged_exports_lose_nothing(void **state)
{
    static const char sound[] = HEADER ROW("S1") ROW("S1") ROW("S1") ROW("S2") ROW("S3")
        ROW("S3") "S4,2024-07-01,P1,PAY,va,1234567893,\"M54.50;M25.561\",PT,97110,8,"
                  "\"two\nlines\"\n" ROW("S5");
    static struct reading reading;
    uint64_t seed = 5;
    unsigned read = 0;

    (void)state;
    for (unsigned i = 0; i < 4000; i++) {
        char bytes[sizeof(sound)];

        memcpy(bytes, sound, sizeof(sound));
        mutate(&seed, bytes + (i % 8 != 0 ? sizeof(HEADER) - 1 : 0),
               sizeof(sound) - 1 - (i % 8 != 0 ? sizeof(HEADER) - 1 : 0));
        if (read_export(&reading, (struct cl_text){ bytes, sizeof(sound) - 1 }, 0) == 0) {
            assert_covered(&reading);
            read++;
        } else {
            assert_int_equal(reading.problem.status, EXIT_FAILED);
        }
        reading_finish(&reading);
    }
    assert_true(read > 1000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_find_their_sessions),
        cmocka_unit_test(a_session_may_come_back_in_another_input),
        cmocka_unit_test(a_narrow_reading_hands_over_the_same_sessions),
        cmocka_unit_test(a_session_has_4096_rows_at_most),
        cmocka_unit_test(a_session_has_4_mib_at_most),
        cmocka_unit_test(a_row_over_1_mib_holds_its_session),
        cmocka_unit_test(a_row_over_1_mib_of_another_session_is_held_alone),
        cmocka_unit_test(damaged_exports_lose_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
