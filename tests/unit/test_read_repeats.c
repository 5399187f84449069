/* test_read_repeats.c - which rows of a session repeat others: digests of rows, and the rows that a
 * session has so far. */
#include "unit.h"

#include "read/repeats.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Rows are letters; equal letters are equal rows. Lines count from 1 over all pieces. */
struct told {
    struct arena arena;
    struct rows_so_far *so_far;
    uint64_t line;
    char passed[64]; /* 'x' for a row that is passed over, '.' for others; pieces end with '|' */
    struct repeats last;
};

static void take(struct told *told, enum duplicates duplicates, const char *letters, size_t count,
                 bool stand_alone)
{
    struct row_digest digests[16];
    struct row rows[16];
    const struct repeats_piece piece = { .rows = rows,
                                         .digests = digests,
                                         .count = count,
                                         .source_file = text_of("a.csv"),
                                         .stand_alone = stand_alone };
    size_t at = strlen(told->passed);

    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct row){ .line = ++told->line };
        digests[i] = (struct row_digest){ (uint64_t)letters[i], 1 };
    }
    told->last = rows_so_far_take(told->so_far, duplicates, &piece, &told->arena);
    for (size_t i = 0; i < count; i++)
        told->passed[at++] = told->last.count != 0 && told->last.passed[i] ? 'x' : '.';
    told->passed[at] = '|';
}

static void expect(enum duplicates duplicates, bool stand_alone, const char *pieces,
                   const char *passed)
{
    struct told told = { .passed = "" };
    const char *piece = pieces;

    told.so_far = rows_so_far_create(&told.arena, strlen(pieces));
    while (*piece != '\0') {
        size_t count = strcspn(piece, "|");

        take(&told, duplicates, piece, count, stand_alone);
        piece += count + 1;
    }
    assert_string_equal(told.passed, passed);
    arena_finish(&told.arena);
}

static void copies_and_versions(void **state)
{
    (void)state;
    expect(DUPLICATES_ONCE, true, "ab|ab|", "..|xx|");
    expect(DUPLICATES_ONCE, true, "ab|ba|b|", "..|xx|x|");
    expect(DUPLICATES_ONCE, true, "aa|a|", "..|x|");
    expect(DUPLICATES_ONCE, true, "a|aa|", ".|x.|");
    expect(DUPLICATES_ONCE, true, "a|aa|aa|", ".|x.|xx|");
    expect(DUPLICATES_ONCE, true, "a|bac|c|", ".|.x.|x|");
    expect(DUPLICATES_ONCE, true, "a|b|abc|", ".|.|xx.|");
    expect(DUPLICATES_ONCE, true, "ab|bc|", "..|..|");
    expect(DUPLICATES_ONCE, true, "ab|cd|", "..|..|");
    /* What cannot be held row by row is passed over whole, or not at all. */
    expect(DUPLICATES_ONCE, false, "a|bac|", ".|...|");
    expect(DUPLICATES_ONCE, false, "ab|b|", "..|x|");
}

static void all_copies(void **state)
{
    (void)state;
    expect(DUPLICATES_ALL, true, "aa|a|", ".x|x|");
    expect(DUPLICATES_ALL, true, "ab|bc|cab|", "..|x.|xxx|");
    expect(DUPLICATES_ALL, false, "aba|ba|", "..x|xx|");
}

static void places_are_those_of_the_first(void **state)
{
    struct told told = { .passed = "" };

    (void)state;
    told.so_far = rows_so_far_create(&told.arena, 8);
    take(&told, DUPLICATES_ONCE, "ab", 2, true);
    take(&told, DUPLICATES_ONCE, "cab", 3, true);
    assert_int_equal(told.last.count, 2);
    assert_int_equal(told.last.line, 4);
    assert_int_equal(told.last.first.line, 1);
    assert_string_equal(told.last.first.source_file.data, "a.csv");
    arena_finish(&told.arena);
}

/* Thousands of rows, by far more than there were slots at first. */
static void many_rows(void **state)
{
    enum { COUNT = 4096 };
    struct arena arena = { 0 };
    struct row *rows = arena_alloc_array(&arena, COUNT, sizeof(*rows));
    struct row_digest *digests = arena_alloc_array(&arena, COUNT, sizeof(*digests));
    const struct repeats_piece piece = {
        .rows = rows, .digests = digests, .count = COUNT, .source_file = TEXT_NONE
    };
    struct rows_so_far *so_far = rows_so_far_create(&arena, 2 * (size_t)COUNT);

    (void)state;
    for (uint64_t i = 0; i < COUNT; i++)
        digests[i] = (struct row_digest){ i << 32, i }; /* all in one slot */
    assert_int_equal(rows_so_far_take(so_far, DUPLICATES_ONCE, &piece, &arena).count, 0);
    assert_int_equal(rows_so_far_take(so_far, DUPLICATES_ONCE, &piece, &arena).count, COUNT);
    arena_finish(&arena);
}

enum { MOST_FIELDS = 8 };

