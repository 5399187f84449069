/* isolate_proxy.c - see isolate_proxy.h. */
#include "isolate_proxy.h"

#include "dispatch/module_check.h"
#include "dispatch/settings.h"
#include "dispatch/state.h"

#include <claimline/write.h>

enum { PIECE = 64 * 1024, PUT_AT_ONCE = 256 * 1024 };

/* Where the bytes behind an answer go: to a stream, or into a record of a size. */
struct answer_to {
    struct cl_stream *out;
    void *into;
    size_t size;
};

static enum channel_result take_bytes(const struct channel *channel, uint64_t length,
                                      const struct answer_to *to)
{
    char piece[PIECE];

    if (to->out == NULL)
        return length == to->size ? channel_read(channel, to->into, to->size) : CHANNEL_NONSENSE;
    while (length > 0) {
        size_t count = length < PIECE ? (size_t)length : PIECE;
        enum channel_result result = channel_read(channel, piece, count);

        if (result != CHANNEL_FINE)
            return result;
        cl_write(to->out, piece, count);
        length -= count;
    }
    return CHANNEL_FINE;
}

static enum channel_result ask(const struct proxy *proxy, enum channel_call call,
                               const struct wire_out *payload, const struct answer_to *to,
                               struct channel_answer *answer)
{
    const struct channel *channel = &proxy->isolated->process.channel;
    enum channel_result result = channel_ask(channel, call, proxy->number, payload);

    if (result == CHANNEL_FINE)
        result = channel_hear(channel, answer);
    /* Only an answer that all went well has something behind it. */
    if (result == CHANNEL_FINE && answer->status == CL_OK)
        result = take_bytes(channel, answer->length, to);
    else if (result == CHANNEL_FINE && answer->length != 0)
        result = CHANNEL_NONSENSE;
    return result;
}

/* Asks, and returns the status as if the plugin had been called here. */
static int call_plugin(const struct proxy *proxy, enum channel_call call,
                       const struct wire_out *payload, const struct answer_to *to)
{
    struct isolated *isolated = proxy->isolated;
    struct channel_answer answer;
    enum channel_result result = CHANNEL_FINE;
    bool given_up;

    (void)pthread_mutex_lock(&isolated->one_at_a_time);
    if (isolated->why[0] == '\0')
        result = ask(proxy, call, payload, to, &answer);
    if (result != CHANNEL_FINE)
        isolate_process_give_up(&isolated->process, result, isolated->why);
    given_up = isolated->why[0] != '\0';
    (void)pthread_mutex_unlock(&isolated->one_at_a_time);
    if (given_up)
        return proxy->host->fail(proxy->host, CL_FATAL, isolated->why);
    if (answer.said[0] != '\0')
        return proxy->host->fail(proxy->host, answer.status, answer.said);
    return answer.status;
}

static const struct answer_to nowhere = { .out = NULL };

static void put_settings(struct wire_out *payload, const struct cl_plugin *plugin,
                         const char *state)
{
    wire_put_u32(payload, plugin->options.count);
    for (uint32_t i = 0; i < plugin->options.count; i++) {
        const struct cl_option *option = settings_option(&plugin->options, i);
        const void *field = state + option->offset;

        if (option->type == CL_TEXT)
            wire_put_text(payload, *(const struct cl_text *)field);
        else
            wire_put(payload, field,
                     option->type == CL_INT    ? sizeof(int64_t)
                     : option->type == CL_BOOL ? sizeof(bool)
                                               : sizeof(uint32_t));
    }
}

static int proxy_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    /* The host's handle is the start of our own record, and the plugin that of the target's. */
    const struct state *opened = (const struct state *)(const void *)host;
    struct isolated *isolated = (struct isolated *)(uintptr_t)opened->plugin;
    struct proxy *proxy = state;
    struct wire_out payload = { 0 };
    int status;

    (void)pthread_mutex_lock(&isolated->one_at_a_time);
    *proxy = (struct proxy){ .isolated = isolated, .host = host, .number = ++isolated->states };
    (void)pthread_mutex_unlock(&isolated->one_at_a_time);
    wire_put_record(&payload, &wire_job, job);
    put_settings(&payload, &isolated->plugin, state);
    status = call_plugin(proxy, CALL_OPEN, &payload, &nowhere);
    wire_finish(&payload);
    return status;
}

