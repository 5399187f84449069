/* test_source_encoding.c - names of encodings, what is recognised, and bytes as UTF-8. */
#include "unit.h"

#include "source/encoding.h"
#include "source/guess.h"

static void names(void **state)
{
    static const struct {
        const char *name;
        const char *found;
    } rows[] = {
        { "utf-8", "utf-8" },
        { "UTF8", "utf-8" },
        { "utf_16LE", "utf-16le" },
        { "cp1252", "windows-1252" },
        { "Windows1252", "windows-1252" },
        { "latin1", "iso-8859-1" },
        { "ISO_8859-1", "iso-8859-1" },
        { "iso88591", "iso-8859-1" },
        { "iso-8859-15", "iso-8859-15" },
        { "Macintosh", "macroman" },
        { "IBM437", "cp437" },
        { "us-ascii", "iso-8859-1" },
        { "", NULL },
        { "-", NULL },
        { "utf", NULL },
        { "utf-8x", NULL },
        { "cp1252 x-cp1252", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct encoding *found = encoding_find(text_of(rows[i].name));

        if (found == NULL ? rows[i].found != NULL
                          : rows[i].found == NULL || strcmp(found->name, rows[i].found) != 0)
            fail_msg("%s: %s", rows[i].name, found != NULL ? found->name : "none");
    }
}

static const struct {
    struct cl_text text;
    const char *encoding;
    bool declared, assumed;
} guesses[] = {
    { BYTES("a,b\n"), "utf-8", false, false },
    { BYTES("M\xfcller\nNu\xf1"
            "ez\n"),
      "windows-1252", false, true },
    { BYTES("M\xfcller\rNu\xf1"
            "ez\r"),
      "windows-1252", false, true },
    { BYTES("M\xfcller Nu\xf1"
            "ez\n"),
      "utf-8", false, false },                          /* on one line */
    { BYTES("\xfc\n\xfc\n"), "utf-8", false, false },   /* in no word */
    { BYTES("\xd7x\n\xf7x\n"), "utf-8", false, false }, /* no letters: times, divided by */
    { BYTES("Cr\xe9\xe9"
            "e\n\xc9"
            "t\xe9\n"),
      "windows-1252", false, true },
    { BYTES("Cr\xe9"
            "e\nO\x92Hara \x93yes\x94 \x80 5 \x96 6\n\xc9t\xe9\n"),
      "windows-1252", false, true },
    { BYTES("Cr\xe9"
            "e\nM\x9fller\n\xc9t\xe9\n"),
      "utf-8", false, false }, /* as on old Macs */
    { BYTES("Cr\xe9"
            "e\n\x81\n\xc9t\xe9\n"),
      "utf-8", false, false }, /* no character */
    { BYTES("Cr\xe9"
            "e\n\xc3\xa9\n\xc9t\xe9\n"),
      "utf-8", false, false }, /* UTF-8 stands beside it */
    { BYTES("Cr\xe9"
            "e\n\xc9t\xe9\n\xe2\x82"),
      "utf-8", false, false }, /* a cut off euro */
    { BYTES("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"), "iso-8859-1", true, false },
    { BYTES("<?xml version=\"1.0\" encoding = \"utf-8\"?>"), "utf-8", true, false },
    { BYTES("<?xml version=\"1.0\"?><a b='encoding=\"cp437\"'/>"), "utf-8", false, false },
    { BYTES("\xef\xbb\xbfM\xfcller\nM\xfcller"), "utf-8", true, false },
    { BYTES("\xff\xfe"
            "a\0"),
      "utf-16le", true, false },
    { BYTES("\0a\0,\0b"), "utf-16be", false, false },
    { BYTES(""), "utf-8", false, false },
};

static void guessing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(guesses); i++) {
        struct problem problem = { 0 };
        struct guess guess;

        assert_int_equal(guess_encoding(&guess, guesses[i].text, "in", &problem), 0);
        if (strcmp(guess.encoding->name, guesses[i].encoding) != 0 ||
            guess.declared != guesses[i].declared || guess.assumed != guesses[i].assumed)
            fail_msg("row %zu: %s, declared %d, assumed %d", i, guess.encoding->name,
                     guess.declared, guess.assumed);
    }
}

