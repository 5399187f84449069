/* pieces.h - rows of a session that were set aside, read once more.
 *
 * Sessions whose rows stand apart, and sessions that are judged together, are put
 * together from their rows. The rows must be whole: pieces with a broken row are
 * held as they stand. */
#ifndef CORE_READ_PIECES_H
#define CORE_READ_PIECES_H

#include "read/reader.h"
#include "read/row.h"
#include "read/row_digest.h"

struct piece_reader;

struct piece_reader *piece_reader_create(void);
void piece_reader_destroy(struct piece_reader *reader);

/* Where rows come from: what their input's header said. */
struct piece_source {
    const struct header *header;
    struct cl_text source_file; /* as sessions show it */
};

/* What a row says beside its fields, for row_digest(): what a column map leaves out of it, or the
 * text of resources. *out is that of the row before, whose next record this may be. */
int piece_beside(struct piece_reader *reader, const struct header *header, const struct row *row,
                 uint64_t *out, struct problem *problem);

/* What each of the rows states, with what it says beside its fields. */
int piece_digests(struct piece_reader *reader, const struct header *header, const struct row *rows,
                  const uint64_t *beside, size_t count, struct arena *arena, struct row_digest *out,
                  struct problem *problem);

/* Reads `rows` (their `bytes`, or `fields` where there are such, are wanted) into *session, in
 * `arena`. `earlier` is the piece that the session began with, and `first` its first row; where
 * that is NULL, this is the first piece and *first is filled in. */
int piece_read(struct piece_reader *reader, const struct piece_source *source, struct cl_text id,
               const struct row *rows, size_t count, struct cl_date today, struct arena *arena,
               const struct session *earlier, struct first_row *first, struct session *session,
               struct problem *problem);

#endif
