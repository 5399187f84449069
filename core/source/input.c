/* input.c - see input.h: which layers an input needs. */
#include "input.h"

#include "base/memory.h"
#include "base/text.h"

#include "source/ahead.h"
#include "source/guess.h"
#include "source/known.h"
#include "source/raw.h"
#include "source/unpack.h"
#include <string.h>

enum {
    PEEK_BYTES = 4096,
    MOST_LAYERS = 5 /* ahead, unpack, ahead, decode, ahead */
};

struct input {
    struct raw raw;
    struct layer *layers[MOST_LAYERS]; /* each stands on the one before */
    size_t layer_count;
    struct layer *top;
    const struct input_options *options;
    struct spool own; /* of a workbook that is read once */
    struct input_facts facts;
};

/* Puts a layer on the others; it is the input's from now on, also where it failed. */
static int add_layer(struct input *input, struct layer *layer, int error)
{
    input->layers[input->layer_count++] = layer;
    input->top = layer;
    return error;
}

static int look_ahead(struct input *input, size_t size, struct problem *problem)
{
    struct layer *layer;
    int error = ahead_create(&layer, input->top, size, problem);

    return add_layer(input, layer, error);
}

static int add_unpacker(struct input *input, struct problem *problem)
{
    const struct unpacker *unpacker = unpacker_of(ahead_look(input->top));
    struct layer *layer;
    int error;

    if (unpacker == NULL)
        return 0;
    error = unpacker->create(&layer, input->top, problem);
    return add_layer(input, layer, error) < 0 ? -1 : look_ahead(input, GUESS_BYTES, problem);
}

/* The input's own spool, where what stands on top is copied to. */
struct copying {
    struct layer layer;
    struct layer *below;
    struct spool *spool;
};

static ssize_t read_and_copy(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct copying *copying = (struct copying *)layer;
    ssize_t count = layer_read(copying->below, bytes, size, problem);

    if (count > 0 && spool_add(copying->spool, bytes, (size_t)count, problem) < 0)
        return -1;
    return count;
}

static int read_raw_at(void *context, uint64_t at, void *bytes, size_t count,
                       struct problem *problem)
{
    return raw_read_at(context, at, bytes, count, problem);
}

static int read_spool_at(void *context, uint64_t at, void *bytes, size_t count,
                         struct problem *problem)
{
    return spool_read(context, at, bytes, count, problem);
}

/* All bytes of a workbook, which must be reachable at any place, are read or copied. */
static int gather_bytes(struct input *input, struct archive_bytes *out, struct problem *problem)
{
    bool packed = input->layer_count > 1;
    struct copying copying = { { read_and_copy, NULL, input->raw.shown }, input->top, &input->own };

    out->shown = input->raw.shown;
    if (!packed && raw_has_places(&input->raw)) {
        out->context = &input->raw;
        out->read_at = read_raw_at;
        if (layer_drain(input->top, problem) < 0)
            return -1;
        out->size = input->raw.bytes;
        return 0;
    }
    out->context = &input->own;
    out->read_at = read_spool_at;
    if (layer_drain(&copying.layer, problem) < 0)
        return -1;
    out->size = input->own.size;
    return 0;
}

/* Where rows of the workbook go that is read twice, and where of one that is read once. */
static struct spool *rows_spool(struct input *input)
{
    return input->raw.again != NULL ? input->raw.again->copy : &input->own;
}

static int read_workbook(struct input *input, struct rows *rows, struct problem *problem)
{
    struct input_again *again = input->raw.again;
    struct archive_bytes bytes;
    int error;

    if (again != NULL && !again->first && again->is_workbook) {
        *rows = again->rows;
        input->facts.workbook = again->workbook;
        return layer_drain(input->top, problem);
    }
    if (gather_bytes(input, &bytes, problem) < 0)
        return -1;
    error = workbook_read(rows, &input->facts.workbook, &bytes, input->options->sheet,
                          rows_spool(input), input->own.folder, problem);
    if (again != NULL) {
        again->is_workbook = true;
        again->rows = *rows;
        again->workbook = input->facts.workbook;
    }
    return error;
}

