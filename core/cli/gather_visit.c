/* gather_visit.c - puts the sessions of a visit together from rows that were set aside. */
#include "gather_state.h"

#include "base/text.h"

#include <string.h>

bool gather_is_broken(const struct session *session)
{
    for (size_t i = 0; i < session->findings.count; i++) {
        switch (session->findings.items[i].id) {
        case FINDING_ATTRIBUTE_PLACE:
        case FINDING_FHIR_CODE:
        case FINDING_FHIR_REFERENCE:
        case FINDING_FHIR_VALUE:
        case FINDING_SESSION_BROKEN:
        case FINDING_SESSION_ID:
        case FINDING_SESSION_TOO_LARGE:
        case FINDING_RECORD_FIELDS:
        case FINDING_RECORD_QUOTE:
        case FINDING_RECORD_TOO_LONG:
            return true;
        default:
            break;
        }
    }
    return session->broken_only;
}

/* The first member of a group could not be known as such when it was scanned. */
int gather_keep(struct gather *gather, struct member *member, const struct session *session,
                const struct gather_piece *piece, struct problem *problem)
{
    if (member->set_aside)
        return 0;
    member->broken = piece->row_count == 0 || gather_is_broken(session);
    return gather_set_aside(gather, member, piece, problem);
}

/* What a member's rows say, and its id. */
struct piece {
    struct cl_text id;
    struct row *rows;
    uint64_t *beside; /* of the rows: see piece_beside() */
    struct session *session;
    struct first_row *first;    /* of the session it is a piece of */
    struct rows_so_far *so_far; /* of that session, where this is its first piece */
    struct repeats repeats;
    bool later;       /* rows of its session came before */
    bool passed_over; /* they are all there is in this one */
    bool belongs;     /* to the visit of the session that was asked for */
};

/* The fields of a row, from their lengths and bytes. */
static const struct cl_text *load_fields(const char *at, size_t count, struct arena *arena)
{
    struct cl_text *fields = arena_alloc_array(arena, count + 1, sizeof(*fields));
    const char *bytes = at + count * sizeof(uint64_t);

    for (size_t i = 0; i < count; i++) {
        uint64_t length;

        memcpy(&length, at + i * sizeof(length), sizeof(length));
        fields[i] = arena_text(arena, bytes, (size_t)length);
        bytes += length;
    }
    return fields;
}

static int load(struct gather *gather, const struct member *member, struct arena *arena,
                struct piece *out, struct problem *problem)
{
    size_t size = (size_t)member->id_length + member->row_bytes;
    char *bytes = arena_room(arena, size + 1);
    const char *at = bytes + member->id_length;
    int error;

    (void)pthread_mutex_lock(&gather->lock);
    error = spool_read(&gather->pieces, member->at, bytes, size, problem);
    (void)pthread_mutex_unlock(&gather->lock);
    if (error < 0)
        return -1;
    out->id = arena_text(arena, bytes, member->id_length);
    out->rows = arena_alloc_array(arena, (size_t)member->row_count + 1, sizeof(*out->rows));
    out->beside = arena_alloc_array(arena, (size_t)member->row_count + 1, sizeof(*out->beside));
    for (uint32_t i = 0; i < member->row_count; i++) {
        struct row_mark mark;

        memcpy(&mark, at, sizeof(mark));
        at += sizeof(mark);
        out->beside[i] = mark.beside;
        out->rows[i] = (struct row){ .line = mark.line,
                                     .service_line = mark.service_line,
                                     .size = mark.length,
                                     .bytes = { at, (size_t)mark.length } };
        if (mark.field_count != ROW_AS_IT_STANDS) {
            out->rows[i].field_count = (size_t)mark.field_count;
            out->rows[i].fields = load_fields(at, (size_t)mark.field_count, arena);
        }
        at += mark.length;
    }
    return 0;
}

static void add_broken(struct session *session, const struct member *member)
{
    findings_add(&session->findings, FINDING_SESSION_BROKEN, member->line, COLUMN_NONE, TEXT_NONE,
                 "session %s has broken rows", session->id.data);
}

/* A session whose rows cannot be read again: only that it holds what it belongs to. */
static struct session *broken_session(const struct gather *gather, const struct member *member,
                                      struct cl_text id, struct arena *arena)
{
    struct session *session = arena_room(arena, sizeof(*session));

    *session = session_empty;
    session->id = id;
    session->line = member->line;
    session->source_file = gather->sources[member->source]->source_file;
    session->findings = (struct findings){ .arena = arena, .capped = true };
    add_broken(session, member);
    return session;
}

/* The earlier piece of the same session, if there is one. */
static struct piece *earlier_piece(struct piece *pieces, size_t count, struct cl_text id)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(pieces[i].id, id))
            return &pieces[i];
    }
    return NULL;
}

