/* schedule.c - the days of the clinics. A patient comes about ten times within some weeks, and
 * once a day, but for those that `same_day` sends a second time. */
#include "schedule.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAYS = 260,            /* working days of the year */
    ROWS_A_CLINIC = 80000, /* about a hundred visits a day */
    SLOTS = 4096,          /* how many visits later a row may come back; a power of two */
    SAME_WEEKS = 4         /* days of appointments that the patients of a time would fill */
};

struct schedule {
    struct schedule_options options;
    schedule_write *write;
    void *closure;
    struct random random;
    uint32_t clinics;
    uint32_t per_day;  /* visits of a clinic on a day */
    uint32_t *numbers; /* by clinic: the sessions it had */
    uint64_t visits;   /* appointments made */
    uint32_t made;     /* visits made, second ones too */
    struct visit **afternoon;
    uint32_t afternoon_count;
    struct visit *later[SLOTS]; /* by the number of the visit after which it comes */
    struct visit *spare;
};

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL)
        err(EXIT_FAILURE, "memory");
    return memory;
}

struct schedule *schedule_create(const struct schedule_options *options, schedule_write *write,
                                 void *closure)
{
    struct schedule *schedule = allocate(1, sizeof(*schedule));
    uint64_t visits = options->rows / 3 + 1;

    schedule->options = *options;
    schedule->write = write;
    schedule->closure = closure;
    schedule->random = random_of(options->setting.seed, 0, 0);
    schedule->clinics = (uint32_t)(options->rows / ROWS_A_CLINIC) + 2;
    schedule->per_day = (uint32_t)(visits / ((uint64_t)DAYS * schedule->clinics)) + 1;
    schedule->numbers = allocate(schedule->clinics, sizeof(*schedule->numbers));
    schedule->afternoon = allocate(schedule->per_day, sizeof(struct visit *));
    return schedule;
}

static struct visit *take(struct schedule *schedule)
{
    struct visit *visit = schedule->spare;

    schedule->spare = NULL;
    return visit != NULL ? visit : allocate(1, sizeof(*visit));
}

static void give_back(struct schedule *schedule, struct visit *visit)
{
    free(schedule->spare);
    schedule->spare = visit;
}

/* The patients of these weeks follow each other, so that nobody comes twice on one day. */
static struct appointment appoint(struct schedule *schedule)
{
    uint64_t of_day = schedule->visits / schedule->per_day;
    uint32_t slot = (uint32_t)(schedule->visits % schedule->per_day);
    uint32_t day = (uint32_t)(of_day / schedule->clinics);
    uint32_t window = schedule->per_day * SAME_WEEKS + 1;
    struct appointment appointment = { .clinic = (uint32_t)(of_day % schedule->clinics) };

    appointment.day = day;
    appointment.patient = day * schedule->per_day / 10 + (slot + day * schedule->per_day) % window;
    schedule->visits++;
    return appointment;
}

static struct visit *make(struct schedule *schedule, struct appointment *appointment, uint32_t most)
{
    struct visit *visit = take(schedule);

    appointment->number = ++schedule->numbers[appointment->clinic];
    visit_make(visit, &schedule->options.setting, appointment, &schedule->random, most);
    return visit;
}

/* The last row of a session goes to a visit of its own that comes some visits later; where that
 * place is taken, the row stays. */
static void part(struct schedule *schedule, struct visit *visit)
{
    uint32_t slot = (schedule->made + random_below(&schedule->random, SLOTS - 1) + 1) % SLOTS;
    struct visit *rest;
    uint32_t last = visit->row_count - 1;

    if (last == 0 || schedule->later[slot] != NULL)
        return;
    rest = take(schedule);
    rest->row_count = 1;
    rest->used = 0;
    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        struct cell *cell = visit_cell(visit, column, last);
        char *at = pen_down(rest);

        if (cell->length != 0)
            memcpy(at, cell->text, cell->length);
        pen_up(rest, column, 0, at + cell->length);
    }
    rest->cut[0] = visit->cut[last];
    schedule->later[slot] = rest;
    visit->row_count--;
}

static void write_due(struct schedule *schedule)
{
    struct visit **slot = &schedule->later[schedule->made % SLOTS];

    if (*slot == NULL)
        return;
    schedule->write(schedule->closure, *slot);
    give_back(schedule, *slot);
    *slot = NULL;
}

static void write_visit(struct schedule *schedule, struct visit *visit)
{
    if (random_chance(&schedule->random, schedule->options.apart))
        part(schedule, visit);
    schedule->write(schedule->closure, visit);
    give_back(schedule, visit);
    schedule->made++;
    write_due(schedule);
}

static void write_afternoon(struct schedule *schedule)
{
    for (uint32_t i = 0; i < schedule->afternoon_count; i++)
        write_visit(schedule, schedule->afternoon[i]);
    schedule->afternoon_count = 0;
}

static uint32_t at_most(uint64_t rows)
{
    return rows < MOST_SERVICES ? (uint32_t)rows : MOST_SERVICES;
}

void schedule_run(struct schedule *schedule, uint64_t rows)
{
    while (rows > 0) {
        struct appointment appointment = appoint(schedule);
        struct visit *visit = make(schedule, &appointment, at_most(rows));

        rows -= visit->row_count;
        write_visit(schedule, visit);
        if (rows > 0 && random_chance(&schedule->random, schedule->options.same_day)) {
            visit = make(schedule, &appointment, at_most(rows));
            rows -= visit->row_count;
            schedule->afternoon[schedule->afternoon_count++] = visit;
        }
        if (schedule->visits % schedule->per_day == 0)
            write_afternoon(schedule);
    }
    write_afternoon(schedule);
}

void schedule_finish(struct schedule *schedule)
{
    for (uint32_t i = 0; i < SLOTS; i++) {
        schedule->made++;
        write_due(schedule);
    }
    free(schedule->spare);
    free(schedule->afternoon);
    free(schedule->numbers);
    free(schedule);
}
