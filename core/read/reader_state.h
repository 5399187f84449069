/* reader_state.h - what reader.c and doubts.c share. */
#ifndef CORE_READ_READER_STATE_H
#define CORE_READ_READER_STATE_H

#include "read/reader.h"

#include "read/kept.h"
#include "read/row.h"

struct reader {
    const struct reading_request *request;
    const struct read_handler *handler;
    const struct export *export;
    struct records *records;
    struct problem *problem;
    struct row_reader rows;
    struct reading_result *result;
    bool discipline_told;
    bool is_whole; /* the row read last, with a session_id */
    bool repeated; /* it has the bytes of the open session's first row in the session's columns */
    bool steady;   /* and nothing is to be decided of rows that have them too */
    bool bytes_alone; /* are all that is kept of a row, if its form has nothing else to hold */

    struct session *session; /* the open one; NULL: none */
    struct first_row first;
    uint32_t service_capacity;
    bool streaming; /* it is too large to keep: its rows go on at once */
    struct kept kept;
    struct kept doubts;
    uint64_t doubt_line; /* of the first row in doubt behind the session's last one; 0: none */
};

/* reader.c: what is kept of a record, for as long as it is there. */
void reader_make_row(const struct reader *reader, const struct csv_record *record, struct row *row);

/* Whether one more row of that size can be kept. */
static inline bool reader_has_room(const struct reader *reader, const struct csv_record *record)
{
    return !reader->streaming && record->state != CSV_TOO_LONG &&
           reader->kept.count + reader->doubts.count < SESSION_MAX_ROWS &&
           reader->kept.bytes + reader->doubts.bytes + record->length <= SESSION_MAX_BYTES;
}

/* Hands a row on as held; the second one with the bytes that are too many to be kept. */
int reader_held_row(struct reader *reader, const struct row *row, const struct findings *findings,
                    bool stray);
int reader_hold_record(struct reader *reader, const struct csv_record *record,
                       const struct findings *findings, bool stray);

/* A session of which nothing is known but its id. */
struct session *reader_new_session(const struct reader *reader, struct arena *arena,
                                   struct cl_text id, uint64_t line);

/* Hands a session on with its rows. */
int reader_hand_over(struct reader *reader, struct session *session, const struct row *rows,
                     size_t count);

/* What the form has to say of the record, which holds the session where it is an error. */
void reader_remark(const struct reader *reader, struct findings *findings);

/* doubts.c: a row in doubt waits, or is held where it cannot. */
int doubts_take(struct reader *reader, const struct csv_record *record, struct cl_text shown_id);

/* The first rows in doubt, up to `to`, are of no session that goes on. */
int doubts_release(struct reader *reader, size_t to);

/* The rows in doubt from `from` on are the open session's, and hold it. One that
 * shows another id may be that one's after all: it is held too. */
int doubts_adopt(struct reader *reader, size_t from, uint64_t line);

#endif
