/* fhir_held.c - see fhir_held.h. */
#include "read/fhir_held.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

void fhir_held_clear(struct fhir_held *held)
{
    held->count = 0;
}

void fhir_held_finish(struct fhir_held *held)
{
    mem_free(held->items);
}

void fhir_held_add(struct fhir_held *held, const struct fhir_store *store,
                   const struct fhir_resource *resource, bool contested)
{
    uint64_t index = (uint64_t)(resource - store->resources);

    if (held->count == held->room) {
        held->room = held->room != 0 ? held->room * 2 : 64;
        held->items = mem_resize_array(held->items, held->room, sizeof(*held->items));
    }
    held->items[held->count++] = index * 2 + contested;
}

struct cl_text fhir_held_bytes(const struct fhir_held *held)
{
    return (struct cl_text){ (const char *)held->items, held->count * sizeof(*held->items) };
}

struct lines {
    const struct fhir_store *store;
    struct problem *problem;
    char *text;
    size_t used, room;
};

static void put(struct lines *lines, const char *data, size_t length)
{
    if (lines->room - lines->used < length) {
        lines->room = (lines->used + length) * 2;
        lines->text = mem_resize(lines->text, lines->room);
    }
    memcpy(lines->text + lines->used, data, length);
    lines->used += length;
}

static void put_string(struct lines *lines, const char *string)
{
    put(lines, string, strlen(string));
}

/* Whether a URL can stand between quotes as it is. */
static bool is_plain_url(struct cl_text url)
{
    for (size_t i = 0; i < url.length; i++) {
        if (!text_is_plain(url.data[i]) && strchr(":/.~%", url.data[i]) == NULL)
            return false;
    }
    return url.length != 0;
}

/* A line that can be read again: the resource, in a Bundle where its URL stood in one. */
static int put_one(struct lines *lines, const struct fhir_resource *resource)
{
    struct arena arena = { 0 };
    struct fhir_text text;
    size_t from;
    bool wrapped;

    if (fhir_store_text(lines->store, resource, NULL, &arena, &text, lines->problem) < 0)
        return -1;
    wrapped = is_plain_url(text.url);
    if (wrapped) {
        put_string(lines, "{\"resourceType\":\"Bundle\",\"type\":\"collection\","
                          "\"entry\":[{\"fullUrl\":\"");
        put(lines, text.url.data, text.url.length);
        put_string(lines, "\",\"resource\":");
    }
    from = lines->used;
    put(lines, text.data, text.length);
    for (; from < lines->used; from++) {
        if (lines->text[from] == '\n' || lines->text[from] == '\r')
            lines->text[from] = ' '; /* blank space: no string holds one */
    }
    put_string(lines, wrapped ? "}]}\n" : "\n");
    arena_finish(&arena);
    return 0;
}

static int put_contested(struct lines *lines, const struct fhir_resource *resource)
{
    const struct fhir_resource *all = lines->store->resources;
    const struct fhir_resource *next = fhir_store_head(lines->store, resource);
    bool put_itself = false;

    for (; next != NULL; next = next->other != FHIR_NONE ? &all[next->other] : NULL) {
        put_itself = put_itself || next == resource;
        if (put_one(lines, next) < 0)
            return -1;
    }
    return put_itself ? 0 : put_one(lines, resource);
}

int fhir_held_text(const struct fhir_store *store, struct cl_text bytes, struct arena *arena,
                   struct cl_text *out, struct problem *problem)
{
    struct lines lines = { .store = store, .problem = problem };
    int error = 0;

    for (size_t at = 0; at < bytes.length && error == 0; at += sizeof(uint64_t)) {
        const struct fhir_resource *resource;
        uint64_t item;

        memcpy(&item, bytes.data + at, sizeof(item));
        resource = &store->resources[item / 2];
        error = item % 2 != 0 ? put_contested(&lines, resource) : put_one(&lines, resource);
    }
    *out = arena_text(arena, lines.text != NULL ? lines.text : "", lines.used);
    mem_free(lines.text);
    return error;
}
