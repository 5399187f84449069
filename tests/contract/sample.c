/* sample.c - the claims and totals that tests give to plugins. */
#include "host.h"

struct cl_text text_of(const char *string)
{
    struct cl_text text = { string, strlen(string) };

    return text;
}

static void link_parts(struct sample *sample)
{
    struct cl_claim *claim = &sample->claim;

    claim->size = sizeof(*claim);
    claim->lines = &sample->lines[0].line;
    claim->line_stride = sizeof(sample->lines[0]);
    claim->diagnoses = sample->diagnoses;
    claim->patient = &sample->patient;
    claim->subscriber = &sample->subscriber;
    claim->payer = &sample->payer;
    claim->billing = &sample->billing;
    claim->referring = &sample->referring;
    claim->facility = &sample->facility;
    sample->patient.size = sizeof(sample->patient);
    sample->subscriber.size = sizeof(sample->subscriber);
    sample->payer.size = sizeof(sample->payer);
    for (uint32_t i = 0; i < SAMPLE_LINES; i++) {
        sample->lines[i].line.size = sizeof(sample->lines[i]);
        sample->lines[i].line.number = i + 1;
        sample->lines[i].line.rendering = &sample->rendering;
        sample->lines[i].line.supervising = &sample->supervising;
    }
}

static void empty_address(struct cl_address *address)
{
    address->line = address->city = address->state = address->zip = text_of("");
}

static void set_provider(struct cl_provider *provider, struct cl_text npi, struct cl_text text)
{
    provider->size = sizeof(*provider);
    provider->npi = npi;
    provider->last_name = provider->first_name = provider->taxonomy = text;
    provider->tax_id = provider->id = provider->phone = text;
    provider->qualifier = text_of("");
    provider->address = (struct cl_address){ text, text, text, text };
}

static void set_providers(struct sample *sample, struct cl_text npi, struct cl_text text)
{
    set_provider(&sample->billing, npi, text);
    set_provider(&sample->referring, npi, text);
    set_provider(&sample->facility, npi, text);
    set_provider(&sample->rendering, npi, text);
    set_provider(&sample->supervising, npi, text);
}

/* All fields of free text on the line. */
static void set_line_text(struct cl_line *line, struct cl_text text)
{
    line->description = line->assistant_id = line->region = line->technique = text;
    line->necessity = line->response = line->note = text;
}

static void set_claim_text(struct sample *sample, struct cl_text text)
{
    struct cl_claim *claim = &sample->claim;
    struct cl_patient *patient = &sample->patient;
    struct cl_subscriber *subscriber = &sample->subscriber;
    struct cl_address address = { text, text, text, text };

    claim->authorization_number = claim->referral_number = claim->payer_control_number = text;
    claim->accident_state = claim->property_casualty_claim_number = claim->source_file = text;
    patient->last_name = patient->first_name = patient->middle_name = patient->phone = text;
    patient->address = subscriber->address = sample->payer.address = address;
    subscriber->member_id = subscriber->group_number = text;
    subscriber->last_name = subscriber->first_name = text;
    sample->payer.name = text;
}

static void set_ids(struct sample *sample, struct cl_text text)
{
    sample->claim.claim_id = sample->claim.session_id = text;
    sample->patient.id = sample->payer.id = text;
}

static void set_bare_line(struct cl_line *line)
{
    line->code = text_of("97110");
    line->documented_code = text_of("");
    line->units = 1;
    line->unit_rule = text_of("stated");
    line->unit_charge_cents = line->charge_cents = CL_NO_AMOUNT;
    for (int i = 0; i < CL_MAX_MODIFIERS; i++)
        line->modifiers[i] = text_of("");
    set_line_text(line, text_of(""));
}

void sample_bare(struct sample *sample)
{
    struct cl_claim *claim = &sample->claim;
    struct cl_text empty = text_of("");

    memset(sample, 0, sizeof(*sample));
    for (int i = 0; i < SAMPLE_LINES; i++)
        memset(sample->lines[i].later, 0xA5, sizeof(sample->lines[i].later));
    link_parts(sample);
    set_ids(sample, text_of("S-1"));
    sample->patient.id = text_of("P-1");
    sample->payer.id = text_of("BCBS");
    claim->service_date = (struct cl_date){ 2026, 3, 5 };
    claim->place_of_service = text_of("11");
    claim->charge_cents = claim->patient_paid_cents = CL_NO_AMOUNT;
    claim->line_count = 1;
    claim->diagnosis_count = 1;
    for (int i = 0; i < CL_MAX_DIAGNOSES; i++)
        sample->diagnoses[i] = text_of("M54.50");
    set_claim_text(sample, empty);
    claim->discipline = claim->claim_frequency = claim->related_cause = empty;
    sample->patient.sex = sample->subscriber.sex = sample->subscriber.relationship = empty;
    sample->payer.payer_class = empty;
    empty_address(&sample->patient.address);
    set_providers(sample, empty, empty);
    for (int i = 0; i < SAMPLE_LINES; i++)
        set_bare_line(&sample->lines[i].line);
}

