/* test_contract.c - what plugin.h asks of every plugin, by a host that tests/frozen builds with
 * headers of another age (claimline plugin test has more). Usage: test_contract PLUGIN.so */
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *path;
static const struct cl_module *module;

/* The claims that every plugin meets: few kinds, many times. */
enum { CLAIMS = 3000, CHUNK = 700 };
static const struct cl_claim *claims[CLAIMS];
static size_t kinds; /* the first so many of `claims` differ */

static const char *const hostile[] = {
    "\"",
    "say \"hello\"",
    ",",
    ";",
    "|~*:^\\",
    "two\nlines",
    "two\r\nlines",
    "\r",
    "\n",
    "\t",
    " outer blanks ",
    "'",
    "&",
    "<line code=\"99999\"/>",
    "]]>",
    "<!-- -- -->",
    "&#0;&amp;",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "-12.50",
    "%s%n%5$s",
    "\xE2\x80\xA8 line separator, \xE2\x80\xAE right to left",
    "\xF0\x9F\x98\x80 \xC3\xA9 e\xCC\x81 \xEF\xBC\x9D",
    "\xEF\xBF\xBD\xEF\xBB\xBF",
};

enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]), HUGE_LENGTH = 65536 };

static struct sample *sample_new(void)
{
    struct sample *sample = malloc(sizeof(*sample));

    assert_non_null(sample);
    claims[kinds++] = &sample->claim;
    return sample;
}

/* 64 KiB of awkward bytes; no character is cut. */
static struct cl_text huge_text(void)
{
    static const char piece[] = "a \"b\", <c>\n\t\xC3\xA9;";
    static char bytes[HUGE_LENGTH + 1];
    struct cl_text text = { bytes, 0 };

    while (text.length + sizeof(piece) <= HUGE_LENGTH) {
        memcpy(bytes + text.length, piece, sizeof(piece) - 1);
        text.length += sizeof(piece) - 1;
    }
    return text;
}

static void test_loads(void **unused)
{
    (void)unused;
    module = module_load(path);
    sample_bare(sample_new());
    sample_full(sample_new());
    for (size_t i = 0; i < HOSTILE; i++)
        sample_hostile(sample_new(), text_of(hostile[i]));
    sample_hostile(sample_new(), huge_text());
    for (size_t i = kinds; i < CLAIMS; i++)
        claims[i] = claims[i % (kinds - 1)];
}

static void free_claims(void)
{
    for (size_t i = 0; i < kinds; i++)
        free((void *)(uintptr_t)claims[i]);
}

static void assert_same(struct memory *a, struct memory *b)
{
    struct cl_text left = memory_text(a);
    struct cl_text right = memory_text(b);

    assert_int_equal(left.length, right.length);
    assert_true(left.length == 0 || memcmp(left.data, right.data, left.length) == 0);
}

#define HAS_SIZE(p, last) assert_true(CL_HAS(p, last))

static bool is_name(const char *name, const char *allowed)
{
    return name[0] >= 'a' && name[0] <= 'z' && name[strspn(name, allowed)] == '\0';
}

/* One line that can stand in a list: not empty, no final point. */
static void assert_line(const char *text)
{
    assert_non_null(text);
    assert_true(text[0] != '\0' && text[strlen(text) - 1] != '.');
    assert_null(strpbrk(text, "\r\n\t"));
}

static void test_module(void **unused)
{
    (void)unused;
    assert_non_null(module);
    assert_ptr_equal(module, module_load(path));
    HAS_SIZE(module, plugins);
    assert_line(module->version);
    assert_non_null(module->plugins);
    assert_non_null(module->plugins[0]);
}

static void test_descriptor(void **state)
{
    const struct cl_plugin *plugin = *state;

    HAS_SIZE(plugin, encoder);
    assert_true(is_name(plugin->name, "abcdefghijklmnopqrstuvwxyz0123456789-_"));
    assert_line(plugin->summary);
    assert_true((plugin->flags & ~(uint64_t)(CL_PARALLEL | CL_WHOLE_CLAIMS)) == 0);
    assert_non_null(plugin->encoder);
    HAS_SIZE(plugin->encoder, separator);
    assert_non_null(plugin->encoder->claim);
    for (size_t i = 0; module->plugins[i] != plugin; i++)
        assert_string_not_equal(module->plugins[i]->name, plugin->name);
}

