/* finding.c - see finding.h. */
#include "finding.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct finding_kind kinds[FINDING_KINDS] = {
#define FINDING_KIND(name, id, severity, hint) [FINDING_##name] = { id, SEVERITY_##severity, hint },
    FINDINGS(FINDING_KIND)
#undef FINDING_KIND
};

const struct finding_kind *finding_kind(enum finding_id id)
{
    return &kinds[id];
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = { "info", "warning", "error", "off" };

    return names[severity];
}

static struct finding *next_slot(struct findings *findings)
{
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity != 0 ? findings->capacity * 2 : 4;
        struct finding *items = arena_room(findings->arena, capacity * sizeof(*items));

        if (findings->count != 0)
            memcpy(items, findings->items, findings->count * sizeof(*items));
        findings->items = items;
        findings->capacity = capacity;
    }
    return &findings->items[findings->count++];
}

/* Whether the finding is kept; the first that is not is replaced by one that says so. */
static bool has_room(struct findings *findings, enum finding_id *id, bool error)
{
    if (!findings->capped || findings->count < (error ? MOST_FINDINGS : MOST_REMARKS))
        return true;
    if (findings->omitted)
        return false;
    findings->omitted = true;
    *id = FINDING_FINDINGS_OMITTED;
    return true;
}

/* The place of one more finding, all filled in but for its message; NULL: it is not kept. */
static struct finding *add(struct findings *findings, enum finding_id id, uint64_t line,
                           enum column column, struct cl_text code)
{
    enum severity severity =
        findings->severities != NULL ? findings->severities[id] : kinds[id].severity;
    struct finding *slot;

    if (severity == SEVERITY_OFF)
        return NULL;
    findings->errors += severity == SEVERITY_ERROR;
    if (!has_room(findings, &id, severity == SEVERITY_ERROR))
        return NULL;
    slot = next_slot(findings);
    *slot = (struct finding){
        .id = id,
        .severity = severity,
        .column = column,
        .line = line,
        .code = code,
    };
    if (id == FINDING_FINDINGS_OMITTED) {
        slot->severity = kinds[id].severity;
        slot->format = "the session has more findings than are told";
        return NULL;
    }
    return slot;
}

void findings_add(struct findings *findings, enum finding_id id, uint64_t line, enum column column,
                  struct cl_text code, const char *format, ...)
{
    struct finding *finding = add(findings, id, line, column, code);
    union finding_value *value;
    char message[FINDING_MESSAGE];
    va_list arguments;

    if (finding == NULL)
        return;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    value = arena_room(findings->arena, sizeof(*value));
    value->text = arena_text(findings->arena, message, strlen(message)).data;
    finding->format = "%s";
    finding->values = value;
}

/* Takes the value of the conversion at `at`; returns what is behind the conversion. */
static const char *take_value(union finding_value *value, const char *at, va_list *arguments)
{
    switch (at[1]) {
    case 's':
        value->text = va_arg(*arguments, const char *);
        return at + 2;
    case 'u':
        value->number = va_arg(*arguments, unsigned);
        return at + 2;
    case 'd':
        value->integer = va_arg(*arguments, int);
        return at + 2;
    default: /* %llu */
        value->number = va_arg(*arguments, unsigned long long);
        return at + 4;
    }
}

void findings_note(struct findings *findings, enum finding_id id, uint64_t line, enum column column,
                   struct cl_text code, const char *format, ...)
{
    enum { MOST_VALUES = 6 };
    struct finding *finding = add(findings, id, line, column, code);
    union finding_value *values;
    size_t count = 0;
    va_list arguments;

    if (finding == NULL)
        return;
    values = arena_room(findings->arena, MOST_VALUES * sizeof(*values));
    va_start(arguments, format);
    for (const char *at = strchr(format, '%'); at != NULL; at = strchr(at, '%'))
        at = take_value(&values[count++], at, &arguments);
    va_end(arguments);
    finding->format = format;
    finding->values = values;
}

/* A message in the making. */
struct writing {
    char *room;
    size_t length;
};

static void put(struct writing *writing, const char *bytes, size_t count)
{
    size_t left = FINDING_MESSAGE - 1 - writing->length;

    count = count < left ? count : left;
    memcpy(writing->room + writing->length, bytes, count);
    writing->length += count;
}

/* Puts the value of the conversion at `at`; returns what is behind the conversion. */
static const char *put_value(struct writing *writing, const char *at,
                             const union finding_value *value)
{
    char digits[24];

    switch (at[1]) {
    case 's':
        put(writing, value->text, strlen(value->text));
        return at + 2;
    case 'd':
        put(writing, digits, (size_t)snprintf(digits, sizeof(digits), "%d", value->integer));
        return at + 2;
    default:
        put(writing, digits, (size_t)snprintf(digits, sizeof(digits), "%llu", value->number));
        return at[1] == 'u' ? at + 2 : at + 4;
    }
}

struct cl_text finding_message(const struct finding *finding, char *room)
{
    struct writing writing = { .room = room };
    const union finding_value *value = finding->values;
    const char *at = finding->format;

    while (*at != '\0') {
        size_t plain = strcspn(at, "%");

        put(&writing, at, plain);
        at += plain;
        if (*at != '\0')
            at = put_value(&writing, at, value++);
    }
    room[writing.length] = '\0';
    return (struct cl_text){ room, writing.length };
}

void findings_copy(struct findings *to, const struct findings *from)
{
    char room[FINDING_MESSAGE];

    for (size_t i = 0; i < from->count; i++)
        findings_add(to, from->items[i].id, from->items[i].line, from->items[i].column, TEXT_NONE,
                     "%s", finding_message(&from->items[i], room).data);
}

void findings_sort(struct findings *findings)
{
    /* Insertion sort: stable, and they come almost in order. */
    for (size_t i = 1; i < findings->count; i++) {
        struct finding moved = findings->items[i];
        size_t at = i;

        for (; at > 0 && findings->items[at - 1].line > moved.line; at--)
            findings->items[at] = findings->items[at - 1];
        findings->items[at] = moved;
    }
}
