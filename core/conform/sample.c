/* sample.c - see sample.h. */
#include "sample.h"

#include "base/text.h"
#include "conform/builder.h"

const struct recipe recipe_bare = { .lines = 1, .diagnoses = 1 };

const struct recipe recipe_full = {
    .lines = RECIPE_LINES,
    .diagnoses = CL_MAX_DIAGNOSES,
    .full = true,
    .text = { "some text", 9 },
};

struct recipe recipe_of_text(struct cl_text text)
{
    struct recipe recipe = recipe_full;

    recipe.lines = 3;
    recipe.text = recipe.id = text;
    return recipe;
}

static struct cl_address address_of(struct builder *builder)
{
    struct cl_address address;

    address.line = builder_field(builder);
    address.city = builder_field(builder);
    address.state = builder_field(builder);
    address.zip = builder_field(builder);
    return address;
}

static struct cl_text word(struct builder *builder, const char *string)
{
    return builder_text(builder, builder->recipe->full ? string : "");
}

/* Ids are never absent. */
static struct cl_text id_of(struct builder *builder, const char *plain)
{
    const struct recipe *recipe = builder->recipe;
    struct cl_text id = recipe->random != NULL  ? builder_field(builder)
                        : recipe->id.length > 0 ? builder->text
                                                : TEXT_NONE;

    return id.length > 0 ? id : builder_text(builder, plain);
}

static const struct cl_provider *provider_of(struct builder *builder, const char *qualifier)
{
    struct cl_provider *provider = builder_record(builder, sizeof(*provider));

    provider->size = sizeof(*provider) + builder->later;
    provider->npi = word(builder, "1234567893");
    provider->last_name = builder_field(builder);
    provider->first_name = builder_field(builder);
    provider->taxonomy = builder_field(builder);
    provider->tax_id = builder_field(builder);
    provider->id = builder_field(builder);
    provider->qualifier = word(builder, qualifier);
    provider->address = address_of(builder);
    provider->phone = builder_field(builder);
    return provider;
}

static const struct cl_patient *patient_of(struct builder *builder)
{
    struct cl_patient *patient = builder_record(builder, sizeof(*patient));

    patient->size = sizeof(*patient) + builder->later;
    patient->id = id_of(builder, "P-1");
    patient->last_name = builder_field(builder);
    patient->first_name = builder_field(builder);
    patient->middle_name = builder_field(builder);
    patient->sex = word(builder, "F");
    patient->address = address_of(builder);
    patient->phone = builder_field(builder);
    if (builder->recipe->full)
        patient->birth_date = (struct cl_date){ 1950, 12, 31 };
    return patient;
}

static const struct cl_subscriber *subscriber_of(struct builder *builder)
{
    struct cl_subscriber *subscriber = builder_record(builder, sizeof(*subscriber));

    subscriber->size = sizeof(*subscriber) + builder->later;
    subscriber->member_id = builder_field(builder);
    subscriber->group_number = builder_field(builder);
    subscriber->relationship = word(builder, "spouse");
    subscriber->last_name = builder_field(builder);
    subscriber->first_name = builder_field(builder);
    subscriber->sex = word(builder, "M");
    subscriber->address = address_of(builder);
    if (builder->recipe->full)
        subscriber->birth_date = (struct cl_date){ 1949, 2, 28 };
    return subscriber;
}

static const struct cl_payer *payer_of(struct builder *builder)
{
    struct cl_payer *payer = builder_record(builder, sizeof(*payer));

    payer->size = sizeof(*payer) + builder->later;
    payer->id = id_of(builder, "BCBS");
    payer->payer_class = word(builder, "workers_comp");
    payer->name = builder_field(builder);
    payer->address = address_of(builder);
    return payer;
}

static void set_line_text(struct builder *builder, struct cl_line *line)
{
    line->description = builder_field(builder);
    line->assistant_id = builder_field(builder);
    line->region = builder_field(builder);
    line->technique = builder_field(builder);
    line->necessity = builder_field(builder);
    line->response = builder_field(builder);
    line->note = builder_field(builder);
}

