/* pipeline.c - see pipeline.h. */
#include "pipeline.h"

#include "memory.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <time.h>

enum state { WAITING, RUNNING, FAILED };

struct slot {
    void *item;
    size_t step; /* the one it waits for or is in; step_count: it went through all */
    enum state state;
    bool passed;
    struct problem problem;
};

struct pipeline {
    const struct pipeline_plan *plan;
    pthread_mutex_t lock;
    pthread_cond_t work; /* there is something for workers to do, or the end */
    pthread_cond_t done; /* a worker has ended a step */
    pthread_cond_t turn;
    struct slot *slots; /* a ring: item i is in slot i % slot_count */
    size_t slot_count;
    uint64_t first;   /* the first item that has not gone through all steps */
    uint64_t behind;  /* one past the last that was read */
    uint64_t stop_at; /* items from here on do not go on; UINT64_MAX: none */
    uint64_t turns;   /* so many items have passed */
    bool reading;     /* a thread reads the next item */
    bool at_end;      /* no more items */
    bool read_failed;
    bool ending; /* workers are to go home */
    struct problem read_problem;
};

struct worker {
    struct pipeline *pipeline;
    unsigned number;
    pthread_t thread;
};

unsigned pipeline_processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    return CPU_COUNT(&set) > 1 ? (unsigned)CPU_COUNT(&set) : 1;
}

