/* test_descriptor.c - the tables of a module: their sizes and what stands in them. */
#include "test_groups.h"

#include "base/memory.h"
#include "base/text.h"
#include "dispatch/module_check.h"
#include "dispatch/module_file.h"

/* What the host asks when it loads a file. */
void test_descriptor_sizes(struct trial *trial)
{
    char why[MODULE_REASON];
    const struct cl_module *module = module_file_entry(trial->path, why);

    if (module == NULL)
        trial_skip(trial, "the file does not load");
    if (!module_records_good(module, why, sizeof(why)))
        trial_fail(trial, "%s", why);
}

/* One line for a list: not empty, without a final point. */
static const char *line_fault(const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;

    if (length == 0)
        return "is empty";
    if (text_check((struct cl_text){ text, length }) != TEXT_FINE ||
        strpbrk(text, "\r\n\t") != NULL)
        return "is not one line of text";
    if (length > 100)
        return "is longer than 100 bytes";
    return text[length - 1] == '.' ? "ends with a point" : NULL;
}

static void look_at_plugin(struct trial *trial, const struct cl_plugin *plugin)
{
    const char *fault = line_fault(plugin->summary);

    if (fault != NULL)
        trial_break(trial, ARTICLE_SUMMARY, "the summary of %s %s", plugin->name, fault);
    for (size_t i = 0; trial->module->plugins[i] != plugin; i++) {
        if (strcmp(trial->module->plugins[i]->name, plugin->name) == 0)
            trial_break(trial, ARTICLE_NAME, "two plugins are named %s", plugin->name);
    }
}

void test_descriptor_texts(struct trial *trial)
{
    const char *fault = line_fault(trial->module->version);

    if (fault != NULL)
        trial_fail(trial, "the version %s", fault);
    for (size_t i = 0; trial->module->plugins[i] != NULL; i++)
        look_at_plugin(trial, trial->module->plugins[i]);
}

/* The bytes of all tables of the plugin, one after the other; the caller frees them. */
static char *tables_of(const struct trial *trial, size_t *size)
{
    const struct cl_plugin *plugin = trial->plugin;
    const struct {
        const void *bytes;
        size_t size;
    } tables[] = {
        { trial->module, sizeof(*trial->module) },
        { plugin, sizeof(*plugin) },
        { plugin->encoder, plugin->encoder != NULL ? sizeof(*plugin->encoder) : 0 },
        { plugin->options.items, (size_t)plugin->options.count * plugin->options.stride },
    };
    char *all;

    *size = 0;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        *size += tables[i].size;
    all = mem_alloc(*size);
    for (size_t i = 0, at = 0; i < sizeof(tables) / sizeof(tables[0]); at += tables[i++].size) {
        if (tables[i].size > 0)
            memcpy(all + at, tables[i].bytes, tables[i].size);
    }
    return all;
}

void test_descriptor_constant(struct trial *trial)
{
    const struct manner manner = { .chunk = 20 };
    struct claims claims;
    struct sink sink;
    size_t size;
    char *before = tables_of(trial, &size);
    char *after;

    claims_open_mixed(&claims, trial, 0);
    write_file(trial, &manner, &claims, &sink);
    after = tables_of(trial, &size);
    if (memcmp(before, after, size) != 0)
        trial_fail(trial, "a table of the module changed while a file was written");
    sink_close(&sink);
    claims_close(&claims);
    mem_free(before);
    mem_free(after);
}
