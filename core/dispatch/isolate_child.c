/* isolate_child.c - the process that a plugin runs in: loads it, and does what it is asked. */
#include "base/memory.h"
#include "base/text.h"
#include "dispatch/buffer.h"
#include "dispatch/isolate_describe.h"
#include "dispatch/isolate_process.h"
#include "dispatch/module_check.h"
#include "dispatch/module_file.h"
#include "dispatch/sandbox.h"
#include "dispatch/settings.h"
#include "dispatch/state.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct child {
    int fd;
    const struct cl_plugin *plugin;
    struct state **states; /* by number; NULL: closed */
    uint32_t count;
    struct arena kept;  /* what states point to */
    struct arena arena; /* of the request at hand */
    struct buffer out;
    struct cl_stored stored;
};

/* A request while it is answered. */
struct question {
    struct child *child;
    struct state *state; /* NULL for a number that has none */
    uint32_t number;
    struct wire_in in;
    struct channel_answer *answer;
};

static void say(struct question *question, const char *text)
{
    (void)snprintf(question->answer->said, CHANNEL_SAID, "%s", text);
}

/* The state's words, with the place of the claim where there is one. */
static int conclude(struct question *question, int status, const struct cl_claim *claim)
{
    char shown[TEXT_SHOWN];

    if (status == CL_OK)
        return CL_OK;
    if (claim == NULL)
        say(question, state_said(question->state));
    else
        (void)snprintf(question->answer->said, CHANNEL_SAID, "%s (at %s:%" PRIu64 ")",
                       state_said(question->state), text_show(shown, claim->source_file),
                       claim->source_line);
    return status == CL_REJECT || status == CL_USAGE ? status : CL_FATAL;
}

static const struct cl_claim *take_claim(struct question *question)
{
    struct cl_claim *claim = arena_alloc(&question->child->arena, sizeof(*claim));

    wire_take_record(&question->in, &wire_claim, claim, &question->child->arena);
    return question->in.bad ? NULL : claim;
}

static int bad_request(struct question *question)
{
    say(question, "it was asked what is no question");
    return CL_FATAL;
}

static void take_settings(struct wire_in *in, const struct cl_plugin *plugin, char *state)
{
    if (wire_take_u32(in) != plugin->options.count)
        in->bad = true;
    for (uint32_t i = 0; i < plugin->options.count && !in->bad; i++) {
        const struct cl_option *option = settings_option(&plugin->options, i);
        void *field = state + option->offset;
        struct cl_text text;

        if (option->type == CL_TEXT) {
            text = wire_take_text(in);
            memcpy(field, &text, sizeof(text));
        } else {
            (void)wire_take(in, field,
                            option->type == CL_INT    ? sizeof(int64_t)
                            : option->type == CL_BOOL ? sizeof(bool)
                                                      : sizeof(uint32_t));
        }
    }
}

static void make_room(struct child *child, uint32_t number)
{
    if (number < child->count)
        return;
    child->states = mem_resize_array(child->states, (size_t)number * 2 + 1, sizeof(struct state *));
    memset(child->states + child->count, 0,
           ((size_t)number * 2 + 1 - child->count) * sizeof(struct state *));
    child->count = number * 2 + 1;
}

/* Texts of the job and the settings outlive the state: they are copied first. */
static int do_open(struct question *question)
{
    struct child *child = question->child;
    struct cl_job *job = arena_alloc(&child->kept, sizeof(*job));
    char *initial = arena_alloc(&child->kept, child->plugin->state_size);
    struct problem problem = { 0 };

    question->in.at = arena_text(&child->kept, question->in.at, question->in.left).data;
    wire_take_record(&question->in, &wire_job, job, &child->kept);
    take_settings(&question->in, child->plugin, initial);
    if (!wire_done(&question->in) || question->number >= UINT32_MAX / 4)
        return bad_request(question);
    make_room(child, question->number);
    if (state_create(&child->states[question->number], child->plugin, initial, job, &problem) == 0)
        return CL_OK;
    /* Without the plugin's name before it: the host has that too. */
    say(question, problem.text + strlen(child->plugin->name) + strlen(": "));
    return problem.status == EXIT_BAD_USAGE ? CL_USAGE : CL_FATAL;
}

