/* catalogue.h - what the generated exports are made of: payers, services, diagnoses, names.
 * The shares follow what outpatient therapy clinics bill; every person and payer is invented. */
#ifndef BENCH_CATALOGUE_H
#define BENCH_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct payer {
    const char *id;
    const char *class;
    const char *name;
    uint32_t weight;
};

struct service_kind {
    const char *code;
    bool timed;
    bool evaluation;
    uint32_t weight;
    uint32_t cents; /* of one unit */
};

struct diagnosis {
    const char *code;
    const char *region;
};

struct discipline {
    const char *name;
    const char *taxonomy;
    const struct service_kind *services;
    size_t service_count;
    const struct diagnosis *diagnoses;
    size_t diagnosis_count;
    uint32_t most_services; /* of a visit; fewer than its services other than evaluations */
    uint32_t weight;
};

/* A list of words; the first of some is the usual one. */
struct words {
    const char *const *items;
    uint32_t count;
};

extern const struct payer payers[];
extern const size_t payer_count;
extern const struct discipline disciplines[];
extern const size_t discipline_count;

extern const struct words last_names;
extern const struct words first_names;
extern const struct words streets;
extern const struct words cities;
extern const struct words states;
extern const struct words techniques;
extern const struct words necessities;
extern const struct words responses;
extern const struct words note_phrases;

#endif
