/* groups.h - which sessions of the first reading are not alone: pieces of one session, and the
 * sessions of a visit, find together in the order of the input. One thread. */
#ifndef CORE_CLI_GROUPS_H
#define CORE_CLI_GROUPS_H

#include "cli/gather_state.h"

#include "base/seen.h"

/* What stands at an event, as a thread read it. */
struct note {
    struct note *next;
    struct gather_piece piece;
    uint64_t id_hash;
    uint64_t visit;   /* the key of its visit */
    bool in_visit;    /* there is one */
    bool shown_only;  /* no session, but a broken row that shows its id */
    bool broken_only; /* broken rows alone show it */
    bool is_broken;   /* its rows cannot be read again */
};

/* `gather` gets the members; all else is zeroed at first. */
struct groups {
    struct gather *gather;
    uint64_t event;          /* the number of the next one */
    struct seen ids, visits; /* from a session's id and its visit to event + 1 */
    struct seen group_of;    /* from the event of a member to group + 1 */
    struct seen broken_ids;  /* that broken rows alone had shown */
    struct seen mended_ids;  /* of those, which whole rows showed later */
    uint32_t *united;        /* where the members of a group went */
    uint32_t group_capacity; /* of `united` */
};

/* Has the memory fetched that notes will need soon. */
void groups_fetch(const struct groups *groups, const struct note *first);

/* The next event: where it is not alone it becomes a member, set aside. */
int groups_note(struct groups *groups, const struct note *note, struct problem *problem);

/* There will be so many times as many events in all. */
void groups_expect(struct groups *groups, double times);

/* Behind the last event: members by group and, beside that, in the order of the input. */
void groups_sort(const struct groups *groups);
void groups_finish(struct groups *groups);

#endif