static void proxy_close(void *state)
{
    struct proxy *proxy = state;

    if (proxy->isolated == NULL)
        return;
    proxy->payload.length = 0;
    (void)call_plugin(proxy, CALL_CLOSE, &proxy->payload, &nowhere);
    wire_finish(&proxy->payload);
}

static int proxy_check(const void *state, const struct cl_claim *claim)
{
    struct wire_out payload = { 0 };
    int status;

    wire_put_record(&payload, &wire_claim, claim);
    status = call_plugin(state, CALL_CHECK, &payload, &nowhere);
    wire_finish(&payload);
    return status;
}

/* Asks with what waits, which waits no longer. */
static int send_payload(struct proxy *proxy, enum channel_call call, struct cl_stream *out)
{
    int status = call_plugin(proxy, call, &proxy->payload, &(struct answer_to){ .out = out });

    proxy->payload.length = 0;
    proxy->claims = 0;
    return status;
}

static int proxy_head(void *state, struct cl_stream *out)
{
    return send_payload(state, CALL_HEAD, out);
}

/* A chunk is sent whole: one question for a thousand claims. */
static int proxy_begin(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    struct proxy *proxy = state;

    (void)out;
    wire_put_record(&proxy->payload, &wire_chunk, chunk);
    return CL_OK;
}

static int proxy_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    struct proxy *proxy = state;

    (void)out;
    wire_put_record(&proxy->payload, &wire_claim, claim);
    return CL_OK;
}

static int proxy_end(void *state, const struct cl_chunk *chunk, struct cl_stream *out)
{
    (void)chunk;
    return send_payload(state, CALL_CHUNK, out);
}

static int proxy_tail(void *state, const struct cl_totals *totals, struct cl_stream *out)
{
    struct proxy *proxy = state;

    wire_put_record(&proxy->payload, &wire_totals, totals);
    return send_payload(proxy, CALL_TAIL, out);
}

/* What was put and not sent yet. */
static int send_claims(struct proxy *proxy)
{
    return proxy->claims == 0 ? CL_OK : send_payload(proxy, CALL_PUT, NULL);
}

static int proxy_put(void *state, const struct cl_claim *claim)
{
    struct proxy *proxy = state;

    wire_put_record(&proxy->payload, &wire_claim, claim);
    proxy->claims++;
    return proxy->payload.length < PUT_AT_ONCE ? CL_OK : send_claims(proxy);
}

static int proxy_prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    struct proxy *proxy = state;
    int status = send_claims(proxy);

    if (status != CL_OK)
        return status;
    wire_put_record(&proxy->payload, &wire_totals, totals);
    status = call_plugin(proxy, CALL_PREPARE, &proxy->payload,
                         &(struct answer_to){ .into = stored, .size = sizeof(*stored) });
    proxy->payload.length = 0;
    return status;
}

static int proxy_commit(void *state)
{
    return send_payload(state, CALL_COMMIT, NULL);
}

uint32_t proxy_parts(const struct cl_plugin *plugin)
{
    uint32_t parts = plugin->check != NULL ? PROXY_CHECK : 0;

    if (plugin_store(plugin) != NULL)
        return parts | PROXY_STORE;
    return parts | (plugin->encoder->head != NULL ? PROXY_HEAD : 0U) |
           (plugin->encoder->tail != NULL ? PROXY_TAIL : 0U);
}

void proxy_fill(struct cl_plugin *plugin, struct cl_encoder *encoder, struct cl_store *store,
                uint32_t parts)
{
    plugin->size = sizeof(*plugin);
    plugin->open = proxy_open;
    plugin->close = proxy_close;
    plugin->check = (parts & PROXY_CHECK) != 0 ? proxy_check : NULL;
    if ((parts & PROXY_STORE) != 0) {
        *store = (struct cl_store){ sizeof(*store), proxy_put, proxy_prepare, proxy_commit };
        plugin->store = store;
        return;
    }
    encoder->size = sizeof(*encoder);
    encoder->head = (parts & PROXY_HEAD) != 0 ? proxy_head : NULL;
    encoder->begin = proxy_begin;
    encoder->claim = proxy_claim;
    encoder->end = proxy_end;
    encoder->tail = (parts & PROXY_TAIL) != 0 ? proxy_tail : NULL;
    plugin->encoder = encoder;
}
