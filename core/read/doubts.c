/* doubts.c - rows of which it is not clear what session they are of.
 *
 * A row in doubt is one that shows no session_id, or is broken and shows one that
 * is not the open session's: after a lost delimiter, a neighbour's field may stand
 * where the id should. It waits for the next whole row: between two rows of one
 * session it is that session's and holds it, and so it is in front of the session
 * whose id it shows. Else it is held on its own. */
#include "read/reader_state.h"

#include "base/text.h"

/* A broken row shows that id, and stands where another session's rows are. */
static int tell_shown_id(struct reader *reader, struct cl_text id, uint64_t line)
{
    return reader->handler->shown_id(reader->handler->context, id, reader->export->source_file,
                                     line, reader->problem);
}

/* Where what belongs to rows in doubt lies: with the sessions where these stay; else with
 * the rows, since another session may be open for a long time. */
static struct arena *doubt_arena(struct reader *reader)
{
    return reader->request->keeps_all ? reader->request->arena : &reader->doubts.arena;
}

/* A session that broken rows alone show. */
static struct session *broken_session(struct reader *reader, struct cl_text id, uint64_t line)
{
    struct session *session = reader_new_session(reader, doubt_arena(reader), id, line);

    session->broken_only = true;
    return session;
}

/* Rows in doubt that show the same id, and those without one between them. */
static int release_broken(struct reader *reader, size_t from, size_t to)
{
    const struct kept *doubts = &reader->doubts;
    struct session *session =
        broken_session(reader, doubts->doubts[from].shown_id, doubts->rows[from].line);

    for (size_t i = from; i < to; i++)
        findings_copy(&session->findings, doubts->doubts[i].findings);
    return reader_hand_over(reader, session, &doubts->rows[from], to - from);
}

int doubts_release(struct reader *reader, size_t to)
{
    const struct kept *doubts = &reader->doubts;

    for (size_t from = 0, next; from < to; from = next) {
        const struct doubt *doubt = &doubts->doubts[from];

        next = from + 1;
        if (doubt->shown_id.length == 0) {
            if (reader_held_row(reader, &doubts->rows[from], doubt->findings, true) < 0)
                return -1;
            continue;
        }
        for (size_t i = next; i < to; i++) {
            struct cl_text shown_id = doubts->doubts[i].shown_id;

            if (text_equal(shown_id, doubt->shown_id))
                next = i + 1;
            else if (shown_id.length != 0)
                break;
        }
        if (release_broken(reader, from, next) < 0)
            return -1;
    }
    return 0;
}

int doubts_adopt(struct reader *reader, size_t from, uint64_t line)
{
    struct findings *findings = &reader->session->findings;

    for (size_t i = from; i < reader->doubts.count; i++) {
        const struct row *row = &reader->doubts.rows[i];
        const struct doubt *doubt = &reader->doubts.doubts[i];

        if (doubt->shown_id.length != 0 && !text_equal(doubt->shown_id, reader->session->id) &&
            tell_shown_id(reader, doubt->shown_id, row->line) < 0)
            return -1;
        findings_copy(findings, doubt->findings);
        kept_add(&reader->kept, row);
    }
    findings_add(findings, FINDING_SESSION_BROKEN, line, COLUMN_NONE, TEXT_NONE,
                 "the broken row at line %llu belongs to session %s or stands inside it",
                 (unsigned long long)line, reader->session->id.data);
    kept_clear(&reader->doubts);
    reader->doubt_line = 0;
    return 0;
}

/* A row in doubt that cannot wait, nor can those before it. */
static int hold_alone(struct reader *reader, const struct csv_record *record,
                      const struct findings *findings, struct cl_text shown_id)
{
    struct session *session;

    if (shown_id.length == 0)
        return reader_hold_record(reader, record, findings, true);
    /* Before reader_hold_record(), which reads on: the id lies in the record. */
    session = broken_session(reader, shown_id, record->line);
    findings_copy(&session->findings, findings);
    if (reader_hold_record(reader, record, &session->findings, false) < 0)
        return -1;
    return reader_hand_over(reader, session, NULL, 0);
}

int doubts_take(struct reader *reader, const struct csv_record *record, struct cl_text shown_id)
{
    struct doubt doubt = { .shown_id = shown_id };
    int error;

    doubt.findings = arena_alloc(doubt_arena(reader), sizeof(*doubt.findings));
    doubt.findings->arena = doubt_arena(reader);
    reader_remark(reader, doubt.findings);
    if (!row_is_broken(&reader->export->header, record, doubt.findings) &&
        doubt.findings->errors == 0)
        findings_add(doubt.findings, FINDING_FIELD_REQUIRED, record->line, COL_session_id,
                     TEXT_NONE,
                     "session_id is empty or cannot be read; if the row belongs to the session "
                     "before or behind it, that one is billed without it");
    if (reader->doubt_line == 0)
        reader->doubt_line = record->line;
    if (reader_has_room(reader, record)) {
        struct row row;

        reader_make_row(reader, record, &row);
        kept_add_doubt(&reader->doubts, &row, &doubt);
        return 0;
    }
    /* Past the limits, order gives way to bounded memory: should the open session go
     * on behind this row, its own rows come later in the held file. */
    error = doubts_release(reader, reader->doubts.count) < 0
                ? -1
                : hold_alone(reader, record, doubt.findings, shown_id);
    kept_clear(&reader->doubts);
    return error;
}
