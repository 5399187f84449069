/* unit_rules.c - the table of unit rules, and what they share. */
#include "unit_rules.h"

#include "base/text.h"

const struct unit_rule *const unit_rules[UNIT_RULES] = {
#define UNIT_RULE_ROW(rule) &unit_rule_##rule,
    UNIT_RULE_LIST(UNIT_RULE_ROW)
#undef UNIT_RULE_ROW
};

const struct unit_rule *unit_rule_find(struct cl_text name)
{
    for (size_t i = 0; i < UNIT_RULES; i++) {
        if (text_equal_nocase(name, text_of(unit_rules[i]->name)))
            return unit_rules[i];
    }
    return NULL;
}

enum tie allot_alone(struct timed *codes, size_t count,
                     uint32_t (*alone)(uint32_t minutes, uint32_t unit_minutes))
{
    for (size_t i = 0; i < count; i++) {
        struct timed *code = &codes[i];

        code->units = alone(code->minutes, code->unit_minutes);
        code->base = code->units;
        code->remainder = 0;
        code->pooled = false;
    }
    return TIE_NONE;
}

/* The smallest remainder that got a left-over unit: where a tie was, if there was one. */
static uint32_t cut_of(const struct timed *codes, size_t count)
{
    uint32_t cut = UINT32_MAX;

    for (size_t i = 0; i < count; i++) {
        if (timed_got_left_over(&codes[i]) && codes[i].remainder < cut)
            cut = codes[i].remainder;
    }
    return cut;
}

enum left_over units_left_over(const struct timed *codes, size_t count, size_t at, enum tie tie)
{
    const struct timed *code = &codes[at];
    bool got = timed_got_left_over(code);

    if (code->remainder == 0)
        return LEFT_OVER_NONE;
    if (tie != TIE_NONE && code->remainder == cut_of(codes, count))
        return got ? LEFT_OVER_TIE_WON : LEFT_OVER_TIE_LOST;
    return got ? LEFT_OVER_REMAINDER : LEFT_OVER_TOO_SMALL;
}

uint32_t units_by_midpoint(uint32_t minutes, uint32_t unit_minutes)
{
    return (minutes + (unit_minutes - 1) / 2) / unit_minutes;
}

/* Minutes of the share that no unit stands for yet; below 0 where a unit was begun. */
static int64_t open_minutes(const struct share *share, uint32_t unit_minutes)
{
    return (int64_t)share->minutes - (int64_t)share->units * unit_minutes;
}

static struct share *next_share(struct share *shares, size_t count, uint32_t unit_minutes)
{
    struct share *best = &shares[0];

    for (size_t i = 1; i < count; i++) {
        int64_t ahead = open_minutes(&shares[i], unit_minutes) - open_minutes(best, unit_minutes);

        if (ahead > 0 || (ahead == 0 && shares[i].minutes > best->minutes))
            best = &shares[i];
    }
    return best;
}

void units_share_out(struct share *shares, size_t count, uint32_t units, uint32_t unit_minutes)
{
    uint64_t whole = 0;
    bool enough;

    for (size_t i = 0; i < count; i++)
        whole += shares[i].minutes / unit_minutes;
    enough = whole <= units;
    for (size_t i = 0; i < count; i++) {
        shares[i].units = enough ? shares[i].minutes / unit_minutes : 0;
        units -= shares[i].units;
    }
    for (; units > 0 && count > 0; units--)
        next_share(shares, count, unit_minutes)->units++;
}
