/* test_source_unpack.c - gzip and Zstandard data: whole, in several parts, cut at every byte. */
#include "temporary_input.h"

#include "source/input.h"

#include <zlib.h>
#include <zstd.h>

enum { ROOM = 4096 };

static const char text[] = "session_id,code,minutes\nS1,97110,30\nS2,97140,15\n";

struct packed {
    char bytes[ROOM];
    size_t length;
};

static void add_gzip(struct packed *out, const char *bytes, size_t count)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)count };

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_out = (Bytef *)out->bytes + out->length;
    stream.avail_out = (uInt)(ROOM - out->length);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->length += stream.total_out;
    (void)deflateEnd(&stream);
}

static void add_zstd(struct packed *out, const char *bytes, size_t count)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    size_t length;

    (void)ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    length = ZSTD_compress2(context, out->bytes + out->length, ROOM - out->length, bytes, count);
    assert_false(ZSTD_isError(length));
    out->length += length;
    (void)ZSTD_freeCCtx(context);
}

typedef void adder(struct packed *out, const char *bytes, size_t count);

static adder *const adders[] = { add_gzip, add_zstd };

/* The text that a file or a pipe gives, read by `size`; -1 where it is refused. */
static ssize_t read_all(struct cl_text bytes, size_t chunk, size_t size, char out[ROOM],
                        struct problem *problem)
{
    struct temporary_input file;
    struct input *input;
    ssize_t count = -1;
    size_t used = 0;

    *problem = (struct problem){ 0 };
    temporary_input_make(&file, bytes, chunk);
    if (input_open(&input, file.path, problem) == 0) {
        while ((count = input_read(input, out + used, size, problem)) > 0)
            used += (size_t)count;
        if (count == 0)
            assert_int_equal(input_read(input, out + used, size, problem), 0);
        input_close(input);
    }
    temporary_input_remove(&file);
    return count < 0 ? -1 : (ssize_t)used;
}

static void assert_gives(const struct packed *packed, size_t chunk, const char *expected)
{
    struct problem problem;
    char out[ROOM];

    for (size_t size = 64; size < 128; size += 21) {
        ssize_t count =
            read_all((struct cl_text){ packed->bytes, packed->length }, chunk, size, out, &problem);

        if (count != (ssize_t)strlen(expected) || memcmp(out, expected, (size_t)count) != 0)
            fail_msg("%zd bytes: %s", count, problem.text);
    }
}

static void parts_make_one_text(void **state)
{
    size_t length = strlen(text);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(adders); i++) {
        for (size_t cut = 0; cut <= length; cut += 7) {
            struct packed packed = { .length = 0 };

            adders[i](&packed, text, cut);
            adders[i](&packed, "", 0);
            adders[i](&packed, text + cut, length - cut);
            assert_gives(&packed, 0, text);
            if (cut % 21 == 0)
                assert_gives(&packed, 1, text);
        }
    }
}

static void cut_at_every_byte(void **state)
{
    size_t length = strlen(text);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(adders); i++) {
        struct packed packed = { .length = 0 };
        size_t first;

        adders[i](&packed, text, length / 2);
        first = packed.length;
        adders[i](&packed, text + length / 2, length - length / 2);
        for (size_t cut = i == 0 ? 2 : 4; cut < packed.length; cut++) {
            struct problem problem;
            char out[ROOM];
            ssize_t count = read_all((struct cl_text){ packed.bytes, cut }, 0, 100, out, &problem);

            /* Between its parts it is whole, as far as anybody can tell. */
            if (cut == first ? count != (ssize_t)(length / 2) : count != -1)
                fail_msg("cut at %zu of %zu: %zd bytes", cut, packed.length, count);
            if (cut != first)
                assert_int_equal(problem.status, EXIT_FAILED);
        }
    }
}

/* A changed byte is told, or stands where it means nothing (a header's time, say). */
static void every_bit_changed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(adders); i++) {
        struct packed packed = { .length = 0 };

        adders[i](&packed, text, strlen(text));
        for (size_t bit = i == 0 ? 16 : 32; bit < 8 * packed.length; bit++) {
            struct problem problem;
            char out[ROOM];
            ssize_t count;

            packed.bytes[bit / 8] ^= (char)(1 << bit % 8);
            count =
                read_all((struct cl_text){ packed.bytes, packed.length }, 0, 1000, out, &problem);
            if (count != -1 &&
                (count != (ssize_t)strlen(text) || memcmp(out, text, (size_t)count) != 0))
                fail_msg("bit %zu: %zd bytes", bit, count);
            packed.bytes[bit / 8] ^= (char)(1 << bit % 8);
        }
    }
}

static void counts_are_those_of_the_file(void **state)
{
    struct packed packed = { .length = 0 };
    struct temporary_input file;
    struct problem problem = { 0 };
    struct input *input;
    char out[ROOM];

    (void)state;
    add_gzip(&packed, text, strlen(text));
    temporary_input_make(&file, (struct cl_text){ packed.bytes, packed.length }, 0);
    assert_int_equal(input_open(&input, file.path, &problem), 0);
    while (input_read(input, out, sizeof(out), &problem) > 0)
        ;
    assert_int_equal(input_facts(input).bytes, packed.length);
    assert_int_equal(input_facts(input).text_bytes, strlen(text));
    assert_int_equal(input_line(input, 7), 7);
    input_close(input);
    temporary_input_remove(&file);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_make_one_text),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(every_bit_changed),
        cmocka_unit_test(counts_are_those_of_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
