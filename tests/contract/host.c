/* host.c - the calls of a host, made as plugin.h says, in memory. */
#include "host.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void keep(struct memory *memory, const char *bytes, size_t count)
{
    while (memory->length + count + 1 > memory->capacity) {
        memory->capacity = memory->capacity * 2 + 4096;
        memory->bytes = realloc(memory->bytes, memory->capacity);
        assert_non_null(memory->bytes);
    }
    memcpy(memory->bytes + memory->length, bytes, count);
    memory->length += count;
    memory->bytes[memory->length] = '\0';
}

static void drain(struct memory *memory)
{
    assert_true(memory->stream.next >= memory->room);
    assert_true(memory->stream.next <= memory->stream.limit);
    keep(memory, memory->room, (size_t)(memory->stream.next - memory->room));
    memory->stream.next = memory->room;
}

static void memory_write(struct cl_stream *out, const void *bytes, size_t count)
{
    struct memory *memory = (struct memory *)(void *)out;

    drain(memory);
    keep(memory, bytes, count);
}

void memory_open(struct memory *memory, size_t room_size)
{
    memset(memory, 0, sizeof(*memory));
    memory->room_size = room_size;
    memory->room = malloc(room_size); /* of exactly this size, for AddressSanitizer */
    assert_non_null(memory->room);
    memory->stream.size = sizeof(memory->stream);
    memory->stream.next = memory->room;
    memory->stream.limit = memory->room + room_size;
    memory->stream.write = memory_write;
}

struct cl_text memory_text(struct memory *memory)
{
    struct cl_text text;

    drain(memory);
    text.data = memory->bytes;
    text.length = memory->length;
    return text;
}

void memory_close(struct memory *memory)
{
    free(memory->room);
    free(memory->bytes);
}

const struct cl_module *module_load(const char *path)
{
    const struct cl_module *(*entry)(void) = NULL;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);

    if (library == NULL)
        fail_msg("%s", dlerror());
    *(void **)&entry = dlsym(library, "cl_module_v1");
    if (entry == NULL)
        fail_msg("%s: no cl_module_v1", path);
    return entry();
}

static int host_fail(const struct cl_host *host, int status, const char *text)
{
    struct state *state = (struct state *)(uintptr_t)host;

    assert_true(text != NULL && text[0] != '\0' && strchr(text, '\n') == NULL);
    if (state->message[0] == '\0')
        snprintf(state->message, sizeof(state->message), "%s", text);
    return status;
}

static int host_bad_setting(const struct cl_host *host, const char *option, const char *text)
{
    struct state *state = (struct state *)(uintptr_t)host;

    if (state->message[0] == '\0')
        snprintf(state->option, sizeof(state->option), "%s", option);
    return host_fail(host, CL_USAGE, text);
}

static const struct cl_option *option_at(const struct cl_plugin *plugin, uint32_t index)
{
    return (const struct cl_option *)(const void *)((const char *)plugin->options.items +
                                                    (size_t)index * plugin->options.stride);
}

static void set_bool(void *field, const char *value)
{
    static const char *const words[] = { "false", "no", "off", "0", "true", "yes", "on", "1" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(value, words[i]) == 0) {
            *(bool *)field = i >= 4;
            return;
        }
    }
    fail_msg("%s is no truth value", value);
}

static void set_int(void *field, const struct cl_option *option, const char *value)
{
    char *end;
    long long number = strtoll(value, &end, 10);
    bool any = option->minimum == 0 && option->maximum == 0;

    assert_true(*value != '\0' && *end == '\0');
    assert_true(any || (number >= option->minimum && number <= option->maximum));
    *(int64_t *)field = number;
}

/* \t and \\ become TAB and backslash; the value lives in `state`. */
static void set_text(struct state *state, void *field, const struct cl_option *option,
                     const char *value)
{
    char *copy = malloc(strlen(value) + 1);
    struct cl_text text = { copy, 0 };

    assert_non_null(copy);
    assert_true(state->text_count < sizeof(state->texts) / sizeof(state->texts[0]));
    state->texts[state->text_count++] = copy;
    for (; *value != '\0'; value++) {
        if (*value == '\\' && (value[1] == 't' || value[1] == '\\'))
            copy[text.length++] = *++value == 't' ? '\t' : '\\';
        else
            copy[text.length++] = *value;
    }
    copy[text.length] = '\0';
    if (option->minimum != 0 || option->maximum != 0)
        assert_in_range(text.length, (size_t)option->minimum, (size_t)option->maximum);
    *(struct cl_text *)field = text;
}

static void set_choice(void *field, const struct cl_option *option, const char *value)
{
    size_t length = strlen(value);
    uint32_t index = 0;

    for (const char *word = option->choices;; index++) {
        size_t width = strcspn(word, "|");

        if (width == length && memcmp(word, value, length) == 0)
            break;
        if (word[width] == '\0')
            fail_msg("%s is not among %s", value, option->choices);
        word += width + 1;
    }
    *(uint32_t *)field = index;
}

