/* fhir_store.c - see fhir_store.h. */
#include "read/fhir_store.h"

#include "base/memory.h"
#include "base/text.h"

#include <xxhash.h>

static const char *const type_names[] = {
    "Encounter",     "ChargeItem",   "Procedure",        "Condition",    "Coverage", "Patient",
    "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location",
};

enum fhir_type fhir_type_find(struct cl_text name)
{
    unsigned type = 0;

    while (type < FHIR_TYPES && !text_equal(name, text_of(type_names[type])))
        type++;
    return (enum fhir_type)type;
}

const char *fhir_type_name(enum fhir_type type)
{
    return type_names[type];
}

void fhir_store_finish(struct fhir_store *store)
{
    mem_free(store->resources);
    mem_free(store->inputs);
    spool_finish(&store->spool);
    seen_finish(&store->keys);
    seen_finish(&store->own);
    seen_finish(&store->coverages);
}

static uint64_t hash(struct cl_text text)
{
    return XXH3_64bits(text.data, text.length) | 1; /* 0 is none */
}

/* Without "/_history/2" at the end, the last two parts of the path. */
uint64_t fhir_key(struct cl_text reference)
{
    static const char history[] = "/_history/";
    const char *cut;
    size_t from;

    if (reference.length == 0 || reference.data[0] == '#')
        return 0;
    if (reference.length > 4 && memcmp(reference.data, "urn:", 4) == 0)
        return hash(reference);
    cut = memmem(reference.data, reference.length, history, strlen(history));
    if (cut != NULL)
        reference.length = (size_t)(cut - reference.data);
    from = reference.length;
    for (int parts = 0; from > 0; from--) {
        if (reference.data[from - 1] == '/' && ++parts == 2)
            break;
    }
    return hash((struct cl_text){ reference.data + from, reference.length - from });
}

/* What a resource belongs to. */
static struct cl_text owner_of(enum fhir_type type, const struct json_node *root)
{
    static const char *const names[FHIR_TYPES] = { [FHIR_CHARGE_ITEM] = "context",
                                                   [FHIR_PROCEDURE] = "encounter",
                                                   [FHIR_COVERAGE] = "beneficiary" };

    return names[type] != NULL ? json_member_text(json_member(root, names[type]), "reference")
                               : TEXT_NONE;
}

void fhir_store_input(struct fhir_store *store, size_t number, const char *path)
{
    if (store->input_count <= number) {
        store->inputs = mem_resize_array(store->inputs, number + 1, sizeof(*store->inputs));
        for (size_t i = store->input_count; i <= number; i++)
            store->inputs[i] = (struct fhir_input){ .path = NULL };
        store->input_count = number + 1;
    }
    store->inputs[number] = (struct fhir_input){ .path = path, .first = store->count };
}

/* All that is between the resources, and those that no row is made of, is blank. */
void fhir_store_input_end(struct fhir_store *store, size_t number, uint64_t bytes, uint64_t lines)
{
    struct fhir_input *input = &store->inputs[number];

    input->bytes = bytes;
    input->lines = lines;
    input->end = store->count;
    input->is_read = true;
    input->blank_bytes = bytes;
    for (uint32_t i = input->first; i < input->end; i++) {
        const struct fhir_resource *resource = &store->resources[i];
        bool of_row = resource->type == FHIR_ENCOUNTER || resource->type == FHIR_CHARGE_ITEM ||
                      resource->type == FHIR_PROCEDURE;

        if (of_row && !resource->repeated)
            input->blank_bytes -= resource->length;
    }
}

static struct fhir_resource *new_resource(struct fhir_store *store)
{
    if (store->count == store->room) {
        store->room = store->room != 0 ? store->room * 2 : 256;
        store->resources =
            mem_resize_array(store->resources, store->room, sizeof(*store->resources));
    }
    return &store->resources[store->count++];
}