/* The third of five lines has no charge, the second is a substituted code. */
static void set_full_line(struct builder *builder, struct cl_line *line, uint32_t index)
{
    static const char *const modifiers[CL_MAX_MODIFIERS] = { "GP", "59", "KX", "CQ" };
    bool priced = index % 5 != 2;

    line->documented_code = builder_text(builder, index % 5 == 1 ? "97014" : "97110");
    line->minutes = 15 * (index % 8 + 1);
    line->source_line = 2 + index;
    line->unit_charge_cents = priced ? 4512 : CL_NO_AMOUNT;
    line->charge_cents = priced ? 4512 * (int64_t)line->units : CL_NO_AMOUNT;
    line->start_time = (struct cl_time){ (uint8_t)(index % 24), 0, 0, 1 };
    line->end_time = (struct cl_time){ (uint8_t)(index % 24), 59, 0, 1 };
    line->pointer_count = index % CL_MAX_POINTERS + 1;
    if (line->pointer_count > builder->recipe->diagnoses)
        line->pointer_count = builder->recipe->diagnoses;
    for (uint32_t i = 0; i < line->pointer_count; i++)
        line->pointers[i] = (uint8_t)(builder->recipe->diagnoses - i);
    for (uint32_t i = 0; i <= (index + 3) % CL_MAX_MODIFIERS; i++)
        line->modifiers[i] = builder_text(builder, modifiers[i]);
}

static void set_line(struct builder *builder, struct cl_line *line, uint32_t index)
{
    static const char *const codes[] = { "97110", "G0283", "97530", "97140", "97112" };

    line->size = sizeof(*line) + builder->later;
    line->number = index + 1;
    line->units = index % 9 + 1;
    line->code = builder_text(builder, codes[index % 5]);
    line->documented_code = builder_text(builder, "");
    line->unit_rule = builder_text(builder, index % 5 == 1 ? "untimed" : "cms");
    line->unit_charge_cents = line->charge_cents = CL_NO_AMOUNT;
    for (int i = 0; i < CL_MAX_MODIFIERS; i++)
        line->modifiers[i] = builder_text(builder, "");
    set_line_text(builder, line);
    if (builder->recipe->full)
        set_full_line(builder, line, index);
}

static const struct cl_line *lines_of(struct builder *builder)
{
    const struct cl_provider *rendering = provider_of(builder, "");
    const struct cl_provider *supervising = provider_of(builder, "");
    uint32_t count = builder->recipe->lines;
    size_t stride = sizeof(struct cl_line) + builder->later;
    char *lines = builder_array(builder, count, sizeof(struct cl_line));

    for (uint32_t i = 0; i < count; i++) {
        struct cl_line *line = (struct cl_line *)(void *)(lines + i * stride);

        set_line(builder, line, i);
        line->rendering = rendering;
        line->supervising = supervising;
    }
    return (const struct cl_line *)(const void *)lines;
}

static const struct cl_text *diagnoses_of(struct builder *builder)
{
    static const char *const codes[CL_MAX_DIAGNOSES] = {
        "M54.50", "M25.551",  "M25.561", "R26.2",  "Z96.641", "S83.511A",
        "M17.11", "S72.001D", "G81.91",  "I69.35", "Z47.1",   "C4A",
    };
    struct builder plain = *builder; /* texts are no records: they do not grow */
    struct cl_text *texts;

    plain.later = 0;
    texts = builder_array(&plain, builder->recipe->diagnoses, sizeof(*texts));
    for (uint32_t i = 0; i < builder->recipe->diagnoses; i++)
        texts[i] = builder_text(&plain, codes[i]);
    builder->next = plain.next;
    return texts;
}

enum { NUMBER_DIGITS = 9 };

/* Digits before what else would stand there. */
static struct cl_text numbered_id(struct builder *builder)
{
    struct cl_text id = id_of(builder, "");
    char *slot = builder_room(builder, NUMBER_DIGITS + id.length + 1);

