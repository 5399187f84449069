/* fhir_scan.c - see fhir_scan.h. */
#include "read/fhir_scan.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum {
    BLOCK_BYTES = 64 * 1024,
    LONGEST = 16 * 1024 * 1024 /* a resource, or any value */
};

/* Where the next event belongs. A top-level object is a resource, until it turns out to be a
 * Bundle: by its member "entry". */
enum where { OUTSIDE, IN_RESOURCE, IN_BUNDLE, IN_ENTRIES, IN_ENTRY };

struct scan {
    struct fhir_store *store;
    struct input *input;
    const char *path;
    struct problem *problem;
    yajl_handle yajl;
    enum where where;
    bool is_blank;        /* there was nothing yet */
    bool of_entry;        /* the resource is one of a Bundle */
    bool is_bundle;       /* the open Bundle says that it is one */
    size_t skip_depth;    /* inside a value that nobody wants */
    struct cl_text key;   /* of the member to come, outside resources or of one; in `names` */
    struct arena names;   /* what is said there */
    struct arena urls;    /* of an entry, up to its end */
    struct arena arena;   /* the tree of the resource */
    size_t depth, values; /* of the resource */
    bool named;           /* it has said what it is, */
    bool is_other;        /* and that is no Bundle */
    struct cl_text full_url;
    bool has_url, pending; /* of the entry: its URL, its resource */
    uint64_t begin, end;   /* of the resource */
    uint64_t line;         /* of its begin */
    uint32_t entry;        /* of the Bundle, from 1; 0: outside */
    uint64_t last_event;

    char *text; /* from `base` on */
    size_t used, room;
    uint64_t base, chunk; /* position of text[0], and of what yajl is given */
    uint64_t line_at, lines;
};

/* A Bundle often stands in one line: there, the number of the entry tells more. */
static int fail_at(struct scan *scan, uint64_t line, const char *what)
{
    char shown[TEXT_SHOWN];
    char entry[40] = "";

    if (scan->entry != 0)
        (void)snprintf(entry, sizeof(entry), "entry %u: ", (unsigned)scan->entry);
    (void)problem_failed(scan->problem, "%s:%llu: %s%s", text_show_string(shown, scan->path),
                         (unsigned long long)line, entry, what);
    return 0; /* what stops yajl */
}

static uint64_t position(const struct scan *scan)
{
    return scan->chunk + yajl_get_bytes_consumed(scan->yajl);
}

/* The line of a position; never one before the last that was asked for. */
static uint64_t line_of(struct scan *scan, uint64_t at)
{
    const char *from = scan->text + (scan->line_at - scan->base);
    const char *end = scan->text + (at - scan->base);

    while (from < end && (from = memchr(from, '\n', (size_t)(end - from))) != NULL) {
        scan->lines++;
        from++;
    }
    if (at > scan->line_at)
        scan->line_at = at;
    return scan->lines + 1;
}

static int fail(struct scan *scan, const char *what)
{
    return fail_at(scan, line_of(scan, position(scan)), what);
}

static void begin_resource(struct scan *scan, bool of_entry)
{
    scan->begin = position(scan) - 1;
    scan->line = line_of(scan, scan->begin);
    scan->of_entry = of_entry;
    scan->where = IN_RESOURCE;
    scan->depth = 0;
    scan->values = 0;
    scan->named = false;
    scan->is_other = false;
}

/* The tree of the resource, from a copy of its text; NULL where something is wrong. */
static const struct json_node *read_tree(struct scan *scan, struct cl_text text)
{
    const char *mistake = json_check_escapes(text);
    const struct json_node *root = NULL;

    arena_reset(&scan->arena);
    if (mistake == NULL) {
        char *copy = arena_room(&scan->arena, text.length + 1);

        memcpy(copy, text.data, text.length);
        copy[text.length] = '\0';
        root = json_tree(&scan->arena, copy);
        if (root == NULL)
            mistake = "is not JSON";
        else if (json_has_key_twice(root))
            mistake = "an object has a key twice";
    }
    if (mistake == NULL)
        return root;
    (void)fail_at(scan, scan->line, mistake);
    return NULL;
}

