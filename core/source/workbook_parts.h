/* workbook_parts.h - the parts of a workbook other than its sheets. */
#ifndef CORE_SOURCE_WORKBOOK_PARTS_H
#define CORE_SOURCE_WORKBOOK_PARTS_H

#include "source/archive.h"
#include "source/number_style.h"
#include "source/strings.h"

#include "base/arena.h"

#include <stdbool.h>

/* Refuses an archive that is no workbook, or one that is not read, by its content types. */
int parts_check_kind(struct archive *archive, const char *shown, struct problem *problem);

struct relationship {
    struct cl_text id;
    struct cl_text type;   /* the last word of its URI: worksheet, styles ... */
    struct cl_text target; /* the name of the part it leads to */
    struct relationship *next;
};

/* The relationships of a part (the archive's own: ""), in `arena`. One that has none: NULL. */
int parts_relationships(struct relationship **out, struct archive *archive, const char *part,
                        struct arena *arena, struct problem *problem);

/* The first of a type; NULL: there is none. */
const struct relationship *relationship_of_type(const struct relationship *first, const char *type);

struct sheet_entry {
    struct cl_text name;
    struct cl_text id; /* of its relationship */
    bool hidden;
    struct sheet_entry *next;
};

struct workbook_list {
    struct sheet_entry *sheets; /* in the order of their tabs */
    bool from_1904;
};

int parts_list(struct workbook_list *out, struct archive *archive, const char *part,
               struct arena *arena, struct problem *problem);

/* What each cell format shows numbers as; *out is allocated, yours to free. */
int parts_styles(struct number_style **out, size_t *count, struct archive *archive,
                 const char *part, struct problem *problem);

int parts_strings(struct strings *out, struct archive *archive, const char *part,
                  struct problem *problem);

#endif
