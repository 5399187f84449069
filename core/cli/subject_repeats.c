/* subject_repeats.c - which rows of a session are passed over, and what that makes. */
#include "subject.h"

static struct piece_reader *piece_reader_of(const struct judging *judging)
{
    struct bench *bench = &judging->run->benches[judging->worker];

    if (bench->pieces == NULL)
        bench->pieces = piece_reader_create();
    return bench->pieces;
}

int subject_look_for_repeats(const struct judging *judging, struct subject *subject,
                             struct problem *problem)
{
    const struct header *header = &judging->export->header;
    struct piece_reader *reader = piece_reader_of(judging);
    const size_t count = subject->row_count;
    struct row_digest *digests = arena_alloc_array(judging->arena, count + 1, sizeof(*digests));
    uint64_t *beside = arena_alloc_array(judging->arena, count + 1, sizeof(*beside));
    const struct repeats_piece piece = { .rows = subject->rows,
                                         .digests = digests,
                                         .count = count,
                                         .source_file = judging->export->source_file,
                                         .stand_alone = header->held_style == HELD_CSV };
    struct repeats repeats;

    if (count < 2 || gather_is_broken(subject->session))
        return 0;
    for (size_t i = 0; i < count; i++) {
        beside[i] = i != 0 ? beside[i - 1] : 0;
        if (piece_beside(reader, header, &subject->rows[i], &beside[i], problem) < 0)
            return -1;
    }
    if (piece_digests(reader, header, subject->rows, beside, count, judging->arena, digests,
                      problem) < 0)
        return -1;
    repeats = rows_so_far_take(rows_so_far_create(judging->arena, count), DUPLICATES_ALL, &piece,
                               judging->arena);
    repeats_take_out(&repeats, subject->session, count);
    repeats_tell(&repeats, subject->session);
    subject->visit.repeats = repeats;
    return 0;
}

uint64_t subject_rows(const struct subject *subject)
{
    uint64_t count = 0;

    for (size_t i = 0; i < subject->row_count; i++)
        count += !subject->rows[i].continues;
    return count;
}

bool subject_passes_over(const struct subject *subject, size_t row)
{
    const struct repeats *repeats = &subject->visit.repeats;

    return repeats->count != 0 && repeats->passed[row] &&
           (repeats->stand_alone || subject->visit.passed_over ||
            subject->fates[subject->visit.own] != FATE_HELD);
}

struct portion subject_passed(const struct subject *subject)
{
    struct portion passed = { 0, 0 };

    for (size_t i = 0; i < subject->row_count && subject->visit.repeats.count != 0; i++) {
        if (!subject_passes_over(subject, i))
            continue;
        passed.rows += !subject->rows[i].continues;
        passed.bytes += subject->rows[i].size;
    }
    return passed;
}