static int add_resource(struct scan *scan)
{
    struct cl_text text = { scan->text + (scan->begin - scan->base),
                            (size_t)(scan->end - scan->begin) };
    const struct json_node *root = read_tree(scan, text);
    struct cl_text name = json_member_text(root, "resourceType");
    enum fhir_type type = fhir_type_find(name);

    if (root == NULL)
        return 0;
    if (name.length == 0)
        return fail_at(scan, scan->line, "an object without resourceType is no FHIR resource");
    if (scan->of_entry && text_equal(name, text_of("Bundle")))
        return fail_at(scan, scan->line, "a Bundle inside a Bundle is not read");
    if (type == FHIR_TYPES)
        return 1;
    return fhir_store_add(scan->store,
                          &(struct fhir_added){ type, root, text, scan->full_url, scan->line,
                                                scan->of_entry ? scan->entry : 0 },
                          scan->problem) == 0;
}

/* What was taken for a resource is a Bundle. */
static void begin_entries(struct scan *scan)
{
    scan->is_bundle = scan->named;
    scan->where = IN_ENTRIES;
    scan->entry = 0;
    scan->key = TEXT_NONE;
    arena_reset(&scan->names);
}

/* A value of a resource, which an object or array opens. */
static int add_value(struct scan *scan, bool opens)
{
    if (++scan->values > JSON_MAX_VALUES)
        return fail(scan, "a resource holds more than 100000 values");
    if (opens && scan->depth++ == JSON_MAX_DEPTH)
        return fail(scan, "a resource is nested more than 100 deep");
    return 1;
}

static int close_value(struct scan *scan)
{
    if (--scan->depth != 0)
        return 1;
    scan->end = position(scan);
    if (scan->of_entry) {
        scan->where = IN_ENTRY;
        scan->pending = true;
        return 1;
    }
    scan->where = OUTSIDE;
    scan->full_url = TEXT_NONE;
    return add_resource(scan);
}

/* A value of a Bundle or an entry that is no object and no array. */
static int take_plain(struct scan *scan, enum json_kind kind, struct cl_text text)
{
    if (scan->skip_depth != 0)
        return 1;
    if (scan->where == OUTSIDE || scan->where == IN_ENTRIES)
        return fail(scan, "an object is expected: a FHIR resource");
    if (scan->where == IN_ENTRY && text_equal(scan->key, text_of("fullUrl"))) {
        if (scan->has_url || kind != JSON_STRING)
            return fail(scan, "an entry has more than one fullUrl, or one that is no text");
        scan->has_url = true;
        scan->full_url = arena_text(&scan->urls, text.data, text.length);
    }
    if (scan->where == IN_ENTRY && text_equal(scan->key, text_of("resource")))
        return fail(scan, "the resource of an entry is no object");
    if (scan->where == IN_BUNDLE && text_equal(scan->key, text_of("resourceType"))) {
        if (scan->is_bundle || !text_equal(text, text_of("Bundle")))
            return fail(scan, "an object with entries is no Bundle");
        scan->is_bundle = true;
    }
    return 1;
}

static int take_value(struct scan *scan, enum json_kind kind, struct cl_text text)
{
    scan->last_event = position(scan);
    if (scan->where == IN_RESOURCE) {
        if (scan->depth == 1 && !scan->of_entry && text_equal(scan->key, text_of("resourceType"))) {
            scan->named = true;
            scan->is_other = !text_equal(text, text_of("Bundle"));
        }
        return add_value(scan, false);
    }
    return take_plain(scan, kind, text);
}

static int skip_open(struct scan *scan)
{
    if (++scan->skip_depth > JSON_MAX_DEPTH)
        return fail(scan, "a value is nested more than 100 deep");
    return 1;
}

