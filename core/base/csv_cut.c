/* csv_cut.c - see csv_cut.h. */
#include "csv_cut.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* One bit for each of 64 bytes. */
struct masks {
    uint64_t delimiters, quotes, line_ends, odd;
};

/* Bit i is the parity of the bits up to i: set from each opening quote to the byte before
 * its closing one. */
static inline uint64_t prefix_xor(uint64_t bits)
{
    for (unsigned by = 1; by < 64; by *= 2)
        bits ^= bits << by;
    return bits;
}

/* Physical line ends among marked bytes: LF, CR LF, CR. */
static inline uint32_t count_breaks(const char *text, uint64_t marks)
{
    uint32_t count = 0;

    for (; marks != 0; marks &= marks - 1) {
        const char *at = text + __builtin_ctzll(marks);

        count += *at == '\n' || at[1] != '\n';
    }
    return count;
}

/* How many of the first `count` ends are less than `place`. */
static inline uint32_t ends_below(const uint32_t *ends, uint32_t count, size_t place)
{
    uint32_t low = 0;

    while (low < count) {
        uint32_t middle = low + (count - low) / 2;

        if (ends[middle] < place)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

static inline void masks_plain(const char *text, char delimiter, struct masks *masks)
{
    *masks = (struct masks){ 0 };
    for (unsigned i = 0; i < 64; i++) {
        unsigned char byte = (unsigned char)text[i];
        uint64_t bit = UINT64_C(1) << i;

        masks->delimiters |= text[i] == delimiter ? bit : 0;
        masks->quotes |= byte == '"' ? bit : 0;
        masks->line_ends |= byte == '\n' || byte == '\r' ? bit : 0;
        masks->odd |=
            (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte > 0x7e ? bit : 0;
    }
}

/* A bit for each of 64 bytes that are the same. */
static inline uint64_t same_plain(const char *a, const char *b)
{
    uint64_t same = 0;

    for (unsigned i = 0; i < 64; i++)
        same |= (uint64_t)(a[i] == b[i]) << i;
    return same;
}

#define CUT_PASTE(name, suffix) name##suffix
#define CUT_JOIN(name, suffix)  CUT_PASTE(name, suffix)

#define CUT_NAME                cut_plain
#define CUT_TARGET
#define CUT_MASKS masks_plain
#define CUT_SAME  same_plain
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_TARGET
#undef CUT_MASKS
#undef CUT_SAME

#if defined(__x86_64__)

/* Every x86-64 has these. What is no printable ASCII character is rare: only where there is
 * some is it looked at closely. One more than a byte, signed, is 0x20 or less for a control
 * character, and for all from 0x7f on. */
static inline uint64_t equal_sse2(const char *text, char byte)
{
    uint64_t equal = 0;

    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));

        equal |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)))
                 << i;
    }
    return equal;
}

static inline uint64_t unprintable_sse2(const char *text)
{
    uint64_t found = 0;

    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        __m128i more = _mm_add_epi8(bytes, _mm_set1_epi8(1));

        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(more, _mm_set1_epi8(0x21)))
                 << i;
    }
    return found;
}

static inline void masks_sse2(const char *text, char delimiter, struct masks *masks)
{
    uint64_t unprintable = unprintable_sse2(text);

    *masks = (struct masks){ .delimiters = equal_sse2(text, delimiter),
                             .quotes = equal_sse2(text, '"') };
    if (unprintable == 0)
        return;
    masks->line_ends = equal_sse2(text, '\n') | equal_sse2(text, '\r');
    masks->odd = unprintable & ~masks->line_ends;
    if (masks->odd != 0)
        masks->odd &= ~equal_sse2(text, '\t');
}

static inline uint64_t same_sse2(const char *a, const char *b)
{
    uint64_t same = 0;

    for (unsigned i = 0; i < 64; i += 16) {
        __m128i of_a = _mm_loadu_si128((const __m128i *)(const void *)(a + i));
        __m128i of_b = _mm_loadu_si128((const __m128i *)(const void *)(b + i));

        same |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(of_a, of_b)) << i;
    }
    return same;
}

#define CUT_NAME cut_sse2
#define CUT_TARGET
#define CUT_MASKS masks_sse2
#define CUT_SAME  same_sse2
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_TARGET
#undef CUT_MASKS
#undef CUT_SAME

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t equal_avx2(const char *text, char byte)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));
    __m256i wanted = _mm256_set1_epi8(byte);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

AVX2 static inline uint64_t unprintable_avx2(const char *text)
{
    __m256i one = _mm256_set1_epi8(1);
    __m256i bound = _mm256_set1_epi8(0x21);
    __m256i low = _mm256_add_epi8(_mm256_loadu_si256((const __m256i *)(const void *)text), one);
    __m256i high =
        _mm256_add_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(text + 32)), one);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(bound, low)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(bound, high)) << 32;
}

AVX2 static inline void masks_avx2(const char *text, char delimiter, struct masks *masks)
{
    uint64_t unprintable = unprintable_avx2(text);

    *masks = (struct masks){ .delimiters = equal_avx2(text, delimiter),
                             .quotes = equal_avx2(text, '"') };
    if (unprintable == 0)
        return;
    masks->line_ends = equal_avx2(text, '\n') | equal_avx2(text, '\r');
    masks->odd = unprintable & ~masks->line_ends;
    if (masks->odd != 0)
        masks->odd &= ~equal_avx2(text, '\t');
}

AVX2 static inline uint64_t same_avx2(const char *a, const char *b)
{
    uint64_t same = 0;

    for (unsigned i = 0; i < 64; i += 32) {
        __m256i of_a = _mm256_loadu_si256((const __m256i *)(const void *)(a + i));
        __m256i of_b = _mm256_loadu_si256((const __m256i *)(const void *)(b + i));

        same |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(of_a, of_b)) << i;
    }
    return same;
}

#define CUT_NAME   cut_avx2
#define CUT_TARGET AVX2
#define CUT_MASKS  masks_avx2
#define CUT_SAME   same_avx2
#include "csv_cut_body.h"

csv_cut_function *csv_cut_choice(size_t index)
{
    static csv_cut_function *const choices[] = { cut_avx2, cut_sse2, cut_plain, NULL };
    bool newer = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                 __builtin_cpu_supports("popcnt");

    return choices[index + (newer ? 0 : 1)];
}

#else

csv_cut_function *csv_cut_choice(size_t index)
{
    return index == 0 ? cut_plain : NULL;
}

#endif
