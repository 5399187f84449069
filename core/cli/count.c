/* count.c - what became of a session and its rows, added up where it was judged. */
#include "block.h"

static void count_accepted(struct run_totals *totals, const struct subject *subject)
{
    const struct verdict *verdict = &subject->verdicts[subject->visit.own];
    bool on_claim = verdict_claim(subject->verdicts, subject->visit.own) != NULL;

    totals->services += subject->session->service_count;
    if (!subject->visit.first_piece)
        return;
    totals->sessions_merged += verdict->merged && on_claim;
    totals->sessions_without_lines += !on_claim;
}

/* Counts the own rows, and the session where its first rows stand. Rows that are passed over
 * are skipped, whatever becomes of the others. */
static void count_fate(struct run_totals *totals, const struct subject *subject, enum fate fate)
{
    uint64_t sessions = subject->visit.first_piece;
    struct portion passed = subject_passed(subject);
    struct portion own = { subject->input_rows - passed.rows, subject->size - passed.bytes };

    totals->rows.skipped += passed.rows;
    totals->bytes.skipped += passed.bytes;
    totals->rows_repeated += passed.rows;
    switch (fate) {
    case FATE_ACCEPTED:
        totals->sessions.accepted += sessions;
        totals->rows.accepted += own.rows;
        totals->bytes.accepted += own.bytes;
        break;
    case FATE_HELD:
        totals->sessions.held += sessions;
        totals->rows.held += own.rows;
        totals->bytes.held += own.bytes;
        break;
    case FATE_SKIPPED:
    case FATE_PASSED_OVER:
        totals->sessions.skipped += sessions;
        totals->rows.skipped += own.rows;
        totals->bytes.skipped += own.bytes;
        break;
    }
    totals->sessions_read += sessions;
}

/* Whether the part has not judged a session before: what its file lacks is told with the first. */
static bool is_first_judged(struct block *block, enum fate fate)
{
    bool judged = fate != FATE_SKIPPED && fate != FATE_PASSED_OVER;
    bool first = judged && !block->has_judged;

    block->has_judged |= judged;
    return first;
}

bool block_count(struct block *block, const struct subject *subject)
{
    const struct run *run = block->run;
    enum fate fate = subject->fates[subject->visit.own];

    count_fate(&block->totals, subject, fate);
    if (fate == FATE_ACCEPTED)
        count_accepted(&block->totals, subject);
    return is_first_judged(block, fate) || fate == FATE_HELD || subject->noted ||
           subject->first_of_payer || subject->elsewhere || subject->session->findings.count != 0 ||
           run->request->judged != NULL;
}
