/* groups.c - see groups.h. */
#include "groups.h"

#include "base/memory.h"

#include <stdlib.h>
#include <xxhash.h>

static uint64_t hash_event(uint64_t event)
{
    return XXH3_64bits(&event, sizeof(event));
}

static struct member *add_member(struct groups *groups, uint64_t event, uint32_t group)
{
    struct gather *gather = groups->gather;
    struct member *member;

    if (gather->member_count == gather->member_capacity) {
        gather->member_capacity = gather->member_capacity != 0 ? gather->member_capacity * 2 : 64;
        gather->members =
            mem_resize_array(gather->members, gather->member_capacity, sizeof(*gather->members));
    }
    member = &gather->members[gather->member_count++];
    *member = (struct member){ .event = event, .group = group, .source = NO_SOURCE };
    (void)seen_add(&groups->group_of, hash_event(event), (uint64_t)group + 1);
    return member;
}

static uint32_t add_group(struct groups *groups)
{
    uint32_t group = groups->gather->group_count++;

    if (group == groups->group_capacity) {
        groups->group_capacity = groups->group_capacity != 0 ? groups->group_capacity * 2 : 64;
        groups->united =
            mem_resize_array(groups->united, groups->group_capacity, sizeof(*groups->united));
    }
    groups->united[group] = group;
    return group;
}

/* The group that has the members of `group` now. */
static uint32_t group_now(const struct groups *groups, uint32_t group)
{
    while (groups->united[group] != group)
        group = groups->united[group];
    return group;
}

/* The group of an earlier event, which becomes its first member if it was alone. */
static uint32_t group_with(struct groups *groups, uint64_t event)
{
    uint64_t group = seen_find(&groups->group_of, hash_event(event));

    if (group != SEEN_NEW)
        return group_now(groups, (uint32_t)(group - 1));
    return add_member(groups, event, add_group(groups))->group;
}

/* Whether these are the first whole rows of a session that broken rows showed before. */
static bool is_mended(struct groups *groups, const struct note *note)
{
    return !note->broken_only && seen_find(&groups->broken_ids, note->id_hash) != SEEN_NEW &&
           seen_add(&groups->mended_ids, note->id_hash, 1) == SEEN_NEW;
}

/* What an event belongs to: the earlier events of the same session and of the same
 * visit, each SEEN_NEW or event + 1. The visit is that of the session's first whole
 * rows. */
struct earlier {
    uint64_t session, visit;
    bool lacks_rows;
};

static struct earlier find_earlier(struct groups *groups, const struct note *note, uint64_t event)
{
    struct earlier earlier = { .session = seen_add(&groups->ids, note->id_hash, event + 1) };

    if (earlier.session == SEEN_NEW && note->broken_only)
        (void)seen_add(&groups->broken_ids, note->id_hash, 1);
    else if (earlier.session != SEEN_NEW)
        earlier.lacks_rows = is_mended(groups, note);
    if (note->in_visit && (earlier.session == SEEN_NEW || earlier.lacks_rows))
        earlier.visit = seen_add(&groups->visits, note->visit, event + 1);
    return earlier;
}

/* The group of the events that are there, one at least. */
static uint32_t group_of_earlier(struct groups *groups, const struct earlier *earlier)
{
    uint32_t group =
        group_with(groups, (earlier->session != SEEN_NEW ? earlier->session : earlier->visit) - 1);

    if (earlier->session != SEEN_NEW && earlier->visit != SEEN_NEW)
        groups->united[group_with(groups, earlier->visit - 1)] = group;
    return group;
}

int groups_note(struct groups *groups, const struct note *note, struct problem *problem)
{
    uint64_t event = groups->event++;
    struct earlier earlier = find_earlier(groups, note, event);
    struct member *member;

    if (earlier.session == SEEN_NEW && earlier.visit == SEEN_NEW)
        return 0;
    member = add_member(groups, event, group_of_earlier(groups, &earlier));
    member->broken = note->is_broken;
    member->shown_only = note->shown_only;
    member->lacks_rows = earlier.lacks_rows;
    member->set_aside = true;
    return gather_set_aside(groups->gather, member, &note->piece, problem);
}

static int by_group(const void *a, const void *b)
{
    const struct member *first = a;
    const struct member *second = b;

    if (first->group != second->group)
        return first->group < second->group ? -1 : 1;
    return first->event < second->event ? -1 : first->event > second->event;
}

/* Two numbers: the event, and the member's index. */
static int by_event(const void *a, const void *b)
{
    const uint64_t *first = a;
    const uint64_t *second = b;

    return *first < *second ? -1 : *first > *second;
}

void groups_sort(const struct groups *groups)
{
    struct gather *gather = groups->gather;
    uint64_t(*pairs)[2] = mem_alloc_array(gather->member_count + 1, sizeof(*pairs));

    for (size_t i = 0; i < gather->member_count; i++)
        gather->members[i].group = group_now(groups, gather->members[i].group);
    if (gather->member_count != 0)
        qsort(gather->members, gather->member_count, sizeof(*gather->members), by_group);
    gather->groups = mem_alloc_array((size_t)gather->group_count + 1, sizeof(*gather->groups));
    gather->order = mem_alloc_array(gather->member_count + 1, sizeof(*gather->order));
    for (size_t i = 0, group = 0; group <= gather->group_count; group++) {
        while (i < gather->member_count && gather->members[i].group < group)
            i++;
        gather->groups[group] = i;
    }
    for (size_t i = 0; i < gather->member_count; i++) {
        pairs[i][0] = gather->members[i].event;
        pairs[i][1] = i;
    }
    qsort(pairs, gather->member_count, sizeof(*pairs), by_event);
    for (size_t i = 0; i < gather->member_count; i++)
        gather->order[i] = (size_t)pairs[i][1];
    mem_free(pairs);
}

void groups_fetch(const struct groups *groups, const struct note *first)
{
    for (const struct note *note = first; note != NULL; note = note->next) {
        seen_expect(&groups->ids, note->id_hash);
        seen_expect(&groups->visits, note->visit);
    }
}

void groups_expect(struct groups *groups, double times)
{
    groups->ids.expected = (size_t)((double)groups->ids.count * times);
    groups->visits.expected = (size_t)((double)groups->visits.count * times);
}

void groups_finish(struct groups *groups)
{
    seen_finish(&groups->ids);
    seen_finish(&groups->visits);
    seen_finish(&groups->group_of);
    seen_finish(&groups->broken_ids);
    seen_finish(&groups->mended_ids);
    mem_free(groups->united);
}
