/* strings.c - see strings.h. */
#include "strings.h"

#include "base/memory.h"

#include <string.h>

static void add_end(struct strings *strings, uint64_t end)
{
    if (strings->count == strings->capacity) {
        strings->capacity = strings->capacity != 0 ? strings->capacity * 2 : 1024;
        strings->ends = mem_resize_array(strings->ends, strings->capacity, sizeof(*strings->ends));
    }
    strings->ends[strings->count++] = end;
}

static void keep(struct strings *strings, struct cl_text text)
{
    if (strings->room - strings->used < text.length) {
        strings->room = (strings->used + text.length) * 2;
        strings->memory = mem_resize(strings->memory, strings->room);
    }
    memcpy(strings->memory + strings->used, text.data, text.length);
    strings->used += text.length;
}

int strings_add(struct strings *strings, struct cl_text text, struct problem *problem)
{
    /* All that came before one in the file is in memory, and nothing behind it. */
    if (strings->rest.size == 0 && strings->used + text.length <= STRINGS_IN_MEMORY)
        keep(strings, text);
    else if (spool_add(&strings->rest, text.data, text.length, problem) < 0)
        return -1;
    add_end(strings, strings->used + strings->rest.size);
    return 0;
}

int strings_find(struct strings *strings, uint64_t number, struct cl_text *out,
                 struct problem *problem)
{
    uint64_t at;
    size_t length;

    if (number >= strings->count)
        return 0;
    at = number > 0 ? strings->ends[number - 1] : 0;
    length = (size_t)(strings->ends[number] - at);
    *out = (struct cl_text){ "", 0 };
    if (length == 0)
        return 1;
    if (at + length <= strings->used) {
        *out = (struct cl_text){ strings->memory + at, length };
        return 1;
    }
    if (strings->loaded_room < length) {
        strings->loaded_room = length * 2;
        strings->loaded = mem_resize(strings->loaded, strings->loaded_room);
    }
    *out = (struct cl_text){ strings->loaded, length };
    return spool_read(&strings->rest, at - strings->used, strings->loaded, length, problem) < 0 ? -1
                                                                                                : 1;
}

void strings_finish(struct strings *strings)
{
    mem_free(strings->ends);
    mem_free(strings->memory);
    mem_free(strings->loaded);
    spool_finish(&strings->rest);
    *strings = (struct strings){ .rest = SPOOL_EMPTY };
}
