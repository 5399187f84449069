/* test_source_input.c - the bytes of an input as UTF-8 text: encodings, what is no text, hashes. */
#include "temporary_input.h"

#include "source/input.h"

/* The whole text, read with buffers of `size` bytes; -1 where it cannot be opened. */
static ssize_t read_text(const char *path, size_t size, char *out, struct input_facts *facts,
                         char hex[SHA256_HEX], struct problem *problem)
{
    struct input *input;
    size_t used = 0;
    ssize_t count;

    *problem = (struct problem){ 0 };
    if (input_open(&input, path, problem) < 0)
        return -1;
    while ((count = input_read(input, out + used, size, problem)) > 0) {
        assert_true((size_t)count <= size);
        used += (size_t)count;
    }
    assert_int_equal(count, 0);
    assert_int_equal(input_read(input, out + used, size, problem), 0);
    *facts = input_facts(input);
    facts->path = NULL;
    input_sha256(input, hex);
    input_close(input);
    return (ssize_t)used;
}

static const struct {
    struct cl_text bytes;
    bool mark;
    struct cl_text text;
} encodings[] = {
    { BYTES("id\n1\n"), false, BYTES("id\n1\n") },
    { BYTES("\xef\xbb\xbfid\n"), true, BYTES("id\n") },
    { BYTES(""), false, BYTES("") },
    { BYTES("a\xff\0b"), false, BYTES("a\xff\0b") },
    { BYTES("i\xef\xbb\xbf,"), false, BYTES("i\xef\xbb\xbf,") },
    { BYTES("\xff\xfei\0d\0\n\0"), true, BYTES("id\n") },
    { BYTES("\xfe\xff\0i\0d\0\n"), true, BYTES("id\n") },
    { BYTES("i\0d\0,\0\xfc\0\n\0i\0d\0i\0d\0i\0d\0"), false, BYTES("id,\xc3\xbc\nididid") },
    /* one character in eleven is not ASCII */
    { BYTES("i\0d\0,\0\xac\x20\n\0i\0d\0i\0d\0i\0d\0"), false, BYTES("id,\xe2\x82\xac\nididid") },
    { BYTES("\0i\0d\0,\0x\0\n"), false, BYTES("id,x\n") },
    /* U+20AC, U+1F4A9, U+10FFFF, U+0800, U+07FF */
    { BYTES("\xff\xfe\xac\x20\x3d\xd8\xa9\xdc\xff\xdb\xff\xdf\x00\x08\xff\x07"), true,
      BYTES("\xe2\x82\xac\xf0\x9f\x92\xa9\xf4\x8f\xbf\xbf\xe0\xa0\x80\xdf\xbf") },
    { BYTES("\xfe\xff\x20\xac\xd8\x3d\xdc\xa9"), true, BYTES("\xe2\x82\xac\xf0\x9f\x92\xa9") },
    /* Surrogates alone: high before a letter, low, high at the end. Never misread:
     * three bytes that no UTF-8 has. */
    { BYTES("\xfe\xff\xd8\x3d\0a\xdc\xa9\0b\xd8\x3d"), true,
      BYTES("\xed\xa0\xbd"
            "a\xed\xb2\xa9"
            "b\xed\xa0\xbd") },
    { BYTES("\xfe\xff\xd8\x3d\xd8\x3d\xdc\xa9"), true, BYTES("\xed\xa0\xbd\xf0\x9f\x92\xa9") },
    /* Half a character at the end, with and without a high surrogate before it. */
    { BYTES("\xfe\xff\0a\0"), true, BYTES("a\xff") },
    { BYTES("\xff\xfe\x3d\xd8\xa9"), true, BYTES("\xed\xa0\xbd\xff") },
};

static void assert_encoding(size_t row, size_t chunk, size_t size)
{
    struct temporary_input file;
    struct input_facts facts;
    struct problem problem;
    char text[512];
    char hex[SHA256_HEX];
    ssize_t length;

    temporary_input_make(&file, encodings[row].bytes, chunk);
    length = read_text(file.path, size, text, &facts, hex, &problem);
    if (length < 0 || !text_equal((struct cl_text){ text, (size_t)length }, encodings[row].text))
        fail_msg("row %zu in chunks of %zu: \"%.*s\" %s", row, chunk, (int)length, text,
                 problem.text);
    assert_int_equal(facts.byte_order_mark, encodings[row].mark);
    assert_int_equal(facts.bytes, encodings[row].bytes.length);
    assert_int_equal(facts.text_bytes, encodings[row].text.length);
    temporary_input_remove(&file);
}

static void encodings_are_recognised(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(encodings); row++) {
        for (size_t size = 1; size <= 80; size++)
            assert_encoding(row, 0, size);
        for (size_t chunk = 1; chunk <= 3; chunk++)
            assert_encoding(row, chunk, 64);
    }
}

