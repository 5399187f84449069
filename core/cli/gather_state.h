/* gather_state.h - what gather.c and scan.c share. */
#ifndef CORE_CLI_GATHER_STATE_H
#define CORE_CLI_GATHER_STATE_H

#include "cli/gather.h"

#include "base/seen.h"
#include "base/spool.h"
#include "read/pieces.h"

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
    bool set_aside;  /* it is in `pieces`; the first one of a group is when the run gets there */
    bool broken;     /* its rows cannot be read again */
    bool shown_only; /* no session, but a broken row within another one that shows its id */
    bool lacks_rows; /* all rows of its session that came before are broken */
    uint8_t fate;    /* 0: not judged yet */
};

/* What one input had when it was read first. */
struct gather_input {
    struct input_again again;
    uint64_t bytes;
    uint64_t events; /* number of the first behind it */
    uint32_t source; /* index in `sources`, or NO_SOURCE */
};

struct gather {
    const struct rules *const *rules; /* any of them may want sessions together */
    size_t rules_count;
    struct cl_date today;
    /* While scanning: from a session's id and its visit to event + 1, and from the event
     * of a member to group + 1. */
    struct seen ids, visits, group_of;
    struct seen broken_ids; /* that broken rows alone had shown; while scanning */
    struct seen mended_ids; /* of those, which whole rows showed later; while scanning */
    uint32_t *united;       /* where the members of a group went; while scanning */
    struct member *members; /* by group, then in the order of the input */
    size_t member_count, member_capacity;
    uint32_t group_count, group_capacity;
    size_t *groups;                /* where the members of a group begin; group_count + 1 of them */
    size_t *order;                 /* the members in the order of the input */
    size_t next;                   /* in `order` */
    struct piece_source **sources; /* headers that pieces are read with */
    size_t source_count;
    struct arena arena;
    struct gather_input *inputs;
    size_t input_count;
    size_t input; /* the one being read */
    uint64_t event;
    struct spool pieces;
    struct spool copies;
    struct piece_reader *reader;
};

#define NO_SOURCE UINT32_MAX

/* In front of each row that was set aside. */
struct row_mark {
    uint64_t line;
    uint64_t length;
};

/* Sets a piece aside; `rows` are left out of a broken one. */
int gather_set_aside(struct gather *gather, struct member *member, struct cl_text id,
                     const struct row *rows, size_t count, struct problem *problem);

/* The index of what rows of the input being read are read with, added when it is new. */
uint32_t gather_source(struct gather *gather, const struct header *header,
                       struct cl_text source_file);

/* scan.c: reads all inputs and finds the groups. */
int gather_scan(struct gather *gather, const struct inputs *inputs, struct problem *problem);

#endif
