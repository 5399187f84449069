/* seen.c - see seen.h.
 *
 * Slots are kept in the order of the fingerprints: a fingerprint's home is its
 * share of the 64-bit range, and a run of neighbours is sorted. So the table can
 * grow by an eighth, in place, from its end, and stay nearly full. */
#include "seen.h"

#include "memory.h"

#include <stdbool.h>
#include <string.h>

enum {
    KEY_BYTES = 8,
    PLACE_BYTES = 5,
    SLOT_BYTES = KEY_BYTES + PLACE_BYTES,
    FIRST_CAPACITY = 1024,
    SPILL = 512 /* slots behind the last home, for the runs that reach past it */
};

__extension__ typedef unsigned __int128 wide;

static unsigned char *slot(const struct seen *seen, size_t index)
{
    return seen->slots + index * SLOT_BYTES;
}

static uint64_t slot_key(const struct seen *seen, size_t index)
{
    uint64_t key;

    memcpy(&key, slot(seen, index), KEY_BYTES);
    return key;
}

static uint64_t slot_place(const struct seen *seen, size_t index)
{
    const unsigned char *bytes = slot(seen, index) + KEY_BYTES;
    uint32_t low;

    memcpy(&low, bytes, sizeof(low));
    return (uint64_t)bytes[4] << 32 | low;
}

static void slot_set(const struct seen *seen, size_t index, uint64_t key, uint64_t place)
{
    unsigned char *bytes = slot(seen, index) + KEY_BYTES;

    uint32_t low = (uint32_t)place;

    memcpy(slot(seen, index), &key, KEY_BYTES);
    memcpy(bytes, &low, sizeof(low));
    bytes[4] = (unsigned char)(place >> 32);
}

static size_t home(const struct seen *seen, uint64_t key)
{
    return (size_t)(((wide)key * seen->capacity) >> 64);
}

static void make_room(struct seen *seen, size_t room)
{
    seen->slots = mem_resize_array(seen->slots, room, SLOT_BYTES);
    memset(slot(seen, seen->room), 0, (room - seen->room) * SLOT_BYTES);
    seen->room = room;
}

/* One past the last slot that the entries take, each at its home or behind the
 * one before it. */
static size_t layout_end(const struct seen *seen, size_t old_room)
{
    size_t next = 0;

    for (size_t from = 0; from < old_room; from++) {
        if (slot_place(seen, from) != 0) {
            size_t at = home(seen, slot_key(seen, from));

            next = (at > next ? at : next) + 1;
        }
    }
    return next;
}

/* Packs all entries, in order, behind everything else; returns where they begin. */
static size_t pack(struct seen *seen, size_t old_room)
{
    size_t to = seen->room;

    for (size_t from = old_room; from-- > 0;) {
        uint64_t key = slot_key(seen, from);
        uint64_t place = slot_place(seen, from);

        if (place != 0) {
            memset(slot(seen, from), 0, SLOT_BYTES);
            slot_set(seen, --to, key, place);
        }
    }
    return to;
}

/* An eighth more, or what is expected at 6/7 full: never more than four times as much. */
static size_t next_capacity(const struct seen *seen)
{
    size_t expected = seen->expected / 6 * 7;

    if (seen->capacity == 0)
        return FIRST_CAPACITY;
    if (expected > seen->capacity * 4)
        expected = seen->capacity * 4;
    return expected > seen->capacity + seen->capacity / 8 ? expected
                                                          : seen->capacity + seen->capacity / 8;
}

/* Makes the table larger and lays its entries out anew, in place. */
static void grow(struct seen *seen)
{
    size_t old_room = seen->room;
    size_t room;
    size_t next = 0;

    seen->capacity = next_capacity(seen);
    room = seen->capacity + SPILL;
    if (layout_end(seen, old_room) > room)
        room = layout_end(seen, old_room);
    make_room(seen, room > old_room ? room : old_room);
    for (size_t from = pack(seen, old_room); from < seen->room; from++, next++) {
        uint64_t key = slot_key(seen, from);
        uint64_t place = slot_place(seen, from);
        size_t at = home(seen, key);

        next = at > next ? at : next;
        memset(slot(seen, from), 0, SLOT_BYTES);
        slot_set(seen, next, key, place);
    }
}

/* Opens a slot at `index` by moving the run that starts there up by one. */
static void open_slot(struct seen *seen, size_t index)
{
    size_t end = index;

    while (end < seen->room && slot_place(seen, end) != 0)
        end++;
    if (end == seen->room)
        make_room(seen, seen->room + SPILL);
    memmove(slot(seen, index + 1), slot(seen, index), (end - index) * SLOT_BYTES);
}

/* Where `fingerprint` stands or would stand. */
static size_t search(const struct seen *seen, uint64_t fingerprint)
{
    size_t at = home(seen, fingerprint);

    while (at < seen->room && slot_place(seen, at) != 0 && slot_key(seen, at) < fingerprint)
        at++;
    return at;
}

static bool stands_at(const struct seen *seen, size_t at, uint64_t fingerprint)
{
    return at < seen->room && slot_place(seen, at) != 0 && slot_key(seen, at) == fingerprint;
}

void seen_expect(const struct seen *seen, uint64_t fingerprint)
{
    if (seen->capacity != 0)
        __builtin_prefetch(slot(seen, home(seen, fingerprint)), 1);
}

uint64_t seen_find(const struct seen *seen, uint64_t fingerprint)
{
    size_t at = search(seen, fingerprint);

    return stands_at(seen, at, fingerprint) ? slot_place(seen, at) : (uint64_t)SEEN_NEW;
}

uint64_t seen_add(struct seen *seen, uint64_t fingerprint, uint64_t place)
{
    size_t at;

    /* Grows at 15/16 full, to 5/6. */
    if (seen->count >= seen->capacity / 16 * 15)
        grow(seen);
    at = search(seen, fingerprint);
    if (stands_at(seen, at, fingerprint))
        return slot_place(seen, at);
    open_slot(seen, at);
    slot_set(seen, at, fingerprint, place);
    seen->count++;
    return SEEN_NEW;
}

void seen_finish(struct seen *seen)
{
    mem_free(seen->slots);
    *seen = (struct seen){ 0 };
}
