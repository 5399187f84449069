/* text.h - the state of the text plugin, and where the columns of claim lines are. */
#ifndef PLUGINS_TEXT_H
#define PLUGINS_TEXT_H

#include <claimline/plugin.h>

enum { GROUP_SESSION, GROUP_NONE };

/* Of claim lines below a heading. */
enum { INDENT = 2 };

struct text {
    int64_t width;
    uint32_t group;
    bool totals;
};

/* How wide the columns are, and where each begins: those of all lines counted from NUMBER on. */
enum {
    WIDTH_SESSION = 16,
    WIDTH_DATE = 10,
    WIDTH_NUMBER = 3,
    WIDTH_CODE = 5,
    WIDTH_MODIFIERS = 11,
    WIDTH_UNITS = 5,
    WIDTH_MINUTES = 4,
    WIDTH_UNIT_CHARGE = 11,
    WIDTH_CHARGE = 10,
    WIDTH_POINTERS = 4,
    WIDTH_RULE = 7
};

enum {
    AT_DATE = WIDTH_SESSION + 1,
    AT_NUMBER_UNGROUPED = AT_DATE + WIDTH_DATE + 1,
    AT_CODE = WIDTH_NUMBER + 1,
    AT_MODIFIERS = AT_CODE + WIDTH_CODE + 1,
    AT_UNITS = AT_MODIFIERS + WIDTH_MODIFIERS + 1,
    AT_MINUTES = AT_UNITS + WIDTH_UNITS + 1,
    AT_UNIT_CHARGE = AT_MINUTES + WIDTH_MINUTES + 1,
    AT_CHARGE = AT_UNIT_CHARGE + WIDTH_UNIT_CHARGE + 1,
    AT_POINTERS = AT_CHARGE + WIDTH_CHARGE + 1,
    AT_RULE = AT_POINTERS + WIDTH_POINTERS + 1,
    AT_REST = AT_RULE + WIDTH_RULE + 1
};

/* plain_claim.c: writes a claim whose values fit into their columns as they stand. False where
 * one does not, or where there is little room: then nothing was written. */
bool plain_claim_put(const struct text *text, const struct cl_claim *claim, struct cl_stream *out);

#endif
