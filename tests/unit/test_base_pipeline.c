/* test_base_pipeline.c - items go through their steps in order, whatever threads do; failures and
 * stops are those of the first item that has one. */
#include "unit.h"

#include "base/pipeline.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { ITEMS = 300, NOBODY = -1 };

struct item {
    int number;
    atomic_int anywhere; /* how often a step that may run anywhere had it */
    int settled, written;
};

struct work {
    struct item items[ITEMS];
    int next;
    int settled, written; /* how many so far */
    int fails_at, stops_at, read_fails_at;
    int first_back, back; /* the first item that came back, and how many */
    int turn;             /* of items that wait for theirs */
    bool turns;
    bool waits;         /* items are read by the caller's thread alone */
    atomic_int reading; /* threads in next_item() */
    int read_by_others;
    int skips; /* encode(): items whose number this divides; 0: none */
};

/* Later items are quicker now and then, so that they overtake. */
static void dawdle(int number)
{
    struct timespec time = { .tv_nsec = number % 7 == 0 ? 300000 : 0 };

    (void)nanosleep(&time, NULL);
}

static int next_item(void *context, unsigned worker, void **item, struct problem *problem)
{
    struct work *work = context;

    assert(!work->waits || worker == 0);
    assert(atomic_fetch_add(&work->reading, 1) == 0);
    dawdle(work->next);
    work->read_by_others += worker != 0;
    (void)atomic_fetch_sub(&work->reading, 1);
    if (work->next == work->read_fails_at)
        return problem_failed(problem, "cannot read item %d", work->next);
    if (work->next == ITEMS)
        return 0;
    work->items[work->next].number = work->next;
    *item = &work->items[work->next++];
    return 1;
}

static void give_back(void *context, void *item)
{
    struct work *work = context;

    if (work->back++ == 0)
        work->first_back = ((struct item *)item)->number;
}

static int work_on(void *context, void *item, const struct pipeline_place *place,
                   struct problem *problem)
{
    struct work *work = context;
    struct item *worked = item;

    assert(place->index == (uint64_t)worked->number);
    dawdle(worked->number);
    if (work->turns) {
        if (pipeline_wait_turn(place) < 0)
            return -1;
        assert(work->turn == worked->number);
        work->turn++;
        pipeline_pass(place);
    }
    (void)atomic_fetch_add(&worked->anywhere, 1);
    if (worked->number >= work->fails_at)
        return problem_failed(problem, "item %d fails", worked->number);
    return 0;
}

static bool is_skipped(const struct work *work, const struct item *item)
{
    return work->skips != 0 && item->number % work->skips == 0;
}

static int settle(void *context, void *item, const struct pipeline_place *place,
                  struct problem *problem)
{
    struct work *work = context;
    struct item *settled = item;

    (void)problem;
    assert_int_equal(place->worker, 0);
    assert_int_equal(settled->number, work->settled);
    assert_int_equal(atomic_load(&settled->anywhere), 1);
    if (settled->number == work->stops_at)
        return PIPELINE_STOP;
    work->settled++;
    return is_skipped(work, settled) ? PIPELINE_SKIP : 0;
}

static int encode(void *context, void *item, const struct pipeline_place *place,
                  struct problem *problem)
{
    struct item *encoded = item;

    (void)context;
    (void)problem;
    (void)place;
    dawdle(encoded->number + 3);
    (void)atomic_fetch_add(&encoded->anywhere, 1);
    return 0;
}

static int write_item(void *context, void *item, const struct pipeline_place *place,
                      struct problem *problem)
{
    struct work *work = context;
    const struct item *written = item;

    (void)place;
    (void)problem;
    assert_int_equal(written->number, work->written);
    assert_int_equal(atomic_load(&written->anywhere), is_skipped(work, written) ? 1 : 2);
    work->written++;
    return 0;
}

static int run(struct work *work, unsigned threads, struct problem *problem)
{
    static const struct pipeline_step steps[] = {
        { false, work_on }, { true, settle }, { false, encode }, { true, write_item }
    };
    const struct pipeline_plan plan = { .steps = steps,
                                        .step_count = 4,
                                        .threads = threads,
                                        .context = work,
                                        .next = next_item,
                                        .next_waits = work->waits,
                                        .give_back = give_back };

    return pipeline_run(&plan, problem);
}

static const unsigned many[] = { 1, 2, 3, 8 };

static struct work work_of(void)
{
    return (struct work){
        .fails_at = ITEMS, .stops_at = NOBODY, .read_fails_at = NOBODY, .first_back = NOBODY
    };
}

static void all_go_through_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        struct problem problem = { 0 };
        struct work work = work_of();

        work.turns = i % 2 == 1;
        assert_int_equal(run(&work, many[i], &problem), 0);
        assert_int_equal(work.written, ITEMS);
        assert_int_equal(work.back, 0);
    }
}

/* The item is worked on first by who read it, but where only the caller's thread may read. */
static void any_thread_reads_unless_reading_waits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        for (int waits = 0; waits <= 1; waits++) {
            struct problem problem = { 0 };
            struct work work = work_of();

            work.waits = waits != 0;
            assert_int_equal(run(&work, many[i], &problem), 0);
            assert_int_equal(work.written, ITEMS);
            assert_int_equal(work.read_by_others != 0, many[i] > 1 && !work.waits);
        }
    }
}

static void a_step_can_be_skipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        for (int skips = 1; skips <= 3; skips += 2) { /* all of them, and every third */
            struct problem problem = { 0 };
            struct work work = work_of();

            work.skips = skips;
            assert_int_equal(run(&work, many[i], &problem), 0);
            assert_int_equal(work.written, ITEMS);
        }
    }
}

/* Item 40 and all behind it fail, on other threads maybe sooner: told is that of item 40. */
static void first_failure_ends_the_run(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        struct problem problem = { 0 };
        struct work work = work_of();

        work.fails_at = 40;
        assert_int_equal(run(&work, many[i], &problem), -1);
        assert_string_equal(problem.text, "item 40 fails");
        assert_int_equal(work.written, 40);
        assert_int_equal(work.first_back, 40);
    }
}

static void what_was_read_is_done_before_a_reading_fails(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        struct problem problem = { 0 };
        struct work work = work_of();

        work.read_fails_at = 25;
        assert_int_equal(run(&work, many[i], &problem), -1);
        assert_string_equal(problem.text, "cannot read item 25");
        assert_int_equal(work.written, 25);
    }
}

static void what_is_stopped_comes_back_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(many); i++) {
        struct problem problem = { 0 };
        struct work work = work_of();

        work.stops_at = 33;
        work.waits = i % 2 == 1;
        assert_int_equal(run(&work, many[i], &problem), PIPELINE_STOP);
        assert_int_equal(problem.status, 0);
        assert_int_equal(work.written, 33);
        assert_int_equal(work.first_back, 33);
        assert_int_equal(work.back, work.next - 33);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_go_through_in_order),
        cmocka_unit_test(any_thread_reads_unless_reading_waits),
        cmocka_unit_test(a_step_can_be_skipped),
        cmocka_unit_test(first_failure_ends_the_run),
        cmocka_unit_test(what_was_read_is_done_before_a_reading_fails),
        cmocka_unit_test(what_is_stopped_comes_back_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