static uint64_t key_of(const struct fhir_store *store, enum fhir_type type,
                       const struct json_node *root)
{
    struct cl_text id = json_member_text(root, "id");
    char name[128];
    size_t used = strlen(type_names[type]);
    uint64_t place = store->count;

    if (id.length == 0 || id.length > 64)
        return XXH3_64bits_withSeed(&place, sizeof(place), 1) | 1;
    memcpy(name, type_names[type], used);
    name[used++] = '/';
    memcpy(name + used, id.data, id.length);
    return hash((struct cl_text){ name, used + id.length });
}

static uint64_t own_key(uint64_t key, uint32_t input)
{
    return XXH3_64bits_withSeed(&key, sizeof(key), (uint64_t)input + 1);
}

/* Whether a resource that was added has that text. */
static int has_text(const struct fhir_store *store, const struct fhir_resource *resource,
                    struct cl_text text, bool *out, struct problem *problem)
{
    struct arena arena = { 0 };
    struct fhir_text earlier;
    int error = fhir_store_text(store, resource, NULL, &arena, &earlier, problem);

    *out = error == 0 && text_equal((struct cl_text){ earlier.data, earlier.length }, text);
    arena_finish(&arena);
    return error;
}

/* Another text under one key; in one chain at most. */
static void chain(struct fhir_store *store, struct fhir_resource *earlier,
                  struct fhir_resource *added)
{
    if (added->repeated || added->elsewhere)
        return;
    added->other = earlier->other;
    earlier->other = (uint32_t)(added - store->resources);
}

/* The key stood in the same input before. */
static void repeat(struct fhir_store *store, struct fhir_resource *earlier,
                   struct fhir_resource *added, bool same)
{
    if (!same)
        chain(store, earlier, added);
    earlier->ambiguous = earlier->ambiguous || !same;
    added->repeated = true;
}

/* The key stood in other inputs only. */
static void repeat_elsewhere(struct fhir_store *store, struct fhir_resource *earlier,
                             struct fhir_resource *added, bool same)
{
    struct fhir_input *input = &store->inputs[added->input];

    if (same) {
        input->again_line = input->again == 0 ? added->line : input->again_line;
        input->again += !added->repeated;
        added->repeated = true;
        earlier->shared = true;
        return;
    }
    chain(store, earlier, added);
    earlier->elsewhere = true;
    added->elsewhere = true;
}

/* Notes under which names it is found; another one may have them. */
static int add_key(struct fhir_store *store, uint64_t key, struct cl_text text,
                   struct problem *problem)
{
    uint64_t number = store->count;
    uint64_t place = seen_add(&store->keys, key, number);
    struct fhir_resource *added = &store->resources[number - 1];
    struct fhir_resource *earlier;
    bool same;

    if (place == SEEN_NEW || place == number)
        return 0;
    earlier = &store->resources[place - 1];
    if (has_text(store, earlier, text, &same, problem) < 0)
        return -1;
    if (earlier->input == added->input) {
        repeat(store, earlier, added, same);
        return 0;
    }
    place = seen_add(&store->own, own_key(key, added->input), same ? place : number);
    if (place == SEEN_NEW || place == number) {
        repeat_elsewhere(store, earlier, added, same);
        return 0;
    }
    earlier = &store->resources[place - 1];
    if (has_text(store, earlier, text, &same, problem) < 0)
        return -1;
    repeat(store, earlier, added, same);
    return 0;
}

int fhir_store_add(struct fhir_store *store, const struct fhir_added *added,
                   struct problem *problem)
{
    uint64_t key = key_of(store, added->type, added->root);
    struct cl_text url = added->full_url;
    struct fhir_resource *resource = new_resource(store);

    *resource = (struct fhir_resource){ .key = key,
                                        .owner = fhir_key(owner_of(added->type, added->root)),
                                        .at = store->spool.size,
                                        .line = added->line,
                                        .length = (uint32_t)added->text.length,
                                        .url_length = (uint32_t)url.length,
                                        .next = FHIR_NONE,
                                        .first = FHIR_NONE,
                                        .last = FHIR_NONE,
                                        .other = FHIR_NONE,
                                        .input = (uint32_t)store->input_count - 1,
                                        .entry = added->entry,
                                        .type = (uint8_t)added->type };
    if (spool_add(&store->spool, url.data, url.length, problem) < 0 ||
        spool_add(&store->spool, added->text.data, added->text.length, problem) < 0 ||
        add_key(store, key, added->text, problem) < 0)
        return -1;
    return url.length > 4 && memcmp(url.data, "urn:", 4) == 0
               ? add_key(store, fhir_key(url), added->text, problem)
               : 0;
}

