/* reader.c - see reader.h. */
#include "read/reader_state.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>
#include <xxhash.h>

void reader_make_row(const struct reader *reader, const struct csv_record *record, struct row *row)
{
    row_make(row, record, TEXT_NONE);
    if (!reader->handler->keep_rows)
        return;
    if (record->held.data != NULL) {
        row->held = record->held;
    } else {
        row->bytes = (struct cl_text){ record->bytes, record->length };
        row->held = reader->export->header.has_held_cell
                        ? header_strip(&reader->export->header, row->bytes)
                        : row->bytes;
    }
    if (!reader->export->form->bytes_are_csv) {
        row->fields = record->fields;
        row->field_count = record->field_count;
    }
}

int reader_held_row(struct reader *reader, const struct row *row, const struct findings *findings,
                    bool stray)
{
    return reader->handler->held_row(reader->handler->context, row, findings, stray,
                                     reader->problem);
}

int reader_hold_record(struct reader *reader, const struct csv_record *record,
                       const struct findings *findings, bool stray)
{
    struct row row;
    struct cl_text more;

    reader_make_row(reader, record, &row);
    if (reader_held_row(reader, &row, findings, stray) < 0)
        return -1;
    do {
        more = TEXT_NONE;
        if ((reader->export->form->more != NULL &&
             reader->export->form->more(reader->records, &more, reader->problem) < 0) ||
            (more.length != 0 &&
             reader->handler->held_more(reader->handler->context, more, reader->problem) < 0))
            return -1;
    } while (more.length != 0);
    return 0;
}

struct session *reader_new_session(const struct reader *reader, struct arena *arena,
                                   struct cl_text id, uint64_t line)
{
    struct session *session = arena_room(arena, sizeof(*session));

    *session = session_empty;
    session->findings.arena = arena;
    session->findings.capped = true;
    session->source_file = reader->export->source_file;
    session->columns = &reader->export->header.columns;
    session->line = line;
    session->id = arena_text(arena, id.data, id.length);
    return session;
}

int reader_hand_over(struct reader *reader, struct session *session, const struct row *rows,
                     size_t count)
{
    return reader->handler->session(reader->handler->context, session, rows, count,
                                    reader->problem);
}

static void tell_discipline(struct reader *reader)
{
    struct session *session = reader->session;

    if (reader->discipline_told || session->discipline_stated || !reader->first.taken ||
        session->status != STATUS_COMPLETED)
        return;
    reader->discipline_told = true;
    findings_add(&session->findings, FINDING_DISCIPLINE_DEFAULT, session->line, COL_discipline,
                 TEXT_NONE, "discipline is not stated here; PT is assumed (told once a file)");
}

static int close_session(struct reader *reader)
{
    if (reader->session == NULL)
        return 0;
    tell_discipline(reader);
    if (reader_hand_over(reader, reader->session, reader->kept.rows, reader->kept.count) < 0)
        return -1;
    reader->session = NULL;
    reader->first.taken = false;
    reader->service_capacity = 0;
    reader->streaming = false;
    kept_clear(&reader->kept);
    return reader->handler->boundary(reader->handler->context, reader->problem);
}

/* Opens the session of a whole row. The rows in doubt before it that show its id
 * are its own; those before them are nobody's. */
static int open_session(struct reader *reader, struct cl_text id, uint64_t line)
{
    struct kept *doubts = &reader->doubts;
    size_t own = 0;

    while (own < doubts->count && !text_equal(doubts->doubts[own].shown_id, id))
        own++;
    if (own != 0 && doubts_release(reader, own) < 0)
        return -1;
    if (own < doubts->count)
        line = doubts->rows[own].line;
    reader->session = reader_new_session(reader, reader->request->arena, id, line);
    if (own < doubts->count && doubts_adopt(reader, own, line) < 0)
        return -1;
    kept_clear(doubts);
    reader->doubt_line = 0;
    if (id.length > SESSION_ID_BYTES)
        findings_add(&reader->session->findings, FINDING_SESSION_ID, line, COL_session_id,
                     TEXT_NONE, "session_id is longer than %d bytes", SESSION_ID_BYTES);
    return 0;
}

