/* unit_rules.c - the table of unit rules. */
#include "unit_rules.h"

#include "base/text.h"

static const struct unit_rule *const unit_rules[] = {
    &unit_rule_cms,
    &unit_rule_ama,
};

const struct unit_rule *unit_rule_find(struct cl_text name)
{
    for (size_t i = 0; i < sizeof(unit_rules) / sizeof(unit_rules[0]); i++) {
        if (text_equal_nocase(name, text_of(unit_rules[i]->name)))
            return unit_rules[i];
    }
    return NULL;
}
