/* test_base_csv.c - records of CSV texts, the same at every chunk size, every byte accounted for.
 */
#include "csv_fixture.h"

static const struct {
    char delimiter;
    struct cl_text text;
    const char *records;
} rows[] = {
    { ',', BYTES(""), "0 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a"), "1+1 fine [a]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a,b\nc,d\n"), "1+4 fine [a][b]\n2+4 fine [c][d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a,b\r\nc,d\r\n"),
      "1+5 fine [a][b]\n2+5 fine [c][d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a,b\rc,d\r"), "1+4 fine [a][b]\n2+4 fine [c][d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a\nb\r\nc\rd"),
      "1+2 fine [a]\n2+3 fine [b]\n3+2 fine [c]\n4+1 fine [d]\n4 lines, 0 blank of 0 bytes" },
    /* blank lines */
    { ',', BYTES("\n\r\n \t\na\n\n"), "4+2 fine [a]\n5 lines, 4 blank of 7 bytes" },
    { ',', BYTES("  \t "), "1 lines, 1 blank of 4 bytes" },
    { ',', BYTES("a\n  "), "1+2 fine [a]\n2 lines, 1 blank of 2 bytes" },
    { ',', BYTES("a\n\rb"), "1+2 fine [a]\n3+1 fine [b]\n3 lines, 1 blank of 1 bytes" },
    { ',', BYTES("a\r\r\nb"), "1+2 fine [a]\n3+1 fine [b]\n3 lines, 1 blank of 2 bytes" },
    /* empty fields */
    { ',', BYTES(",\n"), "1+2 fine [][]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a,"), "1+2 fine [a][]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"\"\n"), "1+3 fine []\n1 lines, 0 blank of 0 bytes" },
    /* quotes */
    { ',', BYTES("\"a\",\"b \"\"q\"\" c\"\n"),
      "1+16 fine [a][b \"q\" c]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"\"\"\"\n"), "1+5 fine [\"]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"x\ny\",z\nw\n"),
      "1+8 fine [x<0a>y][z]\n3+2 fine [w]\n3 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"x\r\ny\"\r\nz"),
      "1+8 fine [x<0d><0a>y]\n3+1 fine [z]\n3 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"\n\n\"\nz"), "1+5 fine [<0a><0a>]\n4+1 fine [z]\n4 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"x\ry\""), "1+5 fine [x<0d>y]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"a\"\r"), "1+4 fine [a]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"a,b\",c"), "1+7 fine [a,b][c]\n1 lines, 0 blank of 0 bytes" },
    /* outer blanks */
    { ',', BYTES(" a , b \n"), "1+8 fine [a][b]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES(" \"a\" , \"b\"\n"), "1+11 fine [a][b]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\" a \"\n"), "1+6 fine [ a ]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\v\n"), "1+2 fine [<0b>]\n1 lines, 0 blank of 0 bytes" },
    /* a quote that is never closed: the first physical line alone is broken */
    { ',', BYTES("a,\"b\nc,d\n"), "1+5 open [a]\n2+4 fine [c][d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a\n\"b"), "1+2 fine [a]\n2+2 open \n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"a\n\nb\n"), "1+3 open \n3+2 fine [b]\n3 lines, 1 blank of 1 bytes" },
    { ',', BYTES("\"a\r\n"), "1+4 open \n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("k,l,\"a\nb\nc"),
      "1+7 open [k][l]\n2+2 fine [b]\n3+1 fine [c]\n3 lines, 0 blank of 0 bytes" },
    /* quotes out of place */
    { ',', BYTES("a\"b,c\nd\n"), "1+6 quote \n2+2 fine [d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("a,b\"c\nd\n"), "1+6 quote [a]\n2+2 fine [d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"a\"b,c\nd\n"), "1+7 quote \n2+2 fine [d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\"a\" \"b\",c\nd"), "1+10 quote \n2+1 fine [d]\n2 lines, 0 blank of 0 bytes" },
    { ',', BYTES("x,\"a\"b"), "1+6 quote [x]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("k,\"a\nb\"x\nd\n"),
      "1+5 quote [k]\n2+4 quote \n3+2 fine [d]\n3 lines, 0 blank of 0 bytes" },
    { ',', BYTES("k,\"a\r\nb\"x"), "1+6 quote [k]\n2+3 quote \n2 lines, 0 blank of 0 bytes" },
    /* bytes that are no text are data */
    { ',', BYTES("a\0b,c\n"), "1+6 fine [a<00>b][c]\n1 lines, 0 blank of 0 bytes" },
    { ',', BYTES("\0"), "1+1 fine [<00>]\n1 lines, 0 blank of 0 bytes" },
    /* Ctrl-Z ends an old export */
    { ',', BYTES("a\n\x1a"), "1+2 fine [a]\n2 lines, 1 blank of 1 bytes" },
    { ',', BYTES("\x1a"), "1 lines, 1 blank of 1 bytes" },
    { ',', BYTES("a\x1a"), "1+2 fine [a<1a>]\n1 lines, 0 blank of 0 bytes" },
    /* other delimiters */
    { '\t', BYTES("a\tb\n\t\n\t\t\n \n"),
      "1+4 fine [a][b]\n2+2 fine [][]\n3+3 fine [][][]\n4 lines, 1 blank of 2 bytes" },
    { '\t', BYTES(" \t \n"), "1+4 fine [][]\n1 lines, 0 blank of 0 bytes" },
    { '\t', BYTES("\"a\tb\"\t c\n"), "1+9 fine [a<09>b][c]\n1 lines, 0 blank of 0 bytes" },
    { ';', BYTES("a,b;c\n"), "1+6 fine [a,b][c]\n1 lines, 0 blank of 0 bytes" },
    { '|', BYTES("a|b\"|c\nd|e"), "1+7 quote [a]\n2+3 fine [d][e]\n2 lines, 0 blank of 0 bytes" },
};

