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
static inline uint64_t parity_plain(uint64_t bits)
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

/* How many of the leading fields end before `place`. Mostly as many as the last time: all of
 * the session's fields, or none at the first row of one. */
static inline uint32_t ends_before(struct csv_cut *cut, size_t place)
{
    const uint32_t *ends = cut->ends;
    uint32_t high = cut->leading;
    uint32_t low = cut->usual < high ? cut->usual : high;

    if (ends[0] >= place)
        return 0;
    if (low != 0 && ends[low - 1] < place && (low == high || ends[low] >= place))
        return low;
    for (low = 1; low < high;) {
        uint32_t middle = low + (high - low) / 2;

        if (ends[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    cut->usual = low;
    return low;
}

/* The first `same` fields are known. */
static inline void start(struct csv_cut *cut, uint32_t same)
{
    if (same == 0)
        cut->odd = false;
    if (same <= cut->plain) /* none of them has quotes */
        cut->plain = UINT32_MAX;
    if (same <= cut->single)
        cut->single = UINT32_MAX;
    cut->same = same;
    cut->unsure = UINT32_MAX;
    cut->leading = cut->wanted;
    cut->breaks = 0;
    cut->loose = false;
}

/* Notes where fields end: bits of the bytes from `at` on. Returns the place for the next. At
 * `enough` places only the last one of them is, where a field with quotes may begin. */
static inline uint32_t *note(uint32_t *next, const uint32_t *enough, uint32_t at, uint64_t left)
{
    if (next < enough) {
        for (; left != 0; left &= left - 1)
            *next++ = at + (uint32_t)__builtin_ctzll(left);
    } else if (left != 0) {
        next += __builtin_popcountll(left);
        next[-1] = at + 63 - (uint32_t)__builtin_clzll(left);
    }
    return next;
}

/* The last field has ended. False: there are too many. */
static inline bool finish(struct csv_cut *cut, const uint32_t *next, uint32_t leading)
{
    uint32_t count = (uint32_t)(next - cut->ends);

    cut->count = count;
    cut->length = next[-1];
    if (cut->plain > count)
        cut->plain = count;
    cut->leading = leading < count ? leading : count - 1;
    return count <= CSV_CUT_ENDS - 64;
}

/* How a chunk begins. */
struct quoting {
    uint64_t inside; /* all ones: within quotes */
    uint64_t closed; /* 1: right behind a closing quote, or the first of two */
    uint64_t begins; /* 1: with a field */
};

/* A chunk with quotes in it, or that begins so; up to the record's line end. */
struct chunk {
    const char *text;
    const uint32_t *next; /* behind the ends noted before it */
    uint64_t quotes;
    uint64_t quoted; /* bytes within quotes, the opening ones included */
    uint64_t breaks; /* line ends within quotes */
    uint64_t left;   /* where fields end */
};

/* No more than the fields that have ended before the first of the marks. */
static inline void lessen(uint32_t *fields, const struct csv_cut *cut, const struct chunk *chunk,
                          uint64_t marks)
{
    uint64_t before = (marks & (0 - marks)) - 1;
    uint32_t count =
        (uint32_t)(chunk->next - cut->ends) + (uint32_t)__builtin_popcountll(chunk->left & before);

    if (*fields > count)
        *fields = count;
}

static inline void take_quotes(struct csv_cut *cut, struct quoting *quoting,
                               const struct chunk *chunk)
{
    uint64_t opening = chunk->quotes & chunk->quoted;
    uint64_t closing = chunk->quotes & ~chunk->quoted;
    uint64_t begins = chunk->left << 1 | quoting->begins;
    uint64_t behind = closing << 1 | quoting->closed;

    if (cut->unsure == UINT32_MAX) {
        lessen(&cut->unsure, cut, chunk, chunk->quotes);
        lessen(&cut->plain, cut, chunk, chunk->quotes);
    }
    if ((behind & opening) != 0 && cut->single == UINT32_MAX)
        lessen(&cut->single, cut, chunk, behind & opening);
    if (((opening & ~(begins | behind)) | (behind & ~(chunk->left | opening))) != 0)
        cut->loose = true;
    if (chunk->breaks != 0) {
        lessen(&cut->leading, cut, chunk, chunk->breaks);
        cut->breaks += count_breaks(chunk->text, chunk->breaks);
    }
    quoting->inside = 0 - (chunk->quoted >> 63);
    quoting->closed = closing >> 63;
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

/* The delimiters, and those bytes that are quotes or no printable ASCII characters. */
static inline uint64_t unusual_plain(const char *text, char delimiter, uint64_t *delimiters)
{
    struct masks masks;

    masks_plain(text, delimiter, &masks);
    *delimiters = masks.delimiters;
    return masks.quotes | masks.line_ends | masks.odd;
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
#define CUT_UNUSUAL unusual_plain
#define CUT_MASKS   masks_plain
#define CUT_SAME    same_plain
#define CUT_PARITY  parity_plain
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_TARGET
#undef CUT_UNUSUAL
#undef CUT_MASKS
#undef CUT_SAME
#undef CUT_PARITY

#if defined(__x86_64__)

/* Every x86-64 has these. A byte more than PRINTABLE_BY is signed: PRINTABLE_MOST or less for
 * 0x20 to 0x7e. */
#define PRINTABLE_BY   0x60
#define PRINTABLE_MOST (0x7e + PRINTABLE_BY - 0x100)

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

static inline __m128i unprintable_16(__m128i bytes)
{
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(PRINTABLE_BY)),
                          _mm_set1_epi8(PRINTABLE_MOST));
}

static inline uint64_t unprintable_sse2(const char *text)
{
    uint64_t found = 0;

    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));

        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(unprintable_16(bytes)) << i;
    }
    return found;
}

