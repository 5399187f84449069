/* roff.c - see roff.h. */
#include "roff.h"

#include "cli/version.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* A '-' is one to be copied and typed, never a hyphen; quotes stay those of ASCII. */
static void put(FILE *page, const char *text, size_t length)
{
    static const char *const escapes[] = {
        ['-'] = "\\-",   ['\\'] = "\\e",  ['\''] = "\\(aq",
        ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti",
    };
    enum { ESCAPES = sizeof(escapes) / sizeof(escapes[0]) };

    if (length > 0 && text[0] == '.')
        (void)fputs("\\&", page);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte < ESCAPES && escapes[byte] != NULL)
            (void)fputs(escapes[byte], page);
        else
            (void)fputc(byte, page);
    }
}

void roff_word(FILE *page, const char *word)
{
    put(page, word, strlen(word));
}

/* .nh: names of pages and options are not to be cut at the end of a line. */
void roff_title(FILE *page, const char *name, const char *summary)
{
    (void)fputs(".TH ", page);
    for (const char *letter = name; *letter != '\0'; letter++) {
        char upper = (char)toupper((unsigned char)*letter);

        put(page, &upper, 1);
    }
    (void)fputs(" 1 \"\" \"claimline " CLAIMLINE_VERSION "\" \"User Commands\"\n"
                ".nh\n.SH NAME\n",
                page);
    roff_word(page, name);
    (void)fputs(" \\- ", page);
    roff_word(page, summary);
    (void)fputc('\n', page);
}

/* Writes the line without its indent; returns what is behind it. */
static const char *put_line(FILE *page, const char *line)
{
    size_t length = strcspn(line, "\n");
    size_t indent = strspn(line, " ");

    put(page, line + indent, length - indent);
    (void)fputc('\n', page);
    return line + length + (line[length] == '\n');
}

void roff_text(FILE *page, const char *text)
{
    bool filled = true;

    while (*text != '\0') {
        bool indented = *text == ' ';

        if (indented && filled)
            (void)fputs(".PP\n.RS 4\n.nf\n", page);
        else if (!indented && !filled)
            (void)fputs(".fi\n.RE\n", page);
        filled = !indented;
        if (*text == '\n') {
            (void)fputs(".PP\n", page);
            text++;
        } else {
            text = put_line(page, text);
        }
    }
    if (!filled)
        (void)fputs(".fi\n.RE\n", page);
}

void roff_as_it_stands(FILE *page, const char *text)
{
    (void)fputs(".RS 4\n.nf\n", page);
    while (*text != '\0')
        text = put_line(page, text);
    (void)fputs(".fi\n.RE\n", page);
}

void roff_synopsis(FILE *page, const char *program, const char *usage)
{
    const char *between = "";

    while (*usage != '\0') {
        (void)fprintf(page, "%s.B %s\n", between, program);
        usage = put_line(page, usage);
        between = ".br\n";
    }
}
