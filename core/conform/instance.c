/* instance.c - see instance.h: a state is made, opened and closed; what it says is kept. */
#include "instance.h"

#include "base/memory.h"
#include "base/text.h"
#include "dispatch/module_check.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

struct handle {
    struct cl_host host;
    char later[GROWN_BYTES];
    struct instance *instance;
};

struct job {
    struct cl_job job;
    char later[GROWN_BYTES];
};

static struct instance *instance_of(const struct cl_host *host)
{
    return ((const struct handle *)(const void *)host)->instance;
}

/* One line that can stand behind "sessions.csv:41: error: ". */
static void look_at(const struct instance *instance, const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;
    char shown[TEXT_SHOWN];

    if (length == 0)
        trial_break(instance->trial, ARTICLE_MESSAGE, "a message is empty");
    if (instance->forbidden != NULL && strstr(text, instance->forbidden) != NULL)
        trial_break(instance->trial, ARTICLE_PRIVACY,
                    "a message holds a value of the record: \"%s\"", text_show_string(shown, text));
    if (text_check((struct cl_text){ text, length }) != TEXT_FINE ||
        strpbrk(text, "\r\n\t") != NULL)
        trial_break(instance->trial, ARTICLE_MESSAGE, "a message is not one line of text: \"%s\"",
                    text_show_string(shown, text));
    if (text[length - 1] == '.')
        trial_break(instance->trial, ARTICLE_MESSAGE, "a message ends with a point: \"%s\"",
                    text_show_string(shown, text));
}

static int on_fail(const struct cl_host *host, int status, const char *text)
{
    struct instance *instance = instance_of(host);

    look_at(instance, text);
    if (instance->said[0] == '\0')
        (void)snprintf(instance->said, sizeof(instance->said), "%s", text);
    return status;
}

static int on_bad_setting(const struct cl_host *host, const char *option, const char *text)
{
    struct instance *instance = instance_of(host);

    if (option == NULL)
        trial_break(instance->trial, ARTICLE_BAD_SETTING,
                    "bad_setting() was called without an option");
    if (instance->said[0] == '\0')
        (void)snprintf(instance->option, sizeof(instance->option), "%s", option);
    return on_fail(host, CL_USAGE, text);
}

static void make_handle(struct instance *instance)
{
    struct handle *handle;

    region_open(&instance->host, instance->trial, sizeof(*handle), false,
                "it read or wrote past the end of the host's record");
    handle = (struct handle *)(void *)instance->host.data;
    memset(handle->later, GROWN_FILL, sizeof(handle->later));
    handle->host = (struct cl_host){ sizeof(handle->host), on_fail, on_bad_setting };
    if (instance->grown)
        handle->host.size += sizeof(handle->later);
    handle->instance = instance;
    region_allow(&instance->host, REGION_READ, "it wrote into the host's record", ARTICLE_BOUNDS);
}

static void make_job(struct instance *instance)
{
    struct job *job;

    region_open(&instance->job, instance->trial, sizeof(*job), false,
                "it read or wrote past the end of the job");
    job = (struct job *)(void *)instance->job.data;
    memset(job->later, GROWN_FILL, sizeof(job->later));
    job->job = (struct cl_job){
        .size = sizeof(job->job) + (instance->grown ? sizeof(job->later) : 0),
        .program_version = text_of("1.0.0"),
        .today = { 2026, 3, 31 },
        .now_date = { 2026, 3, 31 },
        .now_time = { 12, 30, 0, 1 },
        .control_number = 1,
        .destination = text_of(instance->destination),
    };
    region_allow(&instance->job, REGION_READ, "it wrote into the job", ARTICLE_BOUNDS);
}

static bool has_option(const struct cl_plugin *plugin, const char *name)
{
    for (uint32_t i = 0; i < plugin->options.count; i++) {
        if (strcmp(settings_option(&plugin->options, i)->name, name) == 0)
            return true;
    }
    return false;
}

static bool is_set(const struct setting *settings, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(settings[i].key, key) == 0)
            return true;
    }
    return false;
}

