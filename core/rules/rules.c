/* rules.c - the table of rules, in the order they are applied.
 *
 * A new rule is a file with one rule_function, a line in draft.h and a row here. */
#include "rules.h"

#include "rules/draft.h"

#include "base/memory.h"
#include "base/text.h"

static rule_function *const table[] = {
    rule_profile,     /* the payer's profile */
    rule_place,       /* place of service */
    rule_lines,       /* one line a code; substitutions; codes never billed */
    rule_codes,       /* known, in force, of the discipline */
    rule_assistant,   /* an assistant's work */
    rule_units,       /* units, by the class of the code */
    rule_providers,   /* who rendered a line */
    rule_modifiers,   /* stated and added, in order, at most four */
    rule_pointers,    /* diagnosis pointers */
    rule_charges,     /* unit charge */
    rule_notes,       /* notes and other text of merged services */
    rule_referring,   /* referring provider */
    rule_replacement, /* replacement and void claims */
    rule_accident,    /* related causes */
    rule_same_day,    /* visits of one day */
};

int rules_load(struct rules *rules, const char *codes_path, struct problem *problem)
{
    *rules = (struct rules){ 0 };
    if (codes_load(&rules->codes, codes_path, problem) < 0 ||
        profiles_load(&rules->profiles, problem) < 0 ||
        place_list_load(&rules->places, problem) < 0)
        return -1;
    return 0;
}

void rules_finish(struct rules *rules)
{
    codes_finish(&rules->codes);
    profiles_finish(&rules->profiles);
}

void rules_run_finish(struct rules_run *run)
{
    mem_free(run->payers);
    map_finish(&run->payer_index);
    seen_finish(&run->visits);
    arena_finish(&run->arena);
}

static void fill_line(const struct draft_line *from, uint32_t number, struct cl_line *line)
{
    *line = (struct cl_line){
        .size = sizeof(*line),
        .number = number,
        .units = from->units,
        .minutes = from->minutes,
        .source_line =
            from->services[0]->line <= UINT32_MAX ? (uint32_t)from->services[0]->line : 0,
        .code = from->code,
        .documented_code = from->documented_code,
        .description = from->entry != NULL ? from->entry->description : TEXT_NONE,
        .pointer_count = from->pointer_count,
        .unit_charge_cents = from->unit_charge,
        .charge_cents =
            from->unit_charge != CL_NO_AMOUNT ? from->unit_charge * from->units : CL_NO_AMOUNT,
        .unit_rule = from->unit_rule,
        .rendering = from->rendering,
        .supervising = from->supervising,
        .assistant_id = TEXT_NONE,
        .region = TEXT_NONE,
        .technique = TEXT_NONE,
        .necessity = TEXT_NONE,
        .response = TEXT_NONE,
        .note = TEXT_NONE,
    };
    for (uint32_t i = 0; i < CL_MAX_MODIFIERS; i++)
        line->modifiers[i] = i < from->modifier_count ? from->modifiers[i] : TEXT_NONE;
    memcpy(line->pointers, from->pointers, sizeof(line->pointers));
}

static void fill_texts(const struct draft_line *from, struct cl_line *line)
{
    for (uint32_t i = 0; i < from->service_count; i++) {
        const struct service *service = from->services[i];

        text_keep_first(&line->assistant_id, service->assistant_id);
        text_keep_first(&line->region, service->region);
        text_keep_first(&line->technique, service->technique);
        text_keep_first(&line->necessity, service->necessity);
        text_keep_first(&line->response, service->response);
        text_keep_first(&line->note, service->note);
    }
}

static bool same_time(struct cl_time a, struct cl_time b)
{
    return a.stated == b.stated && a.hour == b.hour && a.minute == b.minute;
}

/* Times are the line's where its services agree; two pieces of a day have none. */
static void fill_times(const struct draft_line *from, struct cl_line *line)
{
    const struct service *first = from->services[0];

    for (uint32_t i = 1; i < from->service_count; i++) {
        if (!same_time(first->start_time, from->services[i]->start_time) ||
            !same_time(first->end_time, from->services[i]->end_time))
            return;
    }
    line->start_time = first->start_time;
    line->end_time = first->end_time;
}

static void fill_claim(const struct draft *draft, struct cl_claim *claim)
{
    const struct session *session = draft->session;
    int32_t total = session->total_treatment_minutes;

    *claim = (struct cl_claim){
        .size = sizeof(*claim),
        .line_stride = sizeof(struct cl_line),
        .diagnoses = session->diagnoses,
        .diagnosis_count = session->diagnosis_count,
        .service_date = session->service_date,
        .claim_id = session->id,
        .session_id = session->id,
        .discipline = text_of(discipline_name(session->discipline)),
        .place_of_service = draft->place_of_service,
        .charge_cents = CL_NO_AMOUNT,
        .patient_paid_cents = session->patient_paid,
        .patient = &session->patient,
        .subscriber = &session->subscriber,
        .payer = &session->payer,
        .billing = &session->billing,
        .referring = &session->referring,
        .facility = &session->facility,
        .authorization_number = session->authorization_number,
        .referral_number = session->referral_number,
        .claim_frequency =
            session->claim_frequency.length != 0 ? session->claim_frequency : text_of("1"),
        .payer_control_number = session->payer_control_number,
        .related_cause = session->related_cause,
        .accident_state = session->accident_state,
        .property_casualty_claim_number = session->property_casualty_claim_number,
        .accident_date = session->accident_date,
        .onset_date = session->onset_date,
        .initial_treatment_date = session->initial_treatment_date,
        .certification_start_date = session->certification_start_date,
        .certification_end_date = session->certification_end_date,
        .total_treatment_minutes = total != MINUTES_NOT_STATED ? (uint32_t)total : 0,
        .source_file = session->source_file,
        .source_line = session->line,
    };
}

/* Lines with units, and the claim over them; NULL where there is none. */
static const struct cl_claim *make_claim(const struct draft *draft)
{
    struct cl_line *lines = arena_alloc_array(draft->arena, draft->line_count + 1, sizeof(*lines));
    struct cl_claim *claim;
    uint32_t count = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (draft->lines[i].units == 0)
            continue;
        fill_line(&draft->lines[i], count + 1, &lines[count]);
        fill_texts(&draft->lines[i], &lines[count]);
        fill_times(&draft->lines[i], &lines[count]);
        count++;
    }
    if (count == 0)
        return NULL;
    claim = arena_alloc(draft->arena, sizeof(*claim));
    fill_claim(draft, claim);
    claim->lines = lines;
    claim->line_count = count;
    for (uint32_t i = 0; i < count; i++) {
        if (lines[i].charge_cents == CL_NO_AMOUNT)
            continue;
        if (claim->charge_cents == CL_NO_AMOUNT)
            claim->charge_cents = 0;
        claim->charge_cents += lines[i].charge_cents;
    }
    return claim;
}

struct verdict rules_apply(const struct rules *rules, struct rules_run *run,
                           struct session *session, struct arena *arena)
{
    struct draft draft = { .rules = rules,
                           .run = run,
                           .session = session,
                           .findings = &session->findings,
                           .arena = arena };
    struct verdict verdict = { NULL, NULL };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        table[i](&draft);
    verdict.payer = draft.payer;
    if (session->findings.errors != 0)
        return verdict;
    verdict.claim = make_claim(&draft);
    if (verdict.claim == NULL)
        findings_add(&session->findings, FINDING_LINES_NONE, session->line, COLUMN_NONE, TEXT_NONE,
                     "session %s is completed but bills nothing", session->id.data);
    return verdict;
}
