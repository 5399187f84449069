/* csv_cut_body.h - the loops of csv_cut.c, once for each set of instructions.
 *
 * CUT_NAME, CUT_TARGET, CUT_UNUSUAL, CUT_MASKS, CUT_SAME and CUT_PARITY are defined by who
 * includes it, once a set. */

/* Leading bytes of `text` that are those of `before`, up to `most`. */
CUT_TARGET static inline size_t CUT_JOIN(CUT_NAME, _bytes)(const char *text, const char *before,
                                                           size_t most)
{
    for (size_t at = 0; at < most; at += 64) {
        uint64_t differing = ~CUT_SAME(text + at, before + at);

        if (differing != 0) {
            size_t same = at + (size_t)__builtin_ctzll(differing);

            return same < most ? same : most;
        }
    }
    return most;
}

/* Leading fields that are the same as in the record before: behind them the cutting begins. */
CUT_TARGET static inline uint32_t CUT_JOIN(CUT_NAME, _fields)(const char *text, size_t size,
                                                              struct csv_cut *cut)
{
    size_t same;

    if (cut->before == NULL || cut->leading == 0)
        return 0;
    same = cut->ends[cut->leading - 1] + (size_t)1;
    same = CUT_JOIN(CUT_NAME, _bytes)(text, cut->before, same < size ? same : size);
    return ends_before(cut, same);
}

/* From a chunk at `at` on, in which something unusual stands: `next` is where the end of the
 * next field is noted. */
CUT_TARGET static __attribute__((noinline)) bool
CUT_JOIN(CUT_NAME, _any)(const char *text, size_t size, char delimiter, struct csv_cut *cut,
                         size_t at, uint32_t *next)
{
    const uint32_t *const most = cut->ends + CSV_CUT_ENDS - 64;
    const uint32_t *enough = cut->ends + cut->wanted;
    struct quoting quoting = { .begins = at == 0 || (next != cut->ends && next[-1] + 1 == at) };
    uint64_t odd = 0;

    for (; at < size; at += 64) {
        struct masks masks;
        uint64_t quoted = quoting.inside;
        uint64_t line_end;
        uint64_t before;
        uint64_t left; /* delimiters outside quotes, and the line end */

        CUT_MASKS(text + at, delimiter, &masks);
        if (masks.quotes != 0)
            quoted ^= CUT_PARITY(masks.quotes);
        line_end = masks.line_ends & ~quoted;
        before = line_end ^ (line_end - 1); /* up to the line end, and with it */
        left = ((masks.delimiters & ~quoted) | line_end) & before;
        odd |= masks.odd & before;
        if (((masks.quotes & before) | quoting.inside | quoting.closed) != 0) {
            const struct chunk chunk = {
                .text = text + at,
                .next = next,
                .quotes = masks.quotes & before,
                .quoted = quoted & before,
                .breaks = masks.line_ends & quoted & before,
                .left = left,
            };

            take_quotes(cut, &quoting, &chunk);
            enough = most;
        }
        quoting.begins = left >> 63;
        next = note(next, enough, (uint32_t)at, left);
        if (line_end != 0) {
            cut->odd |= odd != 0;
            return finish(cut, next, cut->loose ? 0 : cut->leading) && cut->length < size;
        }
        if (next > most)
            return false;
    }
    return false;
}

CUT_TARGET static bool CUT_NAME(const char *text, size_t size, char delimiter, struct csv_cut *cut)
{
    uint32_t same = CUT_JOIN(CUT_NAME, _fields)(text, size, cut);
    const uint32_t *const enough = cut->ends + cut->wanted;
    const uint32_t *const most = cut->ends + CSV_CUT_ENDS - 64;
    uint32_t *next = cut->ends + same;

    start(cut, same);
    for (size_t at = same != 0 ? next[-1] + (size_t)1 : 0; at < size; at += 64) {
        uint64_t delimiters;
        uint64_t unusual = CUT_UNUSUAL(text + at, delimiter, &delimiters);

        if (unusual != 0) {
            uint64_t first = unusual & (0 - unusual);
            char byte = text[at + (size_t)__builtin_ctzll(unusual)];

            if (byte != '\n' && byte != '\r')
                return CUT_JOIN(CUT_NAME, _any)(text, size, delimiter, cut, at, next);
            delimiters = (delimiters & (first - 1)) | first;
        }
        next = note(next, enough, (uint32_t)at, delimiters);
        if (unusual != 0)
            return finish(cut, next, cut->leading) && cut->length < size;
        if (next > most)
            return false;
    }
    return false;
}
