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

void feed_begin(struct feed *feed, const struct feed_pass *pass, const struct inputs *inputs,
                unsigned threads)
{
    *feed = (struct feed){ .pass = pass,
                           .inputs = inputs,
                           .most_made = threads + (size_t)2,
                           .lock = PTHREAD_MUTEX_INITIALIZER };
}

/* Takes the thread's own item, or the first, out of those that are free; NULL: there is none
 * that it should have. */
static struct feed_item *take_free(struct feed *feed, unsigned worker)
{
    struct feed_item **at = &feed->free;
    struct feed_item *item;

    while (*at != NULL && (*at)->worker != worker)
        at = &(*at)->next;
    if (*at == NULL && feed->made >= feed->most_made)
        at = &feed->free;
    item = *at;
    if (item != NULL)
        *at = item->next;
    return item;
}

struct feed_item *feed_take(struct feed *feed, unsigned worker)
{
    struct feed_item *item;

    (void)pthread_mutex_lock(&feed->lock);
    item = take_free(feed, worker);
    feed->made += item == NULL;
    (void)pthread_mutex_unlock(&feed->lock);
    if (item == NULL)
        item = feed->pass->make(feed->pass->context);
    item->next = NULL;
    item->worker = worker;
    return item;
}

void feed_leave(struct feed *feed, struct feed_item *item)
{
    feed->pass->clear(feed->pass->context, item);
    (void)pthread_mutex_lock(&feed->lock);
    item->next = feed->free;
    feed->free = item;
    (void)pthread_mutex_unlock(&feed->lock);
}

static int open_next(struct feed *feed, struct problem *problem)
{
    const struct feed_pass *pass = feed->pass;
    struct feed_input *from = mem_alloc(sizeof(*from));
    struct opening opening = { pass, from };
    const struct read_handler handler = { .context = &opening, .header = on_header };

    from->index = feed->next++;
    from->path = feed->inputs->paths[from->index];
    (void)pthread_mutex_lock(&feed->lock);
    from->next = feed->open;
    feed->open = from;
    feed->current = from;
    (void)pthread_mutex_unlock(&feed->lock);
    if (pass->open(pass->context, from->index, from->path, &from->input, problem) < 0)
        return -1;
    if (parts_open(&from->parts, pass->read, from->input, &handler, problem) < 0)
        return -1;
    from->lines = parts_header_counts(from->parts).lines;
    return 0;
}

static void end_input(struct feed *feed, struct feed_input *from)
{
    from->ended = true;
    feed->bytes += input_facts(from->input).bytes;
}

/* The next part of an input that has not ended, or that one thread has to read on. */
static int read_part(struct feed *feed, struct feed_input *from, unsigned worker,
                     struct feed_item **out, struct problem *problem)
{
    const struct feed_pass *pass = feed->pass;
    const struct part_mark *mark = pass->mark(pass->context, from->index, from->given);
    struct feed_item *item = feed_take(feed, worker);
    bool alone = mark != NULL && mark->alone;
    int got =
        alone ? 0 : parts_next(from->parts, mark != NULL ? mark->length : 0, &item->part, problem);

    if (got < 0) {
        feed_leave(feed, item);
        return -1;
    }
    *out = item;
    item->from = from;
    item->mark = from->given++;
    item->alone = got == 0;
    feed->blocked = got == 0;
    if (alone)
        item->part.length = 0;
    item->bytes = feed->bytes + input_facts(from->input).bytes;
    if (got > 0 && item->part.last)
        end_input(feed, from);
    return 1;
}

static int take_returned(struct feed *feed, unsigned worker, struct feed_item **out)
{
    *out = feed->returned;
    (*out)->worker = worker;
    feed->returned = (*out)->next;
    feed->blocked = (*out)->alone;
    return 1;
}

/* An input that has not ended stays open. */
static struct feed_input *not_ended(struct feed *feed, struct feed_input *const *input)
{
    struct feed_input *from;

    (void)pthread_mutex_lock(&feed->lock);
    from = *input != NULL && !(*input)->ended ? *input : NULL;
    (void)pthread_mutex_unlock(&feed->lock);
    return from;
}

int feed_next(struct feed *feed, unsigned worker, struct feed_item **out, struct problem *problem)
{
    struct feed_input *from;

    if (feed->blocked)
        return 0;
    from = not_ended(feed, &feed->resumed);
    if (from != NULL)
        return read_part(feed, from, worker, out, problem);
    if (feed->returned != NULL)
        return take_returned(feed, worker, out);
    if (feed->failed) {
        *problem = feed->failure;
        return -1;
    }
    from = not_ended(feed, &feed->current);
    if (from != NULL)
        return read_part(feed, from, worker, out, problem);
    if (feed->next == feed->inputs->count)
        return 0;
    if (open_next(feed, problem) < 0) {
        feed->failed = true;
        feed->failure = *problem;
        return -1;
    }
    return read_part(feed, feed->current, worker, out, problem);
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
    struct feed_item **place =
        feed->returned_last != NULL ? &feed->returned_last->next : &feed->returned;

    item->next = *place;
    *place = item;
    feed->returned_last = item;
}

/* The last one's text first, so that all of it stands in front. */
static void give_text_back(struct feed *feed, struct feed_item *item, struct feed_item *end)
{
    if (item == end)
        return;
    give_text_back(feed, item->next, end);
    parts_give_back(item->from->parts, (struct cl_text){ item->part.bytes, item->part.length });
    feed_leave(feed, item);
}

struct feed_input *feed_resume(struct feed *feed)
{
    struct feed_item *first = feed->returned;
    struct feed_item *end = first;
    struct feed_input *from = first->from;

    if (from->ended)
        feed->bytes -= input_facts(from->input).bytes;
    from->ended = false;
    from->given = first->mark;
    while (end != NULL && end->from == from)
        end = end->next;
    give_text_back(feed, first, end);
    feed->returned = end;
    feed->returned_last = NULL;
    return from;
}

void feed_go_on(struct feed *feed, struct feed_input *from, bool last)
{
    if (last)
        end_input(feed, from);
    from->given++;
    feed->resumed = last ? NULL : from;
    feed->blocked = false;
}

void feed_done(struct feed *feed, struct feed_input *from)
{
    struct feed_input **at = &feed->open;

    (void)pthread_mutex_lock(&feed->lock);
    while (*at != from)
        at = &(*at)->next;
    *at = from->next;
    if (feed->current == from)
        feed->current = NULL;
    if (feed->resumed == from)
        feed->resumed = NULL;
    (void)pthread_mutex_unlock(&feed->lock);
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
        feed_leave(feed, item);
    }
    while (feed->open != NULL)
        feed_done(feed, feed->open);
    while (feed->free != NULL) {
        struct feed_item *item = feed->free;

        feed->free = item->next;
        part_finish(&item->part);
        feed->pass->destroy(feed->pass->context, item);
    }
    (void)pthread_mutex_destroy(&feed->lock);
}