static void unknown_declarations_are_refused(void **state)
{
    struct problem problem = { 0 };
    struct guess guess;

    (void)state;
    assert_int_equal(
        guess_encoding(&guess, TEXT("<?xml version='1.0' encoding='EUC-JP'?>"), "in", &problem),
        -1);
    assert_non_null(strstr(problem.text, "EUC-JP"));
}

static void the_line_of_the_first_letter(void **state)
{
    static const struct {
        struct cl_text text;
        uint64_t line;
    } rows[] = {
        { BYTES("a\r\nb\r\nM\xfcller\r\nM\xfcller"), 3 },
        { BYTES("a\rb\rc\rM\xfcller\rM\xfcller"), 4 },
        { BYTES("M\xfcller\nM\xfcller"), 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = { 0 };
        struct guess guess;

        assert_int_equal(guess_encoding(&guess, rows[i].text, "in", &problem), 0);
        assert_int_equal(guess.line, rows[i].line);
    }
}

/* A layer that gives a text in pieces. */
struct given {
    struct layer layer;
    struct cl_text text;
    size_t piece;
};

static ssize_t give(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct given *given = (struct given *)layer;
    size_t count = given->piece < size ? given->piece : size;

    (void)problem;
    if (count > given->text.length)
        count = given->text.length;
    memcpy(bytes, given->text.data, count);
    given->text.data += count;
    given->text.length -= count;
    return (ssize_t)count;
}

static void assert_decoded(const char *name, bool assumed, struct cl_text bytes,
                           const char *expected)
{
    for (size_t piece = 1; piece < 7; piece++) {
        struct given given = { { give, NULL, "in" }, bytes, piece };
        struct layer *layer = encoding_decode(encoding_find(text_of(name)), assumed, &given.layer);
        struct problem problem = { 0 };
        char out[1024];
        size_t used = 0;
        ssize_t count;

        while ((count = layer_read(layer, out + used, 64, &problem)) > 0)
            used += (size_t)count;
        assert_int_equal(count, 0);
        assert_text((struct cl_text){ out, used }, expected);
        layer_destroy(layer);
    }
}

static void bytes_as_utf_8(void **state)
{
    (void)state;
    assert_decoded("windows-1252", false, TEXT("M\xfcller \x80 O\x92Hara \xff"),
                   "Müller € O’Hara ÿ");
    assert_decoded("iso-8859-15", false, TEXT("\xa4 \xbd"), "€ œ");
    assert_decoded("iso-8859-1", false, TEXT("\xa4 \xe9"), "¤ é");
    assert_decoded("macroman", false, TEXT("M\x9fller \xdb"), "Müller €");
    assert_decoded("cp437", false, TEXT("M\x81ller \xa4"), "Müller ñ");
    assert_decoded("cp850", false, TEXT("M\x81ller \xa4 \xd5"), "Müller ñ ı");
    assert_decoded("utf-16be", false, TEXT("\0M\0\xfc"), "Mü");
    /* No character: the byte itself, which is no UTF-8. */
    assert_decoded("windows-1252", false, TEXT("a\x81z"), "a\x81z");
    assert_decoded("iso-8859-1", false, TEXT("a\x80z"), "a\x80z");
    /* Stated, it is what was stated; assumed, what would be UTF-8 as well is in doubt. */
    assert_decoded("windows-1252", false, TEXT("Jos\xc3\xa9"), "JosÃ©");
    assert_decoded("windows-1252", true, TEXT("Jos\xc3\xa9 \xe9"), "Jos\xffÃ© é");
    assert_decoded("windows-1252", true, TEXT("\xc3\x81"), "\xffÃ\x81");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(guessing),
        cmocka_unit_test(unknown_declarations_are_refused),
        cmocka_unit_test(the_line_of_the_first_letter),
        cmocka_unit_test(bytes_as_utf_8),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