static void append(struct fhir_store *store, uint32_t *first, uint32_t *last, uint32_t index)
{
    if (*first == FHIR_NONE)
        *first = index;
    else
        store->resources[*last].next = index;
    *last = index;
}

static void link_coverage(struct fhir_store *store, uint32_t index)
{
    struct fhir_resource *resource = &store->resources[index];
    const struct fhir_resource *patient =
        fhir_store_find(store, resource->owner, resource).resource;
    uint64_t key = patient != NULL ? patient->key : resource->owner;
    uint64_t place = seen_add(&store->coverages, key, (uint64_t)index + 1);
    struct fhir_resource *head = place != SEEN_NEW ? &store->resources[place - 1] : resource;

    if (head != resource)
        append(store, &head->first, &head->last, index);
}

static void link_service(struct fhir_store *store, uint32_t index)
{
    struct fhir_resource *resource = &store->resources[index];
    struct fhir_found owner = fhir_store_find(store, resource->owner, resource);
    struct fhir_resource *encounter;

    if (owner.resource == NULL || owner.resource->type != FHIR_ENCOUNTER) {
        resource->owner = 0; /* it is told */
        return;
    }
    encounter = &store->resources[owner.resource - store->resources];
    resource->astray = encounter->elsewhere && owner.contested;
    if (!resource->astray)
        append(store, &encounter->first, &encounter->last, index);
}

void fhir_store_link(struct fhir_store *store)
{
    if (store->linked)
        return;
    store->linked = true;
    for (uint32_t i = 0; i < store->count; i++) {
        const struct fhir_resource *resource = &store->resources[i];

        if (resource->repeated || resource->owner == 0)
            continue;
        if (resource->type == FHIR_COVERAGE)
            link_coverage(store, i);
        else
            link_service(store, i);
    }
}

struct fhir_found fhir_store_find(const struct fhir_store *store, uint64_t key,
                                  const struct fhir_resource *from)
{
    uint64_t place = key != 0 ? seen_find(&store->keys, key) : SEEN_NEW;
    const struct fhir_resource *found;
    bool own;

    if (place == SEEN_NEW)
        return (struct fhir_found){ NULL, false };
    found = &store->resources[place - 1];
    if (!found->elsewhere)
        return (struct fhir_found){ found, found->ambiguous };
    own = found->input == from->input;
    place = own ? SEEN_NEW : seen_find(&store->own, own_key(key, from->input));
    if (place != SEEN_NEW) {
        found = &store->resources[place - 1];
        own = true;
    }
    return (struct fhir_found){ found, found->ambiguous || !own || from->shared };
}

const struct fhir_resource *fhir_store_head(const struct fhir_store *store,
                                            const struct fhir_resource *resource)
{
    uint64_t place = seen_find(&store->keys, resource->key);

    return place != SEEN_NEW ? &store->resources[place - 1] : resource;
}

bool fhir_store_has(const struct fhir_store *store, const struct fhir_resource *resource,
                    uint32_t input)
{
    uint64_t index = (uint64_t)(resource - store->resources);

    return resource->input == input ||
           seen_find(&store->own, own_key(resource->key, input)) == index + 1;
}

int fhir_store_text(const struct fhir_store *store, const struct fhir_resource *resource,
                    struct spool_near *near, struct arena *arena, struct fhir_text *out,
                    struct problem *problem)
{
    size_t size = (size_t)resource->url_length + resource->length;
    char *bytes = arena_room(arena, size + 1);

    if (near != NULL ? spool_read_near(&store->spool, near, resource->at, bytes, size, problem) < 0
                     : spool_read(&store->spool, resource->at, bytes, size, problem) < 0)
        return -1;
    bytes[size] = '\0';
    *out = (struct fhir_text){ { bytes, resource->url_length },
                               bytes + resource->url_length,
                               resource->length };
    return 0;
}
