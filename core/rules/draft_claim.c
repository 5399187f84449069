/* draft_claim.c - the claim of a draft that the rules have left. */
#include "rules/draft.h"

#include "base/date.h"
#include "base/text.h"

/* What no rule had to say anything about. */
static void fill_line(const struct draft_line *from, uint32_t number)
{
    const struct service *first = from->services[0];
    struct cl_line *line = from->out;

    line->size = sizeof(*line);
    line->number = number;
    line->source_line = first->line <= UINT32_MAX ? (uint32_t)first->line : 0;
    line->description = from->entry != NULL ? from->entry->description : TEXT_NONE;
    line->charge_cents = line->unit_charge_cents != CL_NO_AMOUNT
                             ? line->unit_charge_cents * line->units
                             : CL_NO_AMOUNT;
    line->assistant_id = first->assistant_id;
    line->region = first->region;
    line->technique = first->technique;
    line->necessity = first->necessity;
    line->response = first->response;
    line->note = first->note;
    line->start_time = first->start_time;
    line->end_time = first->end_time;
}

/* Of the services behind the first. */
static void fill_texts(const struct draft_line *from)
{
    struct cl_line *line = from->out;

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
static void fill_times(const struct draft_line *from)
{
    struct cl_line *line = from->out;

    for (uint32_t i = 1; i < from->service_count; i++) {
        if (time_equal(line->start_time, from->services[i]->start_time) &&
            time_equal(line->end_time, from->services[i]->end_time))
            continue;
        line->start_time = (struct cl_time){ 0 };
        line->end_time = (struct cl_time){ 0 };
        return;
    }
}

static void fill_claim(const struct draft *draft, uint32_t lines, int64_t charge,
                       struct cl_claim *claim)
{
    const struct session *session = draft->session;
    int32_t total = session->total_treatment_minutes;

    *claim = (struct cl_claim){
        .size = sizeof(*claim),
        .lines = draft->out,
        .line_count = lines,
        .line_stride = sizeof(struct cl_line),
        .diagnoses = session->diagnoses,
        .diagnosis_count = session->diagnosis_count,
        .service_date = session->service_date,
        .claim_id = draft->members[0]->id,
        .session_id = draft->members[0]->id,
        .discipline = text_of(discipline_name(session->discipline)),
        .place_of_service = draft->place_of_service,
        .charge_cents = charge,
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
        if (draft->out[i].units != 0)
            return true;
    }
    return false;
}

/* Leaves the lines that the claim shows. */
static uint32_t drop_lines(struct draft *draft)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < draft->line_count; i++) {
        struct draft_line *line = &draft->lines[i];

        if (!draft_shows(draft, line))
            continue;
        if (count != i) {
            draft->out[count] = *line->out;
            draft->lines[count] = *line;
            draft->lines[count].out = &draft->out[count];
        }
        count++;
    }
    return count;
}

const struct cl_claim *draft_claim(struct draft *draft)
{
    uint32_t count = drop_lines(draft);
    int64_t charge = CL_NO_AMOUNT;
    struct cl_claim *claim;

    if (count == 0)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        const struct draft_line *line = &draft->lines[i];

        fill_line(line, i + 1);
        if (line->service_count > 1) {
            fill_texts(line);
            fill_times(line);
        }
        if (line->out->charge_cents != CL_NO_AMOUNT)
            charge = line->out->charge_cents + (charge != CL_NO_AMOUNT ? charge : 0);
    }
    claim = arena_room(draft->arena, sizeof(*claim));
    fill_claim(draft, count, charge, claim);
    return claim;
}