/* The session cannot be kept any longer: its rows go on as held, now and to its end. */
static int start_streaming(struct reader *reader, const struct csv_record *record)
{
    struct findings *findings = &reader->session->findings;

    if (record->state != CSV_TOO_LONG)
        findings_add(findings, FINDING_SESSION_TOO_LARGE, record->line, COLUMN_NONE, TEXT_NONE,
                     "session %s has more than %d rows or %d MiB", reader->session->id.data,
                     SESSION_MAX_ROWS, SESSION_MAX_BYTES / (1024 * 1024));
    for (size_t i = 0; i < reader->kept.count; i++) {
        if (reader_held_row(reader, &reader->kept.rows[i], findings, false) < 0)
            return -1;
    }
    kept_clear(&reader->kept);
    reader->streaming = true;
    return 0;
}

static void keep_other(struct reader *reader, const struct csv_record *record)
{
    struct row *row = kept_place(&reader->kept);

    reader_make_row(reader, record, row);
    kept_settle(&reader->kept, row);
}

static inline void keep(struct reader *reader, const struct csv_record *record)
{
    if (reader->bytes_alone && record->held.data == NULL)
        kept_add_bytes(&reader->kept, record);
    else
        keep_other(reader, record);
}

void reader_remark(const struct reader *reader, struct findings *findings)
{
    if (reader->export->form->remark != NULL)
        reader->export->form->remark(reader->records, findings);
}

static bool is_whole(const struct reader *reader, const struct csv_record *record)
{
    return record->state == CSV_FINE && record->field_count == reader->export->header.field_count;
}

/* A whole row of the open session, which was kept. */
static inline void read_row(struct reader *reader, const struct csv_record *record, bool repeats)
{
    if (!repeats || reader->rows.header->of_row_count != 0)
        reader->repeated |= row_take(&reader->rows, reader->session, &reader->first, record,
                                     repeats, &reader->service_capacity);
}

/* A row of the open session. */
static int take_row(struct reader *reader, const struct csv_record *record, bool repeats)
{
    struct findings *findings = &reader->session->findings;
    bool broken;

    reader_remark(reader, findings);
    if (reader->streaming)
        return reader_hold_record(reader, record, findings, false);
    broken = !is_whole(reader, record) && row_is_broken(&reader->export->header, record, findings);
    if (!reader_has_room(reader, record))
        return start_streaming(reader, record) < 0
                   ? -1
                   : reader_hold_record(reader, record, findings, false);
    keep(reader, record);
    if (!broken)
        read_row(reader, record, repeats);
    return 0;
}

/* Whether a whole record has the bytes of the open session's first row in the session's
 * columns: mostly because it begins as the one before. */
static bool is_repeated(const struct reader *reader, const struct csv_record *record)
{
    const struct header *header = reader->rows.header;

    if (reader->session == NULL)
        return false;
    return (reader->repeated && header->reach != 0 && record->same >= header->reach) ||
           row_repeats(header, &reader->first, record);
}

static int take_record(struct reader *reader, const struct csv_record *record)
{
    bool whole = is_whole(reader, record);
    bool repeats = whole && is_repeated(reader, record);
    struct cl_text id =
        repeats ? reader->session->id : row_session_id(&reader->export->header, record);
    bool same = repeats || (reader->session != NULL && text_equal(id, reader->session->id));

    reader->result->counts.rows += !record->continues;
    reader->is_whole = whole && id.length != 0;
    reader->repeated = repeats;
    if (!whole && id.length > SESSION_ID_BYTES)
        id = TEXT_NONE; /* no id: what is left of some other field */
    if (id.length == 0 || (!whole && !same))
        return doubts_take(reader, record, id);
    if (!same) {
        if (close_session(reader) < 0 || open_session(reader, id, record->line) < 0)
            return -1;
    } else if (reader->doubt_line != 0 && doubts_adopt(reader, 0, reader->doubt_line) < 0) {
        return -1;
    }
    return take_row(reader, record, repeats);
}

/* Whether of the row read last nothing is left to decide for those that repeat its fields. */
static bool is_steady(const struct reader *reader)
{
    return reader->repeated && reader->rows.header->reach != 0 && reader->doubt_line == 0 &&
           !reader->streaming && reader->export->form->remark == NULL;
}