/* Line 2 is a substituted code, line 3 has no charge. */
static void set_full_line(struct cl_line *line, uint32_t index)
{
    static const char *const codes[] = { "97110", "G0283", "97530", "97140" };
    static const char *const documented[] = { "97110", "97014", "97530", "97140" };
    static const char *const modifiers[] = { "GP", "59", "KX", "CQ" };

    line->code = text_of(codes[index]);
    line->documented_code = text_of(documented[index]);
    line->units = index + 1;
    line->minutes = 15 * (index + 1);
    line->unit_rule = text_of(index == 1 ? "untimed" : "cms");
    line->source_line = 2 + index;
    line->unit_charge_cents = index == 2 ? CL_NO_AMOUNT : 4512;
    line->charge_cents = index == 2 ? CL_NO_AMOUNT : 4512 * (int64_t)line->units;
    line->pointer_count = index + 1;
    line->start_time = (struct cl_time){ 9, (uint8_t)(15 * index), 0, 1 };
    line->end_time = (struct cl_time){ 9, (uint8_t)(15 * index + 14), 0, 1 };
    for (uint32_t i = 0; i <= index; i++) {
        line->modifiers[i] = text_of(modifiers[i]);
        line->pointers[i] = (uint8_t)(12 - i);
    }
    set_line_text(line, text_of("some text"));
}

static void set_dates(struct sample *sample)
{
    struct cl_claim *claim = &sample->claim;
    struct cl_date date = { 2026, 2, 28 };

    claim->accident_date = claim->onset_date = claim->initial_treatment_date = date;
    claim->certification_start_date = claim->certification_end_date = date;
    sample->patient.birth_date = sample->subscriber.birth_date = (struct cl_date){ 1950, 12, 31 };
}

void sample_full(struct sample *sample)
{
    static const char *const diagnoses[CL_MAX_DIAGNOSES] = {
        "M54.50", "M25.551",  "M25.561", "R26.2",  "Z96.641", "S83.511A",
        "M17.11", "S72.001D", "G81.91",  "I69.35", "Z47.1",   "C4A",
    };
    struct cl_claim *claim = &sample->claim;

    sample_bare(sample);
    claim->claim_id = text_of("C-1");
    claim->discipline = text_of("PT");
    claim->charge_cents = 4512 * (1 + 2 + 4);
    claim->patient_paid_cents = 2000;
    claim->claim_frequency = text_of("7");
    claim->related_cause = text_of("auto");
    claim->total_treatment_minutes = 150;
    claim->source_line = 2;
    claim->line_count = SAMPLE_LINES;
    claim->diagnosis_count = CL_MAX_DIAGNOSES;
    for (int i = 0; i < CL_MAX_DIAGNOSES; i++)
        sample->diagnoses[i] = text_of(diagnoses[i]);
    set_dates(sample);
    set_claim_text(sample, text_of("some text"));
    set_providers(sample, text_of("1234567893"), text_of("some text"));
    sample->referring.qualifier = text_of("DN");
    sample->patient.sex = sample->subscriber.sex = text_of("F");
    sample->subscriber.relationship = text_of("spouse");
    sample->payer.payer_class = text_of("workers_comp");
    for (uint32_t i = 0; i < SAMPLE_LINES; i++)
        set_full_line(&sample->lines[i].line, i);
}

void sample_hostile(struct sample *sample, struct cl_text text)
{
    sample_full(sample);
    set_ids(sample, text);
    set_claim_text(sample, text);
    set_providers(sample, text_of("1234567893"), text);
    for (int i = 0; i < SAMPLE_LINES; i++) {
        set_line_text(&sample->lines[i].line, text);
        sample->lines[i].line.documented_code = text;
    }
}

static struct cl_code_total code_total(const char *code, const char *description, uint64_t claims)
{
    struct cl_code_total total = {
        .size = sizeof(total),
        .code = text_of(code),
        .description = text_of(description),
        .claims = claims,
        .lines = claims,
        .units = 2 * claims,
        .minutes = 30 * claims,
        .charge_cents = 9024 * (int64_t)claims,
    };

    return total;
}

static struct cl_finding_total finding_total(const char *id, const char *severity, uint64_t count)
{
    struct cl_finding_total total = { sizeof(total), text_of(id), text_of(severity), count };

    return total;
}

void sample_totals(struct sample_totals *totals, uint64_t claims, uint64_t chunks)
{
    static const struct cl_totals none;

    memset(totals, 0xA5, sizeof(*totals));
    totals->codes[0].total = code_total("97110", "therapeutic exercise", claims);
    totals->codes[1].total = code_total("G0283", "electrical stimulation", claims);
    totals->codes[1].total.lines_without_charge = claims;
    totals->codes[1].total.charge_cents = 0;
    totals->findings[0].total = finding_total("charge.missing", "warning", 12);
    totals->findings[1].total = finding_total("minutes.missing", "error", 3);
    totals->totals = none;
    totals->totals.size = sizeof(totals->totals);
    totals->totals.chunks = chunks;
    totals->totals.claims = claims;
    totals->totals.lines = 2 * claims;
    totals->totals.units = 4 * claims;
    totals->totals.minutes = 60 * claims;
    totals->totals.lines_without_charge = claims;
    totals->totals.charge_cents = 9024 * (int64_t)claims;
    totals->totals.codes = &totals->codes[0].total;
    totals->totals.code_count = claims > 0 ? 2 : 0;
    totals->totals.code_stride = sizeof(totals->codes[0]);
    totals->totals.sessions_read = claims + 10;
    totals->totals.sessions_held = 3;
    totals->totals.sessions_skipped = 5;
    totals->totals.sessions_without_lines = 2;
    totals->totals.findings = &totals->findings[0].total;
    totals->totals.finding_count = 2;
    totals->totals.finding_stride = sizeof(totals->findings[0]);
}