uint64_t pipeline_cpu_time(void)
{
    struct timespec time = { 0 };

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Where times are taken: what it is now. */
static uint64_t now(const struct pipeline *pipeline)
{
    return pipeline->plan->times != NULL ? pipeline_cpu_time() : 0;
}

static struct slot *slot_of(const struct pipeline *pipeline, uint64_t index)
{
    return &pipeline->slots[index % pipeline->slot_count];
}

static void let_pass(struct pipeline *pipeline, uint64_t index)
{
    slot_of(pipeline, index)->passed = true;
    while (pipeline->turns < pipeline->behind && slot_of(pipeline, pipeline->turns)->passed)
        pipeline->turns++;
    (void)pthread_cond_broadcast(&pipeline->turn);
}

int pipeline_wait_turn(const struct pipeline_place *place)
{
    struct pipeline *pipeline = place->pipeline;
    bool ending;

    (void)pthread_mutex_lock(&pipeline->lock);
    while (pipeline->turns != place->index && !pipeline->ending)
        (void)pthread_cond_wait(&pipeline->turn, &pipeline->lock);
    ending = pipeline->ending;
    (void)pthread_mutex_unlock(&pipeline->lock);
    return ending ? -1 : 0;
}

void pipeline_pass(const struct pipeline_place *place)
{
    (void)pthread_mutex_lock(&place->pipeline->lock);
    let_pass(place->pipeline, place->index);
    (void)pthread_mutex_unlock(&place->pipeline->lock);
}

/* Whether any thread may work on the item now. */
static bool is_anywhere(const struct pipeline *pipeline, const struct slot *slot)
{
    return slot->state == WAITING && slot->step < pipeline->plan->step_count &&
           !pipeline->plan->steps[slot->step].in_order;
}

void pipeline_charge(const struct pipeline_place *place, size_t step, uint64_t nanoseconds)
{
    struct pipeline *pipeline = place->pipeline;
    struct pipeline_times *times = pipeline->plan->times;

    if (times == NULL)
        return;
    (void)pthread_mutex_lock(&pipeline->lock);
    times->steps[slot_of(pipeline, place->index)->step] -= nanoseconds; /* it is added later */
    times->steps[step] += nanoseconds;
    (void)pthread_mutex_unlock(&pipeline->lock);
}

/* Whether one more item may be read now. */
static bool may_read(const struct pipeline *pipeline)
{
    return !pipeline->reading && !pipeline->at_end && pipeline->stop_at == UINT64_MAX &&
           pipeline->behind - pipeline->first < pipeline->slot_count;
}

/* Works on an item; the lock is held before and behind, not while. */
static void run_step(struct pipeline *pipeline, uint64_t index, unsigned worker)
{
    struct slot *slot = slot_of(pipeline, index);
    const struct pipeline_step *step = &pipeline->plan->steps[slot->step];
    const struct pipeline_place place = { pipeline, index, worker };
    uint64_t began, ended;
    int result;

    slot->state = RUNNING;
    (void)pthread_mutex_unlock(&pipeline->lock);
    began = now(pipeline);
    result = step->run(pipeline->plan->context, slot->item, &place, &slot->problem);
    ended = now(pipeline);
    (void)pthread_mutex_lock(&pipeline->lock);
    if (pipeline->plan->times != NULL)
        pipeline->plan->times->steps[slot->step] += ended - began;
    slot->state = result < 0 ? FAILED : WAITING;
    if (slot->step == 0 && !slot->passed)
        let_pass(pipeline, index);
    if (result == PIPELINE_STOP)
        pipeline->stop_at = index;
    else if (result >= 0)
        slot->step += result == PIPELINE_SKIP ? 2 : 1;
    while (pipeline->first < pipeline->behind &&
           slot_of(pipeline, pipeline->first)->step == pipeline->plan->step_count)
        pipeline->first++;
    if ((result >= 0 && is_anywhere(pipeline, slot)) || may_read(pipeline))
        (void)pthread_cond_signal(&pipeline->work);
    (void)pthread_cond_signal(&pipeline->done);
}

/* Reads one more item, and does its first step where that is done anywhere; the lock is held
 * before and behind, not while. */
static void read_item(struct pipeline *pipeline, unsigned worker)
{
    const struct pipeline_plan *plan = pipeline->plan;
    uint64_t index = pipeline->behind;
    void *item = NULL;
    uint64_t began;
    int got;

    pipeline->reading = true;
    (void)pthread_mutex_unlock(&pipeline->lock);
    began = now(pipeline);
    got = plan->next(plan->context, worker, &item, &pipeline->read_problem);
    began = now(pipeline) - began;
    (void)pthread_mutex_lock(&pipeline->lock);
    pipeline->reading = false;
    if (plan->times != NULL)
        plan->times->reading += began;
    if (got <= 0) {
        pipeline->at_end = true;
        pipeline->read_failed = got < 0;
        (void)pthread_cond_signal(&pipeline->done);
        return;
    }
    *slot_of(pipeline, index) = (struct slot){ .item = item };
    pipeline->behind++;
    if (plan->next_waits || may_read(pipeline))
        (void)pthread_cond_signal(&pipeline->work);
    if (may_read(pipeline))
        (void)pthread_cond_signal(&pipeline->done);
    if (!plan->next_waits && !plan->steps[0].in_order && index < pipeline->stop_at)
        run_step(pipeline, index, worker);
    else
        (void)pthread_cond_signal(&pipeline->done);
}

/* The oldest item that any thread may work on now. */
static bool find_anywhere(const struct pipeline *pipeline, uint64_t *index)
{
    for (uint64_t i = pipeline->first; i < pipeline->behind && i < pipeline->stop_at; i++) {
        if (is_anywhere(pipeline, slot_of(pipeline, i))) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* An item whose turn it is in a step in order: no earlier one has still to go there. */
static bool find_in_order(const struct pipeline *pipeline, uint64_t *index)
{
    size_t least = pipeline->plan->step_count;

    for (uint64_t i = pipeline->first; i < pipeline->behind && i < pipeline->stop_at; i++) {
        const struct slot *slot = slot_of(pipeline, i);

        if (slot->state == FAILED)
            return false;
        if (slot->step < least && slot->state == WAITING &&
            pipeline->plan->steps[slot->step].in_order) {
            *index = i;
            return true;
        }
        if (slot->step < least)
            least = slot->step;
    }
    return false;
}

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct pipeline *pipeline = worker->pipeline;
    uint64_t index;

    (void)pthread_mutex_lock(&pipeline->lock);
    while (!pipeline->ending) {
        if (find_anywhere(pipeline, &index))
            run_step(pipeline, index, worker->number);
        else if (may_read(pipeline) && !pipeline->plan->next_waits)
            read_item(pipeline, worker->number);
        else
            (void)pthread_cond_wait(&pipeline->work, &pipeline->lock);
    }
    (void)pthread_mutex_unlock(&pipeline->lock);
    return NULL;
}

/* Whether there is nothing left to do, or to be done in vain. */
static bool is_over(const struct pipeline *pipeline)
{
    if (pipeline->first == pipeline->stop_at)
        return true;
    if (pipeline->first == pipeline->behind)
        return pipeline->at_end;
    return slot_of(pipeline, pipeline->first)->state == FAILED;
}

static void go(struct pipeline *pipeline)
{
    while (!is_over(pipeline)) {
        uint64_t index;

        if (find_in_order(pipeline, &index))
            run_step(pipeline, index, 0);
        else if (pipeline->plan->next_waits && may_read(pipeline))
            read_item(pipeline, 0);
        else if (find_anywhere(pipeline, &index))
            run_step(pipeline, index, 0);
        else if (may_read(pipeline))
            read_item(pipeline, 0);
        else
            (void)pthread_cond_wait(&pipeline->done, &pipeline->lock);
    }
}

static struct worker *start_workers(struct pipeline *pipeline, unsigned *count)
{
    struct worker *workers = mem_alloc_array(pipeline->plan->threads, sizeof(*workers));
    sigset_t all;
    sigset_t before;

    *count = 0;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    for (unsigned i = 1; i < pipeline->plan->threads; i++) {
        struct worker *worker = &workers[*count];

        *worker = (struct worker){ .pipeline = pipeline, .number = i };
        /* Where the system gives no more threads, those there are do the work. */
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            break;
        ++*count;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return workers;
}

static void give_back_rest(struct pipeline *pipeline)
{
    for (uint64_t i = pipeline->first; i < pipeline->behind; i++)
        pipeline->plan->give_back(pipeline->plan->context, slot_of(pipeline, i)->item);
}

static int result_of(const struct pipeline *pipeline, struct problem *problem)
{
    if (pipeline->first == pipeline->stop_at)
        return PIPELINE_STOP;
    if (pipeline->first < pipeline->behind)
        *problem = slot_of(pipeline, pipeline->first)->problem;
    else if (pipeline->read_failed)
        *problem = pipeline->read_problem;
    else
        return 0;
    return -1;
}

int pipeline_run(const struct pipeline_plan *plan, struct problem *problem)
{
    struct pipeline pipeline = {
        .plan = plan,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .work = PTHREAD_COND_INITIALIZER,
        .done = PTHREAD_COND_INITIALIZER,
        .turn = PTHREAD_COND_INITIALIZER,
        .slot_count = plan->threads > 1 ? (size_t)plan->threads + 2 : 1,
        .stop_at = UINT64_MAX,
    };
    struct worker *workers;
    unsigned count;
    int result;

    pipeline.slots = mem_alloc_array(pipeline.slot_count, sizeof(*pipeline.slots));
    workers = start_workers(&pipeline, &count);
    (void)pthread_mutex_lock(&pipeline.lock);
    go(&pipeline);
    pipeline.ending = true;
    (void)pthread_cond_broadcast(&pipeline.work);
    (void)pthread_cond_broadcast(&pipeline.turn);
    (void)pthread_mutex_unlock(&pipeline.lock);
    for (unsigned i = 0; i < count; i++)
        (void)pthread_join(workers[i].thread, NULL);
    result = result_of(&pipeline, problem);
    give_back_rest(&pipeline);
    mem_free(workers);
    mem_free(pipeline.slots);
    return result;
}
