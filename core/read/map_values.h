/* map_values.h - from the words of an export to canonical ones: a [values ...] section. */
#ifndef CORE_READ_MAP_VALUES_H
#define CORE_READ_MAP_VALUES_H

#include "read/map_text.h"

#include "base/map.h"
#include "model/column.h"

/* Neither case nor the number of blanks matters in what is compared. */
struct map_values {
    enum column column;    /* whose values they become */
    struct cl_text source; /* of the export's column, where they are only that one's */
    bool of_source;
    int line; /* of the section */
    bool used;
    struct map exact;         /* from a folded word to the index of its result */
    struct cl_text *prefixes; /* folded; those of `begins*`; longer ones first */
    uint32_t *prefix_results;
    size_t prefix_count;
    struct cl_text *results;
    size_t result_count;
    enum { OTHERS_HOLD, OTHERS_KEEP, OTHERS_RESULT } others;
    struct cl_text other_result;
};

/* Reads the settings of a section. Results that are no value of the column are mistakes. */
int map_values_read(struct map_values *out, const struct map_text *text,
                    const struct map_section *section, struct problem *problem);
void map_values_finish(struct map_values *values);

/* What `text` becomes, in *out. False where the values do not list it. `room` has
 * as many bytes as the text. */
bool map_values_find(const struct map_values *values, struct cl_text text, char *room,
                     struct cl_text *out);

/* Writes `text` in upper case and with single blanks; returns what was written. */
struct cl_text map_fold(char *room, struct cl_text text);

#endif
