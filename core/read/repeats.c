/* repeats.c - see repeats.h. */
#include "repeats.h"

#include "base/text.h"

#include <string.h>

const char *duplicates_name(enum duplicates duplicates)
{
    static const char *const names[DUPLICATES_COUNT] = { "once", "all", "hold" };

    return names[duplicates];
}

/* Rows that say the same. */
struct said {
    struct row_digest digest;
    struct row_place place; /* of the first one */
    uint32_t count;         /* of the pieces so far */
    uint32_t here;          /* of those, in the piece that is looked at too */
};

struct rows_so_far {
    struct said *said;
    uint32_t said_count;
    uint32_t row_count;
    uint32_t *slots; /* index in `said` + 1, by digest; 0: free */
    size_t slot_mask;
};

struct rows_so_far *rows_so_far_create(struct arena *arena, size_t most)
{
    struct rows_so_far *so_far = arena_alloc(arena, sizeof(*so_far));
    size_t slots = 16;

    while (slots < most * 2)
        slots *= 2;
    so_far->said = arena_alloc_array(arena, most, sizeof(*so_far->said));
    so_far->slots = arena_alloc_array(arena, slots, sizeof(*so_far->slots));
    so_far->slot_mask = slots - 1;
    return so_far;
}

/* The slot of the digest, or the free one where it belongs. */
static uint32_t *slot_of(const struct rows_so_far *so_far, struct row_digest digest)
{
    size_t at = (size_t)digest.low & so_far->slot_mask;

    while (so_far->slots[at] != 0 &&
           !row_digest_equal(so_far->said[so_far->slots[at] - 1].digest, digest))
        at = (at + 1) & so_far->slot_mask;
    return &so_far->slots[at];
}

static struct said *find(const struct rows_so_far *so_far, struct row_digest digest)
{
    uint32_t slot = *slot_of(so_far, digest);

    return slot != 0 ? &so_far->said[slot - 1] : NULL;
}

static void add(struct rows_so_far *so_far, const struct repeats_piece *piece, size_t row)
{
    uint32_t *slot = slot_of(so_far, piece->digests[row]);

    if (*slot == 0) {
        so_far->said[so_far->said_count] =
            (struct said){ .digest = piece->digests[row],
                           .place = { piece->source_file, piece->rows[row].line } };
        *slot = ++so_far->said_count;
    }
    so_far->said[*slot - 1].count++;
    so_far->row_count++;
}

/* The row is one that was there before, and that no other row of the piece repeats. */
static struct said *said_before(const struct rows_so_far *so_far, const struct repeats_piece *piece,
                                size_t row, enum duplicates duplicates)
{
    struct said *said = find(so_far, piece->digests[row]);

    if (said == NULL || (duplicates == DUPLICATES_ONCE && said->here == said->count))
        return NULL;
    said->here++;
    return said;
}

static void pass(struct repeats *repeats, const struct repeats_piece *piece, size_t row,
                 const struct said *said)
{
    if (repeats->count++ == 0) {
        repeats->line = piece->rows[row].line;
        repeats->first = said->place;
    }
    repeats->passed[row] = true;
}

/* Whether the rows so far and those of a piece, which have some in common, are versions of
 * a session that each have rows which the other has not. */
static bool are_versions(const struct rows_so_far *so_far, const struct repeats *repeats,
                         const struct repeats_piece *piece)
{
    return repeats->count != piece->count &&
           (repeats->count != so_far->row_count || !piece->stand_alone);
}

struct repeats rows_so_far_take(struct rows_so_far *so_far, enum duplicates duplicates,
                                const struct repeats_piece *piece, struct arena *arena)
{
    struct repeats repeats = { .passed = arena_alloc_array(arena, piece->count, sizeof(bool)),
                               .stand_alone = piece->stand_alone };

    for (size_t i = 0; i < piece->count; i++) {
        const struct said *said = said_before(so_far, piece, i, duplicates);

        if (said != NULL)
            pass(&repeats, piece, i, said);
        else if (duplicates == DUPLICATES_ALL)
            add(so_far, piece, i);
    }
    if (duplicates == DUPLICATES_ONCE) {
        if (repeats.count != 0 && are_versions(so_far, &repeats, piece))
            repeats = (struct repeats){ .passed = NULL };
        for (uint32_t i = 0; i < so_far->said_count; i++)
            so_far->said[i].here = 0;
        for (size_t i = 0; i < piece->count; i++) {
            if (repeats.passed == NULL || !repeats.passed[i])
                add(so_far, piece, i);
        }
    }
    if (repeats.count == 0)
        repeats.passed = NULL;
    return repeats;
}

const struct row *repeats_others(const struct repeats *repeats, const struct row *rows,
                                 size_t count, struct arena *arena)
{
    struct row *others;
    size_t kept = 0;

    if (repeats->count == 0)
        return rows;
    others = arena_room(arena, (count - repeats->count + 1) * sizeof(*others));
    for (size_t i = 0; i < count; i++) {
        if (!repeats->passed[i])
            others[kept++] = rows[i];
    }
    return others;
}

/* Where a session has errors, not every row made a service: it is held as it is. */
void repeats_take_out(const struct repeats *repeats, struct session *session, size_t row_count)
{
    uint32_t kept = 0;

    if (repeats->count == 0 || session->service_count != row_count)
        return;
    for (uint32_t i = 0; i < session->service_count; i++) {
        if (!repeats->passed[i])
            session->services[kept++] = session->services[i];
    }
    session->service_count = kept;
}

void repeats_tell(const struct repeats *repeats, struct session *session)
{
    char shown[TEXT_SHOWN];

    if (repeats->count != 0)
        findings_add(&session->findings, FINDING_ROW_REPEATED, repeats->line, COLUMN_NONE,
                     TEXT_NONE,
                     "rows of session %s that were there before, the first at %s:%llu, are passed "
                     "over: %zu",
                     session->id.data, text_show(shown, repeats->first.source_file),
                     (unsigned long long)repeats->first.line, repeats->count);
}