static void records_are_the_same_at_every_chunk_size(void **state)
{
    struct notes notes;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t chunk = 1; chunk <= rows[i].text.length + 1; chunk++) {
            note_records(&notes, rows[i].text, rows[i].delimiter, chunk, 0);
            if (strcmp(notes.text, rows[i].records) != 0)
                fail_msg("row %zu, %zu bytes a time:\n%s\nis not\n%s", i, chunk, notes.text,
                         rows[i].records);
        }
    }
}

static void peeking_takes_nothing(void **state)
{
    struct pieces pieces = { TEXT("sep=;\r\na;b\r\n"), 1, 0 };
    struct csv_reader *reader = csv_create((struct csv_source){ &pieces, pieces_read }, ',');
    struct problem problem = { 0 };
    struct csv_record record;
    struct cl_text text;

    (void)state;
    assert_int_equal(csv_peek(reader, 3, &text, &problem), 0);
    assert_text(text, "sep");
    assert_int_equal(csv_peek(reader, CSV_MAX_RECORD, &text, &problem), 0);
    assert_text(text, "sep=;\r\na;b\r\n");
    csv_skip_line(reader, csv_line_length(text));
    csv_set_delimiter(reader, ';');
    assert_int_equal(csv_next(reader, &record, &problem), 1);
    assert_int_equal(record.line, 2);
    assert_int_equal(record.field_count, 2);
    assert_text(record.fields[1], "b");
    assert_int_equal(csv_next(reader, &record, &problem), 0);
    assert_int_equal(csv_counts(reader).bytes, 12);
    csv_destroy(reader);
}

static void line_ends_are_found(void **state)
{
    (void)state;
    assert_int_equal(csv_line_length(TEXT("ab\ncd")), 3);
    assert_int_equal(csv_line_length(TEXT("ab\r\ncd")), 4);
    assert_int_equal(csv_line_length(TEXT("ab\rcd")), 3);
    assert_int_equal(csv_line_length(TEXT("ab\r")), 3);
    assert_int_equal(csv_line_length(TEXT("ab")), 0);
    assert_int_equal(csv_line_length(TEXT("")), 0);
}

static ssize_t fail_to_read(void *context, char *bytes, size_t size, struct problem *problem)
{
    (void)context;
    (void)bytes;
    (void)size;
    return problem_failed(problem, "no more");
}

static void a_failed_read_is_passed_on(void **state)
{
    struct csv_reader *reader = csv_create((struct csv_source){ NULL, fail_to_read }, ',');
    struct problem problem = { 0 };
    struct csv_record record;

    (void)state;
    assert_int_equal(csv_next(reader, &record, &problem), -1);
    assert_string_equal(problem.text, "no more");
    csv_destroy(reader);
    csv_destroy(NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_the_same_at_every_chunk_size),
        cmocka_unit_test(peeking_takes_nothing),
        cmocka_unit_test(line_ends_are_found),
        cmocka_unit_test(a_failed_read_is_passed_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
