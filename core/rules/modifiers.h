/* modifiers.h - the modifiers that rules know by name, a bit each, so that a set of them is a
 * number. Others are texts alone. */
#ifndef CORE_RULES_MODIFIERS_H
#define CORE_RULES_MODIFIERS_H

#include "model/session.h"

#include <claimline/value.h>

#include <stdint.h>

/* X(name, its two characters) */
#define KNOWN_MODIFIERS(X)                                                                         \
    X(GP, 'G', 'P')                                                                                \
    X(GO, 'G', 'O')                                                                                \
    X(GN, 'G', 'N')                                                                                \
    X(CQ, 'C', 'Q')                                                                                \
    X(CO, 'C', 'O')                                                                                \
    X(59, '5', '9')                                                                                \
    X(XE, 'X', 'E')                                                                                \
    X(XP, 'X', 'P')                                                                                \
    X(XS, 'X', 'S')                                                                                \
    X(XU, 'X', 'U')                                                                                \
    X(KX, 'K', 'X')                                                                                \
    X(GA, 'G', 'A')                                                                                \
    X(GY, 'G', 'Y')                                                                                \
    X(GZ, 'G', 'Z')

enum modifier_number {
#define MODIFIER_NUMBER(name, first, second) MODIFIER_NUMBER_##name,
    KNOWN_MODIFIERS(MODIFIER_NUMBER)
#undef MODIFIER_NUMBER
};

enum modifier_bit {
#define MODIFIER_BIT(name, first, second) MODIFIER_##name = 1 << MODIFIER_NUMBER_##name,
    KNOWN_MODIFIERS(MODIFIER_BIT)
#undef MODIFIER_BIT
        MODIFIERS_OF_DISCIPLINE = MODIFIER_GP | MODIFIER_GO | MODIFIER_GN,
    MODIFIERS_OF_ASSISTANT = MODIFIER_CQ | MODIFIER_CO,
    MODIFIERS_X = MODIFIER_XE | MODIFIER_XP | MODIFIER_XS | MODIFIER_XU,
    MODIFIERS_DISTINCT = MODIFIER_59 | MODIFIERS_X
};

/* The bit of a modifier; 0: none that rules know. */
static inline unsigned modifier_bit(struct cl_text modifier)
{
    if (modifier.length != 2)
        return 0;
    switch ((unsigned char)modifier.data[0] << 8 | (unsigned char)modifier.data[1]) {
#define MODIFIER_CASE(name, first, second)                                                         \
    case (first) << 8 | (second):                                                                  \
        return MODIFIER_##name;
        KNOWN_MODIFIERS(MODIFIER_CASE)
#undef MODIFIER_CASE
    default:
        return 0;
    }
}

/* Those that a row states. */
static inline unsigned service_modifiers(const struct service *service)
{
    unsigned set = 0;

    for (uint32_t i = 0; i < service->modifier_count; i++)
        set |= modifier_bit(service->modifiers[i]);
    return set;
}

#endif
