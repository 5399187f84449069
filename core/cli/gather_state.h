/* gather_state.h - what gather.c and scan.c share. */
#ifndef CORE_CLI_GATHER_STATE_H
#define CORE_CLI_GATHER_STATE_H

#include "cli/gather.h"

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
    const struct read_options *options;
    struct member *members; /* by group, then in the order of the input */
    size_t member_count, member_capacity;
    uint32_t group_count;
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

/* In front of each row that was set aside. Behind it stand `length` bytes: of the row, or,
 * where `field_count` is not ROW_AS_IT_STANDS, of its fields: a length each, then their
 * bytes. */
struct row_mark {
    uint64_t line;
    uint64_t length;
    uint64_t field_count;
};

#define ROW_AS_IT_STANDS UINT64_MAX

/* What stands at an event: rows of a session, or a broken row that shows an id (none
 * then); of the input being read, whose header is given. */
struct gather_piece {
    struct cl_text id;
    struct cl_text source_file;
    uint64_t line;
    const struct row *rows;
    size_t row_count;
    const struct header *header;
};

/* Sets a member's piece aside; the rows of a broken one are left out. */
int gather_set_aside(struct gather *gather, struct member *member, const struct gather_piece *piece,
                     struct problem *problem);

/* scan.c: reads all inputs and finds the groups. */
int gather_scan(struct gather *gather, const struct inputs *inputs, struct problem *problem);

#endif
