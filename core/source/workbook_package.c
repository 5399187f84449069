/* workbook_package.c - what kind of file an archive is, and how its parts are related. */
#include "workbook_parts.h"

#include "base/text.h"
#include "source/markup.h"

#include <stdio.h>
#include <string.h>

enum { PART_NAME = 1024 };

/* What the content types of an archive say that it is. */
struct kind {
    bool workbook;
    const char *refused;
};

static const struct {
    const char *word; /* in a content type */
    const char *name; /* of what is refused; NULL: it is read */
} content_types[] = {
    { "spreadsheetml.sheet.main+xml", NULL },
    { "macroEnabled", "a workbook with macros (.xlsm, .xlsb); save it as .xlsx, without them" },
    { "spreadsheetml.template", "a template (.xltx); save it as .xlsx" },
    { "wordprocessingml", "a Word document" },
    { "presentationml", "a PowerPoint presentation" },
};

static int on_content_type(void *context, const struct markup_element *element,
                           struct problem *problem)
{
    struct kind *kind = context;
    struct cl_text type;

    (void)problem;
    if (!markup_attribute(element, "ContentType", &type))
        return 0;
    for (size_t i = 0; i < sizeof(content_types) / sizeof(content_types[0]); i++) {
        const char *word = content_types[i].word;

        if (memmem(type.data, type.length, word, strlen(word)) == NULL)
            continue;
        if (content_types[i].name == NULL)
            kind->workbook = true;
        else if (kind->refused == NULL || strcmp(word, "macroEnabled") == 0)
            kind->refused = content_types[i].name;
    }
    return 0;
}

/* Archives of other kinds, by a part that they have. */
static const struct {
    const char *part;
    const char *name;
} others[] = {
    { "content.xml", "an OpenDocument file (.ods); save the sheet as .xlsx or CSV" },
    { "Index/Document.iwa", "an Apple Numbers file; export it as Excel or CSV" },
};

static int refuse(const char *shown, const char *what, struct problem *problem)
{
    return problem_failed(problem, "%s is %s", shown, what);
}

int parts_check_kind(struct archive *archive, const char *shown, struct problem *problem)
{
    struct kind kind = { 0 };
    struct markup_handler handler = { .context = &kind, .start = on_content_type };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (archive_has(archive, others[i].part))
            return refuse(shown, others[i].name, problem);
    }
    if (!archive_has(archive, "[Content_Types].xml"))
        return refuse(shown,
                      "a zip archive, but no Excel workbook; unpack it, and name the files or "
                      "the folder",
                      problem);
    if (markup_read_part(archive, "[Content_Types].xml", &handler, problem) < 0)
        return -1;
    if (archive_has(archive, "xl/vbaProject.bin"))
        kind.refused = content_types[1].name;
    if (kind.refused != NULL)
        return refuse(shown, kind.refused, problem);
    return kind.workbook ? 0 : refuse(shown, "an Office file, but no Excel workbook", problem);
}

struct relating {
    struct relationship **end;
    struct arena *arena;
    const char *folder; /* of the part that they are of, with a slash behind */
};

/* The part that a target leads to: from the root, or from the folder of its source. */
static void resolve(char out[PART_NAME], const char *folder, struct cl_text target)
{
    size_t used = 0;
    bool rooted = target.length > 0 && target.data[0] == '/';
    char path[PART_NAME];
    struct cl_text rest;

    (void)snprintf(path, sizeof(path), "%s%.*s", rooted ? "" : folder, (int)target.length,
                   target.data);
    rest = text_of(path);
    out[0] = '\0';
    while (rest.data != NULL) {
        struct cl_text step = text_split(&rest, '/');

        if (text_equal(step, text_of(".."))) {
            while (used > 0 && out[--used] != '/')
                ;
            out[used] = '\0';
        } else if (step.length != 0 && !text_equal(step, text_of(".")) &&
                   used + step.length + 2 < PART_NAME) {
            used += (size_t)snprintf(out + used, PART_NAME - used, "%s%.*s", used > 0 ? "/" : "",
                                     (int)step.length, step.data);
        }
    }
}

static int on_relationship(void *context, const struct markup_element *element,
                           struct problem *problem)
{
    struct relating *relating = context;
    struct relationship *added;
    struct cl_text id, type, target;
    char part[PART_NAME];

    (void)problem;
    if (strcmp(element->name, "Relationship") != 0 || !markup_attribute(element, "Id", &id) ||
        !markup_attribute(element, "Type", &type) ||
        !markup_attribute(element, "Target", &target) || target.length >= PART_NAME / 2)
        return 0;
    for (size_t i = type.length; i > 0; i--) {
        if (type.data[i - 1] == '/') {
            type = (struct cl_text){ type.data + i, type.length - i };
            break;
        }
    }
    resolve(part, relating->folder, target);
    added = arena_alloc(relating->arena, sizeof(*added));
    added->id = arena_text(relating->arena, id.data, id.length);
    added->type = arena_text(relating->arena, type.data, type.length);
    added->target = arena_text(relating->arena, part, strlen(part));
    *relating->end = added;
    relating->end = &added->next;
    return 0;
}

int parts_relationships(struct relationship **out, struct archive *archive, const char *part,
                        struct arena *arena, struct problem *problem)
{
    const char *slash = strrchr(part, '/');
    size_t folder_length = slash != NULL ? (size_t)(slash - part) + 1 : 0;
    char folder[PART_NAME], name[PART_NAME + 16];
    struct relating relating = { out, arena, folder };
    struct markup_handler handler = { .context = &relating, .start = on_relationship };

    *out = NULL;
    (void)snprintf(folder, sizeof(folder), "%.*s", (int)folder_length, part);
    (void)snprintf(name, sizeof(name), "%s_rels/%s.rels", folder, part + folder_length);
    return archive_has(archive, name) ? markup_read_part(archive, name, &handler, problem) : 0;
}

const struct relationship *relationship_of_type(const struct relationship *first, const char *type)
{
    while (first != NULL && !text_equal(first->type, text_of(type)))
        first = first->next;
    return first;
}