    memset(slot, '0', NUMBER_DIGITS);
    memcpy(slot + NUMBER_DIGITS, id.data, id.length + 1);
    return (struct cl_text){ slot, NUMBER_DIGITS + id.length };
}

static void set_claim_texts(struct builder *builder, struct cl_claim *claim)
{
    claim->claim_id = builder->recipe->numbered ? numbered_id(builder) : id_of(builder, "S-1");
    claim->session_id = id_of(builder, "S-1");
    claim->place_of_service = builder_text(builder, "11");
    claim->discipline = word(builder, "PT");
    claim->claim_frequency = word(builder, "7");
    claim->related_cause = word(builder, "auto");
    claim->authorization_number = builder_field(builder);
    claim->referral_number = builder_field(builder);
    claim->payer_control_number = builder_field(builder);
    claim->accident_state = builder_field(builder);
    claim->property_casualty_claim_number = builder_field(builder);
    claim->source_file = builder_field(builder);
}

static int64_t charge_of(const struct cl_claim *claim)
{
    int64_t sum = CL_NO_AMOUNT;

    for (uint32_t i = 0; i < claim->line_count; i++) {
        int64_t cents = cl_claim_line(claim, i)->charge_cents;

        if (cents != CL_NO_AMOUNT)
            sum = (sum == CL_NO_AMOUNT ? 0 : sum) + cents;
    }
    return sum;
}

static void set_full_claim(struct cl_claim *claim)
{
    struct cl_date date = { 2026, 2, 28 };

    claim->patient_paid_cents = 2000;
    claim->total_treatment_minutes = 150;
    claim->source_line = 2;
    claim->accident_date = claim->onset_date = claim->initial_treatment_date = date;
    claim->certification_start_date = claim->certification_end_date = date;
}

static const struct cl_claim *claim_of(struct builder *builder)
{
    struct cl_claim *claim = builder_record(builder, sizeof(*claim));

    claim->size = sizeof(*claim) + builder->later;
    claim->lines = lines_of(builder);
    claim->line_count = builder->recipe->lines;
    claim->line_stride = (uint32_t)(sizeof(struct cl_line) + builder->later);
    claim->diagnoses = diagnoses_of(builder);
    claim->diagnosis_count = builder->recipe->diagnoses;
    claim->service_date = (struct cl_date){ 2026, 3, 5 };
    claim->charge_cents = charge_of(claim);
    claim->patient_paid_cents = CL_NO_AMOUNT;
    claim->patient = patient_of(builder);
    claim->subscriber = subscriber_of(builder);
    claim->payer = payer_of(builder);
    claim->billing = provider_of(builder, "");
    claim->referring = provider_of(builder, "DN");
    claim->facility = provider_of(builder, "");
    set_claim_texts(builder, claim);
    if (builder->recipe->full)
        set_full_claim(claim);
    return claim;
}

void sample_open(struct sample *sample, struct trial *trial, const struct recipe *recipe)
{
    size_t size = 32 * 1024 + recipe->lines * 2048 + 2 * (recipe->text.length + 1);
    struct builder builder;

    region_open(&sample->region, trial, size / 16 * 16 + 16, false, BUILDER_PAST);
    builder_start(&builder, &sample->region, recipe);
    sample->claim = claim_of(&builder);
    sample->number = recipe->numbered ? (char *)(uintptr_t)sample->claim->claim_id.data : NULL;
    region_allow(&sample->region, REGION_READ, "it wrote into a claim", ARTICLE_BOUNDS);
}

void sample_close(struct sample *sample)
{
    region_close(&sample->region);
}

void sample_number(const struct sample *sample, size_t number)
{
    struct region *region = (struct region *)(uintptr_t)&sample->region;

    if (sample->number == NULL)
        return;
    region_allow(region, REGION_WRITE, NULL, ARTICLE_BOUNDS);
    for (int i = NUMBER_DIGITS; i-- > 0; number /= 10)
        sample->number[i] = (char)('0' + number % 10);
    region_allow(region, REGION_READ, "it wrote into a claim", ARTICLE_BOUNDS);
}
