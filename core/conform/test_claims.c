/* test_claims.c - claims of every kind: the plugin writes them, or check() refuses them. */
#include "test_groups.h"

#include "base/memory.h"
#include "base/text.h"
#include "conform/texts.h"

/* Written twice: with room enough, and by a byte at a time in a strict way. */
static void write_both(struct trial *trial, const struct claims *claims, size_t chunk)
{
    const struct manner manners[] = {
        { .chunk = chunk },
        { .chunk = chunk, .room = 1, .strict = true },
    };
    struct sink sinks[2];

    for (int i = 0; i < 2; i++)
        write_file(trial, &manners[i], claims, &sinks[i]);
    sink_same(&sinks[0], &sinks[1], "room for one byte instead of 4096");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
}

static void write_recipes(struct trial *trial, const struct recipe *recipes, size_t kinds,
                          size_t count)
{
    struct claims claims;

    claims_open(&claims, trial, recipes, kinds, count);
    write_both(trial, &claims, 10);
    claims_close(&claims);
}

void test_claims_none(struct trial *trial)
{
    write_recipes(trial, &recipe_bare, 1, 0);
}

/* All that may be empty is empty. */
void test_claims_one(struct trial *trial)
{
    write_recipes(trial, &recipe_bare, 1, 1);
}

void test_claims_full(struct trial *trial)
{
    const struct recipe recipes[] = { recipe_full, recipe_bare };

    write_recipes(trial, recipes, 2, 21);
}

void test_claims_text(struct trial *trial)
{
    const enum hostile_kind *kind = trial->data;
    struct recipe recipes[HOSTILE_COUNT];
    size_t count = 0;

    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        if (hostile_texts[i].kind == *kind)
            recipes[count++] = recipe_of_text(text_of(hostile_texts[i].bytes));
    }
    write_recipes(trial, recipes, count, count);
}

static size_t encode(char *out, uint32_t value)
{
    if (value < 0x80) {
        out[0] = (char)value;
        return 1;
    }
    if (value < 0x800) {
        out[0] = (char)(0xc0 | value >> 6);
        out[1] = (char)(0x80 | (value & 0x3f));
        return 2;
    }
    if (value < 0x10000) {
        out[0] = (char)(0xe0 | value >> 12);
        out[1] = (char)(0x80 | (value >> 6 & 0x3f));
        out[2] = (char)(0x80 | (value & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | value >> 18);
    out[1] = (char)(0x80 | (value >> 12 & 0x3f));
    out[2] = (char)(0x80 | (value >> 6 & 0x3f));
    out[3] = (char)(0x80 | (value & 0x3f));
    return 4;
}

static bool may_arrive(uint32_t value)
{
    if (value < 0x20)
        return value == '\t' || value == '\n' || value == '\r';
    return !(value >= 0x7f && value <= 0x9f) && !(value >= 0xd800 && value <= 0xdfff) &&
           value != 0xfffe && value != 0xffff;
}

/* The next `IN_A_TEXT` characters from *value on: all of the first 3,072, then every 257th. */
enum { IN_A_TEXT = 97 };
static size_t next_characters(char *bytes, uint32_t *value)
{
    size_t length = 0;

    for (int i = 0; i < IN_A_TEXT && *value <= 0x10ffff; *value += *value < 3072 ? 1 : 257) {
        if (may_arrive(*value)) {
            length += encode(bytes + length, *value);
            i++;
        }
    }
    bytes[length] = '\0';
    return length;
}

/* All planes, all forms of bytes. */
void test_claims_planes(struct trial *trial)
{
    enum { MOST_TEXTS = 80 };
    char bytes[MOST_TEXTS][4 * IN_A_TEXT + 1];
    struct recipe recipes[MOST_TEXTS];
    uint32_t value = 1;
    size_t count = 0;

    for (; value <= 0x10ffff && count < MOST_TEXTS; count++) {
        size_t length = next_characters(bytes[count], &value);

        recipes[count] = recipe_of_text((struct cl_text){ bytes[count], length });
    }
    if (value <= 0x10ffff)
        trial_fail(trial, "the suite has room for too few texts");
    write_recipes(trial, recipes, count, count);
}

void test_claims_long(struct trial *trial)
{
    static const char *const pieces[] = {
        "x", "\"", "&", "\n", "\xF0\x9F\x98\x80", "a \"b\", <c>\n\t\xC3\xA9;~*"
    };
    enum { SIZE = 65536 };
    char *bytes = mem_alloc(SIZE);

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct recipe recipe = recipe_of_text(text_repeated(bytes, SIZE, pieces[i]));

        write_recipes(trial, &recipe, 1, 1);
    }
    mem_free(bytes);
}

void test_claims_random(struct trial *trial)
{
    enum { ROUNDS = 20, KINDS = 40 };
    struct random random = { trial->seed };

    for (int round = 0; round < ROUNDS; round++) {
        struct recipe recipes[KINDS];

        for (int i = 0; i < KINDS; i++)
            recipes[i] = (struct recipe){
                .lines = random_below(&random, 6) + 1,
                .diagnoses = random_below(&random, CL_MAX_DIAGNOSES) + 1,
                .full = random_below(&random, 4) > 0,
                .random = &random,
            };
        write_recipes(trial, recipes, KINDS, KINDS);
    }
}
