/* test_base_csv_front.c - rows that begin as the row before: the front gives what libcsv alone
 * gives, whatever part of the fields is wanted; and all its ways to cut give the same. */
#include "unit.h"

#include "base/csv.h"
#include "base/csv_cut.h"
#include "base/text.h"

enum { TEXTS = 8000, ROWS = 6, MOST_FIELDS = 9, LONGEST = 4096 };

struct text {
    char bytes[LONGEST + CSV_PART_SLACK];
    size_t length;
};

static void put(struct text *text, const char *string)
{
    size_t length = strlen(string);

    assert_true(text->length + length <= LONGEST);
    memcpy(text->bytes + text->length, string, length);
    text->length += length;
}

/* Long ones reach over the 64 bytes that are looked at together. */
static const char *random_field(uint64_t *seed)
{
    static const char *const fields[] = {
        "",
        "a",
        "97110",
        " b ",
        "\xc3\xb1",
        "\x1f",
        "\x7f",
        "\t.",
        "\"a,b\"",
        "\"say \"\"x\"\"\"",
        "\"\"",
        "\"two\r\nlines\"",
        " \"c\"",
        "\"d\" ",
        "a field of more than thirty-two bytes, but for the comma",
        "a-field-of-seventy-bytes-a-field-of-seventy-bytes-a-field-of-seventy-bytes",
        "\"a quoted field of about sixty-four bytes, but for the comma here\"",
        "\"\"\"a\"\"\"\"\"",
        "out \"of\" place",
        "\"a\"b",
        "\"",
    };
    /* The last ones break the record, or its number of fields, and are rare. */
    size_t count = COUNT_OF(fields) - (random_below(seed, 40) != 0 ? 3 : 0);

    return fields[random_below(seed, count)];
}

/* Rows that mostly repeat fields of the one before, from the first on. */
static void random_text(struct text *text, uint64_t *seed)
{
    static const char *const line_ends[] = { "\n", "\r\n", "\r", "\n\n" };
    static const char filler[] =
        "a-field-of-as-many-bytes-as-it-takes-for-others-to-stand-anywhere,";
    const char *shift = &filler[random_below(seed, sizeof(filler))];
    const char *fields[MOST_FIELDS];
    size_t count = 1 + random_below(seed, MOST_FIELDS);
    size_t rows = random_below(seed, ROWS + 1);

    text->length = 0;
    for (size_t i = 0; i < count; i++)
        fields[i] = random_field(seed);
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = random_below(seed, count + 1); i < count; i++)
            fields[i] = random_field(seed);
        put(text, shift);
        for (size_t i = 0; i < count; i++) {
            put(text, i != 0 ? "," : "");
            put(text, fields[i]);
        }
        if (row + 1 < rows || random_below(seed, 2) != 0)
            put(text, line_ends[random_below(seed, COUNT_OF(line_ends))]);
    }
    memset(text->bytes + text->length, '"', CSV_PART_SLACK);
}

static struct csv_reader *reader_of(const struct text *text)
{
    return csv_part(NULL, (struct cl_text){ text->bytes, text->length }, ',', 0, true);
}

static bool is_clean(const struct csv_record *record)
{
    for (size_t i = 0; i < record->length; i++) {
        unsigned char byte = (unsigned char)record->bytes[i];

        if ((byte < 0x20 && strchr("\t\r\n", byte) == NULL) || byte > 0x7e)
            return false;
    }
    return true;
}

static void check_record(const struct csv_record *judged, const struct csv_record *record,
                         size_t wanted, const char *before)
{
    assert_int_equal(record->state, judged->state);
    assert_int_equal(record->line, judged->line);
    assert_int_equal(record->length, judged->length);
    assert_int_equal(record->field_count, judged->field_count);
    assert_true(!record->clean || is_clean(record));
    for (size_t i = 0; i < record->field_count && i < wanted; i++)
        assert_true(text_equal(csv_field(record, i), judged->fields[i]));
    if (record->same == 0)
        return;
    assert_non_null(before);
    assert_non_null(record->ends);
    assert_true(record->same < record->field_count);
    assert_memory_equal(record->bytes, before, record->ends[record->same - 1] + 1);
}