static int on_object(void *context)
{
    struct scan *scan = context;

    scan->last_event = position(scan);
    if (scan->skip_depth != 0)
        return skip_open(scan);
    switch (scan->where) {
    case OUTSIDE:
        begin_resource(scan, false);
        return add_value(scan, true);
    case IN_RESOURCE:
        return add_value(scan, true);
    case IN_ENTRIES:
        scan->where = IN_ENTRY;
        scan->entry++;
        scan->has_url = false;
        scan->pending = false;
        scan->full_url = TEXT_NONE;
        arena_reset(&scan->urls);
        return 1;
    case IN_ENTRY:
        if (!text_equal(scan->key, text_of("resource")))
            return skip_open(scan);
        if (scan->pending)
            return fail(scan, "an entry has more than one resource");
        begin_resource(scan, true);
        return add_value(scan, true);
    case IN_BUNDLE:
        break;
    }
    return skip_open(scan);
}

static int on_array(void *context)
{
    struct scan *scan = context;

    scan->last_event = position(scan);
    if (scan->skip_depth != 0)
        return skip_open(scan);
    if (scan->where == IN_RESOURCE && !scan->of_entry && scan->depth == 1 && !scan->is_other &&
        text_equal(scan->key, text_of("entry"))) {
        begin_entries(scan);
        return 1;
    }
    if (scan->where == IN_RESOURCE)
        return add_value(scan, true);
    if (scan->where == OUTSIDE || scan->where == IN_ENTRIES)
        return fail(scan, "an object is expected: a FHIR resource");
    if (scan->where == IN_BUNDLE && text_equal(scan->key, text_of("entry")))
        return fail(scan, "a Bundle has more than one list of entries");
    return skip_open(scan);
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
    struct scan *scan = context;
    struct cl_text key = { (const char *)text, length };

    scan->last_event = position(scan);
    if (scan->where == IN_RESOURCE ? scan->depth == 1 && !scan->of_entry : scan->skip_depth == 0) {
        arena_reset(&scan->names);
        scan->key = arena_text(&scan->names, key.data, key.length);
    }
    return 1;
}

static int end_entry(struct scan *scan)
{
    scan->where = IN_ENTRIES;
    return scan->pending ? add_resource(scan) : 1;
}

static int on_close(void *context)
{
    struct scan *scan = context;

    scan->last_event = position(scan);
    if (scan->where == IN_RESOURCE)
        return close_value(scan);
    if (scan->skip_depth != 0) {
        scan->skip_depth--;
        return 1;
    }
    if (scan->where == IN_ENTRY)
        return end_entry(scan);
    if (scan->where == IN_ENTRIES) {
        scan->where = IN_BUNDLE;
        scan->entry = 0;
        return 1;
    }
    scan->where = OUTSIDE;
    return scan->is_bundle ? 1 : fail(scan, "an object with entries is no Bundle");
}

static int on_null(void *context)
{
    return take_value(context, JSON_NULL, TEXT_NONE);
}

static int on_boolean(void *context, int value)
{
    return take_value(context, value ? JSON_TRUE : JSON_FALSE, TEXT_NONE);
}

static int on_number(void *context, const char *text, size_t length)
{
    return take_value(context, JSON_NUMBER, (struct cl_text){ text, length });
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
    return take_value(context, JSON_STRING, (struct cl_text){ (const char *)text, length });
}

/* What yajl says of a mistake holds no bytes of the text, as long as none is given to it. */
static int yajl_mistake(struct scan *scan, yajl_status status)
{
    unsigned char *said;
    char what[160] = "is not JSON: ";
    size_t used = strlen(what);

    if (status == yajl_status_client_canceled || scan->problem->status != 0)
        return -1;
    said = yajl_get_error(scan->yajl, 0, NULL, 0);
    for (const unsigned char *at = said; *at != '\0' && *at != '\n' && used < sizeof(what) - 1;
         at++)
        what[used++] = (char)*at;
    what[used] = '\0';
    yajl_free_error(scan->yajl, said);
    (void)fail(scan, what);
    return -1;
}

