/* held_look.h - how a file of held rows looks in each form of input. Part of held_file.c. */
#ifndef CORE_DISPATCH_HELD_LOOK_H
#define CORE_DISPATCH_HELD_LOOK_H

#include "dispatch/held_file.h"

#include <claimline/plugin.h>

/* Why a row is held. */
struct held_why {
    uint64_t line;
    const struct findings *findings;
};

struct held_look {
    bool lines; /* each row begins a line */
    void (*head)(struct cl_stream *out, const struct held_header *header);
    /* What stands before a row; the row follows. */
    void (*row)(struct cl_stream *out, const struct held_header *header, const struct held_why *why,
                struct cl_text bytes);
};

const struct held_look *held_look(enum held_style style);

#endif