static void set_option(struct state *state, const struct cl_option *option, const char *value)
{
    void *field = (char *)state->data + option->offset;

    switch (option->type) {
    case CL_BOOL:
        set_bool(field, value);
        break;
    case CL_INT:
        set_int(field, option, value);
        break;
    case CL_TEXT:
        set_text(state, field, option, value);
        break;
    case CL_CHOICE:
        set_choice(field, option, value);
        break;
    default:
        fail_msg("option %s has an unknown type", option->name);
    }
}

static void set_named(struct state *state, const char *setting)
{
    size_t length = strcspn(setting, "=");

    assert_true(setting[length] == '=');
    for (uint32_t i = 0; i < state->plugin->options.count; i++) {
        const struct cl_option *option = option_at(state->plugin, i);

        if (strlen(option->name) == length && memcmp(option->name, setting, length) == 0) {
            set_option(state, option, setting + length + 1);
            return;
        }
    }
    fail_msg("no option for %s", setting);
}

static void set_job(struct cl_job *job)
{
    job->size = sizeof(*job);
    job->program_version = text_of("0.0.0");
    job->today = (struct cl_date){ 2026, 3, 31 };
    job->now_date = job->today;
    job->now_time = (struct cl_time){ 0, 0, 0, 1 };
    job->control_number = 1;
}

int state_open(struct state *state, const struct cl_plugin *plugin, const char *const *settings)
{
    memset(state, 0, sizeof(*state));
    state->host.size = sizeof(state->host);
    state->host.fail = host_fail;
    state->host.bad_setting = host_bad_setting;
    set_job(&state->job);
    state->plugin = plugin;
    state->data = calloc(1, plugin->state_size > 0 ? plugin->state_size : 1);
    assert_non_null(state->data);
    for (uint32_t i = 0; i < plugin->options.count; i++)
        set_option(state, option_at(plugin, i), option_at(plugin, i)->initial);
    for (; settings != NULL && *settings != NULL; settings++)
        set_named(state, *settings);
    return plugin->open != NULL ? plugin->open(state->data, &state->host, &state->job) : CL_OK;
}

void state_close(struct state *state)
{
    if (state->plugin->close != NULL)
        state->plugin->close(state->data);
    while (state->text_count > 0)
        free(state->texts[--state->text_count]);
    free(state->data);
}

void encode_head(struct state *state, struct memory *out)
{
    const struct cl_encoder *encoder = state->plugin->encoder;

    if (encoder->head != NULL)
        assert_int_equal(encoder->head(state->data, &out->stream), CL_OK);
}

/* Asks check(), which must not touch the state. */
static bool accepts(struct state *state, const struct cl_claim *claim)
{
    size_t size = state->plugin->state_size;
    void *before;
    int status;

    if (state->plugin->check == NULL)
        return true;
    before = malloc(size + 1);
    assert_non_null(before);
    memcpy(before, state->data, size);
    state->message[0] = '\0';
    status = state->plugin->check(state->data, claim);
    assert_memory_equal(before, state->data, size);
    free(before);
    assert_true(status == CL_OK || status == CL_REJECT);
    assert_true(status == CL_OK || state->message[0] != '\0');
    return status == CL_OK;
}

void encode_chunk(struct state *state, const struct cl_claim *const *claims, uint64_t count,
                  uint64_t index, struct memory *out)
{
    const struct cl_encoder *encoder = state->plugin->encoder;
    struct cl_chunk chunk = { sizeof(chunk), index, 0 };

    for (uint64_t i = 0; i < count; i++)
        chunk.claim_count += accepts(state, claims[i]);
    if (chunk.claim_count == 0)
        return;
    if (encoder->begin != NULL)
        assert_int_equal(encoder->begin(state->data, &chunk, &out->stream), CL_OK);
    for (uint64_t i = 0; i < count; i++) {
        if (accepts(state, claims[i]))
            assert_int_equal(encoder->claim(state->data, claims[i], &out->stream), CL_OK);
    }
    if (encoder->end != NULL)
        assert_int_equal(encoder->end(state->data, &chunk, &out->stream), CL_OK);
}

void encode_tail(struct state *state, uint64_t claims, uint64_t chunks, struct memory *out)
{
    const struct cl_encoder *encoder = state->plugin->encoder;
    struct sample_totals totals;

    sample_totals(&totals, claims, chunks);
    if (encoder->tail != NULL)
        assert_int_equal(encoder->tail(state->data, &totals.totals, &out->stream), CL_OK);
}

void encode_file(struct state *state, const struct cl_claim *const *claims, size_t count,
                 size_t chunk_size, struct memory *out)
{
    const char *separator = state->plugin->encoder->separator;
    uint64_t chunks = 0;

    encode_head(state, out);
    for (size_t i = 0; i < count; i += chunk_size, chunks++) {
        size_t size = count - i < chunk_size ? count - i : chunk_size;

        if (i > 0 && separator != NULL)
            out->stream.write(&out->stream, separator, strlen(separator));
        encode_chunk(state, claims + i, size, chunks, out);
    }
    encode_tail(state, count, chunks, out);
}

void write_file(const struct cl_plugin *plugin, const char *const *settings,
                const struct cl_claim *const *claims, size_t count, struct memory *out)
{
    struct state state;

    memory_open(out, 4096);
    assert_int_equal(state_open(&state, plugin, settings), CL_OK);
    encode_file(&state, claims, count, 1024, out);
    state_close(&state);
}
