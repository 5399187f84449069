/* map_value.h - the value of one canonical column, from the row that is being read. */
#ifndef CORE_READ_MAP_VALUE_H
#define CORE_READ_MAP_VALUE_H

#include "read/map_row.h"
#include "read/map_step.h"

/* What stands in a field of the export, trimmed; empty for NO_FIELD. */
struct cl_text map_row_raw(const struct map_row *row, int16_t field);

/* Whether it is empty, or one of the values that the column takes for it. */
bool map_means_nothing(const struct map_column *column, struct cl_text text);

/* The column's value for the service of a slot; what is wrong with it becomes a fault. */
struct cl_text map_row_value(struct map_row *row, const struct map_column *column, uint8_t slot);

/* The value of a column with a key, made of fields that are there already; empty where one of
 * them is. */
struct cl_text map_row_key(struct map_row *row, const struct map_column *column);

/* One more fault of the row, to be filled in. */
struct record_fault *map_row_fault(struct map_row *row);

/* A value of the column's source cannot be used. */
void map_row_fault_of(struct map_row *row, const struct map_column *column, size_t source,
                      struct cl_text value, const struct map_step *step);

#endif
