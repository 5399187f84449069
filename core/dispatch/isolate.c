/* isolate.c - see isolate.h. */
#include "isolate.h"

#include "base/memory.h"
#include "base/text.h"
#include "dispatch/isolate_describe.h"
#include "dispatch/isolate_proxy.h"
#include "dispatch/module_check.h"
#include "dispatch/module_file.h"

#include <errno.h>
#include <stdio.h>

enum { DESCRIBE_SECONDS = 30 };

/* The first answer of a process: what it says of itself, or why it cannot. */
static enum channel_result hear_first(const struct isolate_process *process, uint64_t most,
                                      struct channel_answer *answer)
{
    enum channel_result result = channel_hear(&process->channel, answer);

    return result == CHANNEL_FINE && answer->length > most ? CHANNEL_NONSENSE : result;
}

static const struct cl_module *take_description(const struct isolate_process *process,
                                                struct arena *arena, char *why,
                                                enum channel_result *result)
{
    struct channel_answer answer;
    const struct cl_module *module;
    struct wire_in in;
    char *bytes;

    *result = hear_first(process, MOST_DESCRIBED, &answer);
    if (*result != CHANNEL_FINE)
        return NULL;
    if (answer.status != CL_OK) {
        (void)snprintf(why, MODULE_REASON, "%.*s", MODULE_REASON - 1, answer.said);
        return NULL;
    }
    bytes = arena_room(arena, (size_t)answer.length);
    *result = channel_read(&process->channel, bytes, (size_t)answer.length);
    in = (struct wire_in){ bytes, (size_t)answer.length, false };
    module = *result == CHANNEL_FINE ? describe_take(&in, arena) : NULL;
    if (*result == CHANNEL_FINE && module == NULL)
        *result = CHANNEL_NONSENSE;
    return module != NULL && module_records_good(module, why, MODULE_REASON) ? module : NULL;
}

const struct cl_module *isolate_describe(const char *path, struct arena *arena, char *why)
{
    struct isolate_job job = { .path = path };
    const struct cl_module *module;
    struct isolate_process process;
    enum channel_result result;
    char ended[CHANNEL_SAID];

    if (isolate_process_start(&process, &job, DESCRIBE_SECONDS) != 0) {
        (void)snprintf(why, MODULE_REASON, "no process can be started for it: %s", strerror(errno));
        return NULL;
    }
    module = take_description(&process, arena, why, &result);
    if (result == CHANNEL_FINE) {
        isolate_process_end(&process);
        return module;
    }
    isolate_process_give_up(&process, result, ended);
    (void)snprintf(why, MODULE_REASON, "it cannot be loaded: %.*s", MODULE_REASON / 2, ended);
    return NULL;
}

static enum channel_result hear_ready(struct isolated *isolated, struct problem *problem)
{
    struct channel_answer answer;
    enum channel_result result = hear_first(&isolated->process, sizeof(isolated->lack), &answer);
    char shown[TEXT_SHOWN];

    if (result != CHANNEL_FINE)
        return result;
    if (answer.status != CL_OK) {
        (void)problem_failed(problem, "%s: %s", isolated->plugin.name,
                             text_show_string(shown, answer.said));
        return CHANNEL_FINE;
    }
    if (answer.length != sizeof(isolated->lack))
        return CHANNEL_NONSENSE;
    return channel_read(&isolated->process.channel, &isolated->lack, sizeof(isolated->lack));
}

int isolate_start(struct isolated **out, const struct plugin_entry *entry, int seconds,
                  const char *destination, struct problem *problem)
{
    struct isolated *isolated = mem_alloc(sizeof(*isolated));
    struct isolate_job job = { entry->module->path, entry->plugin->name, destination };
    enum channel_result result;

    isolated->plugin = *entry->plugin;
    (void)pthread_mutex_init(&isolated->one_at_a_time, NULL);
    *out = isolated;
    if (isolate_process_start(&isolated->process, &job, seconds) != 0)
        return problem_failed(problem, "%s: no process can be started for it: %s",
                              entry->plugin->name, strerror(errno));
    result = hear_ready(isolated, problem);
    if (result != CHANNEL_FINE) {
        isolate_process_give_up(&isolated->process, result, isolated->why);
        return problem_failed(problem, "%s: %s", entry->plugin->name, isolated->why);
    }
    return problem->status == 0 ? 0 : -1;
}

void isolate_stop(struct isolated *isolated)
{
    if (isolated == NULL)
        return;
    isolate_process_end(&isolated->process);
    (void)pthread_mutex_destroy(&isolated->one_at_a_time);
    mem_free(isolated);
}

const struct cl_plugin *isolate_plugin(const struct isolated *isolated)
{
    return &isolated->plugin;
}

unsigned isolate_lack(const struct isolated *isolated)
{
    return isolated->lack;
}