static inline uint64_t unusual_sse2(const char *text, char delimiter, uint64_t *delimiters)
{
    uint64_t found = 0;

    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
        __m128i unusual = _mm_or_si128(quotes, unprintable_16(bytes));

        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(unusual) << i;
    }
    *delimiters = equal_sse2(text, delimiter);
    return found;
}

static inline void masks_sse2(const char *text, char delimiter, struct masks *masks)
{
    masks->delimiters = equal_sse2(text, delimiter);
    masks->quotes = equal_sse2(text, '"');
    masks->line_ends = equal_sse2(text, '\n') | equal_sse2(text, '\r');
    masks->odd = unprintable_sse2(text) & ~masks->line_ends;
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
#define CUT_UNUSUAL unusual_sse2
#define CUT_MASKS   masks_sse2
#define CUT_SAME    same_sse2
#define CUT_PARITY  parity_plain
#include "csv_cut_body.h"
#undef CUT_NAME
#undef CUT_TARGET
#undef CUT_UNUSUAL
#undef CUT_MASKS
#undef CUT_SAME
#undef CUT_PARITY

#define AVX2 __attribute__((target("avx2,bmi,popcnt,pclmul")))

AVX2 static inline uint64_t equal_avx2(const char *text, char byte)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));
    __m256i wanted = _mm256_set1_epi8(byte);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

AVX2 static inline __m256i unprintable_32(__m256i bytes)
{
    return _mm256_cmpgt_epi8(_mm256_add_epi8(bytes, _mm256_set1_epi8(PRINTABLE_BY)),
                             _mm256_set1_epi8(PRINTABLE_MOST));
}

AVX2 static inline uint64_t both_avx2(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

AVX2 static inline uint64_t unprintable_avx2(const char *text)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));

    return both_avx2(unprintable_32(low), unprintable_32(high));
}

AVX2 static inline uint64_t unusual_avx2(const char *text, char delimiter, uint64_t *delimiters)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(text + 32));
    __m256i quote = _mm256_set1_epi8('"');

    *delimiters = equal_avx2(text, delimiter);
    return both_avx2(_mm256_or_si256(_mm256_cmpeq_epi8(low, quote), unprintable_32(low)),
                     _mm256_or_si256(_mm256_cmpeq_epi8(high, quote), unprintable_32(high)));
}

AVX2 static inline void masks_avx2(const char *text, char delimiter, struct masks *masks)
{
    masks->delimiters = equal_avx2(text, delimiter);
    masks->quotes = equal_avx2(text, '"');
    masks->line_ends = equal_avx2(text, '\n') | equal_avx2(text, '\r');
    masks->odd = unprintable_avx2(text) & ~masks->line_ends;
    if (masks->odd != 0)
        masks->odd &= ~equal_avx2(text, '\t');
}

/* Times all ones, without carrying. */
AVX2 static inline uint64_t parity_avx2(uint64_t bits)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8(-1), 0);

    return (uint64_t)_mm_cvtsi128_si64(product);
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
#define CUT_TARGET  AVX2
#define CUT_UNUSUAL unusual_avx2
#define CUT_MASKS   masks_avx2
#define CUT_SAME    same_avx2
#define CUT_PARITY  parity_avx2
#include "csv_cut_body.h"

csv_cut_function *csv_cut_choice(size_t index)
{
    static csv_cut_function *const choices[] = { cut_avx2, cut_sse2, cut_plain, NULL };
    bool newer = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                 __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");

    return choices[index + (newer ? 0 : 1)];
}

#else

csv_cut_function *csv_cut_choice(size_t index)
{
    return index == 0 ? cut_plain : NULL;
}

#endif
