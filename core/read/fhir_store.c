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
    spool_finish(&store->spool);
    seen_finish(&store->keys);
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

/* Whether a resource that was added has that text. */
static int has_text(struct fhir_store *store, const struct fhir_resource *resource,
                    struct cl_text text, bool *out, struct problem *problem)
{
    struct arena arena = { 0 };
    struct cl_text url, earlier;
    int error = fhir_store_text(store, resource, &arena, &url, &earlier, problem);

    *out = error == 0 && text_equal(earlier, text);
    arena_finish(&arena);
    return error;
}

/* Notes under which names it is found; another one may have them. */
static int add_key(struct fhir_store *store, uint64_t key, struct cl_text text,
                   struct problem *problem)
{
    uint64_t place = seen_add(&store->keys, key, store->count);
    struct fhir_resource *added = &store->resources[store->count - 1];
    struct fhir_resource *earlier;
    bool same;

    if (place == SEEN_NEW || place == store->count)
        return 0;
    earlier = &store->resources[place - 1];
    if (has_text(store, earlier, text, &same, problem) < 0)
        return -1;
    earlier->ambiguous = earlier->ambiguous || !same;
    if (!same && !added->repeated) { /* in one chain at most */
        added->other = earlier->other;
        earlier->other = store->count - 1;
    }
    added->repeated = true;
    return 0;
}

int fhir_store_add(struct fhir_store *store, enum fhir_type type, const struct json_node *root,
                   struct cl_text text, struct cl_text full_url, uint64_t line,
                   struct problem *problem)
{
    struct fhir_resource *resource;
    uint64_t key = key_of(store, type, root);

    resource = new_resource(store);
    *resource = (struct fhir_resource){ .key = key,
                                        .owner = fhir_key(owner_of(type, root)),
                                        .at = store->spool.size,
                                        .line = line,
                                        .length = (uint32_t)text.length,
                                        .url_length = (uint32_t)full_url.length,
                                        .next = FHIR_NONE,
                                        .first = FHIR_NONE,
                                        .last = FHIR_NONE,
                                        .other = FHIR_NONE,
                                        .type = (uint8_t)type };
    if (spool_add(&store->spool, full_url.data, full_url.length, problem) < 0 ||
        spool_add(&store->spool, text.data, text.length, problem) < 0 ||
        add_key(store, key, text, problem) < 0)
        return -1;
    return full_url.length > 4 && memcmp(full_url.data, "urn:", 4) == 0
               ? add_key(store, fhir_key(full_url), text, problem)
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
    const struct fhir_resource *patient = fhir_store_find(store, resource->owner);
    uint64_t key = patient != NULL ? patient->key : resource->owner;
    uint64_t place = seen_add(&store->coverages, key, (uint64_t)index + 1);
    struct fhir_resource *head = place != SEEN_NEW ? &store->resources[place - 1] : resource;

    if (head != resource)
        append(store, &head->first, &head->last, index);
}

void fhir_store_link(struct fhir_store *store)
{
    for (uint32_t i = 0; i < store->count; i++) {
        struct fhir_resource *resource = &store->resources[i];
        const struct fhir_resource *owner;

        if (resource->repeated || resource->owner == 0)
            continue;
        if (resource->type == FHIR_COVERAGE) {
            link_coverage(store, i);
            continue;
        }
        owner = fhir_store_find(store, resource->owner);
        if (owner == NULL || owner->type != FHIR_ENCOUNTER)
            resource->owner = 0; /* it is told */
        else
            append(store, &store->resources[owner - store->resources].first,
                   &store->resources[owner - store->resources].last, i);
    }
}

struct fhir_resource *fhir_store_find(const struct fhir_store *store, uint64_t key)
{
    uint64_t place = key != 0 ? seen_find(&store->keys, key) : SEEN_NEW;

    return place != SEEN_NEW ? &store->resources[place - 1] : NULL;
}

int fhir_store_text(struct fhir_store *store, const struct fhir_resource *resource,
                    struct arena *arena, struct cl_text *full_url, struct cl_text *text,
                    struct problem *problem)
{
    size_t size = (size_t)resource->url_length + resource->length;
    char *bytes = arena_room(arena, size + 1);

    if (spool_read(&store->spool, resource->at, bytes, size, problem) < 0)
        return -1;
    bytes[size] = '\0';
    *full_url = (struct cl_text){ bytes, resource->url_length };
    *text = (struct cl_text){ bytes + resource->url_length, resource->length };
    return 0;
}
