/* test_messages.c - what a plugin says: one line, and nothing of a record. */
#include "test_groups.h"

#include "base/text.h"
#include "conform/texts.h"

#include <stdio.h>

#define MARKER "Zq7marker"

/* `check` is asked about texts that formats refuse, each of them marked. */
static void look_at_refusals(struct trial *trial, const char *forbidden)
{
    const struct manner manner = { .chunk = 1, .forbidden = forbidden };
    struct claims claims;
    struct sink sink;

    for (size_t i = 0; i < HOSTILE_COUNT; i++) {
        char bytes[256];
        struct recipe recipe;

        (void)snprintf(bytes, sizeof(bytes), MARKER "%s", hostile_texts[i].bytes);
        recipe = recipe_of_text(text_of(bytes));
        claims_open(&claims, trial, &recipe, 1, 1);
        write_file(trial, &manner, &claims, &sink);
        sink_close(&sink);
        claims_close(&claims);
    }
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
