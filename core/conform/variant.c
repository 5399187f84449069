/* variant.c - see variant.h. */
#include "variant.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

static void last_word(char *value, size_t size, const char *choices)
{
    const char *bar = strrchr(choices, '|');

    (void)snprintf(value, size, "%s", bar != NULL ? bar + 1 : choices);
}

static void write_value(struct variant *variant, const struct cl_option *option)
{
    char *value = variant->value;
    size_t size = sizeof(variant->value);

    switch (option->type) {
    case CL_BOOL:
        (void)snprintf(value, size, "%s",
                       text_equal_nocase(text_of(option->initial), text_of("true")) ? "false"
                                                                                    : "true");
        break;
    case CL_INT:
        (void)snprintf(value, size, "%" PRId64, option->maximum);
        break;
    case CL_CHOICE:
        last_word(value, size, option->choices);
        break;
    default:
        (void)snprintf(value, size, "%s", option->initial);
        break;
    }
}

/* One that open() refuses is none that files can be written with. */
static bool opens(struct trial *trial, const struct variant *variant)
{
    struct instance instance;
    bool good;

    if (!instance_make(&instance, trial, &variant->setting, 1, false))
        return false;
    good = instance_try(&instance) == CL_OK;
    instance_close(&instance);
    return good;
}

void variant_choose(struct variant *variant, struct trial *trial, unsigned number)
{
    const struct cl_options *options = &trial->plugin->options;
    const struct cl_option *option;

    *variant = (struct variant){ .count = 0 };
    if (number == 0 || options->count == 0)
        return;
    option = settings_option(options, (number - 1) % options->count);
    write_value(variant, option);
    variant->setting = (struct setting){ option->name, variant->value };
    variant->count = opens(trial, variant);
}
