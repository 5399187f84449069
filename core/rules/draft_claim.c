/* draft_claim.c - the claim of a draft that the rules have left. */
#include "rules/draft.h"

#include "base/date.h"
#include "base/text.h"

static struct cl_text modifier_at(const struct draft_line *line, uint32_t at)
{
    return at < line->modifier_count ? line->modifiers[at] : TEXT_NONE;
}

/* Every field has its place in the initializers here, so that nothing is zeroed first. */
static void fill_line(const struct draft_line *from, uint32_t number, struct cl_line *line)
{
    const struct service *first = from->services[0];

    *line = (struct cl_line){
        .size = sizeof(*line),
        .number = number,
        .units = from->units,
        .minutes = from->minutes,
        .source_line = first->line <= UINT32_MAX ? (uint32_t)first->line : 0,
        .code = from->code,
        .documented_code = from->documented_code,
        .description = from->entry != NULL ? from->entry->description : TEXT_NONE,
        .modifiers = { modifier_at(from, 0), modifier_at(from, 1), modifier_at(from, 2),
                       modifier_at(from, 3) },
        .pointers = { from->pointers[0], from->pointers[1], from->pointers[2], from->pointers[3] },
        .pointer_count = from->pointer_count,
        .unit_charge_cents = from->unit_charge,
        .charge_cents =
            from->unit_charge != CL_NO_AMOUNT ? from->unit_charge * from->units : CL_NO_AMOUNT,
        .unit_rule = from->unit_rule,
        .rendering = from->rendering,
        .supervising = from->supervising,
        .assistant_id = first->assistant_id,
        .region = first->region,
        .technique = first->technique,
        .necessity = first->necessity,
        .response = first->response,
        .note = first->note,
        .start_time = first->start_time,
        .end_time = first->end_time,
    };
}

/* Of the services behind the first. */
static void fill_texts(const struct draft_line *from, struct cl_line *line)
{
    for (uint32_t i = 1; i < from->service_count; i++) {
        const struct service *service = from->services[i];

        text_keep_first(&line->assistant_id, service->assistant_id);
        text_keep_first(&line->region, service->region);
        text_keep_first(&line->technique, service->technique);
        text_keep_first(&line->necessity, service->necessity);
        text_keep_first(&line->response, service->response);
        text_keep_first(&line->note, service->note);
    }
}

/* Times are the line's where its services agree; two pieces of a day have none. */
static void fill_times(const struct draft_line *from, struct cl_line *line)
{
    for (uint32_t i = 1; i < from->service_count; i++) {
        if (time_equal(line->start_time, from->services[i]->start_time) &&
            time_equal(line->end_time, from->services[i]->end_time))
            continue;
        line->start_time = (struct cl_time){ 0 };
        line->end_time = (struct cl_time){ 0 };
        return;
    }
}

static int64_t sum_charges(const struct cl_line *lines, uint32_t count)
{
    int64_t sum = CL_NO_AMOUNT;

    for (uint32_t i = 0; i < count; i++) {
        if (lines[i].charge_cents != CL_NO_AMOUNT)
            sum = lines[i].charge_cents + (sum != CL_NO_AMOUNT ? sum : 0);
    }
    return sum;
}

static void fill_claim(const struct draft *draft, const struct cl_line *lines, uint32_t count,
                       struct cl_claim *claim)
{
    const struct session *session = draft->session;
    int32_t total = session->total_treatment_minutes;

    *claim = (struct cl_claim){
        .size = sizeof(*claim),
        .lines = lines,
        .line_count = count,
        .line_stride = sizeof(struct cl_line),
        .diagnoses = session->diagnoses,
        .diagnosis_count = session->diagnosis_count,
        .service_date = session->service_date,
        .claim_id = draft->members[0]->id,
        .session_id = draft->members[0]->id,
        .discipline = text_of(discipline_name(session->discipline)),
        .place_of_service = draft->place_of_service,
        .charge_cents = sum_charges(lines, count),
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

bool draft_has_units(const struct draft *draft)
{
    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (draft->lines[i].units != 0)
            return true;
    }
    return false;
}

const struct cl_claim *draft_claim(const struct draft *draft)
{
    struct cl_line *lines = arena_room(draft->arena, draft->line_count * sizeof(*lines));
    struct cl_claim *claim;
    uint32_t count = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        if (!draft_shows(draft, &draft->lines[i]))
            continue;
        fill_line(&draft->lines[i], count + 1, &lines[count]);
        fill_texts(&draft->lines[i], &lines[count]);
        fill_times(&draft->lines[i], &lines[count]);
        count++;
    }
    if (count == 0)
        return NULL;
    claim = arena_room(draft->arena, sizeof(*claim));
    fill_claim(draft, lines, count, claim);
    return claim;
}