/* A row that begins as the one before, as most of a session do: what take_record() comes to
 * then. False: the row was not taken. */
static inline bool take_repeated(struct reader *reader, const struct csv_record *record)
{
    if (!reader->steady || record->same < reader->rows.header->reach || !is_whole(reader, record) ||
        !reader_has_room(reader, record))
        return false;
    reader->result->counts.rows += !record->continues;
    keep(reader, record);
    read_row(reader, record, true);
    return true;
}

/* Whether the reading stops before this record: it begins another session, and what
 * came before is complete. */
static bool stops_before(const struct reader *reader, const struct csv_record *record)
{
    struct csv_counts counts;

    if (reader->request->stop_after == 0)
        return false;
    counts = reader->export->form->counts(reader->records);
    return counts.bytes - record->length >= reader->request->stop_after &&
           is_whole(reader, record) && reader->doubts.count == 0 && !reader->streaming &&
           (reader->session == NULL ||
            !text_equal(row_session_id(&reader->export->header, record), reader->session->id));
}

/* Which session the row read last is of, hashed; 0 where it is not whole. */
static uint64_t edge(const struct reader *reader)
{
    const struct session *session = reader->session;

    if (!reader->is_whole || session == NULL)
        return 0;
    return XXH3_64bits(session->id.data, session->id.length) | 1;
}

static int read_records(struct reader *reader)
{
    const struct records_form *form = reader->export->form;
    struct csv_record record;
    int got;

    while ((got = form->next(reader->records, &record, reader->problem)) > 0) {
        if (stops_before(reader, &record)) {
            form->put_back(reader->records, &record);
            reader->result->ended = false;
            break;
        }
        record.line = input_line(reader->export->input, record.line);
        if (take_repeated(reader, &record))
            continue;
        if (take_record(reader, &record) < 0)
            return -1;
        reader->steady = is_steady(reader);
        if (reader->result->counts.rows == 1)
            reader->result->first_id = edge(reader);
    }
    reader->result->last_id = edge(reader);
    if (got < 0 || close_session(reader) < 0)
        return -1;
    return doubts_release(reader, reader->doubts.count);
}

int records_read(const struct reading_request *request, struct reading_result *result,
                 struct problem *problem)
{
    const struct export *export = request->export;
    struct reader reader = { .request = request,
                             .handler = request->handler,
                             .export = export,
                             .records = request->records,
                             .result = result,
                             .problem = problem,
                             .bytes_alone = request->bytes_stay && request->handler->keep_rows &&
                                            export->form->bytes_are_csv &&
                                            !export->header.has_held_cell };
    struct csv_counts seen;
    int error;

    *result = (struct reading_result){ .ended = true };
    reader.kept.stays = request->bytes_stay;
    reader.doubts.stays = request->bytes_stay;
    reader.kept.home = request->rows;
    reader.doubts.home = request->rows;
    reader.rows =
        (struct row_reader){ .header = export->is_narrow ? &export->narrow : &export->header,
                             .arena = request->arena,
                             .scratch = &reader.kept.arena,
                             .bytes_stay = request->bytes_stay,
                             .today = request->run->today };
    error = read_records(&reader);
    seen = export->form->counts(request->records);
    result->counts.blank_lines = seen.blank_lines;
    result->counts.passed_rows = seen.passed_rows;
    result->counts.other_bytes = seen.blank_bytes;
    result->counts.lines = seen.lines;
    kept_finish(&reader.kept);
    kept_finish(&reader.doubts);
    return error;
}

int reader_run(const struct read_run *run, struct input *input, struct arena *arena,
               const struct read_handler *handler, struct read_counts *counts,
               struct problem *problem)
{
    struct export *export = mem_alloc(sizeof(*export));
    struct reading_request request = {
        .run = run, .export = export, .handler = handler, .arena = arena
    };
    struct reading_result result = { .ended = false };
    int error = export_open(export, &request.records, run, input,
                            (struct csv_source){ input, reader_source }, handler, problem);

    if (error == 0)
        error = records_read(&request, &result, problem);
    *counts = result.counts;
    counts->other_bytes += export->header.bytes;
    records_close(request.records);
    export_close(export);
    mem_free(export);
    return error;
}
