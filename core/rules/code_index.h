/* code_index.h - from a procedure code to a small number: where its row stands in some array.
 *
 * The five characters of a code are one number, so that looking one up, as is done for every
 * row of an export, costs a multiplication and a comparison. */
#ifndef CORE_RULES_CODE_INDEX_H
#define CORE_RULES_CODE_INDEX_H

#include <claimline/value.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { CODE_LENGTH = 5 };

struct code_slot {
    uint64_t key; /* 0: free */
    uint32_t value;
};

/* A zeroed one is empty and ready. */
struct code_index {
    struct code_slot *slots;
    unsigned shift;  /* that leaves a number of a slot */
    size_t capacity; /* a power of two, or 0; never full */
    size_t count;
};

#define CODE_INDEX_NONE UINT32_MAX

/* Of the CODE_LENGTH characters at `code`, none of them NUL. */
static inline uint64_t code_key(const char *code)
{
    uint32_t head;

    memcpy(&head, code, sizeof(head));
    return (uint64_t)head << 8 | (uint8_t)code[CODE_LENGTH - 1];
}

/* The slot of the key, or the free one where it would stand. */
static inline struct code_slot *code_index_slot(const struct code_index *index, uint64_t key)
{
    size_t at = (size_t)((key * 0x9e3779b97f4a7c15U) >> index->shift);

    while (index->slots[at].key != key && index->slots[at].key != 0)
        at = (at + 1) & (index->capacity - 1);
    return &index->slots[at];
}

/* The value of `code`, or CODE_INDEX_NONE. */
static inline uint32_t code_index_find(const struct code_index *index, struct cl_text code)
{
    const struct code_slot *slot;

    if (code.length != CODE_LENGTH || index->count == 0)
        return CODE_INDEX_NONE;
    slot = code_index_slot(index, code_key(code.data));
    return slot->key != 0 ? slot->value : CODE_INDEX_NONE;
}

/* Adds a code of CODE_LENGTH characters that is not there yet. */
void code_index_add(struct code_index *index, struct cl_text code, uint32_t value);

void code_index_finish(struct code_index *index);

#endif
