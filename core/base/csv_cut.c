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

#define CUT_NAME                csv_cut_plain
#define CUT_LINKAGE
#define CUT_TARGET
#define CUT_MASKS masks_plain
#define CUT_SAME  same_plain
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_LINKAGE
#undef CUT_TARGET
#undef CUT_MASKS
#undef CUT_SAME

#if defined(__x86_64__)

/* Every x86-64 has these. Signed comparisons: bytes past 0x7f are negative, and so less
 * than a blank, as control characters are. */
static inline void masks_sse2(const char *text, char delimiter, struct masks *masks)
{
    *masks = (struct masks){ 0 };
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        __m128i lf = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
        __m128i cr = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'));
        __m128i tab = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t'));
        __m128i del = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));
        __m128i ends = _mm_or_si128(lf, cr);
        __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
        __m128i odd = _mm_or_si128(_mm_andnot_si128(_mm_or_si128(ends, tab), low), del);

        masks->delimiters |=
            (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)))
            << i;
        masks->quotes |=
            (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))) << i;
        masks->line_ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(ends) << i;
        masks->odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(odd) << i;
    }
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

#define CUT_NAME    cut_sse2
#define CUT_LINKAGE static
#define CUT_TARGET
#define CUT_MASKS masks_sse2
#define CUT_SAME  same_sse2
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_LINKAGE
#undef CUT_TARGET
#undef CUT_MASKS
#undef CUT_SAME

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline void masks_avx2(const char *text, char delimiter, struct masks *masks)
{
    *masks = (struct masks){ 0 };
    for (unsigned i = 0; i < 64; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(text + i));
        __m256i lf = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
        __m256i cr = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\r'));
        __m256i tab = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\t'));
        __m256i del = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7f));
        __m256i ends = _mm256_or_si256(lf, cr);
        __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(' '), bytes);
        __m256i odd = _mm256_or_si256(_mm256_andnot_si256(_mm256_or_si256(ends, tab), low), del);

        masks->delimiters |= (uint64_t)(uint32_t)_mm256_movemask_epi8(
                                 _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(delimiter)))
                             << i;
        masks->quotes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(
                             _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')))
                         << i;
        masks->line_ends |= (uint64_t)(uint32_t)_mm256_movemask_epi8(ends) << i;
        masks->odd |= (uint64_t)(uint32_t)_mm256_movemask_epi8(odd) << i;
    }
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

#define CUT_NAME    cut_avx2
#define CUT_LINKAGE static
#define CUT_TARGET  AVX2
#define CUT_MASKS   masks_avx2
#define CUT_SAME    same_avx2
#include "csv_cut_body.h"

csv_cut_function *csv_cut_best(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                   __builtin_cpu_supports("popcnt")
               ? cut_avx2
               : cut_sse2;
}

#else

csv_cut_function *csv_cut_best(void)
{
    return csv_cut_plain;
}

#endif
