/* printed.c - see printed.h. */
#include "printed.h"

#include "cli/command.h"

#include "base/text.h"

#include <claimline/write.h>

#include <stdio.h>

enum { WIDTH = 96 };

static void hand_on(struct printed *printed)
{
    (void)fwrite(printed->buffer, 1, (size_t)(printed->stream.next - printed->buffer), stdout);
    printed->stream.next = printed->buffer;
}

static void printed_write(struct cl_stream *stream, const void *bytes, size_t count)
{
    hand_on((struct printed *)stream);
    (void)fwrite(bytes, 1, count, stdout);
}

void printed_begin(struct printed *printed)
{
    printed->stream = (struct cl_stream){ .size = sizeof(struct cl_stream),
                                          .next = printed->buffer,
                                          .limit = printed->buffer + sizeof(printed->buffer),
                                          .write = printed_write };
}

int printed_flush(struct printed *printed, struct problem *problem)
{
    hand_on(printed);
    return ferror(stdout) && command_printed(0, problem) != 0 ? -1 : 0;
}

/* Columns that a word takes: its characters. */
static int width_of(struct cl_text word)
{
    int width = 0;

    for (size_t i = 0; i < word.length; i++)
        width += ((unsigned char)word.data[i] & 0xc0) != 0x80;
    return width;
}

void print_wrapped(int indent, struct cl_text text)
{
    char shown[1024]; /* longer than what the ledger and findings hold */
    struct cl_text rest = text_of(text_show_in(shown, sizeof(shown), text));
    int column = indent;

    while (rest.data != NULL) {
        struct cl_text word = text_split(&rest, ' ');
        int width = width_of(word);

        if (column > indent && column + 1 + width > WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)word.length, word.data);
        column += width;
    }
    putchar('\n');
}

const char *printed_cents(char *room, int64_t cents)
{
    char scratch[CL_SCRATCH];
    struct cl_text plain = cl_format_cents(scratch, cents);
    size_t whole = plain.length > 3 ? plain.length - 3 : 0; /* before the point */
    size_t length = 0;

    if (cents == CL_NO_AMOUNT)
        plain = text_of("-");
    for (size_t i = 0; i < plain.length; i++) {
        bool group = i > 0 && i < whole && (whole - i) % 3 == 0 && plain.data[i - 1] != '-';

        if (group)
            room[length++] = ',';
        room[length++] = plain.data[i];
    }
    room[length] = '\0';
    return room;
}
