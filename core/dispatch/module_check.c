/* module_check.c - see module_check.h. */
#include "module_check.h"

#include "base/text.h"
#include "dispatch/settings.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST_NAME = 40 };

/* What this host can do; see enum cl_flag. */
static const uint64_t known_flags = CL_PARALLEL | CL_WHOLE_CLAIMS;
static const uint64_t hints = UINT64_MAX << 32;

/* A plugin as the first hosts knew it: the store came later. */
enum { FIRST_PLUGIN = offsetof(struct cl_plugin, store) };

const struct cl_store *plugin_store(const struct cl_plugin *plugin)
{
    return CL_HAS(plugin, store) ? plugin->store : NULL;
}

static bool refuse(char *why, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(char *why, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(why, size, format, arguments);
    va_end(arguments);
    return false;
}

static bool name_good(const char *name)
{
    size_t length = name != NULL ? strlen(name) : 0;

    for (size_t i = 0; i < length; i++) {
        if (!text_is_digit(name[i]) && name[i] != '-' && name[i] != '_' &&
            (name[i] < 'a' || name[i] > 'z'))
            return false;
    }
    return length != 0 && length <= LONGEST_NAME && name[0] != '-';
}

static bool encoder_good(const struct cl_plugin *plugin, char *why, size_t size)
{
    const struct cl_encoder *encoder = plugin->encoder;

    if (encoder->size < sizeof(*encoder))
        return refuse(why, size, "plugin %s: its encoder has %zu bytes, generation 1 has %zu",
                      plugin->name, encoder->size, sizeof(*encoder));
    if (encoder->claim == NULL)
        return refuse(why, size, "plugin %s: its encoder writes no claims", plugin->name);
    return true;
}

static bool store_good(const struct cl_plugin *plugin, char *why, size_t size)
{
    const struct cl_store *store = plugin->store;

    if (store->size < sizeof(*store))
        return refuse(why, size, "plugin %s: its store has %zu bytes, generation 1 has %zu",
                      plugin->name, store->size, sizeof(*store));
    if (store->put == NULL || store->prepare == NULL || store->commit == NULL)
        return refuse(why, size, "plugin %s: its store lacks put, prepare or commit", plugin->name);
    return true;
}

/* An encoder or a store, and not both. */
static bool kind_good(const struct cl_plugin *plugin, char *why, size_t size)
{
    const struct cl_store *store = plugin_store(plugin);

    if (plugin->encoder == NULL && store == NULL)
        return refuse(why, size, "plugin %s has no encoder%s", plugin->name,
                      CL_HAS(plugin, store) ? " and no store" : "");
    if (plugin->encoder != NULL && store != NULL)
        return refuse(why, size, "plugin %s has an encoder and a store: one of them is expected",
                      plugin->name);
    return store != NULL ? store_good(plugin, why, size) : encoder_good(plugin, why, size);
}

static bool plugin_good(const struct cl_plugin *plugin, char *why, size_t size)
{
    char shown[TEXT_SHOWN];
    char fault[512];

    if (plugin->size < FIRST_PLUGIN)
        return refuse(why, size, "a plugin of it has %zu bytes, generation 1 has %zu", plugin->size,
                      (size_t)FIRST_PLUGIN);
    if (!name_good(plugin->name))
        return refuse(why, size, "the plugin name \"%s\" is not lower case, digits, '-' and '_'",
                      text_show_string(shown, plugin->name != NULL ? plugin->name : ""));
    if (plugin->summary == NULL)
        return refuse(why, size, "plugin %s has no summary", plugin->name);
    if ((plugin->flags & ~known_flags & ~hints) != 0)
        return refuse(why, size, "plugin %s asks for what this claimline cannot do (flags %#llx)",
                      plugin->name, (unsigned long long)(plugin->flags & ~known_flags & ~hints));
    if (!kind_good(plugin, why, size))
        return false;
    if (!settings_table_good(plugin, fault, sizeof(fault)))
        return refuse(why, size, "plugin %s: %s", plugin->name, fault);
    return true;
}

/* Where something is wrong with records that are longer than ours, that is why. */
static void add_age(const struct cl_module *module, const struct cl_plugin *plugin, char *why,
                    size_t size)
{
    size_t used = strlen(why);

    if (module->size > sizeof(*module) || plugin->size > sizeof(*plugin))
        (void)snprintf(why + used, size - used, "; it was made for a later claimline");
}

bool module_records_good(const struct cl_module *module, char *why, size_t size)
{
    if (module->size < sizeof(*module))
        return refuse(why, size, "its module has %zu bytes, generation 1 has %zu", module->size,
                      sizeof(*module));
    if (module->version == NULL)
        return refuse(why, size, "its module has no version");
    if (module->plugins == NULL || module->plugins[0] == NULL)
        return refuse(why, size, "it holds no plugin");
    for (size_t i = 0; module->plugins[i] != NULL; i++) {
        if (!plugin_good(module->plugins[i], why, size)) {
            add_age(module, module->plugins[i], why, size);
            return false;
        }
    }
    return true;
}
