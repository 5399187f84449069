/* test_base_csv_limits.c - records at and past the limits, the same however they are read. */
#include "csv_fixture.h"

enum { ROOM = 3 * CSV_MAX_RECORD };

static char bytes[ROOM];

/* A text of pieces, each as often as it says; ends with a piece of NULL. */
struct repeat {
    const char *piece;
    size_t times;
};

static struct cl_text build(const struct repeat *pieces)
{
    size_t used = 0;

    for (; pieces->piece != NULL; pieces++) {
        size_t length = strlen(pieces->piece);

        assert_true(used + length * pieces->times <= ROOM);
        for (size_t i = 0; i < pieces->times; i++, used += length)
            memcpy(bytes + used, pieces->piece, length);
    }
    return (struct cl_text){ bytes, used };
}

#define MAX CSV_MAX_RECORD /* 1048576 */

static const struct {
    struct repeat pieces[6];
    const char *records;
} rows[] = {
    /* one line of exactly the limit, line end and all; and of one byte more */
    { { { "a", MAX - 1 }, { "\nb\n", 1 } },
      "1+1048576 fine \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX }, { "\nb\n", 1 } },
      "1+1048577 long \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX - 2 }, { "\r\nb\r\n", 1 } },
      "1+1048576 fine \n2+3 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX - 1 }, { "\r\nb\r\n", 1 } },
      "1+1048577 long \n2+3 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX }, { "\r\nb\r\n", 1 } },
      "1+1048578 long \n2+3 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX }, { "\rb\r", 1 } },
      "1+1048577 long \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "a", MAX } }, "1+1048576 fine \n1 lines, 0 blank of 0 bytes" },
    { { { "a", MAX + 1 } }, "1+1048577 long \n1 lines, 0 blank of 0 bytes" },
    { { { "a", 2 * MAX }, { "\nb", 1 } },
      "1+2097153 long \n2+1 fine [b]\n2 lines, 0 blank of 0 bytes" },
    /* a quoted field past the limit, on one line */
    { { { "\"", 1 }, { "a", MAX }, { "\"\nb\n", 1 } },
      "1+1048579 long \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { "\"", 1 }, { "a", MAX }, { "\nb\n", 1 } },
      "1+1048578 long \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    /* ... within the limit, over two lines */
    { { { "\"x\n", 1 }, { "a", MAX - 5 }, { "\"\nb\n", 1 } },
      "1+1048576 fine \n3+2 fine [b]\n3 lines, 0 blank of 0 bytes" },
    /* ... the closing quote is the last byte within the limit */
    { { { "\"\n", 1 }, { "a", MAX - 3 }, { "\"\nb\n", 1 } },
      "1+1048577 long \n3+2 fine [b]\n3 lines, 0 blank of 0 bytes" },
    /* ... past the limit with a line end inside: its first line alone is the record */
    { { { "\"\n", 1 }, { "a", MAX }, { "\"\nb\n", 1 } },
      "1+2 open \n2+1048578 long \n3+2 fine [b]\n3 lines, 0 blank of 0 bytes" },
    { { { "\"\n", 1 }, { "a", MAX }, { "\"x\nb\n", 1 } },
      "1+2 open \n2+1048579 long \n3+2 fine [b]\n3 lines, 0 blank of 0 bytes" },
    /* the quotes are closed, and then the last line is too long */
    { { { "\"x\ny\",", 1 }, { "a", MAX }, { "\nb\n", 1 } },
      "1+1048583 long \n3+2 fine [b]\n3 lines, 0 blank of 0 bytes" },
    /* a quote out of place past the limit */
    { { { "a", MAX + 5 }, { "\"x\nb\n", 1 } },
      "1+1048584 long \n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    /* blank lines have no limit */
    { { { " ", MAX - 1 }, { "\nb\n", 1 } }, "2+2 fine [b]\n2 lines, 1 blank of 1048576 bytes" },
    /* two long ones in a row */
    { { { "a", MAX + 9 }, { "\n", 1 }, { "c", MAX }, { "\n\nb\n", 1 } },
      "1+1048586 long \n2+1048577 long \n4+2 fine [b]\n4 lines, 1 blank of 1 bytes" },
    /* fields */
    { { { ",", 4095 }, { "\nb\n", 1 } },
      "1+4096 fine 4096 fields\n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
    { { { ",", 4096 }, { "\nb\n", 1 } },
      "1+4097 fine 4097 fields\n2+2 fine [b]\n2 lines, 0 blank of 0 bytes" },
};

static const size_t chunks[] = { 4096, 65536, 1000003, CSV_MAX_RECORD, CSV_MAX_RECORD + 1, ROOM };

static void limits_hold_at_every_chunk_size(void **state)
{
    struct notes notes;
    unsigned wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cl_text text = build(rows[i].pieces);

        for (size_t c = 0; c < COUNT_OF(chunks); c++) {
            note_records(&notes, text, ',', chunks[c], 0);
            if (strcmp(notes.text, rows[i].records) == 0)
                continue;
            print_error("row %zu, %zu bytes a time:\n%s\nis not\n%s\n", i, chunks[c], notes.text,
                        rows[i].records);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* A quote opened in a long text of short lines, never closed: every line is told. */
static void an_open_quote_swallows_nothing(void **state)
{
    enum { LINES = 15000, LINE = 100 };
    struct pieces pieces = { TEXT(""), 65536, 0 };
    struct problem problem = { 0 };
    struct csv_reader *reader;
    struct csv_record record;
    char line[LINE + 1];

    (void)state;
    memset(line, 'a', LINE - 1);
    memcpy(line + LINE - 1, "\n", 2);
    pieces.text = build((const struct repeat[]){ { "k,\"x\n", 1 }, { line, LINES }, { NULL, 0 } });
    reader = csv_create((struct csv_source){ &pieces, pieces_read }, ',');
    assert_int_equal(csv_next(reader, &record, &problem), 1);
    assert_int_equal(record.state, CSV_OPEN_QUOTE);
    assert_int_equal(record.length, 5);
    assert_int_equal(record.field_count, 1);
    for (unsigned i = 0; i < LINES; i++) {
        assert_int_equal(csv_next(reader, &record, &problem), 1);
        assert_int_equal(record.state, CSV_FINE);
        assert_int_equal(record.line, i + 2);
        assert_int_equal(record.fields[0].length, LINE - 1);
    }
    assert_int_equal(csv_next(reader, &record, &problem), 0);
    csv_destroy(reader);
}

/* csv_next() goes on behind a long record whose rest nobody asked for. */
static void the_rest_of_a_long_record_may_be_left(void **state)
{
    struct pieces pieces = { TEXT(""), 65536, 0 };
    struct problem problem = { 0 };
    struct csv_record record;
    struct cl_text more;
    struct csv_reader *reader;

    (void)state;
    pieces.text = build((const struct repeat[]){ { "a", 2 * MAX }, { "\nb\n", 1 }, { NULL, 0 } });
    reader = csv_create((struct csv_source){ &pieces, pieces_read }, ',');
    assert_int_equal(csv_next(reader, &record, &problem), 1);
    assert_int_equal(record.state, CSV_TOO_LONG);
    assert_int_equal(csv_next(reader, &record, &problem), 1);
    assert_int_equal(record.line, 2);
    assert_text(record.fields[0], "b");
    assert_int_equal(csv_more(reader, &more, &problem), 0);
    assert_int_equal(more.length, 0);
    csv_destroy(reader);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_hold_at_every_chunk_size),
        cmocka_unit_test(an_open_quote_swallows_nothing),
        cmocka_unit_test(the_rest_of_a_long_record_may_be_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
