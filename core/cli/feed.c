/* feed.c - see feed.h. */
#include "feed.h"

#include "base/memory.h"

#include <string.h>

/* For the handler that the reader of a header is given. */
struct opening {
    const struct feed_pass *pass;
    struct feed_input *from;
};

static int on_header(void *context, const struct header *header, const struct input_facts *facts,
                     const struct findings *findings, struct problem *problem)
{
    const struct opening *opening = context;

    return opening->pass->header(opening->pass->context, opening->from, header, facts, findings,
                                 problem);
}

static int open_next(struct feed *feed, struct problem *problem)
{
    const struct feed_pass *pass = feed->pass;
    struct feed_input *from = mem_alloc(sizeof(*from));
    struct opening opening = { pass, from };
    const struct read_handler handler = { .context = &opening, .header = on_header };

    from->index = feed->next++;
    from->path = feed->inputs->paths[from->index];
    from->next = feed->open;
    feed->open = from;
    feed->current = from;
    if (pass->open(pass->context, from->index, from->path, &from->input, problem) < 0)
        return -1;
    if (parts_open(&from->parts, pass->read, from->input, &handler, problem) < 0)
        return -1;
    from->lines = parts_header_counts(from->parts).lines;
    return 0;
}

/* The next part of an input that has not ended, or that one thread has to read on. */
static int read_part(struct feed *feed, struct feed_input *from, struct feed_item **out,
                     struct problem *problem)
{
    const struct feed_pass *pass = feed->pass;
    const struct part_mark *mark = pass->mark(pass->context, from->index, from->given);
    struct feed_item *item = pass->take(pass->context);
    bool alone = mark != NULL && mark->alone;
    int got =
        alone ? 0 : parts_next(from->parts, mark != NULL ? mark->length : 0, &item->part, problem);

    if (got < 0) {
        pass->leave(pass->context, item);
        return -1;
    }
    *out = item;
    item->from = from;
    item->mark = from->given++;
    item->alone = got == 0;
    feed->blocked = got == 0;
    if (alone)
        item->part.length = 0;
    from->ended = got > 0 && item->part.last;
    return 1;
}

static int take_returned(struct feed *feed, struct feed_item **out)
{
    *out = feed->returned;
    feed->returned = (*out)->next;
    feed->blocked = (*out)->alone;
    return 1;
}

int feed_next(struct feed *feed, struct feed_item **out, struct problem *problem)
{
    if (feed->blocked)
        return 0;
    if (feed->resumed != NULL && !feed->resumed->ended)
        return read_part(feed, feed->resumed, out, problem);
    if (feed->returned != NULL)
        return take_returned(feed, out);
    if (feed->current == NULL || feed->current->ended) {
        if (feed->next == feed->inputs->count)
            return 0;
        if (open_next(feed, problem) < 0)
            return -1;
    }
    return read_part(feed, feed->current, out, problem);
}

bool feed_is_proven(const struct feed_item *item, const struct reading_result *result,
                    bool is_short)
{
    const struct feed_input *from = item->from;

    if (item->alone || is_short)
        return false;
    if (parts_export(from->parts)->form->parts_are_right)
        return true;
    if (!item->part.last && result->last_id == 0)
        return false;
    if (from->settled == 0 || result->counts.rows == 0)
        return true;
    return result->first_id != 0 && result->first_id != from->last_id;
}

void feed_settled(struct feed_input *from, const struct reading_result *result)
{
    from->settled++;
    if (result->counts.rows != 0)
        from->last_id = result->last_id;
}

void feed_give_back(struct feed *feed, struct feed_item *item)
{
    item->next = NULL;
    if (feed->returned == NULL)
        feed->returned = item;
    else
        feed->returned_last->next = item;
    feed->returned_last = item;
}

/* The last one's text first, so that all of it stands in front. */
static void give_text_back(struct feed *feed, struct feed_item *item, struct feed_item *end)
{
    if (item == end)
        return;
    give_text_back(feed, item->next, end);
    parts_give_back(item->from->parts, (struct cl_text){ item->part.bytes, item->part.length });
    feed->pass->leave(feed->pass->context, item);
}

struct feed_input *feed_resume(struct feed *feed)
{
    struct feed_item *first = feed->returned;
    struct feed_item *end = first;
    struct feed_input *from = first->from;

    from->given = first->mark;
    while (end != NULL && end->from == from)
        end = end->next;
    give_text_back(feed, first, end);
    feed->returned = end;
    return from;
}

void feed_go_on(struct feed *feed, struct feed_input *from, bool last)
{
    from->ended = last;
    from->given++;
    feed->resumed = last ? NULL : from;
    feed->blocked = false;
}

void feed_done(struct feed *feed, struct feed_input *from)
{
    struct feed_input **at = &feed->open;

    while (*at != from)
        at = &(*at)->next;
    *at = from->next;
    if (feed->current == from)
        feed->current = NULL;
    if (feed->resumed == from)
        feed->resumed = NULL;
    feed->pass->close(feed->pass->context, from);
    parts_close(from->parts);
    input_close(from->input);
    mem_free(from);
}

void feed_finish(struct feed *feed)
{
    while (feed->returned != NULL) {
        struct feed_item *item = feed->returned;

        feed->returned = item->next;
        feed->pass->leave(feed->pass->context, item);
    }
    while (feed->open != NULL)
        feed_done(feed, feed->open);
}