static int add_workbook(struct input *input, struct problem *problem)
{
    struct rows rows;
    struct layer *layer;
    int error;

    input->facts.is_workbook = true;
    input->facts.encoding = encoding_utf_8->name;
    if (read_workbook(input, &rows, problem) < 0)
        return -1;
    error = rows_layer(&layer, &rows, rows_spool(input), input->raw.shown, problem);
    return add_layer(input, layer, error);
}

static int add_decoder(struct input *input, struct problem *problem)
{
    const struct encoding *stated = input->options->encoding;
    struct guess guess;

    if (guess_encoding(&guess, ahead_look(input->top), input->raw.shown, problem) < 0)
        return -1;
    if (stated != NULL && !guess.declared)
        guess = (struct guess){ .encoding = stated };
    ahead_skip(input->top, guess.mark);
    input->facts.byte_order_mark = guess.mark != 0;
    input->facts.encoding = guess.encoding->name;
    input->facts.encoding_assumed = guess.assumed;
    input->facts.assumed_line = guess.line;
    if (guess.encoding->kind == ENCODING_UTF_8)
        return 0;
    (void)add_layer(input, encoding_decode(guess.encoding, guess.assumed, input->top), 0);
    return look_ahead(input, PEEK_BYTES, problem);
}

static int add_layers(struct input *input, struct problem *problem)
{
    struct cl_text first;

    input->top = &input->raw.layer;
    if (look_ahead(input, GUESS_BYTES, problem) < 0 || add_unpacker(input, problem) < 0)
        return -1;
    first = ahead_look(input->top);
    if (known_archive(first))
        return add_workbook(input, problem) < 0 ? -1 : look_ahead(input, PEEK_BYTES, problem);
    return known_refuse(first, input->raw.shown, problem) < 0 ? -1 : add_decoder(input, problem);
}

int input_open(struct input **out, const char *path, struct problem *problem)
{
    return input_open_again(out, path, NULL, problem);
}

int input_open_again(struct input **out, const char *path, struct input_again *again,
                     struct problem *problem)
{
    static const struct input_options none = { 0 };
    struct input *input = mem_alloc(sizeof(*input));

    input->options = again != NULL && again->options != NULL ? again->options : &none;
    input->facts.path = path;
    input->facts.number = again != NULL ? again->number : 0;
    input->own = SPOOL_EMPTY;
    input->own.folder = input->options->temp_dir;
    if (raw_open(&input->raw, path, again, problem) < 0 || add_layers(input, problem) < 0) {
        input_close(input);
        return -1;
    }
    *out = input;
    return 0;
}

bool input_is_unchanged(const struct input *input)
{
    return raw_is_unchanged(&input->raw);
}

int input_open_table(struct input **out, const char *path, struct problem *problem)
{
    struct cl_text first;
    char shown[TEXT_SHOWN];
    bool is_json;

    if (input_open(out, path, problem) < 0)
        return -1;
    first = input_peek(*out);
    if (first.length == 0 || strchr("<{[", first.data[0]) == NULL)
        return 0;
    is_json = first.data[0] != '<';
    input_close(*out);
    *out = NULL;
    return problem_failed(problem, "%s is %s; a table is expected", text_show_string(shown, path),
                          is_json ? "JSON" : "XML or HTML");
}

void input_close(struct input *input)
{
    if (input == NULL)
        return;
    while (input->layer_count > 0)
        layer_destroy(input->layers[--input->layer_count]);
    raw_close(&input->raw);
    spool_finish(&input->own);
    mem_free(input);
}

struct cl_text input_peek(const struct input *input)
{
    struct cl_text first = ahead_look(input->top);

    if (first.length > PEEK_BYTES)
        first.length = PEEK_BYTES;
    return first;
}

ssize_t input_read(struct input *input, char *bytes, size_t size, struct problem *problem)
{
    ssize_t count = layer_read(input->top, bytes, size, problem);

    if (count > 0)
        input->facts.text_bytes += (uint64_t)count;
    return count;
}

uint64_t input_line(const struct input *input, uint64_t line)
{
    return input->facts.is_workbook ? rows_layer_line(input->layers[input->layer_count - 2], line)
                                    : line;
}

struct input_facts input_facts(const struct input *input)
{
    struct input_facts facts = input->facts;

    facts.bytes = input->raw.bytes;
    return facts;
}

void input_sha256(const struct input *input, char hex[SHA256_HEX])
{
    raw_sha256(&input->raw, hex);
}
