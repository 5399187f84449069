/* rule_profile.c - which profile judges the session: that of its payer's class. */
#include "rules/draft.h"

#include "base/memory.h"
#include "base/text.h"

static struct payer_use *add_payer(struct draft *draft, struct cl_text key)
{
    struct rules_run *run = draft->run;
    const struct cl_payer *payer = &draft->session->payer;
    struct payer_use *use;

    if ((run->payer_count & (run->payer_count - 1)) == 0)
        run->payers = mem_resize_array(
            run->payers, run->payer_count != 0 ? run->payer_count * 2 : 1, sizeof(*run->payers));
    use = &run->payers[run->payer_count];
    key = arena_text(&run->arena, key.data, key.length);
    *use = (struct payer_use){
        .payer_id = { key.data + 1, key.length - 1 },
        .payer_class = payer->payer_class, /* one of the canonical words */
        .profile = &draft->rules->profiles.of_class[draft->session->payer_class],
    };
    map_add(&run->payer_index, key, (uint32_t)run->payer_count);
    run->payer_count++;
    return use;
}

/* One key for class and id: the class in one letter, then the id. */
static struct cl_text payer_key(const struct draft *draft)
{
    struct cl_text id = draft->session->payer.id;
    char *key = arena_alloc(draft->arena, id.length + 2);

    key[0] = (char)('a' + draft->session->payer_class);
    memcpy(key + 1, id.data, id.length);
    return (struct cl_text){ key, id.length + 1 };
}

void rule_profile(struct draft *draft)
{
    const struct session *session = draft->session;
    struct cl_text key = payer_key(draft);
    uint32_t at = map_find(&draft->run->payer_index, key);
    char shown[TEXT_SHOWN];

    draft->payer = at != MAP_NONE ? &draft->run->payers[at] : add_payer(draft, key);
    draft->profile = draft->payer->profile;
    if (at == MAP_NONE)
        findings_add(draft->findings, FINDING_PAYER_CLASS_DEFAULT, session->line, COL_payer_id,
                     TEXT_NONE,
                     "payer %s has no profile of its own: that of its class, %s, applies (%s: %s)",
                     text_show(shown, session->payer.id), draft->profile->name.data,
                     draft->profile->unit_rule->name, draft->profile->source.data);
}
