/* gather_state.h - what gather.c and scan.c share. */
#ifndef CORE_CLI_GATHER_STATE_H
#define CORE_CLI_GATHER_STATE_H

#include "cli/gather.h"

#include "base/spool.h"
#include "read/pieces.h"
#include "read/repeats.h"

#include <pthread.h>

/* A session, or piece of one, that is not alone. */
struct member {
    uint64_t event;   /* its number in the order of the input */
    uint64_t id_hash; /* of the session_id */
    uint64_t line;
    uint64_t at; /* in `pieces`: the id, then the rows */
    uint32_t id_length;
    uint32_t row_count;
    uint32_t row_bytes;
    uint32_t group;
    uint32_t source; /* index in `sources` */
    bool set_aside;  /* it is in `pieces` since the first reading; else when the run gets there */
    bool broken;     /* its rows cannot be read again */
    bool shown_only; /* no session, but a broken row within another one that shows its id */
    bool lacks_rows; /* all rows of its session that came before are broken */
    _Atomic uint8_t fate; /* 0: not judged yet */
};

/* What one input had when it was read first. */
struct gather_input {
    struct input_again again;
    uint64_t bytes;
    uint64_t events; /* number of the first behind it */
    bool begun;      /* `again` is made */
    bool collected;  /* it was read to its end before its turn came */
    uint32_t source; /* index in `sources`, or NO_SOURCE */
    struct part_mark *marks;
    size_t mark_count;
};

struct gather {
    const struct rules *const *rules; /* any of them may want sessions together */
    size_t rules_count;
    struct cl_date today;
    enum duplicates duplicates;
    struct member *members; /* by group, then in the order of the input */
    size_t member_count, member_capacity;
    uint32_t group_count;
    size_t *groups;                /* where the members of a group begin; group_count + 1 of them */
    size_t *order;                 /* the members in the order of the input */
    struct piece_source **sources; /* headers that pieces are read with; room for all inputs */
    size_t source_count;
    struct arena arena;
    struct gather_input *inputs;
    size_t input_count;
    _Atomic bool collected;          /* those that refer to each other were */
    const struct input_options *how; /* inputs are read; borrowed */
    pthread_mutex_t lock;            /* of `pieces` */
    struct spool pieces;
    struct spool copies;
    struct piece_reader *reader; /* of rows that are set aside */
};

#define NO_SOURCE UINT32_MAX

/* In front of each row that was set aside. Behind it stand `length` bytes: of the row, or,
 * where `field_count` is not ROW_AS_IT_STANDS, of its fields: a length each, then their
 * bytes. */
struct row_mark {
    uint64_t line;
    uint64_t service_line;
    uint64_t length;
    uint64_t field_count;
    uint64_t beside; /* see piece_beside() */
};

#define ROW_AS_IT_STANDS UINT64_MAX

/* Sets a member's piece aside; the rows of a broken one are left out. */
int gather_set_aside(struct gather *gather, struct member *member, const struct gather_piece *piece,
                     struct problem *problem);

/* Before an input is read first. More than once does nothing. */
void gather_begin_input(struct gather *gather, const struct gather_request *request, size_t index);

/* collect.c: the first input of a form whose texts refer to each other, just opened, brings all
 * behind it with it. */
int gather_collect(struct gather *gather, const struct gather_request *request, size_t index,
                   struct input *opened, struct problem *problem);

/* scan.c: reads all inputs and finds the groups. */
int gather_scan(struct gather *gather, const struct gather_request *request,
                struct problem *problem);

/* Whether a member is in `pieces` when the run judges the session at `event`. Those that
 * come later may be getting there on another thread just now. */
static inline bool member_is_there(const struct member *member, uint64_t event)
{
    return member->set_aside || member->event <= event;
}

#endif
