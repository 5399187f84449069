/* records.h - where the records of an export come from: one implementation a format.
 *
 * Whatever the format, a record is a row of fields under a header of canonical columns
 * (header.h), with the place and the bytes that it has in the input. The CSV form is in
 * records_csv.c; the table of all forms is in records.c. Which form an input has is
 * recognised by its first bytes, unless the user names one.
 *
 * Every byte of the text belongs to the header, to blank space between records, or to one
 * record. A row of the input that holds several services becomes several records: those
 * behind the first `continue` it, with no bytes of their own. */
#ifndef CORE_READ_RECORDS_H
#define CORE_READ_RECORDS_H

#include "base/csv.h"
#include "model/finding.h"
#include "read/column_map.h"
#include "read/header.h"

struct fhir_store;
struct records; /* each form's own struct begins with `const struct records_form *form` */

/* How the user wants inputs to be read; strings are borrowed. Zeroed: as they look. */
struct read_options {
    const char *from;             /* the name of a form, or NULL */
    const struct column_map *map; /* or NULL */
    struct fhir_store *resources; /* of all FHIR inputs of the run; NULL: each stands for itself */
};

/* What a form is opened with; all of it outlives the records. */
struct records_request {
    struct csv_source source; /* of the text */
    struct input *input;      /* the same, for forms that are read by one thread */
    struct cl_text first;     /* how the text begins, for recognising its form */
    const struct read_options *options;
    const char *path; /* for messages */
};

/* One form. Each function returns 0, or -1 with a problem, if not said otherwise. */
struct records_form {
    const char *name; /* what --from takes */
    const char *text; /* one line for the help */

    /* Whether a text that begins with `first` (up to 4 KiB) has this form. */
    bool (*recognises)(struct cl_text first);

    int (*open)(struct records **out, const struct records_request *request,
                struct problem *problem);
    void (*close)(struct records *records);

    /* Once, before the first record. `findings` are about the file; header->text may lie
     * in their arena. */
    int (*header)(struct records *records, struct header *header, struct findings *findings,
                  struct problem *problem);

    /* After the header: only the first so many fields of records will be looked at, here and in
     * the parts of these records. NULL: all are given. */
    void (*want)(struct records *records, size_t fields);

    /* 1 with a record, 0 at the end, -1 with a problem. The record is valid until the
     * next call. */
    int (*next)(struct records *records, struct csv_record *record, struct problem *problem);

    /* More bytes of a CSV_TOO_LONG record; an empty text at its end. NULL: there are none. */
    int (*more)(struct records *records, struct cl_text *out, struct problem *problem);

    /* What the form has to say of the record that next() gave: asked once, when it is known
     * which session it is of. NULL: it never has. */
    void (*remark)(const struct records *records, struct findings *findings);

    /* Bytes and lines so far; blank_bytes are those of no header and no record. */
    struct csv_counts (*counts)(const struct records *records);

    /* For texts that refer to each other: reads a whole one, before the first record of any of
     * them is read. NULL: each text stands for itself. */
    int (*collect)(const struct records_request *request, struct problem *problem);

    /* What goes to the file of held rows for csv_record.held, in `arena`. NULL: that itself. */
    int (*held_text)(const struct records *whole, struct cl_text held, struct arena *arena,
                     struct cl_text *out, struct problem *problem);

    /* Opens a reading of a part of the text of `whole`, whose header was read: see
     * csv_part(). *part is NULL, or was opened here for any input of this form, and is
     * used again. NULL: a text of this form is read by one thread. */
    int (*part)(const struct records *whole, struct records **part, struct cl_text text,
                uint64_t lines, bool last, struct problem *problem);
    /* Reads on from `source`, as if nothing had been read of `whole` but its header. Is there
     * where part() is and may have to be proven. `known`: the source ends where that was
     * found to be between two sessions, or with the text; else with the text. */
    int (*resume)(const struct records *whole, struct records **out, struct csv_source source,
                  uint64_t lines, bool known, struct problem *problem);
    /* Where the next part of the text ends that `text` begins with (`last`: it is all that is
     * left); 0: that cannot be told. NULL: it is found by reading. */
    size_t (*cut)(struct cl_text text, bool last);
    bool (*is_divisible)(const struct records *whole); /* into parts; NULL: it is */
    bool parts_are_right; /* as they are cut: there is nothing to prove */

    bool (*part_is_short)(const struct records *part);     /* see csv_part_is_short() */
    struct cl_text (*rest)(const struct records *records); /* see csv_rest() */

    /* Takes back the record of the last next(): it stands at the start of rest() again. */
    void (*put_back)(struct records *records, const struct csv_record *record);

    /* Whether the bytes of a record, cut by libcsv, give its fields again. Else rows that
     * are set aside keep their fields. */
    bool bytes_are_csv;
};

/* Opens the input in the form it has, or in the one that is wanted; a text of no form, and
 * a name of none, are problems. */
int records_open(struct records **out, const struct records_request *request,
                 struct problem *problem);
/* The form that the input would be opened in; NULL where opening it would fail. */
const struct records_form *records_form_find(const struct read_options *options,
                                             struct cl_text first);
const struct records_form *records_form_of(const struct records *records);
void records_close(struct records *records); /* takes NULL */

/* All forms, ends with NULL. */
extern const struct records_form *const records_forms[];
extern const struct records_form records_csv, records_fhir, records_mapped, records_xml;

#endif
