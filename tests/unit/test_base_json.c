/* test_base_json.c - JSON as it is written: commas, places, escapes. */
#include "unit.h"

#include "base/json.h"

/* Keeps what is written; `room` bytes at a time go the fast way. */
struct sink {
    struct cl_stream stream; /* first: put() finds the rest behind it */
    char room[3];
    char bytes[1024];
    size_t used;
};

static void keep(struct sink *sink, const void *bytes, size_t count)
{
    assert_true(sink->used + count < sizeof(sink->bytes));
    memcpy(sink->bytes + sink->used, bytes, count);
    sink->used += count;
}

static void put(struct cl_stream *out, const void *bytes, size_t count)
{
    struct sink *sink = (struct sink *)(void *)out;

    keep(sink, sink->room, (size_t)(out->next - sink->room));
    out->next = sink->room;
    keep(sink, bytes, count);
}

static struct json start(struct sink *sink, int indent)
{
    *sink = (struct sink){ .stream = { .size = sizeof(sink->stream), .write = put } };
    sink->stream.next = sink->room;
    sink->stream.limit = sink->room + sizeof(sink->room);
    return (struct json){ .stream = &sink->stream, .indent = indent };
}

static void assert_written(struct sink *sink, const char *expected)
{
    put(&sink->stream, "", 1);
    assert_string_equal(sink->bytes, expected);
}

static void write_sample(struct json *json)
{
    json_open(json, NULL, '{');
    json_string(json, "program", "claimline");
    json_open(json, "inputs", '[');
    json_open(json, NULL, '{');
    json_unsigned(json, "bytes", UINT64_MAX);
    json_close(json, '}');
    json_signed(json, NULL, -5);
    json_close(json, ']');
    json_open_text(json, TEXT("a\"b"), '{');
    json_close(json, '}');
    json_unsigned(json, "97110", 0);
    json_close(json, '}');
}

static void members_are_separated(void **state)
{
    struct sink sink;
    struct json json = start(&sink, 0);

    (void)state;
    write_sample(&json);
    assert_written(&sink, "{\"program\":\"claimline\",\"inputs\":[{\"bytes\":18446744073709551615},"
                          "-5],\"a\\\"b\":{},\"97110\":0}");
}

static void members_are_indented(void **state)
{
    struct sink sink;
    struct json json = start(&sink, 2);

    (void)state;
    write_sample(&json);
    assert_written(&sink, "{\n"
                          "  \"program\": \"claimline\",\n"
                          "  \"inputs\": [\n"
                          "    {\n"
                          "      \"bytes\": 18446744073709551615\n"
                          "    },\n"
                          "    -5\n"
                          "  ],\n"
                          "  \"a\\\"b\": {},\n"
                          "  \"97110\": 0\n"
                          "}");
}

static void texts_are_escaped(void **state)
{
    static const struct {
        struct cl_text text;
        const char *written;
    } rows[] = {
        { BYTES(""), "\"\"" },
        { BYTES("a\"b\\c/"), "\"a\\\"b\\\\c/\"" },
        { BYTES("\0\x01\t\n\r\x1f"), "\"\\u0000\\u0001\\u0009\\u000a\\u000d\\u001f\"" },
        { BYTES("\xc3\xbc\xf0\x9f\x92\xa9"), "\"\xc3\xbc\xf0\x9f\x92\xa9\"" },
        { BYTES("x\xffy"), "\"x\xef\xbf\xbdy\"" },
        { BYTES("\xc3"), "\"\xef\xbf\xbd\"" },
        { BYTES("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
        { BYTES("\xc0\xaf\""), "\"\xef\xbf\xbd\xef\xbf\xbd\\\"\"" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct sink sink;
        struct json json = start(&sink, 0);

        json_text(&json, NULL, rows[i].text);
        assert_written(&sink, rows[i].written);
    }
}

static void the_smallest_number_is_written(void **state)
{
    struct sink sink;
    struct json json = start(&sink, 0);

    (void)state;
    json_open(&json, NULL, '[');
    json_signed(&json, NULL, INT64_MIN);
    json_signed(&json, NULL, INT64_MAX);
    json_signed(&json, NULL, 0);
    json_close(&json, ']');
    assert_written(&sink, "[-9223372036854775808,9223372036854775807,0]");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_separated),
        cmocka_unit_test(members_are_indented),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(the_smallest_number_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
