/* code_index.c - see code_index.h. */
#include "code_index.h"

#include "base/memory.h"

enum {
    FIRST_BITS = 4, /* 16 slots */
    SPREAD = 4      /* slots a code: most are found where they are looked for first */
};

static void grow(struct code_index *index)
{
    struct code_index old = *index;
    unsigned bits = old.capacity != 0 ? 64 - old.shift + 1 : FIRST_BITS;

    index->shift = 64 - bits;
    index->capacity = (size_t)1 << bits;
    index->slots = mem_alloc_array(index->capacity, sizeof(*index->slots));
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key != 0)
            *code_index_slot(index, old.slots[i].key) = old.slots[i];
    }
    mem_free(old.slots);
}

void code_index_add(struct code_index *index, struct cl_text code, uint32_t value)
{
    uint64_t key = code_key(code.data);

    if ((index->count + 1) * SPREAD > index->capacity)
        grow(index);
    *code_index_slot(index, key) = (struct code_slot){ .key = key, .value = value };
    index->count++;
}

void code_index_finish(struct code_index *index)
{
    mem_free(index->slots);
    *index = (struct code_index){ 0 };
}
