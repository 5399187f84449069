/* services.c - the services of a visit: codes, minutes, charges, and what was written about them.
 */
#include "visit.h"

#include <string.h>

/* How many rows a session has: 1 to 6. */
static const uint32_t row_weights[] = { 6, 20, 38, 24, 9, 3 };

/* Minutes of a service as they are written down: quarter hours most of all, then rounded to five,
 * and what the clock said. */
static const uint32_t timed_minutes[] = { 15, 15, 15, 15, 16, 10, 10, 12, 20, 20, 8, 23, 25,
                                          30, 14, 17, 18, 13, 11, 38, 15, 7,  22, 9, 28, 15 };
static const uint32_t untimed_minutes[] = { 15, 15, 10, 12, 20, 15, 10, 8 };
static const uint32_t evaluation_minutes[] = { 30, 45, 40, 35, 60, 25 };

enum {
    SAME_AGAIN = 70000, /* share of further rows that are more of a code that stands already */
    ASSISTED = 80000,   /* share of visits that an assistant gave under a therapist */
    OPENING = 8 * 60    /* minutes after midnight */
};

static uint32_t one_of(const uint32_t *list, size_t count, struct random *random)
{
    return list[random_below(random, (uint32_t)count)];
}

#define ONE_OF(list, random) one_of(list, COUNT(list), random)

/* The next service: a timed one that stands already, or another code. Evaluations come first. */
static const struct service_kind *choose(const struct discipline *discipline,
                                         const struct service_kind *const *chosen, uint32_t count,
                                         struct random *random)
{
    uint32_t weights[32];

    if (count > 0 && chosen[count - 1]->timed && random_chance(random, SAME_AGAIN))
        return chosen[count - 1];
    for (size_t i = 0; i < discipline->service_count; i++) {
        const struct service_kind *kind = &discipline->services[i];

        weights[i] = kind->evaluation && count > 0 ? 0 : kind->weight;
        for (uint32_t j = 0; j < count; j++)
            weights[i] = chosen[j] == kind ? 0 : weights[i];
    }
    return &discipline->services[random_weighted(random, weights, discipline->service_count)];
}

static void put_time(struct visit *visit, enum column column, uint32_t row, uint32_t minute)
{
    char *at = pen_number(pen_down(visit), minute / 60, 2);

    *at++ = ':';
    pen_up(visit, column, row, pen_number(at, minute % 60, 2));
}

static void put_number(struct visit *visit, enum column column, uint32_t row, uint32_t number)
{
    pen_up(visit, column, row, pen_number(pen_down(visit), number, 1));
}

static void put_amount(struct visit *visit, uint32_t row, uint32_t cents)
{
    char *at = pen_number(pen_down(visit), cents / 100, 1);

    *at++ = '.';
    pen_up(visit, COL_unit_charge, row, pen_number(at, cents % 100, 2));
}

static void put_word(struct visit *visit, enum column column, uint32_t row,
                     const struct words *words, struct random *random)
{
    visit_put(visit, column, row, words->items[random_below(random, words->count)]);
}

static uint32_t minutes_of(const struct service_kind *kind, struct random *random)
{
    if (kind->timed)
        return ONE_OF(timed_minutes, random);
    return kind->evaluation ? ONE_OF(evaluation_minutes, random) : ONE_OF(untimed_minutes, random);
}

static void put_service(struct visit *visit, uint32_t row, const struct service_kind *kind,
                        const char *region, struct random *random)
{
    visit_put(visit, COL_code, row, kind->code);
    put_amount(visit, row, kind->cents);
    visit_put(visit, COL_region, row, region);
    visit_put(visit, COL_diagnosis_pointers, row, "A");
    put_word(visit, COL_technique, row, &techniques, random);
    put_word(visit, COL_necessity, row, &necessities, random);
    put_word(visit, COL_response, row, &responses, random);
}

uint32_t services_make(struct visit *visit, const struct setting *setting,
                       const struct discipline *discipline, const char *region,
                       struct random *random, uint32_t most)
{
    const struct service_kind *chosen[COUNT(row_weights)];
    uint32_t count = 1 + (uint32_t)random_weighted(random, row_weights, COUNT(row_weights));
    uint32_t clock = OPENING + random_below(random, 9 * 12) * 5;
    bool assisted = random_chance(random, ASSISTED);
    uint32_t total = 0;

    most = most < discipline->most_services ? most : discipline->most_services;
    visit->row_count = count < most ? count : most;
    for (uint32_t row = 0; row < visit->row_count; row++) {
        const struct service_kind *kind = choose(discipline, chosen, row, random);
        uint32_t minutes = minutes_of(kind, random);

        chosen[row] = kind;
        put_service(visit, row, kind, region, random);
        put_number(visit, COL_minutes, row, minutes);
        put_time(visit, COL_start_time, row, clock);
        put_time(visit, COL_end_time, row, clock + minutes);
        if (assisted && !kind->evaluation)
            visit_put(visit, COL_assistant_id, row, "PTA-17");
        note_make(visit, setting, row, random);
        clock += minutes;
        total += minutes;
    }
    return total;
}