static const struct cl_option *option_at(const struct cl_plugin *plugin, uint32_t index)
{
    return (const struct cl_option *)(const void *)((const char *)plugin->options.items +
                                                    (size_t)index * plugin->options.stride);
}

static void assert_option(const struct cl_plugin *plugin, const struct cl_option *option)
{
    static const size_t sizes[] = { sizeof(bool), sizeof(int64_t), sizeof(struct cl_text),
                                    sizeof(uint32_t) };

    assert_true(is_name(option->name, "abcdefghijklmnopqrstuvwxyz0123456789_"));
    assert_line(option->help);
    assert_non_null(option->initial);
    assert_in_range(option->type, CL_BOOL, CL_CHOICE);
    assert_true(option->offset + sizes[option->type] <= plugin->state_size);
    assert_true((option->choices != NULL) == (option->type == CL_CHOICE));
    assert_true(option->minimum <= option->maximum);
    for (uint32_t i = 0; option_at(plugin, i) != option; i++)
        assert_string_not_equal(option_at(plugin, i)->name, option->name);
}

static void test_options(void **state)
{
    const struct cl_plugin *plugin = *state;

    assert_true(plugin->options.count == 0 || plugin->options.stride >= sizeof(struct cl_option));
    for (uint32_t i = 0; i < plugin->options.count; i++)
        assert_option(plugin, option_at(plugin, i));
}

static void test_open_with_defaults(void **state)
{
    struct state opened;

    assert_int_equal(state_open(&opened, *state, NULL), CL_OK);
    assert_string_equal(opened.message, "");
    state_close(&opened);
}

static void test_close_of_zeroed_state(void **state)
{
    const struct cl_plugin *plugin = *state;
    void *zeroed = calloc(1, plugin->state_size + 1);

    assert_non_null(zeroed);
    if (plugin->close != NULL)
        plugin->close(zeroed);
    free(zeroed);
}

/* The same bytes wherever the buffer ends. */
static void compare_rooms(const struct cl_plugin *plugin, const char *const *settings, size_t count)
{
    static const size_t rooms[] = { 1, 2, 3, 7, 64, 65536 };
    struct memory expected, got;
    struct state state;

    write_file(plugin, settings, claims, count, &expected);
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        memory_open(&got, rooms[i]);
        assert_int_equal(state_open(&state, plugin, settings), CL_OK);
        encode_file(&state, claims, count, 1024, &got);
        state_close(&state);
        assert_same(&expected, &got);
        memory_close(&got);
    }
    memory_close(&expected);
}

static void test_no_claims(void **state)
{
    compare_rooms(*state, NULL, 0);
}

static void test_one_claim(void **state)
{
    compare_rooms(*state, NULL, 1);
}

static void test_hostile_claims(void **state)
{
    compare_rooms(*state, NULL, kinds);
}

static void test_many_claims(void **state)
{
    compare_rooms(*state, NULL, CLAIMS);
}

static void test_setting(const struct cl_plugin *plugin, const char *name, const char *value,
                         size_t length)
{
    char setting[256];
    const char *const settings[] = { setting, NULL };

    snprintf(setting, sizeof(setting), "%s=%.*s", name, (int)length, value);
    compare_rooms(plugin, settings, kinds);
}

static void test_each_choice(const struct cl_plugin *plugin, const struct cl_option *option)
{
    for (const char *word = option->choices; *word != '\0'; word += *word == '|') {
        size_t length = strcspn(word, "|");

        test_setting(plugin, option->name, word, length);
        word += length;
    }
}

static void test_bounds(const struct cl_plugin *plugin, const struct cl_option *option)
{
    char number[32];

    snprintf(number, sizeof(number), "%lld", (long long)option->minimum);
    test_setting(plugin, option->name, number, strlen(number));
    snprintf(number, sizeof(number), "%lld", (long long)option->maximum);
    test_setting(plugin, option->name, number, strlen(number));
}

/* Values that the host lets through must work, alone. Texts are the plugin's own affair. */
static void test_every_setting(void **state)
{
    const struct cl_plugin *plugin = *state;

    for (uint32_t i = 0; i < plugin->options.count; i++) {
        const struct cl_option *option = option_at(plugin, i);

        if (option->type == CL_BOOL) {
            test_setting(plugin, option->name, "true", 4);
            test_setting(plugin, option->name, "false", 5);
        } else if (option->type == CL_CHOICE) {
            test_each_choice(plugin, option);
        } else if (option->type == CL_INT && option->minimum < option->maximum) {
            test_bounds(plugin, option);
        }
    }
}

