/* test_records.c - records that grew, and records that are gone. */
#include "test_groups.h"

#include "base/text.h"

enum { KINDS = 4 };

static void write_mixed(struct trial *trial, const struct manner *manner, struct sink *out)
{
    struct recipe recipes[KINDS] = {
        recipe_bare,
        recipe_full,
        recipe_of_text(text_of("some \"text\", and\nmore")),
        recipe_of_text(text_of("plain")),
    };
    struct claims claims;

    for (int i = 0; i < KINDS; i++)
        recipes[i].grown = manner->grown;
    claims_open(&claims, trial, recipes, KINDS, 9);
    write_file(trial, manner, &claims, out);
    claims_close(&claims);
}

/* Of a host that knows more: `size` and the strides are larger than the plugin's sizeof. */
void test_records_grown(struct trial *trial)
{
    const struct manner manners[] = { { .chunk = 4 }, { .chunk = 4, .grown = true } };
    struct sink sinks[2];

    for (int i = 0; i < 2; i++)
        write_mixed(trial, &manners[i], &sinks[i]);
    sink_same(&sinks[0], &sinks[1], "with records of a later host");
    sink_close(&sinks[0]);
    sink_close(&sinks[1]);
}

void test_records_kept(struct trial *trial)
{
    const struct manner manner = { .chunk = 4, .strict = true };
    struct sink sink;

    write_mixed(trial, &manner, &sink);
    sink_close(&sink);
}