/* What `wanted` leaves out is no reason to ask libcsv. */
static void check_text(const struct text *text, size_t wanted)
{
    struct csv_reader *judge = reader_of(text);
    struct csv_reader *front = reader_of(text);
    struct csv_reader *whole = reader_of(text);
    struct csv_record judged, record, with_all;
    struct problem problem = { 0 };
    const char *before = NULL;

    csv_judge_only(judge);
    csv_want_fields(front, wanted);
    for (;;) {
        int got = csv_next(judge, &judged, &problem);

        assert_int_equal(csv_next_ends(front, &record, &problem), got);
        assert_int_equal(csv_next_ends(whole, &with_all, &problem), got);
        if (got == 0)
            break;
        check_record(&judged, &record, wanted, before);
        check_record(&judged, &with_all, CSV_MAX_FIELDS, before);
        assert_int_equal(record.ends != NULL, with_all.ends != NULL);
        before = record.bytes;
    }
    assert_int_equal(csv_counts(front).bytes, csv_counts(judge).bytes);
    assert_int_equal(csv_counts(front).lines, csv_counts(judge).lines);
    csv_destroy(judge);
    csv_destroy(front);
    csv_destroy(whole);
}

static void rows_that_repeat_fields_are_what_libcsv_says(void **state)
{
    uint64_t seed = 20260630;
    struct text text;

    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        random_text(&text, &seed);
        check_text(&text, 1 + random_below(&seed, MOST_FIELDS));
    }
}

/* A record that was taken back is no longer the one before. */
static void a_record_that_was_put_back_is_cut_again(void **state)
{
    struct text text = { .length = 0 };
    struct problem problem = { 0 };
    struct csv_record record;
    struct csv_reader *reader;

    (void)state;
    put(&text, "s1,x,1\ns1,x,2\ns1,y,3\n");
    reader = reader_of(&text);
    assert_int_equal(csv_next_ends(reader, &record, &problem), 1);
    assert_int_equal(csv_next_ends(reader, &record, &problem), 1);
    assert_int_equal(record.same, 2);
    csv_put_back(reader, &record);
    assert_int_equal(csv_next_ends(reader, &record, &problem), 1);
    assert_int_equal(record.same, 0);
    assert_text(csv_field(&record, 2), "2");
    assert_int_equal(csv_next_ends(reader, &record, &problem), 1);
    assert_int_equal(record.same, 1);
    assert_text(csv_field(&record, 1), "y");
    csv_destroy(reader);
}

static void check_cut(const struct csv_cut *expected, const struct csv_cut *cut)
{
    assert_int_equal(cut->count, expected->count);
    assert_int_equal(cut->length, expected->length);
    assert_int_equal(cut->breaks, expected->breaks);
    assert_int_equal(cut->plain, expected->plain);
    assert_int_equal(cut->same, expected->same);
    assert_int_equal(cut->unsure, expected->unsure);
    assert_int_equal(cut->leading, expected->leading);
    assert_int_equal(cut->single, expected->single);
    assert_int_equal(cut->loose, expected->loose);
    assert_int_equal(cut->odd, expected->odd);
    assert_memory_equal(cut->ends, expected->ends, cut->count * sizeof(*cut->ends));
}

/* Cuts all records of the text in one way and the other. */
static void compare_ways(const struct text *text, csv_cut_function *way, csv_cut_function *other)
{
    static uint32_t ends[2][CSV_CUT_ENDS];
    struct csv_cut cuts[2] = { { .ends = ends[0], .wanted = CSV_MAX_FIELDS },
                               { .ends = ends[1], .wanted = CSV_MAX_FIELDS } };

    for (size_t at = 0; at < text->length; at += cuts[0].length + 1) {
        const char *record = text->bytes + at;
        bool cut = way(record, text->length - at, ',', &cuts[0]);

        assert_int_equal(other(record, text->length - at, ',', &cuts[1]), cut);
        if (!cut)
            break;
        check_cut(&cuts[0], &cuts[1]);
        cuts[0].before = record;
        cuts[1].before = record;
    }
}

static void all_ways_to_cut_give_the_same(void **state)
{
    uint64_t seed = 97110;
    struct text text;

    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        random_text(&text, &seed);
        for (size_t way = 1; csv_cut_choice(way) != NULL; way++)
            compare_ways(&text, csv_cut_choice(0), csv_cut_choice(way));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_repeat_fields_are_what_libcsv_says),
        cmocka_unit_test(a_record_that_was_put_back_is_cut_again),
        cmocka_unit_test(all_ways_to_cut_give_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
