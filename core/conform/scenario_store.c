/* scenario_store.c - see scenario.h: a store takes claims, and its destination is read. */
#include "scenario.h"

#include "base/text.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void put_claims(struct instance *instance, const struct manner *manner, const struct claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct sample *sample = claims_at(claims, i);

        sample_number(sample, i);
        if (instance_check(instance, sample) == CL_OK)
            instance_put(instance, sample);
        if (manner->checks_twice)
            (void)instance_check(instance, sample);
    }
}

void read_destination(const char *path, struct sink *out)
{
    FILE *file = fopen(path, "re");
    struct stat status;
    char bytes[8192];
    size_t count;

    if (file != NULL && fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode)) {
        while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
            sink_put(out, bytes, count);
    }
    if (file != NULL)
        (void)fclose(file);
}

/* What a store has left beside its destination; the folder is the trial's own. */
void look_for_leftovers(struct trial *trial, const char *destination)
{
    const char *name = strrchr(destination, '/') + 1;
    DIR *folder = opendir(trial->folder);
    const struct dirent *entry;
    char shown[TEXT_SHOWN];

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (strncmp(entry->d_name, name, strlen(name)) == 0 && strcmp(entry->d_name, name) != 0)
            trial_break(trial, ARTICLE_UNTOUCHED, "%s was left beside the destination",
                        text_show_string(shown, entry->d_name + strlen(name)));
    }
    if (folder != NULL)
        (void)closedir(folder);
}

void write_store(struct trial *trial, const struct manner *manner, const struct claims *claims,
                 struct sink *out)
{
    struct instance instance;
    char path[4096];

    sink_open(out, trial, 0, true);
    instance_open(&instance, trial, manner->settings, manner->setting_count, manner->grown);
    (void)snprintf(path, sizeof(path), "%s", instance.destination);
    instance.strict = manner->strict;
    instance.forbidden = manner->forbidden;
    put_claims(&instance, manner, claims);
    instance_prepare(&instance);
    instance_commit(&instance);
    instance_close(&instance);
    if (manner->strict)
        claims_give_back(claims);
    look_for_leftovers(trial, path);
    read_destination(path, out);
    (void)unlink(path);
}