/* A piece that says nothing new: the facts are those of the rows that it repeats. */
static struct session *passed_session(const struct piece_source *source, const struct piece *piece,
                                      const struct session *before, struct arena *arena)
{
    struct session *session = arena_room(arena, sizeof(*session));

    *session = *before;
    session->source_file = source->source_file;
    session->columns = &source->header->columns;
    session->line = piece->rows[0].line;
    session->findings = (struct findings){ .arena = arena, .capped = true };
    session->services = NULL;
    session->service_count = 0;
    return session;
}

static int read_rows(struct gather *gather, struct piece_reader *reader,
                     const struct member *member, struct piece *piece,
                     const struct session *earlier, struct arena *arena, struct problem *problem)
{
    const struct row *rows = repeats_others(&piece->repeats, piece->rows, member->row_count, arena);

    piece->session = arena_room(arena, sizeof(*piece->session));
    return piece_read(reader, gather->sources[member->source], piece->id, rows,
                      member->row_count - piece->repeats.count, gather->today, arena, earlier,
                      piece->first, piece->session, problem);
}

static int read_piece(struct gather *gather, struct piece_reader *reader,
                      const struct member *member, struct piece *piece, const struct piece *before,
                      struct arena *arena, struct problem *problem)
{
    piece->later = before != NULL;
    if (member->broken) {
        piece->session = broken_session(gather, member, piece->id, arena);
        return 0;
    }
    if (before != NULL && before->first != NULL)
        piece->first = before->first;
    else
        piece->first = arena_alloc(arena, sizeof(*piece->first));
    piece->passed_over = piece->repeats.count != 0 && piece->repeats.count == member->row_count;
    if (piece->passed_over)
        piece->session =
            passed_session(gather->sources[member->source], piece, before->session, arena);
    else if (read_rows(gather, reader, member, piece,
                       before != NULL && before->first != NULL ? before->session : NULL, arena,
                       problem) < 0)
        return -1;
    repeats_tell(&piece->repeats, piece->session);
    if (member->lacks_rows)
        add_broken(piece->session, member);
    return 0;
}

static bool is_of_visit(const struct gather *gather, const struct session *a,
                        const struct session *b)
{
    for (size_t i = 0; i < gather->rules_count; i++) {
        if (rules_same_visit(gather->rules[i], a, b))
            return true;
    }
    return false;
}

/* Whose facts stand for the own session's visit: a broken piece has none. */
static const struct session *visit_of(const struct piece *pieces, const struct member *members,
                                      size_t count, const struct piece *own)
{
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].session != NULL && !members[i].broken && text_equal(pieces[i].id, own->id))
            return pieces[i].session;
    }
    return own->session;
}

/* Marks what is judged with the own session: its pieces, and the sessions of its visit
 * with theirs. Fingerprints may have taken strangers for one visit; what broken rows do
 * not tell any more, the fingerprint says. */
static void mark_visit(const struct gather *gather, struct piece *pieces,
                       const struct member *members, size_t count, const struct piece *own)
{
    const struct session *visit = visit_of(pieces, members, count, own);

    for (size_t i = 0; i < count; i++)
        pieces[i].belongs =
            pieces[i].session != NULL && (members[i].broken || text_equal(pieces[i].id, own->id) ||
                                          (pieces[i].session->status == STATUS_COMPLETED &&
                                           is_of_visit(gather, pieces[i].session, visit)));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count && pieces[i].belongs; j++)
            pieces[j].belongs = pieces[j].belongs || text_equal(pieces[i].id, pieces[j].id);
    }
}

static bool is_too_large(const struct member *members, size_t count, uint64_t event)
{
    uint64_t rows = 0;
    uint64_t bytes = 0;

    for (size_t i = 0; i < count && i < VISIT_MAX_SESSIONS; i++) {
        if (!member_is_there(&members[i], event))
            continue;
        rows += members[i].row_count;
        bytes += members[i].row_bytes;
    }
    return count > VISIT_MAX_SESSIONS || rows > SESSION_MAX_ROWS || bytes > SESSION_MAX_BYTES;
}

/* What the reader made of the own rows stands, but for a later piece: that one was
 * not yet held against the session's first row. */
static void take_own(struct piece *piece, const struct member *member, struct session *session)
{
    if (!member->broken && piece->later)
        return;
    piece->session = session;
    repeats_take_out(&piece->repeats, session, member->row_count);
    repeats_tell(&piece->repeats, session);
}

/* A session in pieces counts once: where its first rows stand. */
static bool is_first_piece(const struct member *members, const struct member *member)
{
    for (const struct member *other = members; other < member; other++) {
        if (other->id_hash == member->id_hash && !other->shown_only)
            return false;
    }
    return true;
}

