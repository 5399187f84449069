/* csv_cut_body.h - the loop of csv_cut.c, once for each set of instructions.
 *
 * CUT_NAME, CUT_TARGET, CUT_MASKS and CUT_SAME are defined by who includes it, once a
 * set. */

/* Leading bytes of `text` that are those of cut->before, up to `most`. */
CUT_TARGET static inline size_t CUT_JOIN(CUT_NAME, _same)(const char *text, const char *before,
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

/* Where the cutting begins: behind the fields that are the same as in the record before. */
CUT_TARGET static inline size_t CUT_JOIN(CUT_NAME, _begin)(const char *text, size_t size,
                                                           struct csv_cut *cut)
{
    uint32_t plain;
    uint32_t count;
    size_t same;

    if (cut->before == NULL)
        return 0;
    plain = cut->plain < cut->count ? cut->plain : cut->count - 1; /* not the last one */
    if (plain > cut->wanted)
        plain = cut->wanted;
    if (plain == 0)
        return 0;
    count = cut->same < plain ? cut->same : plain;
    same = cut->ends[plain - 1] + (size_t)1;
    same = CUT_JOIN(CUT_NAME, _same)(text, cut->before, same < size ? same : size);
    if ((count < plain && cut->ends[count] < same) || (count > 0 && cut->ends[count - 1] >= same))
        count = ends_below(cut->ends, plain, same);
    cut->same = count;
    return count != 0 ? cut->ends[count - 1] + (size_t)1 : 0;
}

CUT_TARGET static bool CUT_NAME(const char *text, size_t size, char delimiter, struct csv_cut *cut)
{
    size_t begin = CUT_JOIN(CUT_NAME, _begin)(text, size, cut);
    uint64_t inside = 0; /* all ones where the chunk begins within quotes */
    uint64_t odd = 0;
    uint32_t last = 0; /* where field `count` ended, while ends are not wanted; 0: it is noted */
    uint32_t count = begin != 0 ? cut->same : 0;

    cut->same = count;
    cut->breaks = 0;
    cut->quotes = 0;
    for (size_t at = begin; at < size; at += 64) {
        struct masks masks;
        uint64_t quoted;
        uint64_t ends;
        uint64_t left;
        uint64_t before = ~UINT64_C(0);

        CUT_MASKS(text + at, delimiter, &masks);
        quoted = inside;
        if (masks.quotes != 0) {
            quoted ^= prefix_xor(masks.quotes);
            inside = (quoted >> 63) != 0 ? ~UINT64_C(0) : 0;
        }
        ends = masks.line_ends & ~quoted;
        if (ends != 0)
            before = ends ^ (ends - 1); /* up to the line end, and with it */
        odd |= masks.odd & before;
        if ((masks.quotes & before) != 0) {
            if (cut->quotes == 0) {
                uint64_t first = masks.quotes & (0 - masks.quotes);

                cut->plain = count + (uint32_t)__builtin_popcountll(masks.delimiters & (first - 1));
            }
            cut->quotes += (uint32_t)__builtin_popcountll(masks.quotes & before);
        }
        if ((masks.line_ends & quoted & before) != 0)
            cut->breaks += count_breaks(text + at, masks.line_ends & quoted & before);
        left = ((masks.delimiters & ~quoted) | ends) & before;
        if (count >= cut->wanted && cut->quotes == 0) {
            count += (uint32_t)__builtin_popcountll(left);
            if (left != 0)
                last = (uint32_t)at + 63 - (uint32_t)__builtin_clzll(left);
        } else {
            if (last != 0)
                cut->ends[count - 1] = last;
            last = 0;
            for (; left != 0; left &= left - 1)
                cut->ends[count++] = (uint32_t)at + (uint32_t)__builtin_ctzll(left);
        }
        if (ends != 0) {
            if (last != 0)
                cut->ends[count - 1] = last;
            cut->count = count;
            cut->length = cut->ends[count - 1];
            cut->odd = odd != 0;
            if (cut->quotes == 0)
                cut->plain = count;
            return cut->length < size && count <= CSV_CUT_ENDS - 64;
        }
        if (count > CSV_CUT_ENDS - 64)
            return false;
    }
    return false;
}