/* Two states take turns; neither may notice the other. */
static void test_two_states(void **state)
{
    struct memory expected, out[2];
    struct state states[2];

    write_file(*state, NULL, claims, kinds, &expected);
    for (int i = 0; i < 2; i++) {
        memory_open(&out[i], 64);
        assert_int_equal(state_open(&states[i], *state, NULL), CL_OK);
    }
    for (int i = 0; i < 2; i++)
        encode_head(&states[i], &out[i]);
    for (int i = 0; i < 2; i++)
        encode_chunk(&states[i], claims, kinds, 0, &out[i]);
    for (int i = 0; i < 2; i++) {
        encode_tail(&states[i], kinds, 1, &out[i]);
        state_close(&states[i]);
        assert_same(&expected, &out[i]);
        memory_close(&out[i]);
    }
    memory_close(&expected);
}

/* Head and tail on a state without claims, chunks on two others, the last chunk
 * first: what the workers of a CL_PARALLEL plugin do. */
static void test_parallel(void **state)
{
    enum { CHUNKS = (CLAIMS + CHUNK - 1) / CHUNK };
    const struct cl_plugin *plugin = *state;
    struct memory expected, got, parts[CHUNKS];
    struct state states[3];

    if ((plugin->flags & CL_PARALLEL) == 0)
        skip();
    for (int i = 0; i < 3; i++)
        assert_int_equal(state_open(&states[i], plugin, NULL), CL_OK);
    memory_open(&expected, 4096);
    encode_file(&states[0], claims, CLAIMS, CHUNK, &expected);
    state_close(&states[0]);
    assert_int_equal(state_open(&states[0], plugin, NULL), CL_OK);
    for (size_t i = CHUNKS; i-- > 0;) {
        size_t first = i * CHUNK;
        size_t count = CLAIMS - first < CHUNK ? CLAIMS - first : CHUNK;

        memory_open(&parts[i], 4096);
        encode_chunk(&states[1 + i % 2], claims + first, count, i, &parts[i]);
    }
    memory_open(&got, 4096);
    encode_head(&states[0], &got);
    for (size_t i = 0; i < CHUNKS; i++) {
        struct cl_text part = memory_text(&parts[i]);

        if (i > 0 && plugin->encoder->separator != NULL)
            got.stream.write(&got.stream, plugin->encoder->separator,
                             strlen(plugin->encoder->separator));
        got.stream.write(&got.stream, part.data, part.length);
        memory_close(&parts[i]);
    }
    encode_tail(&states[0], CLAIMS, CHUNKS, &got);
    assert_same(&expected, &got);
    for (int i = 0; i < 3; i++)
        state_close(&states[i]);
    memory_close(&expected);
    memory_close(&got);
}

static int run(const struct cl_plugin *plugin)
{
    void *with = (void *)(uintptr_t)plugin;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_module, with),
        cmocka_unit_test_prestate(test_descriptor, with),
        cmocka_unit_test_prestate(test_options, with),
        cmocka_unit_test_prestate(test_open_with_defaults, with),
        cmocka_unit_test_prestate(test_close_of_zeroed_state, with),
        cmocka_unit_test_prestate(test_no_claims, with),
        cmocka_unit_test_prestate(test_one_claim, with),
        cmocka_unit_test_prestate(test_hostile_claims, with),
        cmocka_unit_test_prestate(test_many_claims, with),
        cmocka_unit_test_prestate(test_every_setting, with),
        cmocka_unit_test_prestate(test_two_states, with),
        cmocka_unit_test_prestate(test_parallel, with),
    };

    return cmocka_run_group_tests_name(plugin->name, tests, NULL, NULL);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest load[] = { cmocka_unit_test(test_loads) };
    int failed = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: test_contract PLUGIN.so\n");
        return 2;
    }
    path = argv[1];
    if (cmocka_run_group_tests_name("load", load, NULL, NULL) != 0)
        return 1;
    for (size_t i = 0; module->plugins[i] != NULL; i++)
        failed += run(module->plugins[i]);
    free_claims();
    return failed > 0;
}
