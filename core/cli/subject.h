/* subject.h - a session with all that is judged with it, and the rules applied to them. */
#ifndef CORE_CLI_SUBJECT_H
#define CORE_CLI_SUBJECT_H

#include "cli/run_state.h"

/* A session as it is judged: alone in almost all cases, else with its visit. */
struct subject {
    struct member *member; /* NULL: it is alone */
    struct gathered visit;
    struct session *session; /* the own one */
    const struct row *rows;
    size_t row_count;
    uint64_t input_rows;      /* one of them may have become several records */
    uint64_t size;            /* bytes that the rows took */
    bool noted;               /* across_note() is to see the own one */
    bool elsewhere;           /* of some of the rows the work stands in another input */
    bool first_of_payer;      /* its block's first of its payer: across_payer() is to see it */
    struct verdict *verdicts; /* of the visit's sessions */
    uint8_t *fates;           /* enum fate */
    struct verdict verdict;   /* where these two are of one session */
    uint8_t fate;
    struct ledger *ledgers; /* or NULL */
    struct subject *other;  /* by the other rules of the request; NULL: there are none */
};

/* Who judges: the thread's own things, and where what it makes lies. */
struct judging {
    struct run *run;
    const struct export *export; /* that is read */
    unsigned worker;
    struct arena *arena;
};

enum fate { FATE_ACCEPTED = 1, FATE_HELD, FATE_SKIPPED, FATE_PASSED_OVER };

/* Puts the visit of the session together and gives it room for what becomes of it. */
int subject_make(const struct judging *judging, struct subject *subject, struct problem *problem);

/* The same sessions as they are now, once more, for the other rules of the request;
 * NULL where it has none. */
struct subject *subject_other(const struct judging *judging, const struct subject *subject);

/* Applies the rules to those of the visit that are not skipped, and asks the targets;
 * says what becomes of each session. */
int subject_apply(const struct judging *judging, const struct rules *rules, struct subject *subject,
                  struct problem *problem);

/* subject_repeats.c: of a session that is alone, rows that repeat another one of its rows, for
 * DUPLICATES_ALL. */
int subject_look_for_repeats(const struct judging *judging, struct subject *subject,
                             struct problem *problem);

/* How much of an input. */
struct portion {
    uint64_t rows; /* of the input: one may have become several records */
    uint64_t bytes;
};

/* Whether an own row is neither judged nor held, because it stood there before; and how
 * much that makes. What cannot be held row by row is held whole. */
bool subject_passes_over(const struct subject *subject, size_t row);
struct portion subject_passed(const struct subject *subject);

#endif
