/* test_read_fhir.c - FHIR texts: JSON, references, moments, codes; rows and bytes, however it
 * comes. */
#include "read_fixture.h"

#include "read/fhir_codes.h"
#include "read/fhir_store.h"
#include "read/fhir_time.h"

/* The tree of a copy of the text; NULL where there is none, or a key stands twice. */
static const struct json_node *tree_of(struct arena *arena, const char *text)
{
    struct cl_text copy = arena_text(arena, text, strlen(text));
    const struct json_node *root = json_tree(arena, (char *)(uintptr_t)copy.data);

    return root != NULL && !json_has_key_twice(root) ? root : NULL;
}

static void trees_are_strict(void **state)
{
    static const struct {
        const char *text;
        bool fine;
    } rows[] = {
        { " {\"a\" : [1, {\"b\":null} ,true,false,[],{}],\"c\":\"x\"} \r\n", true },
        { "\"x\"", true },
        { "-1.5e+3", true },
        { "{\"a\":1,\"a\":2}", false },
        { "{\"x\":{\"a\":1,\"b\":2,\"\\u0061\":2}}", false },
        { "{\"a\":1}{}", false },
        { "{\"a\":1", false },
        { "{\"a\"1}", false },
        { "{\"a\":}", false },
        { "{1:2}", false },
        { "[1 2]", false },
        { "[", false },
        { "\"a", false },
        { "\"a\\", false },
        { "\"\\x\"", false },
        { "\"\\u12", false },
        { "\"\\u12g4\"", false },
        { "\"\\ud83d\\n\"", false },
        { "nul", false },
        { "", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena arena = { 0 };

        if ((tree_of(&arena, rows[i].text) != NULL) != rows[i].fine)
            fail_msg("%s", rows[i].text);
        arena_finish(&arena);
    }
}

static void keys_are_found_twice_in_any_number(void **state)
{
    (void)state;
    for (int count = 2; count < 60; count++) {
        for (int twice = 0; twice < count; twice++) {
            struct arena arena = { 0 };
            char text[1024];
            size_t used = (size_t)snprintf(text, sizeof(text), "{");

            for (int i = 0; i < count; i++)
                used += (size_t)snprintf(text + used, sizeof(text) - used, "%s\"k%d\":%d",
                                         i != 0 ? "," : "", i == twice ? 0 : i, i);
            (void)snprintf(text + used, sizeof(text) - used, "}");
            assert_true((tree_of(&arena, text) == NULL) == (twice != 0));
            arena_finish(&arena);
        }
    }
}

static void nesting_ends_somewhere(void **state)
{
    for (size_t depth = JSON_MAX_DEPTH; depth <= JSON_MAX_DEPTH + 1; depth++) {
        struct arena arena = { 0 };
        char text[2 * JSON_MAX_DEPTH + 3] = "";

        (void)state;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_true((tree_of(&arena, text) != NULL) == (depth == JSON_MAX_DEPTH));
        arena_finish(&arena);
    }
}

static void numbers_stay_text_and_escapes_do_not(void **state)
{
    struct arena arena = { 0 };
    const struct json_node *root = tree_of(
        &arena, "{\"a\":0.10,\"b\":1e400,\"c\":12345678901234567890123,"
                "\"\\u0065\":\"x\\\"\\\\\\/\\b\\f\\n\\r\\ty\\u00e9\\u20AC\\ud83d\\ude00\"}");

    (void)state;
    assert_text(json_member_text(root, "a"), "0.10");
    assert_text(json_member_text(root, "b"), "1e400");
    assert_text(json_member_text(root, "c"), "12345678901234567890123");
    assert_text(json_member_text(root, "d"), "");
    assert_text(json_member_text(root, "e"),
                "x\"\\/\b\f\n\r\ty\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    assert_int_equal(strlen(json_member_text(root, "c").data), 23);
    arena_finish(&arena);
}

static void halves_of_characters_are_found(void **state)
{
    static const struct {
        const char *text;
        bool fine;
    } rows[] = {
        { "\"plain\"", true },          { "\"\\ud83d\\ude00\"", true },
        { "\"\\\\ud83d\"", true },      { "\"\\ud83d\"", false },
        { "\"\\ude00\"", false },       { "\"\\ude00\\ud83d\"", false },
        { "\"\\ud83d\\n\"", false },    { "\"\\ud83d\\ud83d\"", false },
        { "\"\\u0000\"", false },       { "\"\\\\\\ud83d\"", false },
        { "\"\\uD83D\\uDE00\"", true }, { "\"\\ud83dx\"", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if ((json_check_escapes(text_of(rows[i].text)) == NULL) != rows[i].fine)
            fail_msg("%s", rows[i].text);
    }
}

static void references_to_one_resource_have_one_key(void **state)
{
    uint64_t key = fhir_key(text_of("Patient/1"));

    (void)state;
    assert_true(key != 0);
    assert_true(fhir_key(text_of("https://server.example/fhir/r4/Patient/1")) == key);
    assert_true(fhir_key(text_of("Patient/1/_history/12")) == key);
    assert_true(fhir_key(text_of("Patient/2")) != key);
    assert_true(fhir_key(text_of("Group/1")) != key);
    assert_true(fhir_key(text_of("urn:uuid:1")) != fhir_key(text_of("urn:uuid:2")));
    assert_true(fhir_key(text_of("#p")) == 0 && fhir_key(TEXT_NONE) == 0);
}

static void moments_are_days_and_times_of_the_clinic(void **state)
{
    static const struct {
        const char *text, *date, *time;
        int64_t seconds; /* since 1970, by `date -u -d TEXT +%s` */
        bool fine, whole, doubtful;
    } rows[] = {
        { "2026-05-20", "2026-05-20", "", 1779235200, true, false, false },
        { "2026-05-20T09:23:00-04:00", "2026-05-20", "09:23", 1779283380, true, true, false },
        { "2026-05-20T09:23:45.5+02:00", "2026-05-20", "09:23", 1779261825, true, false, false },
        { "2026-05-20T09:23:00.000Z", "2026-05-20", "09:23", 1779268980, true, true, true },
        { "2026-05-20T10:00:00Z", "2026-05-20", "10:00", 1779271200, true, true, false },
        { "2000-02-29T00:00Z", "2000-02-29", "00:00", 951782400, true, true, true },
        { "2026-05", "", "", 0, false, false, false },
        { "2026-02-30", "", "", 0, false, false, false },
        { "2026-05-20T09:23:00", "", "", 0, false, false, false },
        { "2026-05-20T25:00:00Z", "", "", 0, false, false, false },
        { "2026-05-20T09:23:00-0400", "", "", 0, false, false, false },
        { "2026-05-20 09:23:00Z", "", "", 0, false, false, false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fhir_moment moment;

        if (fhir_moment_parse(text_of(rows[i].text), &moment) != rows[i].fine)
            fail_msg("%s", rows[i].text);
        if (!rows[i].fine)
            continue;
        assert_text(moment.date, rows[i].date);
        assert_text(moment.time, rows[i].time);
        assert_int_equal(moment.seconds, rows[i].seconds);
        assert_true(moment.whole_minute == rows[i].whole || rows[i].time[0] == '\0');
        assert_true(moment.day_is_doubtful == rows[i].doubtful);
    }
}

static void systems_and_payer_classes(void **state)
{
    static const char *const classes[][3] = {
        { "https://nahdo.org/sopt", "121", "medicare" },
        { "https://nahdo.org/sopt", "112", "medicare_advantage" },
        { "https://nahdo.org/sopt", "29", "medicaid" },
        { "https://nahdo.org/sopt", "3115", "tricare" },
        { "https://nahdo.org/sopt", "99", "" },
        { "http://terminology.hl7.org/CodeSystem/v3-ActCode", "WCBPOL", "workers_comp" },
        { "urn:claimline:payer-class", "railroad_medicare", "railroad_medicare" },
        { "urn:somebody", "121", "" },
    };

    (void)state;
    assert_true(fhir_is_system(text_of("https://www.AMA-assn.org/go/cpt/"), SYSTEM_PROCEDURES));
    assert_false(fhir_is_system(text_of("http://snomed.info/sct"), SYSTEM_PROCEDURES));
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        struct arena arena = { 0 };
        const struct json_node *type = tree_of(
            &arena, arena_format(&arena, "{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}",
                                 classes[i][0], classes[i][1])
                        .data);

        assert_text(fhir_payer_class(type), classes[i][2]);
        arena_finish(&arena);
    }
}

/* Resources, and what is handed over. */
static const struct {
    const char *text;
    const char *handed;
} cases[] = {
    { "{\"resourceType\":\"Patient\",\"id\":\"1\"}", "" },
    { "{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":\"cancelled\"}", "e@2 [2] 0\n" },
    { "{\"resourceType\":\"ChargeItem\",\"id\":\"i\",\"context\":{\"reference\":\"Encounter/e\"},"
      "\"status\":\"billable\"}\n{\"resourceType\":\"Encounter\",\"id\":\"e\",\"status\":"
      "\"cancelled\"}",
      "e@3 [3] 0 fhir.code\n" },
    { "{\"resourceType\":\"ChargeItem\",\"id\":\"i\"}\n{\"resourceType\":\"Encounter\",\"id\":"
      "\"e\","
      "\"status\":\"planned\"}",
      "e@3 [3] 0\nstray 2 fhir.reference\n" },
    { "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Encounter\","
      "\"status\":\"cancelled\"},\"fullUrl\":\"urn:uuid:7\"}\n,{\"fullUrl\":\"x\"}]}",
      "7@2 [2] 0\n" },
};

static void rows_and_bytes_do_not_depend_on_how_the_text_comes(void **state)
{
    /* They divide the 4 KiB that are read at first: a packet that is cut loses its end. */
    static const size_t chunks[] = { 0, 1, 2, 4, 16, 64 };
    static struct reading reading;
    static char before[4200];

    (void)state;
    memset(before, ' ', sizeof(before) - 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t c = 0; c < COUNT_OF(chunks); c++) {
            struct arena arena = { 0 };
            struct cl_text text = arena_format(
                &arena, "{\"resourceType\":\"Basic\",\"id\":%s\"1\"}\n%s\n", before, cases[i].text);

            if (read_export(&reading, text, chunks[c]) < 0)
                fail_msg("case %zu: %s", i, reading.problem.text);
            if (strcmp(reading.notes.text, cases[i].handed) != 0)
                fail_msg("case %zu:\n%s\nis not\n%s", i, reading.notes.text, cases[i].handed);
            assert_covered(&reading);
            reading_finish(&reading);
            arena_finish(&arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_strict),
        cmocka_unit_test(keys_are_found_twice_in_any_number),
        cmocka_unit_test(nesting_ends_somewhere),
        cmocka_unit_test(numbers_stay_text_and_escapes_do_not),
        cmocka_unit_test(halves_of_characters_are_found),
        cmocka_unit_test(references_to_one_resource_have_one_key),
        cmocka_unit_test(moments_are_days_and_times_of_the_clinic),
        cmocka_unit_test(systems_and_payer_classes),
        cmocka_unit_test(rows_and_bytes_do_not_depend_on_how_the_text_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
