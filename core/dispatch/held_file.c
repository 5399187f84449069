/* held_file.c - see held_file.h. */
#include "held_file.h"

#include "dispatch/held_look.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"

#include <claimline/write.h>

#include <string.h>

static const char placeholder[] = "{input}";

struct held_file {
    const char *path;
    bool split; /* the path holds {input} */
    struct publication *publication;
    struct output *output;     /* with {input}, of the current one; NULL before the first */
    bool started;              /* an input has begun: its header is written */
    struct held_header header; /* of the first input of the file; its texts lie in the arena */
    bool open_line;            /* the last byte written is no line end */
    struct map inputs;         /* names used in paths, to the inputs in `names` */
    const char **names;
    struct arena arena;
};

int held_file_create(struct held_file **out, const char *path, struct publication *publication,
                     struct problem *problem)
{
    const char *at = strstr(path, placeholder);
    const char *slash = strrchr(path, '/');
    char shown[TEXT_SHOWN];
    struct held_file *held;

    if (at != NULL && slash != NULL && at < slash)
        return problem_usage(problem, "--held %s: {input} may stand in the file name only",
                             text_show_string(shown, path));
    held = mem_alloc(sizeof(*held));
    held->path = path;
    held->split = at != NULL;
    held->publication = publication;
    *out = held;
    return held->split ? 0 : output_open(&held->output, publication, path, problem);
}

void held_file_destroy(struct held_file *held)
{
    if (held == NULL)
        return;
    map_finish(&held->inputs);
    mem_free(held->names);
    arena_finish(&held->arena);
    mem_free(held);
}

static struct cl_text encoded(struct held_file *held, const char *bytes, size_t length)
{
    char *name = arena_alloc(&held->arena, length * 3 + 1);

    return (struct cl_text){ name, text_encode_name(name, (struct cl_text){ bytes, length }) };
}

/* The file name of an input without its ending; with it, where that name is taken. */
static struct cl_text input_name(struct held_file *held, const char *input)
{
    const char *slash = strrchr(input, '/');
    const char *base = slash != NULL ? slash + 1 : input;
    const char *dot = strrchr(base, '.');
    struct cl_text name;

    if (strcmp(input, "-") == 0)
        return text_of("stdin");
    name = encoded(held, base, dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base));
    return map_find(&held->inputs, name) == MAP_NONE ? name : encoded(held, base, strlen(base));
}

/* Notes that `input` uses the name; two inputs of one name are bad usage. */
static int take_name(struct held_file *held, struct cl_text name, const char *input,
                     struct problem *problem)
{
    uint32_t at = map_find(&held->inputs, name);
    char one[TEXT_SHOWN];
    char other[TEXT_SHOWN];

    if (at != MAP_NONE)
        return problem_usage(problem, "--held: %s and %s would share one file",
                             text_show_string(one, held->names[at]),
                             text_show_string(other, input));
    at = (uint32_t)held->inputs.count;
    held->names = mem_resize_array(held->names, (size_t)at + 1, sizeof(*held->names));
    held->names[at] = input;
    map_add(&held->inputs, name, at);
    return 0;
}

static int open_for_input(struct held_file *held, const char *input, struct problem *problem)
{
    struct cl_text name = input_name(held, input);
    const char *at = strstr(held->path, placeholder);
    struct cl_text path;

    if (take_name(held, name, input, problem) < 0)
        return -1;
    path = arena_format(&held->arena, "%.*s%s%s", (int)(at - held->path), held->path, name.data,
                        at + sizeof(placeholder) - 1);
    return output_open(&held->output, held->publication, path.data, problem);
}

/* Whether the rows of both can stand under one header. */
static bool is_alike(const struct held_header *a, const struct held_header *b)
{
    return a->style == b->style && text_equal(a->text, b->text);
}

int held_file_input(struct held_file *held, const struct held_header *header,
                    struct problem *problem)
{
    char one[TEXT_SHOWN];
    char other[TEXT_SHOWN];

    if (held->started && !held->split) {
        if (is_alike(header, &held->header))
            return 0;
        return problem_usage(
            problem,
            "--held: %s and %s have different headers; use a path with {input}, one file each",
            text_show_string(one, held->header.input), text_show_string(other, header->input));
    }
    if (held->started && held_file_finish(held, problem) < 0)
        return -1;
    if (held->split && open_for_input(held, header->input, problem) < 0)
        return -1;
    held->started = true;
    held->header = *header;
    held->header.text = arena_text(&held->arena, header->text.data, header->text.length);
    held->header.end = arena_text(&held->arena, header->end.data, header->end.length);
    held_look(header->style)->head(output_stream(held->output), header);
    return 0;
}

/* The last row of an input may have no line end; what follows needs one. */
static void end_line(struct held_file *held)
{
    if (held->open_line)
        cl_puts(output_stream(held->output), held->header.line_end);
    held->open_line = false;
}

void held_file_row(struct held_file *held, uint64_t line, const struct findings *findings,
                   struct cl_text bytes)
{
    const struct held_look *look = held_look(held->header.style);
    const struct held_why why = { line, findings };

    if (look->lines)
        end_line(held);
    look->row(output_stream(held->output), &held->header, &why, bytes);
    held_file_more(held, bytes);
}

void held_file_more(struct held_file *held, struct cl_text bytes)
{
    cl_put_text(output_stream(held->output), bytes);
    if (bytes.length != 0) {
        char last = bytes.data[bytes.length - 1];

        held->open_line = last != '\n' && last != '\r';
    }
}

int held_file_check(struct held_file *held, struct problem *problem)
{
    return held->output != NULL ? output_check(held->output, problem) : 0;
}

int held_file_finish(struct held_file *held, struct problem *problem)
{
    if (held->output == NULL)
        return 0;
    end_line(held);
    if (held->started)
        cl_put_text(output_stream(held->output), held->header.end);
    return output_finish(held->output, problem);
}
