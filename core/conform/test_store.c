/* test_store.c - stores: the destination is as it was, or holds all that was put. */
#include "test_groups.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CLAIMS = 6, PATH_SIZE = 4096 };

static const struct manner plain = { .chunk = 0 };

/* How far a run comes before it is given up. */
enum reach { OPENED, PUT_ONE, PUT_ALL, PREPARED, REACHES };

static void run_and_stop(struct trial *trial, const char *destination, const struct claims *claims,
                         enum reach reach)
{
    struct instance instance;

    if (!instance_make_at(&instance, trial, destination, NULL, 0, false) ||
        instance_try(&instance) != CL_OK)
        trial_fail(trial, "open() refused a destination that is %s",
                   access(destination, F_OK) == 0 ? "there" : "not there yet");
    for (size_t i = 0; reach > OPENED && i < (reach == PUT_ONE ? 1 : claims->count); i++) {
        sample_number(claims_at(claims, i), 1000 + i);
        instance_put(&instance, claims_at(claims, i));
    }
    if (reach == PREPARED)
        instance_prepare(&instance);
    instance_close(&instance);
}

static void commit_all(struct trial *trial, const char *destination, const struct claims *claims)
{
    struct instance instance;

    if (!instance_make_at(&instance, trial, destination, NULL, 0, false) ||
        instance_try(&instance) != CL_OK)
        trial_fail(trial, "open() refused its destination");
    put_claims(&instance, &plain, claims);
    instance_prepare(&instance);
    instance_commit(&instance);
    instance_close(&instance);
}

static void look_at(struct trial *trial, const char *destination, enum reach reach,
                    struct sink *expected)
{
    static const char *const words[REACHES] = { "open()", "one put()", "all put()s", "prepare()" };
    char how[64];
    struct sink now;

    (void)snprintf(how, sizeof(how), "given up behind %s", words[reach]);
    if ((access(destination, F_OK) == 0) != (expected != NULL))
        trial_fail(trial, "%s: the destination is %s", how,
                   expected != NULL ? "not there any more" : "there");
    look_for_leftovers(trial, destination);
    if (expected == NULL)
        return;
    sink_open(&now, trial, 0, true);
    read_destination(destination, &now);
    sink_same(expected, &now, how);
    sink_close(&now);
}

/* A destination that is not there, and one that an earlier run has filled. */
void test_store_untouched(struct trial *trial)
{
    char destination[PATH_SIZE];
    struct claims claims;
    struct sink before;

    (void)snprintf(destination, sizeof(destination), "%s/untouched.claims", trial->folder);
    claims_open(&claims, trial, &recipe_full, 1, CLAIMS);
    for (enum reach reach = OPENED; reach < REACHES; reach++) {
        run_and_stop(trial, destination, &claims, reach);
        look_at(trial, destination, reach, NULL);
    }
    commit_all(trial, destination, &claims);
    if (access(destination, F_OK) != 0)
        trial_skip(trial, "its destination is no file");
    sink_open(&before, trial, 0, true);
    read_destination(destination, &before);
    for (enum reach reach = OPENED; reach < REACHES; reach++) {
        run_and_stop(trial, destination, &claims, reach);
        look_at(trial, destination, reach, &before);
    }
    sink_close(&before);
    claims_close(&claims);
    (void)unlink(destination);
}

/* The same night again: check() may refuse what is there, or it takes its place. Behind the
 * first one or two, no run makes the destination much longer. */
void test_store_again(struct trial *trial)
{
    char destination[PATH_SIZE];
    struct claims claims;
    struct stat status;
    off_t size = 0;

    (void)snprintf(destination, sizeof(destination), "%s/again.claims", trial->folder);
    claims_open(&claims, trial, &recipe_full, 1, 200);
    for (int i = 0; i < 3; i++) {
        commit_all(trial, destination, &claims);
        if (stat(destination, &status) != 0)
            trial_skip(trial, "its destination is no file");
        if (i > 0 && status.st_size > size + size / 2)
            trial_fail(trial, "the same 200 claims again: %lld bytes became %lld", (long long)size,
                       (long long)status.st_size);
        size = status.st_size;
    }
    claims_close(&claims);
    (void)unlink(destination);
}

/* open(), put() or prepare() must fail, and say why. */
static void expect_failure(struct trial *trial, const char *destination,
                           const struct claims *claims)
{
    struct instance instance;
    int status = CL_OK;

    if (!instance_make_at(&instance, trial, destination, NULL, 0, false))
        trial_fail(trial, "the host refuses its settings");
    status = instance_try(&instance);
    if (status == CL_OK)
        status = instance_try_put(&instance, claims_at(claims, 0));
    if (status == CL_OK)
        trial_fail(trial, "a destination that cannot be written (%s) went well",
                   strrchr(destination, '/') + 1);
    if (instance.said[0] == '\0')
        trial_fail(trial, "a destination that cannot be written failed without a message");
    instance_close(&instance);
}

void test_store_unwritable(struct trial *trial)
{
    char destination[PATH_SIZE];
    struct claims claims;

    claims_open(&claims, trial, &recipe_bare, 1, 1);
    (void)snprintf(destination, sizeof(destination), "%s/nowhere/x.claims", trial->folder);
    expect_failure(trial, destination, &claims);
    (void)snprintf(destination, sizeof(destination), "%s/folder.claims", trial->folder);
    (void)mkdir(destination, 0700);
    expect_failure(trial, destination, &claims);
    (void)rmdir(destination);
    claims_close(&claims);
}

/* Two at once take turns, each with a destination of its own. */
void test_store_several(struct trial *trial)
{
    struct instance instances[2];
    char paths[2][PATH_SIZE];
    struct claims claims;
    struct sink sinks[3];

    claims_open(&claims, trial, &recipe_full, 1, CLAIMS);
    write_file(trial, &plain, &claims, &sinks[2]);
    for (int i = 0; i < 2; i++) {
        instance_open(&instances[i], trial, NULL, 0, false);
        (void)snprintf(paths[i], sizeof(paths[i]), "%s", instances[i].destination);
    }
    for (size_t k = 0; k < claims.count; k++) {
        sample_number(claims_at(&claims, k), k);
        for (int i = 0; i < 2; i++)
            instance_put(&instances[i], claims_at(&claims, k));
    }
    for (int i = 0; i < 2; i++) {
        instance_prepare(&instances[i]);
        instance_commit(&instances[i]);
        instance_close(&instances[i]);
        sink_open(&sinks[i], trial, 0, true);
        read_destination(paths[i], &sinks[i]);
        sink_same(&sinks[2], &sinks[i], "with another store at work");
        sink_close(&sinks[i]);
        (void)unlink(paths[i]);
    }
    sink_close(&sinks[2]);
    claims_close(&claims);
}