static bool apply(struct instance *instance, const struct setting *settings, size_t count)
{
    const struct trial *trial = instance->trial;
    struct setting *all = mem_alloc_array(trial->setting_count + count + 1, sizeof(*all));
    struct problem problem = { 0 };
    size_t used = 0;
    int error;

    for (size_t i = 0; i < trial->setting_count; i++) {
        if (has_option(instance->plugin, trial->settings[i].key) &&
            !is_set(settings, count, trial->settings[i].key))
            all[used++] = trial->settings[i];
    }
    for (size_t i = 0; i < count; i++)
        all[used++] = settings[i];
    error = settings_apply(instance->state.data, instance->plugin, all, used, &instance->texts,
                           &problem);
    mem_free(all);
    return error == 0;
}

/* No two instances of a trial have the same. */
static const char *own_destination(struct trial *trial, char *path, size_t size)
{
    if (plugin_store(trial->plugin) == NULL)
        return "";
    (void)snprintf(path, size, "%s/store-%d-%u.claims", trial->folder, (int)getpid(),
                   trial->destinations++);
    return path;
}

bool instance_make(struct instance *instance, struct trial *trial, const struct setting *settings,
                   size_t count, bool grown)
{
    char path[PATH_MAX];

    return instance_make_at(instance, trial, own_destination(trial, path, sizeof(path)), settings,
                            count, grown);
}

bool instance_make_at(struct instance *instance, struct trial *trial, const char *destination,
                      const struct setting *settings, size_t count, bool grown)
{
    *instance = (struct instance){ .trial = trial, .plugin = trial->plugin, .grown = grown };
    instance->destination = arena_text(&instance->texts, destination, strlen(destination)).data;
    make_handle(instance);
    make_job(instance);
    region_open(&instance->state, trial, trial->plugin->state_size, false,
                "it read or wrote past the end of its state");
    if (apply(instance, settings, count))
        return true;
    instance_free(instance);
    return false;
}

void instance_free(struct instance *instance)
{
    region_check(&instance->state, "it wrote past the ends of its state");
    region_close(&instance->state);
    region_close(&instance->job);
    region_close(&instance->host);
    arena_finish(&instance->texts);
}

static void look_at_refusal(struct instance *instance, int status)
{
    char shown[TEXT_SHOWN];

    if (status != CL_USAGE && status != CL_FATAL)
        trial_break(instance->trial, ARTICLE_BAD_SETTING, "open() returned %d", status);
    if (instance->said[0] == '\0')
        trial_break(instance->trial, ARTICLE_BAD_SETTING, "open() failed and did not say why");
    if (status == CL_USAGE && instance->option[0] != '\0' &&
        !has_option(instance->plugin, instance->option))
        trial_break(instance->trial, ARTICLE_BAD_SETTING,
                    "bad_setting() named \"%s\", which is no option",
                    text_show_string(shown, instance->option));
}

int instance_try(struct instance *instance)
{
    const struct cl_plugin *plugin = instance->plugin;
    const struct handle *handle = (const struct handle *)(const void *)instance->host.data;
    const struct job *job = (const struct job *)(const void *)instance->job.data;
    int status = CL_OK;

    instance->said[0] = instance->option[0] = '\0';
    if (plugin->open != NULL) {
        instance->trial->outcome->call = "open";
        status = plugin->open(instance->state.data, &handle->host, &job->job);
        instance->trial->outcome->call = NULL;
    }
    if (status != CL_OK)
        look_at_refusal(instance, status);
    return status;
}

void instance_close(struct instance *instance)
{
    if (instance->plugin->close != NULL) {
        instance->trial->outcome->call = "close";
        instance->plugin->close(instance->state.data);
        instance->trial->outcome->call = NULL;
    }
    instance_free(instance);
}

void instance_open(struct instance *instance, struct trial *trial, const struct setting *settings,
                   size_t count, bool grown)
{
    if (!instance_make(instance, trial, settings, count, grown))
        trial_fail(trial, "the host refuses its settings");
    if (instance_try(instance) != CL_OK)
        trial_break(trial, ARTICLE_OPTION_DEFAULT, "open() refused: %s", instance->said);
}
