/* xml_element.c - see xml_element.h. */
#include "read/xml_element.h"

#include "read/columns.h"

#include "base/text.h"

enum { MOST_UNKNOWN = 1000 }; /* names of attributes that are told */

void xml_names_init(struct xml_names *names)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        map_add(&names->columns, text_of(column_name((enum column)i)), i);
}

void xml_names_forget(struct xml_names *names)
{
    map_clear(&names->unknown);
    arena_reset(&names->arena);
}

void xml_names_finish(struct xml_names *names)
{
    map_finish(&names->columns);
    map_finish(&names->unknown);
    arena_finish(&names->arena);
}

bool xml_column_is_shared(enum column column)
{
    static const enum column shared[] = { COL_rendering_npi,        COL_rendering_last_name,
                                          COL_rendering_first_name, COL_rendering_taxonomy,
                                          COL_supervising_npi,      COL_assistant_id };

    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        if (shared[i] == column)
            return true;
    }
    return false;
}

static bool belongs(enum column column, enum xml_level level)
{
    bool of_row = column_form(column)->of_row;

    return level == XML_SERVICE ? of_row : !of_row || xml_column_is_shared(column);
}

/* Those that say something about the document, like where its schema lies. */
static bool is_of_xml(const struct xml_attribute *attribute)
{
    return text_equal(attribute->prefix, text_of("xml")) ||
           text_equal(attribute->uri, text_of("http://www.w3.org/2001/XMLSchema-instance"));
}

static void add_note(struct xml_element *element, enum finding_id id, enum column column,
                     struct cl_text message)
{
    element->notes[element->note_count++] = (struct xml_note){ id, column, message };
}

static void note_unknown(struct xml_names *names, struct arena *arena, struct xml_element *element,
                         struct cl_text name)
{
    char shown[TEXT_SHOWN];

    if (names->unknown.count >= MOST_UNKNOWN || map_find(&names->unknown, name) != MAP_NONE)
        return;
    map_add(&names->unknown, arena_text(&names->arena, name.data, name.length), 0);
    add_note(
        element, FINDING_COLUMN_UNKNOWN, COLUMN_NONE,
        arena_format(arena, "the attribute %s is not known and ignored (told once a file)%s",
                     text_show(shown, name),
                     names->unknown.count == MOST_UNKNOWN ? "; no more of them are told" : ""));
}

static void take_attribute(struct xml_names *names, struct arena *arena,
                           struct xml_element *element, const struct xml_attribute *attribute,
                           enum xml_level level)
{
    uint32_t column = map_find(&names->columns, attribute->name);

    if (is_of_xml(attribute))
        return;
    if (attribute->uri.length != 0 || column == MAP_NONE || level == XML_ROOT)
        note_unknown(names, arena, element, attribute->name);
    else if (!belongs((enum column)column, level))
        add_note(element, FINDING_ATTRIBUTE_PLACE, (enum column)column,
                 arena_format(arena, "%s belongs to a %s and stands on a %s",
                              column_name((enum column)column),
                              level == XML_SERVICE ? "session" : "service",
                              level == XML_SERVICE ? "service" : "session"));
    else
        element->values[element->value_count++] =
            (struct xml_value){ (enum column)column,
                                arena_text(arena, attribute->value.data, attribute->value.length) };
}

struct xml_element *xml_element_make(struct xml_names *names, struct arena *arena,
                                     const struct xml_tag *tag, enum xml_level level)
{
    struct xml_element *element = arena_alloc(arena, sizeof(*element));
    size_t room = tag->attribute_count + 1;

    element->line = tag->line;
    element->values = arena_room(arena, room * sizeof(*element->values));
    element->notes = arena_room(arena, room * sizeof(*element->notes));
    for (size_t i = 0; i < tag->attribute_count; i++)
        take_attribute(names, arena, element, &tag->attributes[i], level);
    return element;
}

struct xml_element *xml_element_copy(struct arena *arena, const struct xml_element *element)
{
    struct xml_element *copy = arena_alloc(arena, sizeof(*copy));

    *copy = *element;
    copy->values = arena_room(arena, (element->value_count + 1) * sizeof(*copy->values));
    copy->notes = arena_room(arena, (element->note_count + 1) * sizeof(*copy->notes));
    for (size_t i = 0; i < element->value_count; i++) {
        struct xml_value value = element->values[i];

        copy->values[i] = (struct xml_value){ value.column, arena_text(arena, value.text.data,
                                                                       value.text.length) };
    }
    for (size_t i = 0; i < element->note_count; i++) {
        copy->notes[i] = element->notes[i];
        copy->notes[i].message =
            arena_text(arena, element->notes[i].message.data, element->notes[i].message.length);
    }
    return copy;
}

struct cl_text xml_element_value(const struct xml_element *element, enum column column)
{
    for (size_t i = 0; i < element->value_count; i++) {
        if (element->values[i].column == column)
            return element->values[i].text;
    }
    return TEXT_NONE;
}
