/* isolate_describe.c - see isolate_describe.h. */
#include "isolate_describe.h"

#include "dispatch/isolate_proxy.h"
#include "dispatch/settings.h"

/* A string, or that there is none. */
static void put_string(struct wire_out *out, const char *string)
{
    wire_put_u32(out, string != NULL);
    if (string != NULL)
        wire_put_text(out, (struct cl_text){ string, strlen(string) });
}

static const char *take_string(struct wire_in *in)
{
    return wire_take_u32(in) != 0 ? wire_take_text(in).data : NULL;
}

static void put_option(struct wire_out *out, const struct cl_option *option)
{
    put_string(out, option->name);
    put_string(out, option->initial);
    put_string(out, option->choices);
    put_string(out, option->help);
    wire_put_u64(out, (uint64_t)option->minimum);
    wire_put_u64(out, (uint64_t)option->maximum);
    wire_put_u32(out, option->type);
    wire_put_u32(out, option->offset);
}

/* Its field lies behind the proxy. */
static struct cl_option take_option(struct wire_in *in)
{
    struct cl_option option = { .name = take_string(in), .initial = take_string(in) };

    option.choices = take_string(in);
    option.help = take_string(in);
    option.minimum = (int64_t)wire_take_u64(in);
    option.maximum = (int64_t)wire_take_u64(in);
    option.type = wire_take_u32(in);
    option.offset = wire_take_u32(in);
    if (option.offset > MOST_STATE)
        in->bad = true;
    option.offset += (uint32_t)sizeof(struct proxy);
    return option;
}

static void put_plugin(struct wire_out *out, const struct cl_plugin *plugin)
{
    put_string(out, plugin->name);
    put_string(out, plugin->summary);
    wire_put_u64(out, plugin->state_size);
    wire_put_u64(out, plugin->flags);
    wire_put_u32(out, proxy_parts(plugin));
    put_string(out, plugin->encoder != NULL ? plugin->encoder->separator : NULL);
    wire_put_u32(out, plugin->options.count);
    for (uint32_t i = 0; i < plugin->options.count; i++)
        put_option(out, settings_option(&plugin->options, i));
}

static const struct cl_plugin *take_plugin(struct wire_in *in, struct arena *arena)
{
    struct cl_plugin *plugin = arena_alloc(arena, sizeof(*plugin));
    struct cl_encoder *encoder = arena_alloc(arena, sizeof(*encoder));
    struct cl_store *store = arena_alloc(arena, sizeof(*store));
    struct cl_option *options;
    uint64_t state_size;

    plugin->name = take_string(in);
    plugin->summary = take_string(in);
    state_size = wire_take_u64(in);
    plugin->flags = wire_take_u64(in);
    proxy_fill(plugin, encoder, store, wire_take_u32(in));
    encoder->separator = take_string(in);
    plugin->options.count = wire_take_u32(in);
    if (state_size > MOST_STATE || plugin->options.count > in->left)
        in->bad = true;
    if (in->bad)
        return plugin;
    plugin->state_size = (size_t)state_size + sizeof(struct proxy);
    options = arena_alloc_array(arena, plugin->options.count, sizeof(*options));
    for (uint32_t i = 0; i < plugin->options.count; i++)
        options[i] = take_option(in);
    plugin->options.items = options;
    plugin->options.stride = sizeof(*options);
    return plugin;
}

void describe_put(struct wire_out *out, const struct cl_module *module)
{
    uint32_t count = 0;

    while (module->plugins[count] != NULL)
        count++;
    put_string(out, module->version);
    wire_put_u32(out, count);
    for (uint32_t i = 0; i < count; i++)
        put_plugin(out, module->plugins[i]);
}

const struct cl_module *describe_take(struct wire_in *in, struct arena *arena)
{
    struct cl_module *module = arena_alloc(arena, sizeof(*module));
    const struct cl_plugin **plugins;
    uint32_t count;

    module->size = sizeof(*module);
    module->version = take_string(in);
    count = wire_take_u32(in);
    if (count > in->left)
        return NULL;
    plugins = arena_alloc_array(arena, (size_t)count + 1, sizeof(*plugins));
    for (uint32_t i = 0; i < count && !in->bad; i++)
        plugins[i] = take_plugin(in, arena);
    module->plugins = plugins;
    return wire_done(in) ? module : NULL;
}
