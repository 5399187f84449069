/* test_dispatch_wire.c - records that cross from one process to another arrive whole, or not at
 * all. */
#include "unit.h"

#include "dispatch/wire.h"

#include <claimline/facts.h>

#include <stdlib.h>

static void cover(char *covered, uint32_t offset, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        assert_int_equal(covered[offset + i], 0); /* no field stands twice */
        covered[offset + i] = 1;
    }
}

/* Every byte of the record, and of those it leads to, is of a row or of its size. */
static void assert_complete(const struct wire_record *record)
{
    char *covered = calloc(1, record->size);

    assert_non_null(covered);
    cover(covered, 0, sizeof(size_t));
    for (size_t i = 0; i < record->count; i++) {
        const struct wire_row *row = &record->rows[i];

        cover(covered, row->offset, row->size);
        if (row->kind == WIRE_TEXTS || row->kind == WIRE_ARRAY)
            cover(covered, row->count, sizeof(uint32_t));
        if (row->kind == WIRE_ARRAY)
            cover(covered, row->stride, sizeof(uint32_t));
        if (row->of != NULL)
            assert_complete(row->of);
    }
    for (size_t i = 0; i < record->size; i++) {
        if (!covered[i])
            fail_msg("byte %zu of a record of %zu is in no row", i, record->size);
    }
    free(covered);
}

static void no_field_is_forgotten(void **state)
{
    (void)state;
    assert_complete(&wire_claim);
    assert_complete(&wire_job);
    assert_complete(&wire_totals);
    assert_complete(&wire_chunk);
}

/* A claim with another text in each field, made of the table itself. */
static uint32_t texts;
static char names[512][8];

static struct cl_text next_text(void)
{
    char *name = names[texts % 512];

    (void)snprintf(name, sizeof(names[0]), "t%u", (unsigned)texts++);
    return (struct cl_text){ name, strlen(name) };
}

static void fill(const struct wire_record *record, char *data, struct arena *arena)
{
    memcpy(data, &record->size, sizeof(record->size));
    for (size_t i = 0; i < record->count; i++) {
        const struct wire_row *row = &record->rows[i];
        uint32_t count = row->kind == WIRE_TEXT    ? row->size / (uint32_t)sizeof(struct cl_text)
                         : row->kind == WIRE_PARTY ? 1
                                                   : 3;
        size_t size = row->of != NULL ? row->of->size : sizeof(struct cl_text);
        uint32_t stride = (uint32_t)size;
        char *items = row->kind == WIRE_TEXT ? data + row->offset
                                             : (char *)arena_alloc_array(arena, count, size);

        if (row->kind == WIRE_PLAIN) {
            memset(data + row->offset, (int)(i + 1), row->size);
            continue;
        }
        for (uint32_t k = 0; k < count; k++) {
            struct cl_text text = row->of == NULL ? next_text() : (struct cl_text){ "", 0 };

            if (row->of != NULL)
                fill(row->of, items + k * size, arena);
            else
                memcpy(items + k * size, &text, sizeof(text));
        }
        if (row->kind == WIRE_TEXT)
            continue;
        memcpy(data + row->offset, &items, sizeof(items));
        if (row->kind != WIRE_PARTY)
            memcpy(data + row->count, &count, sizeof(count));
        if (row->kind == WIRE_ARRAY)
            memcpy(data + row->stride, &stride, sizeof(stride));
    }
}

static struct cl_claim *made(struct arena *arena)
{
    struct cl_claim *claim = arena_alloc(arena, sizeof(*claim));

    texts = 0;
    fill(&wire_claim, (char *)claim, arena);
    return claim;
}

/* Compared by the table of facts, which knows nothing of how they came here. */
static void claims_arrive_as_they_were(void **state)
{
    struct arena arena = { 0 };
    struct wire_out out = { 0 };
    struct cl_claim *claim = made(&arena);
    struct cl_claim arrived;
    struct wire_in in;

    (void)state;
    wire_put_record(&out, &wire_claim, claim);
    in = (struct wire_in){ out.bytes, out.length, false };
    wire_take_record(&in, &wire_claim, &arrived, &arena);
    assert_true(wire_done(&in));
    assert_int_equal(arrived.size, sizeof(arrived));
    assert_int_equal(arrived.line_count, 3);
    assert_int_equal(arrived.diagnosis_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct cl_line *line = cl_claim_line(claim, i);
        const struct cl_line *other = cl_claim_line(&arrived, i);

        assert_int_equal(other->size, sizeof(*other));
        assert_string_equal(arrived.diagnoses[i].data, claim->diagnoses[i].data);
        assert_memory_equal(other->pointers, line->pointers, sizeof(line->pointers));
        for (size_t k = 0; k < CL_FACT_COUNT; k++) {
            char scratch[CL_SCRATCH];
            char other_scratch[CL_SCRATCH];
            const struct cl_fact *fact = &cl_facts[k];

            if (fact->kind == CL_FACT_POINTERS || fact->kind == CL_FACT_DIAGNOSES)
                continue;
            assert_string_equal(cl_fact_text(fact, &arrived, other, other_scratch).data,
                                cl_fact_text(fact, claim, line, scratch).data);
        }
    }
    wire_finish(&out);
    arena_finish(&arena);
}

static void what_is_cut_short_is_bad(void **state)
{
    struct arena arena = { 0 };
    struct wire_out out = { 0 };

    (void)state;
    wire_put_record(&out, &wire_claim, made(&arena));
    for (size_t length = 0; length < out.length; length++) {
        char *part = malloc(length + 1);
        struct cl_claim arrived;
        struct wire_in in = { part, length, false };

        assert_non_null(part);
        memcpy(part, out.bytes, length);
        wire_take_record(&in, &wire_claim, &arrived, &arena);
        assert_true(in.bad);
        free(part);
    }
    wire_finish(&out);
    arena_finish(&arena);
}

/* Lengths and counts that promise more than there is. */
static void lies_are_bad(void **state)
{
    struct arena arena = { 0 };
    struct wire_out out = { 0 };

    (void)state;
    wire_put_record(&out, &wire_claim, made(&arena));
    for (size_t at = 0; at + 4 <= out.length; at++) {
        char kept[4];
        struct cl_claim arrived;
        struct wire_in in = { out.bytes, out.length, false };

        memcpy(kept, out.bytes + at, sizeof(kept));
        memset(out.bytes + at, 0xff, sizeof(kept));
        wire_take_record(&in, &wire_claim, &arrived, &arena);
        memcpy(out.bytes + at, kept, sizeof(kept));
    }
    wire_finish(&out);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_field_is_forgotten),
        cmocka_unit_test(claims_arrive_as_they_were),
        cmocka_unit_test(what_is_cut_short_is_bad),
        cmocka_unit_test(lies_are_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
