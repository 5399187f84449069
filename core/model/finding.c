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
        size_t capacity = findings->capacity != 0 ? findings->capacity * 2 : 8;
        struct finding *items = arena_alloc_array(findings->arena, capacity, sizeof(*items));

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

void findings_add(struct findings *findings, enum finding_id id, uint64_t line, enum column column,
                  struct cl_text code, const char *format, ...)
{
    char message[512] = "the session has more findings than are told";
    enum severity severity =
        findings->severities != NULL ? findings->severities[id] : kinds[id].severity;
    va_list arguments;

    if (severity == SEVERITY_OFF)
        return;
    findings->errors += severity == SEVERITY_ERROR;
    if (!has_room(findings, &id, severity == SEVERITY_ERROR))
        return;
    if (id != FINDING_FINDINGS_OMITTED) {
        va_start(arguments, format);
        (void)vsnprintf(message, sizeof(message), format, arguments);
        va_end(arguments);
    }
    *next_slot(findings) = (struct finding){
        .id = id,
        .severity = id == FINDING_FINDINGS_OMITTED ? kinds[id].severity : severity,
        .column = column,
        .line = line,
        .code = code,
        .message = arena_text(findings->arena, message, strlen(message)),
    };
}

void findings_copy(struct findings *to, const struct findings *from)
{
    for (size_t i = 0; i < from->count; i++)
        findings_add(to, from->items[i].id, from->items[i].line, from->items[i].column, TEXT_NONE,
                     "%s", from->items[i].message.data);
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