/* Only a resource that has begun is kept. */
static void drop(struct scan *scan)
{
    bool kept = scan->where == IN_RESOURCE || (scan->where == IN_ENTRY && scan->pending);
    uint64_t wanted = kept ? scan->begin : scan->base + scan->used;

    (void)line_of(scan, wanted);
    memmove(scan->text, scan->text + (wanted - scan->base),
            scan->used - (size_t)(wanted - scan->base));
    scan->used -= (size_t)(wanted - scan->base);
    scan->base = wanted;
}

static bool is_blank(struct cl_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(" \t\r\n", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    }
    return true;
}

/* 1, 0 at the end, -1 with a problem. */
static int feed(struct scan *scan)
{
    ssize_t count;
    yajl_status status;

    drop(scan);
    if (scan->room - scan->used < BLOCK_BYTES) {
        scan->room = (scan->used + BLOCK_BYTES) * 2;
        scan->text = mem_resize(scan->text, scan->room);
    }
    scan->chunk = scan->base + scan->used;
    count = input_read(scan->input, scan->text + scan->used, BLOCK_BYTES, scan->problem);
    if (count <= 0)
        return (int)count;
    scan->is_blank =
        scan->is_blank && is_blank((struct cl_text){ scan->text + scan->used, (size_t)count });
    scan->used += (size_t)count;
    status = yajl_parse(scan->yajl, (const unsigned char *)scan->text + (scan->chunk - scan->base),
                        (size_t)count);
    if (status != yajl_status_ok)
        return yajl_mistake(scan, status);
    if (scan->base + scan->used - scan->last_event > LONGEST ||
        (scan->where == IN_RESOURCE && scan->base + scan->used - scan->begin > LONGEST)) {
        (void)fail(scan, "a resource or a value is longer than 16 MiB");
        return -1;
    }
    return interrupt_check(scan->problem) < 0 ? -1 : 1;
}

static int finish(struct scan *scan)
{
    /* To yajl, a text without a value has no end. */
    yajl_status status = scan->is_blank ? yajl_status_ok : yajl_complete_parse(scan->yajl);

    if (status != yajl_status_ok || scan->where != OUTSIDE) {
        if (scan->problem->status == 0)
            (void)fail_at(scan, line_of(scan, scan->base + scan->used),
                          "the text ends in the middle of a resource");
        return -1;
    }
    (void)line_of(scan, scan->base + scan->used);
    return 0;
}

/* What yajl takes its memory from. */
static void *take_memory(void *context, size_t size)
{
    (void)context;
    return mem_resize(NULL, size != 0 ? size : 1);
}

static void *take_more(void *context, void *old, size_t size)
{
    (void)context;
    return mem_resize(old, size != 0 ? size : 1);
}

static void give_back(void *context, void *memory)
{
    (void)context;
    mem_free(memory);
}

int fhir_scan(struct fhir_store *store, size_t number, struct input *input, struct problem *problem)
{
    static const yajl_callbacks events = { .yajl_null = on_null,
                                           .yajl_boolean = on_boolean,
                                           .yajl_number = on_number,
                                           .yajl_string = on_string,
                                           .yajl_start_map = on_object,
                                           .yajl_map_key = on_key,
                                           .yajl_end_map = on_close,
                                           .yajl_start_array = on_array,
                                           .yajl_end_array = on_close };
    struct scan scan = {
        .store = store, .input = input, .problem = problem, .key = TEXT_NONE, .is_blank = true
    };
    yajl_alloc_funcs memory = { take_memory, take_more, give_back, NULL };
    int got;

    scan.path = input_facts(input).path;
    fhir_store_input(store, number, scan.path);
    scan.room = 2 * BLOCK_BYTES;
    scan.text = mem_resize(NULL, scan.room);
    scan.yajl = yajl_alloc(&events, &memory, &scan);
    (void)yajl_config(scan.yajl, yajl_allow_multiple_values, 1);
    while ((got = feed(&scan)) > 0)
        ;
    if (got == 0)
        got = finish(&scan);
    fhir_store_input_end(store, number, scan.base + scan.used, scan.lines + 1);
    yajl_free(scan.yajl);
    mem_free(scan.text);
    arena_finish(&scan.names);
    arena_finish(&scan.urls);
    arena_finish(&scan.arena);
    return got;
}
