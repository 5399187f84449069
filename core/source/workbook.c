/* workbook.c - see workbook.h. */
#include "workbook.h"

#include "base/memory.h"
#include "base/text.h"
#include "source/workbook_parts.h"

#include <stdio.h>

struct workbook {
    struct archive *archive;
    const char *shown;
    struct arena arena;
    struct relationship *relationships; /* of the workbook part */
    struct workbook_list list;
    struct number_style *styles;
    struct sheet_context context;
    struct strings strings;
};

static int damaged(const struct workbook *workbook, const char *what, struct problem *problem)
{
    return problem_failed(problem, "%s is damaged: %s", workbook->shown, what);
}

/* The part of a sheet that has rows; NULL for charts and the like. */
static const char *part_of(const struct workbook *workbook, const struct sheet_entry *sheet)
{
    for (const struct relationship *at = workbook->relationships; at != NULL; at = at->next) {
        if (text_equal(at->id, sheet->id) && text_equal(at->type, text_of("worksheet")))
            return at->target.data;
    }
    return NULL;
}

static int find_parts(struct workbook *workbook, struct problem *problem)
{
    struct relationship *roots;
    const struct relationship *main;

    if (parts_relationships(&roots, workbook->archive, "", &workbook->arena, problem) < 0)
        return -1;
    main = relationship_of_type(roots, "officeDocument");
    if (main == NULL)
        return damaged(workbook, "it does not say which part is the workbook", problem);
    if (parts_list(&workbook->list, workbook->archive, main->target.data, &workbook->arena,
                   problem) < 0)
        return -1;
    return parts_relationships(&workbook->relationships, workbook->archive, main->target.data,
                               &workbook->arena, problem);
}

static int read_shared(struct workbook *workbook, struct problem *problem)
{
    const struct relationship *styles = relationship_of_type(workbook->relationships, "styles");
    const struct relationship *strings =
        relationship_of_type(workbook->relationships, "sharedStrings");

    workbook->context.strings = &workbook->strings;
    workbook->context.from_1904 = workbook->list.from_1904;
    if (styles != NULL && parts_styles(&workbook->styles, &workbook->context.style_count,
                                       workbook->archive, styles->target.data, problem) < 0)
        return -1;
    workbook->context.styles = workbook->styles;
    return strings != NULL
               ? parts_strings(&workbook->strings, workbook->archive, strings->target.data, problem)
               : 0;
}

static int no_sheet(const struct workbook *workbook, const char *name, struct problem *problem)
{
    char list[512] = "";
    char shown[TEXT_SHOWN];
    size_t used = 0;

    if (name == NULL)
        return problem_failed(problem, "%s holds no sheet that is not hidden", workbook->shown);
    for (const struct sheet_entry *at = workbook->list.sheets; at != NULL; at = at->next) {
        if (part_of(workbook, at) == NULL || used + TEXT_SHOWN > sizeof(list))
            continue;
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", used != 0 ? ", " : "",
                                 text_show(shown, at->name));
    }
    return problem_usage(problem, "%s has no sheet %s (--sheet); it has: %s", workbook->shown,
                         text_show_string(shown, name), list);
}

static const struct sheet_entry *choose(const struct workbook *workbook, const char *name,
                                        struct workbook_facts *facts)
{
    const struct sheet_entry *chosen = NULL;

    facts->chosen = name != NULL;
    for (const struct sheet_entry *at = workbook->list.sheets; at != NULL; at = at->next) {
        bool fits = name != NULL ? text_equal_nocase(at->name, text_of(name)) : !at->hidden;

        if (part_of(workbook, at) == NULL)
            continue;
        facts->sheets += !at->hidden;
        if (chosen == NULL && fits)
            chosen = at;
    }
    return chosen;
}

static int read_sheet(struct workbook *workbook, struct rows *rows, struct workbook_facts *facts,
                      const char *name, struct spool *spool, struct problem *problem)
{
    const struct sheet_entry *sheet = choose(workbook, name, facts);
    struct layer *part;
    const char *path;
    int error;

    if (sheet == NULL)
        return no_sheet(workbook, name, problem);
    path = part_of(workbook, sheet);
    error = archive_part(&part, workbook->archive, path, problem);
    if (error == 0)
        error = sheet_read(rows, &facts->sheet, part, path, &workbook->context, spool, problem);
    layer_destroy(part);
    return error;
}

int workbook_read(struct rows *rows, struct workbook_facts *facts,
                  const struct archive_bytes *bytes, const char *sheet, struct spool *spool,
                  const char *temp_dir, struct problem *problem)
{
    struct workbook workbook = { .shown = bytes->shown, .strings.rest = SPOOL_EMPTY };
    int error;

    *facts = (struct workbook_facts){ 0 };
    workbook.strings.rest.folder = temp_dir;
    workbook.context.file_size = bytes->size;
    error = archive_open(&workbook.archive, bytes, problem);
    if (error == 0)
        error = parts_check_kind(workbook.archive, workbook.shown, problem);
    if (error == 0)
        error = find_parts(&workbook, problem);
    if (error == 0)
        error = read_shared(&workbook, problem);
    if (error == 0)
        error = read_sheet(&workbook, rows, facts, sheet, spool, problem);
    strings_finish(&workbook.strings);
    mem_free(workbook.styles);
    archive_close(workbook.archive);
    arena_finish(&workbook.arena);
    return error;
}
