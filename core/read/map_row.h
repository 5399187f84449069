/* map_row.h - canonical records from one row of an export, by its column map. */
#ifndef CORE_READ_MAP_ROW_H
#define CORE_READ_MAP_ROW_H

#include "read/fault.h"
#include "read/map_header.h"

/* The session's values as the last row made them, with the fields that they came from: rows
 * of a session mostly repeat these. */
struct map_session;

/* The state of one reading. Zeroed but for `header`, it is ready. */
struct map_row {
    const struct map_header *header;
    const struct csv_record *raw;
    struct arena arena; /* of this row's values */
    struct map_session *session;
    struct cl_text fields[COLUMN_COUNT];
    struct record_fault *faults;
    size_t fault_count, fault_capacity;
    uint8_t slots[MAP_MAX_SERVICES]; /* the services that are there */
    size_t slot_count, slot_at;
    bool first;   /* its first record is still to come */
    bool clean;   /* all of its bytes are clean text */
    bool repeats; /* the session's values are those of the row before */
};

/* Takes the next row; false where it is no row of work (a total, an empty one, one to skip).
 * `raw` must stay until the row's last record. */
bool map_row_begin(struct map_row *row, const struct csv_record *raw);

/* The next record of the row, valid until the next call; false when there is none. */
bool map_row_next(struct map_row *row, struct csv_record *out);

/* Goes on with other rows: the one before is not before the next one. */
void map_row_forget(struct map_row *row);

void map_row_finish(struct map_row *row);

#endif
