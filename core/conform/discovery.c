/* discovery.c - see discovery.h. */
#include "discovery.h"

#include "base/memory.h"
#include "conform/child.h"
#include "dispatch/module_check.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>

/* True where the plugin takes the setting; else `problem` says why not. */
static bool takes(const struct cl_plugin *plugin, const struct setting *setting,
                  struct problem *problem)
{
    void *state = mem_alloc(plugin->state_size);
    struct arena arena = { 0 };
    bool good;

    *problem = (struct problem){ 0 };
    good = settings_apply(state, plugin, setting, 1, &arena, problem) == 0;
    arena_finish(&arena);
    mem_free(state);
    return good;
}

static void try_setting(struct discovery *found, const struct cl_module *module,
                        const struct setting *setting)
{
    struct problem problem = { 0 };

    for (size_t i = 0; module->plugins[i] != NULL; i++) {
        if (takes(module->plugins[i], setting, &problem))
            return;
    }
    (void)snprintf(found->refused, sizeof(found->refused), "%s", problem.text);
}

/* In the child. */
static void look(struct trial *trial)
{
    struct discovery *found = (struct discovery *)(uintptr_t)trial->data;
    size_t count = 0;

    trial_load(trial);
    for (; trial->module->plugins[count] != NULL && count < DISCOVERY_PLUGINS; count++) {
        const struct cl_plugin *plugin = trial->module->plugins[count];

        (void)snprintf(found->plugins[count].name, DISCOVERY_NAME, "%s", plugin->name);
        found->plugins[count].store = plugin_store(plugin) != NULL;
    }
    for (size_t i = 0; i < trial->setting_count; i++)
        try_setting(found, trial->module, &trial->settings[i]);
    found->count = count;
}

int discovery_create(struct discovery **out, struct trial *trial, unsigned seconds,
                     struct problem *problem)
{
    void *memory =
        mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return problem_errno(problem, "cannot share", "memory", errno);
    *out = memory;
    trial->data = memory;
    if (child_run(trial, look, seconds, problem) < 0)
        return -1;
    if ((*out)->refused[0] != '\0')
        return problem_usage(problem, "%s", (*out)->refused);
    return 0;
}

void discovery_destroy(struct discovery *found)
{
    if (found != NULL)
        (void)munmap(found, sizeof(*found));
}
