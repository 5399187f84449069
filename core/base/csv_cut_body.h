/* csv_cut_body.h - the loop of csv_cut.c, once for each set of instructions.
 *
 * CUT_NAME, CUT_TARGET and CUT_MASKS are defined by who includes it, once a set. */

CUT_TARGET bool CUT_NAME(const char *text, size_t size, char delimiter, struct csv_cut *cut)
{
    uint64_t inside = 0; /* all ones where the chunk begins within quotes */
    uint64_t odd = 0;
    uint32_t count = 0;

    cut->breaks = 0;
    cut->quotes = 0;
    for (size_t at = 0; at < size; at += 64) {
        struct masks masks;
        uint64_t quoted;
        uint64_t ends;
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
        if ((masks.quotes & before) != 0)
            cut->quotes += (uint32_t)__builtin_popcountll(masks.quotes & before);
        if ((masks.line_ends & quoted & before) != 0)
            cut->breaks += count_breaks(text + at, masks.line_ends & quoted & before);
        for (uint64_t left = ((masks.delimiters & ~quoted) | ends) & before; left != 0;
             left &= left - 1)
            cut->ends[count++] = (uint32_t)at + (uint32_t)__builtin_ctzll(left);
        if (ends != 0) {
            cut->count = count;
            cut->length = cut->ends[count - 1];
            cut->odd = odd != 0;
            return cut->length < size && count <= CSV_CUT_ENDS - 64;
        }
        if (count > CSV_CUT_ENDS - 64)
            return false;
    }
    return false;
}