static int do_close(struct question *question)
{
    if (question->state != NULL)
        question->child->states[question->number] = NULL;
    state_destroy(question->state);
    return CL_OK;
}

static int do_check(struct question *question)
{
    const struct cl_claim *claim = take_claim(question);

    if (claim == NULL)
        return bad_request(question);
    return conclude(question, question->child->plugin->check(question->state->memory, claim), NULL);
}

static int do_head(struct question *question)
{
    struct child *child = question->child;

    return conclude(
        question, child->plugin->encoder->head(question->state->memory, &child->out.stream), NULL);
}

static int do_edge(struct question *question, const struct cl_chunk *chunk,
                   int (*edge)(void *state, const struct cl_chunk *chunk, struct cl_stream *out))
{
    if (edge == NULL)
        return CL_OK;
    state_begin_call(question->state);
    return conclude(question, edge(question->state->memory, chunk, &question->child->out.stream),
                    NULL);
}

static int do_chunk(struct question *question)
{
    struct child *child = question->child;
    const struct cl_encoder *encoder = child->plugin->encoder;
    struct cl_chunk chunk;
    int status;

    wire_take_record(&question->in, &wire_chunk, &chunk, &child->arena);
    status = do_edge(question, &chunk, encoder->begin);
    for (uint64_t i = 0; i < chunk.claim_count && status == CL_OK; i++) {
        const struct cl_claim *claim = take_claim(question);

        if (claim == NULL)
            return bad_request(question);
        state_begin_call(question->state);
        status = encoder->claim(question->state->memory, claim, &child->out.stream);
        status = conclude(question, status, claim);
    }
    return status == CL_OK ? do_edge(question, &chunk, encoder->end) : status;
}

static int do_tail(struct question *question)
{
    struct child *child = question->child;
    struct cl_totals totals;

    wire_take_record(&question->in, &wire_totals, &totals, &child->arena);
    if (!wire_done(&question->in))
        return bad_request(question);
    return conclude(
        question,
        child->plugin->encoder->tail(question->state->memory, &totals, &child->out.stream), NULL);
}

static int do_put(struct question *question)
{
    const struct cl_store *store = plugin_store(question->child->plugin);
    int status = CL_OK;

    while (question->in.left > 0 && status == CL_OK) {
        const struct cl_claim *claim = take_claim(question);

        if (claim == NULL)
            return bad_request(question);
        state_begin_call(question->state);
        status = conclude(question, store->put(question->state->memory, claim), claim);
    }
    return status;
}

static int do_prepare(struct question *question)
{
    struct child *child = question->child;
    struct cl_totals totals;

    wire_take_record(&question->in, &wire_totals, &totals, &child->arena);
    if (!wire_done(&question->in))
        return bad_request(question);
    child->stored = (struct cl_stored){ .size = sizeof(child->stored) };
    return conclude(
        question,
        plugin_store(child->plugin)->prepare(question->state->memory, &totals, &child->stored),
        NULL);
}

static int do_commit(struct question *question)
{
    return conclude(question,
                    plugin_store(question->child->plugin)->commit(question->state->memory), NULL);
}

static int (*const calls[CALLS])(struct question *question) = {
    [CALL_OPEN] = do_open, [CALL_CLOSE] = do_close,     [CALL_CHECK] = do_check,
    [CALL_HEAD] = do_head, [CALL_CHUNK] = do_chunk,     [CALL_TAIL] = do_tail,
    [CALL_PUT] = do_put,   [CALL_PREPARE] = do_prepare, [CALL_COMMIT] = do_commit,
};