static size_t count_rows(const struct member *members, size_t count)
{
    size_t rows = 0;

    for (size_t i = 0; i < count; i++)
        rows += members[i].row_count;
    return rows;
}

/* Which rows of the piece its session has already. */
static int find_repeats(struct gather *gather, struct piece_reader *reader,
                        const struct member *member, struct piece *piece,
                        struct rows_so_far *so_far, struct arena *arena, struct problem *problem)
{
    const struct piece_source *source = gather->sources[member->source];
    struct row_digest *digests =
        arena_alloc_array(arena, (size_t)member->row_count + 1, sizeof(*digests));
    const struct repeats_piece rows = { .rows = piece->rows,
                                        .digests = digests,
                                        .count = member->row_count,
                                        .source_file = source->source_file,
                                        .stand_alone = source->header->held_style == HELD_CSV };

    if (member->broken)
        return 0;
    if (piece_digests(reader, source->header, piece->rows, piece->beside, member->row_count, arena,
                      digests, problem) < 0)
        return -1;
    piece->repeats = rows_so_far_take(so_far, gather->duplicates, &rows, arena);
    return 0;
}

/* Only a session that comes back is looked at, unless rows next to each other count too. */
static int look_for_repeats(struct gather *gather, struct piece_reader *reader,
                            const struct member *members, size_t count, struct piece *pieces,
                            size_t at, struct arena *arena, struct problem *problem)
{
    struct piece *first = earlier_piece(pieces, at + 1, pieces[at].id);
    bool is_new = first->so_far == NULL;

    if (gather->duplicates == DUPLICATES_HOLD ||
        (first == &pieces[at] && gather->duplicates == DUPLICATES_ONCE))
        return 0;
    if (is_new)
        first->so_far = rows_so_far_create(arena, count_rows(members, count));
    if (is_new && first != &pieces[at] &&
        find_repeats(gather, reader, &members[first - pieces], first, first->so_far, arena,
                     problem) < 0)
        return -1;
    return find_repeats(gather, reader, &members[at], &pieces[at], first->so_far, arena, problem);
}

static int read_pieces(struct gather *gather, struct piece_reader *reader,
                       const struct member *members, size_t count, uint64_t event,
                       struct piece *pieces, struct arena *arena, struct problem *problem)
{
    for (size_t i = 0; i < count; i++) {
        if (!member_is_there(&members[i],
                             event)) { /* it is still to come, and broken: see lacks_rows */
            pieces[i].id = TEXT_NONE;
            continue;
        }
        if (load(gather, &members[i], arena, &pieces[i], problem) < 0 ||
            look_for_repeats(gather, reader, members, count, pieces, i, arena, problem) < 0 ||
            read_piece(gather, reader, &members[i], &pieces[i],
                       earlier_piece(pieces, i, pieces[i].id), arena, problem) < 0)
            return -1;
    }
    return 0;
}

/* What is judged together, in the order of the input. */
static void list_visit(const struct piece *pieces, struct member *members, size_t count,
                       size_t own_at, struct gathered *out)
{
    out->repeats = pieces[own_at].repeats;
    out->passed_over = pieces[own_at].passed_over;
    for (size_t i = 0; i < count; i++) {
        if (i != own_at && (out->passed_over || pieces[i].passed_over || !pieces[i].belongs))
            continue;
        if (i == own_at)
            out->own = out->count;
        out->members[out->count] = &members[i];
        out->sessions[out->count++] = pieces[i].session;
    }
}

int gather_visit(struct gather *gather, struct member *member, struct session *session,
                 struct piece_reader **reader, struct arena *arena, struct gathered *out,
                 struct problem *problem)
{
    size_t begin = gather->groups[member->group];
    size_t count = gather->groups[member->group + 1] - begin;
    struct member *members = &gather->members[begin];
    size_t own_at = (size_t)(member - members);
    struct piece *pieces;

    *out = (struct gathered){ .first_piece = is_first_piece(members, member) };
    out->too_large = is_too_large(members, count, member->event);
    if (out->too_large) {
        members = member;
        count = 1;
        own_at = 0;
    }
    pieces = arena_alloc_array(arena, count, sizeof(*pieces));
    out->sessions = arena_alloc_array(arena, count, sizeof(struct session *));
    out->members = arena_alloc_array(arena, count, sizeof(struct member *));
    if (*reader == NULL)
        *reader = piece_reader_create();
    if (read_pieces(gather, *reader, members, count, member->event, pieces, arena, problem) < 0)
        return -1;
    take_own(&pieces[own_at], member, session);
    mark_visit(gather, pieces, members, count, &pieces[own_at]);
    list_visit(pieces, members, count, own_at, out);
    return 0;
}
