/* test_stream.c - the stream: where its room ends, and where it is given up. */
#include "test_groups.h"

#include "conform/memory_use.h"

#include <stdio.h>

/* The same bytes wherever the room ends. */
void test_stream_rooms(struct trial *trial)
{
    static const size_t rooms[] = { 1, 2, 3, 7, 13, 64, 65536 };
    struct manner manner = { .chunk = 20 };
    struct sink expected;
    struct sink got;
    struct claims claims;
    char how[64];

    claims_open_mixed(&claims, trial, 0);
    write_file(trial, &manner, &claims, &expected);
    manner.no_room = true;
    write_file(trial, &manner, &claims, &got);
    sink_same(&expected, &got, "no room at all instead of 4096 bytes");
    sink_close(&got);
    manner.no_room = false;
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        manner.room = rooms[i];
        write_file(trial, &manner, &claims, &got);
        (void)snprintf(how, sizeof(how), "room for %zu instead of 4096", rooms[i]);
        sink_same(&expected, &got, how);
        sink_close(&got);
    }
    sink_close(&expected);
    claims_close(&claims);
}

/* Each byte of the room is used once as the last one. */
void test_stream_bounds(struct trial *trial)
{
    struct manner manner = { .chunk = 3, .strict = true };
    struct recipe recipes[] = { recipe_bare,
                                recipe_of_text((struct cl_text){ "a\t\"b\"&<c>\n", 11 }) };
    struct claims claims;

    claims_open(&claims, trial, recipes, 2, 4);
    for (size_t room = 1; room <= 200; room++) {
        struct sink sink;

        manner.room = room;
        write_file(trial, &manner, &claims, &sink);
        sink_close(&sink);
    }
    claims_close(&claims);
}

enum { STOPPED_CLAIMS = 4, STEPS = 4 + STOPPED_CLAIMS };

/* One file that the host gives up behind step `last`, as it does where a write failed. */
static void stop_behind(struct trial *trial, const struct claims *claims, int last)
{
    struct instance instance;
    struct sink sink;

    sink_open(&sink, trial, 16, true);
    instance_open(&instance, trial, NULL, 0, false);
    for (int step = 0; step <= last; step++) {
        if (step == 0)
            instance_head(&instance, &sink);
        else if (step == 1)
            instance_begin(&instance, 0, STOPPED_CLAIMS, &sink);
        else if (step < 2 + STOPPED_CLAIMS)
            instance_claim(&instance, claims_at(claims, (size_t)step - 2), &sink);
        else if (step == 2 + STOPPED_CLAIMS)
            instance_end(&instance, 0, STOPPED_CLAIMS, &sink);
        else
            instance_tail(&instance, STOPPED_CLAIMS, 1, &sink);
    }
    instance_close(&instance);
    sink_close(&sink);
}

static void stop_often(struct trial *trial, const struct claims *claims, int last)
{
    enum { WARM = 5, ROUNDS = 50, LEAST = 8 };
    size_t before;
    size_t after;

    for (int i = 0; i < WARM; i++)
        stop_behind(trial, claims, last);
    before = memory_in_use();
    for (int i = 0; i < ROUNDS; i++)
        stop_behind(trial, claims, last);
    after = memory_in_use();
    if (after >= before + (size_t)ROUNDS * LEAST)
        trial_fail(trial, "%d files that were given up behind step %d left %zu bytes behind",
                   ROUNDS, last + 1, after - before);
}

/* close() is all that follows, and releases everything. */
void test_stream_stopped(struct trial *trial)
{
    const struct manner manner = { .chunk = STOPPED_CLAIMS };
    struct claims claims;
    struct sink before;
    struct sink after;

    claims_open(&claims, trial, &recipe_full, 1, STOPPED_CLAIMS);
    write_file(trial, &manner, &claims, &before);
    for (int last = 0; last < STEPS; last++)
        stop_often(trial, &claims, last);
    write_file(trial, &manner, &claims, &after);
    sink_same(&before, &after, "behind files that were given up");
    sink_close(&before);
    sink_close(&after);
    claims_close(&claims);
}
