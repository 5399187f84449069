/* test_base_sets.c - the map, the set of fingerprints, and the arena under load. */
#include "unit.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/seen.h"

enum { KEYS = 10000, FINGERPRINTS = 1000000, SLOT_BYTES = 13 };

static void the_map_finds_its_keys(void **state)
{
    struct map map = { 0 };
    struct arena arena = { 0 };

    (void)state;
    assert_int_equal(map_find(&map, TEXT("nothing")), MAP_NONE);
    for (uint32_t i = 0; i < KEYS; i++)
        map_add(&map, arena_format(&arena, "key %u", i), i);
    assert_int_equal(map.count, KEYS);
    for (uint32_t i = 0; i < 2 * KEYS; i++)
        assert_int_equal(map_find(&map, arena_format(&arena, "key %u", i)),
                         i < KEYS ? i : (uint32_t)MAP_NONE);
    assert_int_equal(map_find(&map, TEXT("")), MAP_NONE);
    map_add(&map, TEXT(""), 7);
    map_add(&map, TEXT("a\0b"), 8);
    assert_int_equal(map_find(&map, TEXT("")), 7);
    assert_int_equal(map_find(&map, TEXT("a\0b")), 8);
    assert_int_equal(map_find(&map, TEXT("a")), MAP_NONE);
    map_finish(&map);
    arena_finish(&arena);
}

/* The fingerprint at `index` of a run in which every third comes twice. */
static uint64_t fingerprint_at(uint64_t index)
{
    uint64_t seed = index % 3 == 2 ? index - 2 : index;

    return random_below(&seed, UINT64_MAX);
}

static void a_million_fingerprints_keep_their_places(void **state)
{
    struct seen seen = { 0 };
    uint64_t added = 0;

    (void)state;
    assert_int_equal(seen_find(&seen, 0), SEEN_NEW);
    for (uint64_t i = 0; i < FINGERPRINTS; i++) {
        uint64_t expected = i % 3 == 2 ? i - 1 : (uint64_t)SEEN_NEW; /* places count from 1 */

        assert_int_equal(seen_add(&seen, fingerprint_at(i), i + 1), expected);
        added += expected == SEEN_NEW;
        if (i > 100000)
            assert_true(seen.room * SLOT_BYTES < 16 * seen.count);
    }
    assert_int_equal(seen.count, added);
    for (uint64_t i = 0; i < FINGERPRINTS; i++)
        assert_int_equal(seen_find(&seen, fingerprint_at(i)), (i % 3 == 2 ? i - 2 : i) + 1);
    for (uint64_t i = FINGERPRINTS; i < FINGERPRINTS + 1000; i++)
        assert_int_equal(seen_find(&seen, fingerprint_at(i - i % 3)),
                         i - i % 3 < FINGERPRINTS ? i - i % 3 + 1 : (uint64_t)SEEN_NEW);
    seen_finish(&seen);
}

/* Fingerprints that all want the same slots: one run, given upwards, downwards, mixed. */
static uint64_t crowded(unsigned shape, uint64_t i, uint64_t count)
{
    uint64_t turn = i % 2 == 0 ? i / 2 : count - 1 - i / 2;

    switch (shape) {
    case 0:
        return i;
    case 1:
        return count - 1 - i;
    case 2:
        return UINT64_MAX - i;
    case 3:
        return UINT64_MAX - (count - 1) + i;
    case 4:
        return ((uint64_t)1 << 63) + turn;
    default:
        return i % 2 == 0 ? turn : UINT64_MAX - turn;
    }
}

static void crowded_fingerprints_are_kept_apart(void **state)
{
    enum { COUNT = 5000 };

    (void)state;
    for (unsigned shape = 0; shape < 6; shape++) {
        struct seen seen = { 0 };

        for (uint64_t i = 0; i < COUNT; i++)
            assert_int_equal(seen_add(&seen, crowded(shape, i, COUNT), i + 1), SEEN_NEW);
        for (uint64_t i = 0; i < COUNT; i++)
            assert_int_equal(seen_add(&seen, crowded(shape, i, COUNT), 99), i + 1);
        assert_int_equal(seen.count, COUNT);
        seen_finish(&seen);
    }
}

static void the_outermost_values_are_ordinary(void **state)
{
    struct seen seen = { 0 };
    uint64_t last_place = ((uint64_t)1 << 40) - 1;

    (void)state;
    assert_int_equal(seen_add(&seen, 0, 1), SEEN_NEW);
    assert_int_equal(seen_add(&seen, UINT64_MAX, last_place), SEEN_NEW);
    for (uint64_t i = 1; i < 3000; i++)
        assert_int_equal(seen_add(&seen, i << 50, i), SEEN_NEW);
    assert_int_equal(seen_find(&seen, 0), 1);
    assert_int_equal(seen_find(&seen, UINT64_MAX), last_place);
    assert_int_equal(seen_find(&seen, 1), SEEN_NEW);
    assert_int_equal(seen_find(&seen, UINT64_MAX - 1), SEEN_NEW);
    seen_finish(&seen);
}

static void arena_memory_is_zeroed_and_aligned(void **state)
{
    static const size_t sizes[] = { 1, 15, 16, 17, 4096, 65536, 65537, 200000, 1, 0, 3 };
    struct arena arena = { 0 };

    (void)state;
    for (unsigned round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT_OF(sizes) * 20; i++) {
            size_t size = sizes[i % COUNT_OF(sizes)];
            unsigned char *memory = arena_alloc(&arena, size);

            assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
            for (size_t at = 0; at < size; at++)
                assert_int_equal(memory[at], 0);
            memset(memory, 0xaa, size);
        }
        arena_reset(&arena);
    }
    arena_finish(&arena);
    arena_finish(&arena);
}

static void arena_texts_end_with_a_nul(void **state)
{
    struct arena arena = { 0 };
    struct cl_text text = arena_text(&arena, "abc", 2);
    struct cl_text empty = arena_text(&arena, NULL, 0);
    static char wide[3000];

    (void)state;
    assert_text(text, "ab");
    assert_int_equal(text.data[2], '\0');
    assert_non_null(empty.data);
    assert_int_equal(empty.length, 0);
    assert_text(arena_format(&arena, "%d-%s", 7, "x"), "7-x");
    memset(wide, 'w', sizeof(wide) - 1);
    assert_int_equal(arena_format(&arena, "%s", wide).length, sizeof(wide) - 1);
    arena_finish(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_map_finds_its_keys),
        cmocka_unit_test(a_million_fingerprints_keep_their_places),
        cmocka_unit_test(crowded_fingerprints_are_kept_apart),
        cmocka_unit_test(the_outermost_values_are_ordinary),
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena_texts_end_with_a_nul),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
