/* texts.h - texts that a record may hold and a format may stumble over. */
#ifndef CORE_CONFORM_TEXTS_H
#define CORE_CONFORM_TEXTS_H

#include <claimline/value.h>

enum hostile_kind { HOSTILE_CONTROLS, HOSTILE_DELIMITERS, HOSTILE_UNICODE };

struct hostile_text {
    enum hostile_kind kind;
    const char *bytes; /* with a NUL behind them */
};

enum { HOSTILE_COUNT = 71 };
extern const struct hostile_text hostile_texts[HOSTILE_COUNT];

/* A long text: `piece` again and again, at most `size` bytes with the NUL. */
struct cl_text text_repeated(char *bytes, size_t size, const char *piece);

#endif
