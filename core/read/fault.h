/* fault.h - what a form found wrong with a value, before the reader saw it. */
#ifndef CORE_READ_FAULT_H
#define CORE_READ_FAULT_H

#include "base/csv.h"
#include "model/finding.h"

/* The field of a faulty column holds what stood there, and is not read. A fault without a
 * message is not told: another one says it. */
struct record_fault {
    enum finding_id id;
    enum column column;
    struct cl_text message;
    struct cl_text value; /* what was not understood: never for messages */
    struct cl_text place; /* where that is to be mended: a table, or a column of the export */
};

static inline bool record_is_faulty(const struct csv_record *record, enum column column)
{
    for (size_t i = 0; i < record->fault_count; i++) {
        if (record->faults[i].column == column)
            return true;
    }
    return false;
}

#endif
