/* ledger.c - see ledger.h. */
#include "ledger.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *ledger_step_name(enum ledger_step step)
{
    static const char *const names[LEDGER_STEPS] = {
        [LEDGER_PROFILE] = "profile",
        [LEDGER_SAME_DAY] = "same_day",
        [LEDGER_SUBSTITUTION] = "substitution",
        [LEDGER_MINUTES] = "minutes",
        [LEDGER_POOL] = "pool",
        [LEDGER_BASE] = "base",
        [LEDGER_LEFT_OVER] = "left_over",
        [LEDGER_UNITS] = "units",
        [LEDGER_VARIANT] = "variant",
        [LEDGER_ASSISTANT] = "assistant",
        [LEDGER_MODIFIER] = "modifier",
        [LEDGER_PLACE] = "place",
        [LEDGER_CHARGE] = "charge",
        [LEDGER_EDIT] = "edit",
    };

    return names[step];
}

static struct cl_text copy(struct arena *arena, struct cl_text text)
{
    return text.data != NULL ? arena_text(arena, text.data, text.length) : TEXT_NONE;
}

static struct ledger_entry *next_slot(struct ledger *ledger)
{
    if (ledger->count == ledger->capacity) {
        size_t capacity = ledger->capacity != 0 ? ledger->capacity * 2 : 16;
        struct ledger_entry *entries = arena_alloc_array(ledger->arena, capacity, sizeof(*entries));

        if (ledger->count != 0)
            memcpy(entries, ledger->entries, ledger->count * sizeof(*entries));
        ledger->entries = entries;
        ledger->capacity = capacity;
    }
    return &ledger->entries[ledger->count++];
}

void ledger_write(struct ledger *ledger, const struct ledger_entry *entry, const char *format, ...)
{
    char text[512];
    struct ledger_entry *slot;
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    slot = next_slot(ledger);
    *slot = *entry;
    slot->code = copy(ledger->arena, entry->code);
    slot->modifier = copy(ledger->arena, entry->modifier);
    slot->source = copy(ledger->arena, entry->source);
    slot->text = arena_text(ledger->arena, text, strlen(text));
}
