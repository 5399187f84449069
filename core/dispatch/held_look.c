/* held_look.c - see held_look.h. */
#include "dispatch/held_look.h"

#include "base/text.h"

#include <claimline/write.h>

#include <string.h>

/* The line, and the ids of the errors, each once, in the order they were made. */
static void put_why(struct cl_stream *out, const struct held_why *why)
{
    bool told[FINDING_KINDS] = { false };

    cl_put_unsigned(out, why->line);
    for (size_t i = 0; i < why->findings->count; i++) {
        enum finding_id id = why->findings->items[i].id;

        if (why->findings->items[i].severity != SEVERITY_ERROR || told[id])
            continue;
        told[id] = true;
        cl_putc(out, ' ');
        cl_puts(out, finding_kind(id)->id);
    }
}

static void csv_head(struct cl_stream *out, const struct held_header *header)
{
    if (header->byte_order_mark)
        cl_puts(out, "\xef\xbb\xbf");
    cl_puts(out, "claimline_held");
    cl_putc(out, header->delimiter);
    cl_put_text(out, header->text);
    cl_puts(out, header->line_end);
}

static void csv_row(struct cl_stream *out, const struct held_header *header,
                    const struct held_why *why, struct cl_text bytes)
{
    (void)bytes;
    put_why(out, why);
    cl_putc(out, header->delimiter);
}

static void xml_head(struct cl_stream *out, const struct held_header *header)
{
    cl_put_text(out, header->text);
    cl_putc(out, '\n');
}

/* The rows behind the first one of a session go on where it ended. */
static bool begins_session(struct cl_text bytes)
{
    static const char name[] = "session";
    size_t at = 1;

    if (bytes.length == 0 || bytes.data[0] != '<')
        return false;
    while (at < bytes.length && strchr(": \t\r\n/>", bytes.data[at]) == NULL)
        at++;
    at = at < bytes.length && bytes.data[at] == ':' ? at + 1 : 1;
    return bytes.length - at > strlen(name) && memcmp(bytes.data + at, name, strlen(name)) == 0 &&
           strchr(" \t\r\n/>", bytes.data[at + strlen(name)]) != NULL;
}

static void xml_row(struct cl_stream *out, const struct held_header *header,
                    const struct held_why *why, struct cl_text bytes)
{
    (void)header;
    if (!begins_session(bytes))
        return;
    cl_puts(out, "\n<?claimline_held ");
    put_why(out, why);
    cl_puts(out, "?>\n");
}

static void no_head(struct cl_stream *out, const struct held_header *header)
{
    (void)out;
    (void)header;
}

static void no_mark(struct cl_stream *out, const struct held_header *header,
                    const struct held_why *why, struct cl_text bytes)
{
    (void)out;
    (void)header;
    (void)why;
    (void)bytes;
}

static const struct held_look looks[] = {
    [HELD_CSV] = { true, csv_head, csv_row },
    [HELD_XML] = { false, xml_head, xml_row },
    [HELD_NDJSON] = { true, no_head, no_mark },
};

const struct held_look *held_look(enum held_style style)
{
    return &looks[style];
}
