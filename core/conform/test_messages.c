/* test_messages.c - what a plugin says: one line, and nothing of a record. */
#include "test_groups.h"

#include "base/text.h"
#include "conform/texts.h"

#include <stdio.h>

#define MARKER "Zq7marker"

/* `check` is asked about texts that formats refuse, each of them marked. */
static void look_at_refusals(struct trial *trial, const char *forbidden)
{
    enum { SIZE = 128 };
    const struct manner manner = { .chunk = 1, .forbidden = forbidden };
    char texts[HOSTILE_COUNT][SIZE];
    struct recipe recipes[HOSTILE_COUNT];
    struct claims claims;
    struct sink sink;

    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        (void)snprintf(texts[i], SIZE, MARKER "%s", hostile_texts[i].bytes);
        recipes[i] = recipe_of_text(text_of(texts[i]));
    }
    claims_open(&claims, trial, recipes, HOSTILE_COUNT, HOSTILE_COUNT);
    write_file(trial, &manner, &claims, &sink);
    sink_close(&sink);
    claims_close(&claims);
}

void test_messages_private(struct trial *trial)
{
    look_at_refusals(trial, MARKER);
}

/* The form is looked at whenever the plugin says something. */
void test_messages_form(struct trial *trial)
{
    look_at_refusals(trial, NULL);
}