static void answer_question(struct question *question, uint32_t call)
{
    struct channel_answer *answer = question->answer;
    struct child *child = question->child;

    if (call >= CALLS || (question->state == NULL && call != CALL_OPEN && call != CALL_CLOSE)) {
        answer->status = bad_request(question);
        return;
    }
    if (question->state != NULL)
        state_begin_call(question->state);
    answer->status = calls[call](question);
    if (answer->status == CL_OK)
        answer->length = (uint64_t)(child->out.stream.next - child->out.bytes);
    if (answer->length > child->out.capacity) {
        say(question, "it wrote outside its stream");
        answer->status = CL_FATAL;
        answer->length = 0;
    }
}

static void serve(struct child *child)
{
    struct channel_inbox inbox = { 0 };
    struct channel_request request;
    struct channel_answer answer;
    struct wire_in payload;

    while (channel_next(child->fd, &inbox, &request, &payload)) {
        struct question question = {
            .child = child,
            .state = request.state < child->count ? child->states[request.state] : NULL,
            .number = request.state,
            .in = payload,
            .answer = &answer,
        };
        const void *bytes;

        answer.status = CL_FATAL;
        answer.said[0] = '\0';
        answer.length = 0;
        child->out.stream.next = child->out.bytes;
        answer_question(&question, request.call);
        bytes = child->out.bytes;
        if (request.call == CALL_PREPARE && answer.status == CL_OK) {
            answer.length = sizeof(child->stored);
            bytes = &child->stored;
        }
        if (!channel_tell(child->fd, &answer, bytes))
            break;
        arena_reset(&child->arena);
    }
    mem_free(inbox.bytes);
}

/* The folder that a store has its files in: of what the path leads to, or would. */
static int open_folder(const char *destination)
{
    char *path = destination != NULL ? realpath(destination, NULL) : NULL;
    char *slash;
    int fd;

    if (destination == NULL)
        return -1;
    if (path == NULL)
        path = strdup(destination);
    slash = path != NULL ? strrchr(path, '/') : NULL;
    if (slash != NULL)
        slash[slash == path] = '\0';
    fd = path != NULL ? open(slash != NULL ? path : ".", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    free(path);
    return fd;
}

static const struct cl_plugin *find(const struct cl_module *module, const char *name)
{
    for (size_t i = 0; module->plugins[i] != NULL; i++) {
        if (strcmp(module->plugins[i]->name, name) == 0)
            return module->plugins[i];
    }
    return NULL;
}

static int refuse(int fd, const char *why)
{
    struct channel_answer answer = { .status = CL_FATAL };

    (void)snprintf(answer.said, sizeof(answer.said), "%s", why);
    (void)channel_tell(fd, &answer, NULL);
    return 1;
}

static int describe(int fd, const struct cl_module *module)
{
    struct wire_out description = { 0 };
    struct channel_answer answer = { .status = CL_OK };

    describe_put(&description, module);
    answer.length = description.length;
    (void)channel_tell(fd, &answer, description.bytes);
    wire_finish(&description);
    return 0;
}

static int work(int fd, const struct cl_plugin *plugin, unsigned lack)
{
    struct channel_answer ready = { .status = CL_OK, .length = sizeof(lack) };
    struct child child = { .fd = fd, .plugin = plugin };

    buffer_init(&child.out);
    if (channel_tell(fd, &ready, &lack))
        serve(&child);
    for (uint32_t i = 0; i < child.count; i++)
        state_destroy(child.states[i]);
    return 0;
}

int isolate_child(int fd, const struct isolate_job *job)
{
    int folder = open_folder(job->destination);
    unsigned lack = sandbox_begin(folder);
    char why[MODULE_REASON];
    const struct cl_module *module = module_file_load(job->path, why);
    const struct cl_plugin *plugin;

    if (module == NULL)
        return refuse(fd, why);
    if (job->name == NULL)
        return describe(fd, module);
    plugin = find(module, job->name);
    if (plugin == NULL)
        return refuse(fd, "its file does not hold it any longer");
    lack |= sandbox_complete(folder);
    return work(fd, plugin, lack);
}