/* Fields as `columns` name them; COLUMN_NONE: a column that is ignored. */
static struct row_digest digest_of(const enum column *columns, const char *const *fields,
                                   size_t count, bool held_cell, uint64_t beside)
{
    static struct header header;
    struct cl_text texts[MOST_FIELDS];
    struct csv_record record = { .state = CSV_FINE, .fields = texts, .field_count = count };

    memset(&header, 0, sizeof(header));
    header.field_count = count;
    header.has_held_cell = held_cell;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        header.field_of[i] = NO_FIELD;
    for (size_t i = 0; i < count; i++) {
        texts[i] = text_of(fields[i]);
        header.column_of[i] = (int16_t)columns[i];
        if (columns[i] != COLUMN_NONE)
            header.field_of[columns[i]] = (int16_t)i;
    }
    header_list_columns(&header);
    return row_digest(&header, &record, beside);
}

#define DIGEST(held_cell, beside, columns, ...)                                                    \
    digest_of(columns, (const char *const[]){ __VA_ARGS__ },                                       \
              sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), held_cell, beside)

static const enum column plain[] = { COL_session_id, COL_code, COL_minutes, COLUMN_NONE,
                                     COLUMN_NONE };
static const enum column turned[] = { COL_minutes, COL_session_id, COL_code, COLUMN_NONE,
                                      COLUMN_NONE };
static const enum column more[] = { COL_session_id, COL_code,    COL_minutes,
                                    COLUMN_NONE,    COLUMN_NONE, COL_note };
static const enum column mended[] = { COLUMN_NONE, COL_session_id, COL_code,
                                      COL_minutes, COLUMN_NONE,    COLUMN_NONE };

static void rows_that_are_the_same(void **state)
{
    struct row_digest row = DIGEST(false, 0, plain, "S1", "97110", "30", "7", "");

    (void)state;
    assert_true(row_digest_equal(row, DIGEST(false, 0, plain, " S1", "97110\t", "30", "7", " ")));
    assert_true(row_digest_equal(row, DIGEST(false, 0, turned, "30", "S1", "97110", "7", "")));
    assert_true(row_digest_equal(row, DIGEST(false, 0, more, "S1", "97110", "30", "7", "", "")));
    assert_true(
        row_digest_equal(row, DIGEST(true, 0, mended, "2 a.b", "S1", "97110", "30", "7", "")));
}

static void rows_that_differ(void **state)
{
    struct row_digest row = DIGEST(false, 0, plain, "S1", "97110", "30", "7", "");

    (void)state;
    assert_false(row_digest_equal(row, DIGEST(false, 0, plain, "S1", "97110", "31", "7", "")));
    assert_false(row_digest_equal(row, DIGEST(false, 0, plain, "S1", "97110", "30", "8", "")));
    assert_false(row_digest_equal(row, DIGEST(false, 0, plain, "S1", "97110", "30", "", "7")));
    assert_false(row_digest_equal(row, DIGEST(false, 0, plain, "S1", "97110", "", "7", "")));
    assert_false(row_digest_equal(row, DIGEST(false, 0, plain, "S19", "7110", "30", "7", "")));
    assert_false(row_digest_equal(row, DIGEST(false, 0, more, "S1", "97110", "30", "7", "", "n")));
    assert_false(row_digest_equal(row, DIGEST(false, 9, plain, "S1", "97110", "30", "7", "")));
}

/* A row that continues another one is its second record, whatever it says; what a map leaves out
 * counts by its place. */
static void what_rows_say_beside_their_fields(void **state)
{
    static const uint16_t left_out[] = { 1, 2 };
    static const struct header header = { .left_out = left_out, .left_out_count = 2 };
    const struct cl_text fields[] = { text_of("a"), text_of(" b"), TEXT_NONE };
    const struct cl_text same[] = { text_of("z"), text_of("b "), text_of(" ") };
    const struct cl_text moved[] = { text_of("a"), TEXT_NONE, text_of("b") };
    const struct csv_record row = { .fields = fields, .field_count = 3 };
    const struct csv_record same_row = { .fields = same, .field_count = 3 };
    const struct csv_record moved_row = { .fields = moved, .field_count = 3 };
    uint64_t beside = row_digest_left_out(&header, &row);

    (void)state;
    assert_true(beside == row_digest_left_out(&header, &same_row));
    assert_true(beside != row_digest_left_out(&header, &moved_row));
    assert_true(row_digest_next(beside) != beside);
    assert_true(row_digest_next(beside) != row_digest_next(row_digest_next(beside)));
    assert_true(row_digest_text(text_of("{}")) != row_digest_text(text_of("{ }")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_and_versions),
        cmocka_unit_test(all_copies),
        cmocka_unit_test(many_rows),
        cmocka_unit_test(places_are_those_of_the_first),
        cmocka_unit_test(rows_that_are_the_same),
        cmocka_unit_test(rows_that_differ),
        cmocka_unit_test(what_rows_say_beside_their_fields),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