/* Wide text longer than what recognition looks at, cut by every read size. */
static void wide_text_survives_every_read_size(void **state)
{
    static char wide[2 + 4 * 2000];
    static char expected[4 * 2000];
    static char text[sizeof(expected) + 1024];
    struct temporary_input file;
    struct input_facts facts;
    struct problem problem;
    char hex[SHA256_HEX];

    (void)state;
    memcpy(wide, "\xff\xfe", 2);
    for (size_t i = 0; i < 2000; i++) {
        memcpy(wide + 2 + 4 * i, "\x3d\xd8\xa9\xdc", 4);
        memcpy(expected + 4 * i, "\xf0\x9f\x92\xa9", 4);
    }
    temporary_input_make(&file, (struct cl_text){ wide, sizeof(wide) }, 0);
    for (size_t size = 1; size < 200; size++) {
        assert_int_equal(read_text(file.path, size, text, &facts, hex, &problem), sizeof(expected));
        assert_memory_equal(text, expected, sizeof(expected));
    }
    temporary_input_remove(&file);
    wide[2 + 4] = 'x'; /* the second pair is broken: its halves are told apart */
    wide[2 + 5] = '\0';
    temporary_input_make(&file, (struct cl_text){ wide, sizeof(wide) - 1 }, 0);
    for (size_t size = 1; size < 200; size++) {
        ssize_t length = read_text(file.path, size, text, &facts, hex, &problem);

        /* "x", a low surrogate in three bytes; the last pair: a high one, and half a unit. */
        assert_int_equal(length, sizeof(expected));
        assert_memory_equal(text, "\xf0\x9f\x92\xa9x\xed\xb2\xa9", 8);
        assert_memory_equal(text + length - 4, "\xed\xa0\xbd\xff", 4);
    }
    temporary_input_remove(&file);
}

static void what_is_no_text_is_refused_by_name(void **state)
{
    static const struct {
        struct cl_text bytes;
        const char *named;
    } rows[] = {
        { BYTES("\x1f\x8b\x08\0"), "gzip" },
        { BYTES("\x28\xb5\x2f\xfd\0"), "Zstandard" },
        { BYTES("BZh91AY"), "bzip2" },
        { BYTES("\xfd"
                "7zXZ\0"),
          "xz" },
        { BYTES("PK\x03\x04"), "zip" },
        { BYTES("PK\x05\x06"), "empty zip" },
        { BYTES("\xd0\xcf\x11\xe0\xa1"), "old Excel" },
        { BYTES("%PDF-1.7"), "PDF" },
        { BYTES("\xff\xfe\0\0i\0\0\0"), "UTF-32" },
        { BYTES("\0\0\xfe\xff\0\0\0i"), "UTF-32" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = { 0 };
        struct temporary_input file;
        struct input *input;

        temporary_input_make(&file, rows[i].bytes, 0);
        assert_int_equal(input_open(&input, file.path, &problem), -1);
        assert_int_equal(problem.status, EXIT_FAILED);
        assert_non_null(strstr(problem.text, file.path));
        assert_non_null(strstr(problem.text, rows[i].named));
        temporary_input_remove(&file);
    }
}

static void markup_is_refused_as_a_table(void **state)
{
    static const struct {
        struct cl_text bytes;
        const char *named;
    } rows[] = {
        { BYTES("<?xml version"), "XML" },
        { BYTES("{\"a\":1}"), "JSON" },
        { BYTES("[1]"), "JSON" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = { 0 };
        struct temporary_input file;
        struct input *input;

        temporary_input_make(&file, rows[i].bytes, 0);
        assert_int_equal(input_open(&input, file.path, &problem), 0);
        input_close(input);
        assert_int_equal(input_open_table(&input, file.path, &problem), -1);
        assert_int_equal(problem.status, EXIT_FAILED);
        assert_non_null(strstr(problem.text, rows[i].named));
        temporary_input_remove(&file);
    }
}

static void folders_and_absent_files_are_refused(void **state)
{
    struct problem problem = { 0 };
    struct input *input;

    (void)state;
    assert_int_equal(input_open(&input, "/tmp", &problem), -1);
    assert_int_equal(problem.status, EXIT_FAILED);
    assert_non_null(strstr(problem.text, "directory"));
    problem = (struct problem){ 0 };
    assert_int_equal(input_open(&input, "/tmp/claimline-\x1b-none", &problem), -1);
    assert_non_null(strstr(problem.text, "\\x1b-none"));
    input_close(NULL);
}

static void hashes_are_sha256(void **state)
{
    /* FIPS 180-4's examples: "abc", the two-block message, a million a; and the empty one. */
    static const struct {
        const char *text;
        size_t times;
        const char *hex;
    } rows[] = {
        { "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
    };
    static char bytes[1000000], text[1000000 + 128];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t length = strlen(rows[i].text);
        struct temporary_input file;
        struct input_facts facts;
        struct problem problem;
        char hex[SHA256_HEX];

        for (size_t at = 0; at < rows[i].times; at++)
            memcpy(bytes + at * length, rows[i].text, length);
        temporary_input_make(&file, (struct cl_text){ bytes, length * rows[i].times }, 0);
        assert_int_equal(read_text(file.path, 100, text, &facts, hex, &problem),
                         length * rows[i].times);
        assert_string_equal(hex, rows[i].hex);
        temporary_input_remove(&file);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_recognised),
        cmocka_unit_test(wide_text_survives_every_read_size),
        cmocka_unit_test(what_is_no_text_is_refused_by_name),
        cmocka_unit_test(markup_is_refused_as_a_table),
        cmocka_unit_test(folders_and_absent_files_are_refused),
        cmocka_unit_test(hashes_are_sha256),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
