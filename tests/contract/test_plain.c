/* test_plain.c - what our encoders write as it stands is what they write with a look at each
 * value, which they do where there is little room. Usage: test_plain csv.so xml.so text.so */
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { SETTINGS = 2 };

/* A plugin, and settings that make a difference to how it writes claims. */
struct way {
    const char *plugin;
    const char *settings[SETTINGS + 1];
};

static const struct way ways[] = {
    { "csv", { NULL } },
    { "csv", { "newline=crlf" } },
    { "csv", { "delimiter=;" } },
    { "csv", { "delimiter=;", "columns=note,diagnoses,charge,service_date,start_time,units" } },
    { "csv", { "delimiter=-" } },
    { "csv", { "delimiter= ", "columns=session_id,code,note,payer_id,diagnoses" } },
    { "csv", { "delimiter=!", "columns=note,session_id" } },
    { "csv", { "columns=code,region,session_id,payer_name", "newline=crlf" } },
    { "csv", { "columns=patient_paid,claim_charge,source_line,note,supervising_npi" } },
    { "xml", { NULL } },
    { "xml", { "indent=0" } },
    { "xml", { "details=all", "indent=8" } },
    { "text", { NULL } },
    { "text", { "width=90" } },
    { "text", { "group=none" } },
    { "text", { "width=400" } },
};

static struct state states[COUNT(ways)];
static struct sample sample;

static void write_claim(struct state *state, size_t room, struct memory *out)
{
    const struct cl_claim *const claim = &sample.claim;

    memory_open(out, room);
    encode_chunk(state, &claim, 1, 0, out);
}

/* The sample, in all ways: with room for it, and without. */
static void assert_same(void)
{
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct memory with, without;

        write_claim(&states[i], 256 * 1024, &with);
        write_claim(&states[i], 1, &without);
        assert_true(memory_text(&with).length > 0);
        assert_string_equal(memory_text(&with).data, memory_text(&without).data);
        memory_close(&with);
        memory_close(&without);
    }
}

/* The texts that a claim and its second line have. */
static struct cl_text *const texts[] = {
    &sample.claim.session_id,
    &sample.claim.claim_id,
    &sample.payer.id,
    &sample.payer.name,
    &sample.diagnoses[0],
    &sample.diagnoses[1],
    &sample.lines[1].line.code,
    &sample.lines[1].line.documented_code,
    &sample.lines[1].line.unit_rule,
    &sample.lines[1].line.modifiers[0],
    &sample.lines[1].line.modifiers[1],
    &sample.lines[1].line.description,
    &sample.lines[1].line.note,
    &sample.lines[1].line.region,
    &sample.rendering.npi,
};

/* Whether text `index` must be short: see cl_format_diagnoses(). */
static bool is_diagnosis(size_t index)
{
    return texts[index] == &sample.diagnoses[0] || texts[index] == &sample.diagnoses[1];
}

static void assert_same_with(size_t index, const char *bytes, size_t length)
{
    sample_full(&sample);
    sample.claim.diagnosis_count = 2;
    *texts[index] = (struct cl_text){ bytes, length };
    assert_same();
}

/* Texts of each length that is copied otherwise than the one before, with something special
 * at each end and between. */
static void test_texts(void **unused)
{
    static const unsigned char lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 128, 129 };
    static const char *const specials[] = {
        "x", " ", "\"", ",", ";",        "\n",           "\t",
        "!", "&", "<",  ">", "\xC3\xA9", "\xEF\xBF\xBD", "\xE2\x80\xAE"
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(lengths) * COUNT(specials) * COUNT(texts); i++) {
        const char *special = specials[i % COUNT(specials)];
        size_t length = lengths[i / COUNT(specials) % COUNT(lengths)];
        size_t index = i / COUNT(specials) / COUNT(lengths);
        size_t most = strlen(special) < length ? length - strlen(special) : 0;
        const size_t places[] = { 0, most / 2, most };

        for (size_t k = 0; k < COUNT(places); k++) {
            char bytes[160];

            memset(bytes, 'a', sizeof(bytes));
            if (strlen(special) <= length)
                memcpy(bytes + places[k], special, strlen(special));
            bytes[length] = '\0';
            if (length < 33 || !is_diagnosis(index))
                assert_same_with(index, bytes, length);
        }
    }
}

static void test_numbers(void **unused)
{
    static const uint32_t numbers[] = { 1,    9,    10,    99,    100,    101,       999,
                                        1000, 9999, 10000, 99999, 100000, UINT32_MAX };

    (void)unused;
    sample_full(&sample);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        sample.lines[0].line.units = numbers[i];
        sample.lines[1].line.minutes = numbers[i];
        sample.lines[2].line.number = numbers[i];
        sample.lines[3].line.source_line = numbers[i];
        assert_same();
    }
}

static void test_amounts(void **unused)
{
    static const int64_t amounts[] = {
        0,         1,       10,        99,         100,
        999,       1000,    12345,     99999,      100000,
        999999,    1000000, 123456789, UINT32_MAX, INT64_C(4294967296),
        INT64_MAX, -1,      -50,       -123456,    CL_NO_AMOUNT
    };

    (void)unused;
    sample_full(&sample);
    for (size_t i = 0; i < COUNT(amounts); i++) {
        sample.claim.charge_cents = amounts[i];
        sample.claim.patient_paid_cents = amounts[i];
        sample.lines[0].line.unit_charge_cents = amounts[i];
        sample.lines[1].line.charge_cents = amounts[i];
        assert_same();
    }
}

static void test_counts(void **unused)
{
    (void)unused;
    for (uint32_t i = 0; i < 4 * CL_MAX_DIAGNOSES; i++) {
        struct cl_line *line = &sample.lines[0].line;

        sample_full(&sample);
        sample.claim.diagnosis_count = i % CL_MAX_DIAGNOSES + 1;
        sample.claim.line_count = i % SAMPLE_LINES + 1;
        line->pointer_count = i % (CL_MAX_POINTERS + 1);
        for (uint32_t k = i % (CL_MAX_MODIFIERS + 1); k < CL_MAX_MODIFIERS; k++)
            line->modifiers[k] = text_of("");
        sample.claim.service_date.year = (int16_t)(i % 7 == 0 ? 0 : 1980 + i);
        sample.claim.service_date.month = (uint8_t)(i % 12 + 1);
        assert_same();
    }
}

static void open_ways(const struct cl_plugin *plugin)
{
    for (size_t i = 0; i < COUNT(ways); i++) {
        if (strcmp(ways[i].plugin, plugin->name) == 0)
            (void)state_open(&states[i], plugin, ways[i].settings);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_counts),
    };

    int failed;

    if (argc != 4) {
        fprintf(stderr, "usage: test_plain csv.so xml.so text.so\n");
        return 2;
    }
    for (int i = 1; i < argc; i++)
        open_ways(module_load(argv[i])->plugins[0]);
    failed = cmocka_run_group_tests_name("plain", tests, NULL, NULL);
    for (size_t i = 0; i < COUNT(ways); i++)
        state_close(&states[i]);
    return failed;
}
