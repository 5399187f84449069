/* workbook_content.c - the list of sheets, the cell formats and the shared strings. */
#include "workbook_parts.h"

#include "base/memory.h"
#include "base/text.h"
#include "source/cell.h"
#include "source/markup.h"
#include "source/xstring.h"

#include <string.h>

struct listing {
    struct workbook_list *list;
    struct sheet_entry **end;
    struct arena *arena;
};

static void add_sheet(struct listing *listing, const struct markup_element *element)
{
    struct sheet_entry *added = arena_alloc(listing->arena, sizeof(*added));
    struct cl_text name = TEXT_NONE;
    struct cl_text id = TEXT_NONE;
    struct cl_text state;

    (void)markup_attribute(element, "name", &name);
    (void)markup_attribute(element, "id", &id);
    added->name = arena_text(listing->arena, name.data, name.length);
    added->id = arena_text(listing->arena, id.data, id.length);
    added->hidden =
        markup_attribute(element, "state", &state) && !text_equal(state, text_of("visible"));
    *listing->end = added;
    listing->end = &added->next;
}

static int on_workbook(void *context, const struct markup_element *element, struct problem *problem)
{
    struct listing *listing = context;
    struct cl_text value;

    (void)problem;
    if (strcmp(element->name, "workbookPr") == 0)
        listing->list->from_1904 =
            markup_attribute(element, "date1904", &value) && cell_is_true(value);
    else if (strcmp(element->name, "sheet") == 0)
        add_sheet(listing, element);
    return 0;
}

int parts_list(struct workbook_list *out, struct archive *archive, const char *part,
               struct arena *arena, struct problem *problem)
{
    struct listing listing = { out, &out->sheets, arena };
    struct markup_handler handler = { .context = &listing, .start = on_workbook };

    *out = (struct workbook_list){ 0 };
    return markup_read_part(archive, part, &handler, problem);
}

enum { MOST_FORMATS = 4096, MOST_STYLES = 65536 }; /* Excel takes 250 and 64,000 */

struct format {
    uint64_t id;
    struct number_style style;
};

struct styling {
    struct format *formats; /* the workbook's own */
    size_t format_count;
    struct number_style *styles;
    size_t style_count;
    bool in_cell_formats;
    const char *shown;
};

static void add_format(struct styling *styling, const struct markup_element *element)
{
    struct format format;
    struct cl_text id, code;

    if (!markup_attribute(element, "numFmtId", &id) ||
        !markup_attribute(element, "formatCode", &code) ||
        !text_to_unsigned(id, UINT32_MAX, &format.id))
        return;
    format.style = number_style_of_code(code);
    styling->formats =
        mem_resize_array(styling->formats, styling->format_count + 1, sizeof(*styling->formats));
    styling->formats[styling->format_count++] = format;
}

static struct number_style find_style(const struct styling *styling, uint64_t id)
{
    for (size_t i = 0; i < styling->format_count; i++) {
        if (styling->formats[i].id == id)
            return styling->formats[i].style;
    }
    return number_style_of_id(id);
}

static void add_style(struct styling *styling, const struct markup_element *element)
{
    struct cl_text value;
    uint64_t id = 0;

    if (markup_attribute(element, "numFmtId", &value))
        (void)text_to_unsigned(value, UINT32_MAX, &id);
    styling->styles =
        mem_resize_array(styling->styles, styling->style_count + 1, sizeof(*styling->styles));
    styling->styles[styling->style_count++] = find_style(styling, id);
}

static int on_style(void *context, const struct markup_element *element, struct problem *problem)
{
    struct styling *styling = context;

    if (styling->format_count >= MOST_FORMATS || styling->style_count >= MOST_STYLES)
        return problem_failed(problem, "%s holds more than %d number formats or %d cell formats",
                              styling->shown, MOST_FORMATS, MOST_STYLES);
    if (strcmp(element->name, "numFmt") == 0)
        add_format(styling, element);
    else if (strcmp(element->name, "cellXfs") == 0)
        styling->in_cell_formats = true;
    else if (styling->in_cell_formats && strcmp(element->name, "xf") == 0)
        add_style(styling, element);
    return 0;
}

static int on_style_end(void *context, const char *name, struct problem *problem)
{
    (void)problem;
    if (strcmp(name, "cellXfs") == 0)
        ((struct styling *)context)->in_cell_formats = false;
    return 0;
}

int parts_styles(struct number_style **out, size_t *count, struct archive *archive,
                 const char *part, struct problem *problem)
{
    struct styling styling = { .shown = archive_shown(archive) };
    struct markup_handler handler = { &styling, on_style, on_style_end, NULL };
    int error = markup_read_part(archive, part, &handler, problem);

    mem_free(styling.formats);
    *out = styling.styles;
    *count = styling.style_count;
    return error;
}

struct sharing {
    struct strings *strings;
    struct xstring text;
    bool in_item, in_text, in_phonetic;
    const char *shown;
};

static int on_string(void *context, const struct markup_element *element, struct problem *problem)
{
    struct sharing *sharing = context;

    (void)problem;
    if (strcmp(element->name, "si") == 0) {
        sharing->in_item = true;
        xstring_clear(&sharing->text);
    } else if (strcmp(element->name, "rPh") == 0) {
        sharing->in_phonetic = true;
    } else if (sharing->in_item && !sharing->in_phonetic && strcmp(element->name, "t") == 0) {
        sharing->in_text = true;
        xstring_begin_run(&sharing->text, element);
    }
    return 0;
}

static int add_string(struct sharing *sharing, struct problem *problem)
{
    sharing->in_item = false;
    if (sharing->strings->count == STRINGS_MOST)
        return problem_failed(problem, "%s holds more than %d different texts", sharing->shown,
                              STRINGS_MOST);
    return strings_add(sharing->strings, xstring_text(&sharing->text), problem);
}

static int on_string_end(void *context, const char *name, struct problem *problem)
{
    struct sharing *sharing = context;

    if (strcmp(name, "si") == 0)
        return add_string(sharing, problem);
    if (strcmp(name, "rPh") == 0)
        sharing->in_phonetic = false;
    if (sharing->in_text && strcmp(name, "t") == 0) {
        sharing->in_text = false;
        xstring_end_run(&sharing->text);
    }
    return 0;
}

static int on_string_text(void *context, struct cl_text text, struct problem *problem)
{
    struct sharing *sharing = context;

    return sharing->in_text ? xstring_add(&sharing->text, text, sharing->shown, problem) : 0;
}

int parts_strings(struct strings *out, struct archive *archive, const char *part,
                  struct problem *problem)
{
    struct sharing sharing = { .strings = out, .shown = archive_shown(archive) };
    struct markup_handler handler = { &sharing, on_string, on_string_end, on_string_text };
    int error = markup_read_part(archive, part, &handler, problem);

    xstring_finish(&sharing.text);
    return error;
}
