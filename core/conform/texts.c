/* texts.c - see texts.h. */
#include "texts.h"

#include <string.h>

#define CONTROLS(bytes)                                                                            \
    {                                                                                              \
        HOSTILE_CONTROLS, bytes                                                                    \
    }
#define DELIMITERS(bytes)                                                                          \
    {                                                                                              \
        HOSTILE_DELIMITERS, bytes                                                                  \
    }
#define UNICODE(bytes)                                                                             \
    {                                                                                              \
        HOSTILE_UNICODE, bytes                                                                     \
    }

const struct hostile_text hostile_texts[HOSTILE_COUNT] = {
    CONTROLS("\t"),
    CONTROLS("\r"),
    CONTROLS("\n"),
    CONTROLS("\r\n"),
    CONTROLS("\n\r"),
    CONTROLS("\t\t"),
    CONTROLS("two\nlines"),
    CONTROLS("two\r\nlines"),
    CONTROLS("\tbefore and behind\t"),
    CONTROLS("ends with a line end\n"),
    CONTROLS("ends with a return\r"),
    CONTROLS(" outer blanks "),
    CONTROLS(" "),
    DELIMITERS(","),
    DELIMITERS(";"),
    DELIMITERS("|"),
    DELIMITERS("\""),
    DELIMITERS("\"\""),
    DELIMITERS("say \"hello\""),
    DELIMITERS("'"),
    DELIMITERS("`"),
    DELIMITERS("<"),
    DELIMITERS(">"),
    DELIMITERS("&"),
    DELIMITERS("&amp;&#0;&lt;"),
    DELIMITERS("<line code=\"99999\"/>"),
    DELIMITERS("</text>"),
    DELIMITERS("]]>"),
    DELIMITERS("<![CDATA[x]]>"),
    DELIMITERS("<!-- -- -->"),
    DELIMITERS("<?x ?>"),
    DELIMITERS("*"),
    DELIMITERS("~"),
    DELIMITERS(":"),
    DELIMITERS("^"),
    DELIMITERS("~ISA*00*~SE*1*0001~"),
    DELIMITERS("MSH|^~\\&|"),
    DELIMITERS("\\"),
    DELIMITERS("\\n\\t\\u0041\\"),
    DELIMITERS("{}"),
    DELIMITERS("[]"),
    DELIMITERS("{\"key\": [1, 2]}"),
    DELIMITERS("/* */ // #"),
    DELIMITERS("%"),
    DELIMITERS("%s%n%5$s%%"),
    DELIMITERS("$HOME $(id) `id`"),
    DELIMITERS("'; drop table claims; --"),
    DELIMITERS("=1+1"),
    DELIMITERS("+1"),
    DELIMITERS("-1"),
    DELIMITERS("-12.50"),
    DELIMITERS("@SUM(A1)"),
    DELIMITERS("../../etc/passwd"),
    DELIMITERS("0001"),
    DELIMITERS("1e5"),
    DELIMITERS("null"),
    UNICODE("\xC2\xA0\xC2\xAD"),                          /* no-break space, soft hyphen */
    UNICODE("\xC3\xA9 \xC3\x9F \xC4\xB0 \xC4\xB1"),       /* letters whose case is a question */
    UNICODE("e\xCC\x81 o\xCC\x88\xCC\x84\xCC\xA3"),       /* combining marks */
    UNICODE("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3"), /* right to left */
    UNICODE("\xE2\x80\xAE"
            "abc\xE2\x80\xAC\xE2\x81\xA6\xE2\x81\xA9"), /* bidi controls */
    UNICODE("\xE2\x80\xA8\xE2\x80\xA9"),                /* line and paragraph separator */
    UNICODE("\xE2\x80\x8B\xE2\x80\x8D\xE2\x81\xA0"),    /* of no width */
    UNICODE("\xEF\xBB\xBF"
            "byte order mark"),           /* U+FEFF */
    UNICODE("\xEF\xBF\xBD"),              /* U+FFFD */
    UNICODE("\xEE\x80\x80 \xEF\xBF\xBC"), /* private use, object replacement */
    UNICODE("\xEF\xB7\x90\xEF\xB7\xAF"),  /* noncharacters U+FDD0, U+FDEF */
    UNICODE("\xF0\x90\x80\x80 \xF0\x9F\x98\x80 \xF0\xA0\x80\x80"), /* planes 1 and 2 */
    UNICODE("\xF0\x9F\xBF\xBE \xF4\x8F\xBF\xBF"), /* noncharacters U+1FFFE, U+10FFFF */
    UNICODE("\xF3\xA0\x80\x81 \xF3\xB0\x80\x80 \xF4\x80\x80\x80"), /* planes 14, 15, 16 */
    UNICODE("\xE4\xB8\xAD\xE6\x96\x87 \xED\x95\x9C \xE0\xB8\x81\xE0\xB8\xB3"), /* 3 bytes each */
};

struct cl_text text_repeated(char *bytes, size_t size, const char *piece)
{
    struct cl_text text = { bytes, 0 };
    size_t length = strlen(piece);

    for (; text.length + length < size; text.length += length)
        memcpy(bytes + text.length, piece, length);
    bytes[text.length] = '\0';
    return text;
}
