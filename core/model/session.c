/* session.c - see session.h. */
#include "session.h"

#include "base/text.h"

#include <string.h>

#define NAME(string)                                                                               \
    {                                                                                              \
        string, sizeof(string) - 1                                                                 \
    }

static const struct cl_text class_names[PAYER_CLASS_COUNT] = {
    [CLASS_MEDICARE] = NAME("medicare"),
    [CLASS_MEDICARE_ADVANTAGE] = NAME("medicare_advantage"),
    [CLASS_RAILROAD_MEDICARE] = NAME("railroad_medicare"),
    [CLASS_MEDICAID] = NAME("medicaid"),
    [CLASS_TRICARE] = NAME("tricare"),
    [CLASS_VA] = NAME("va"),
    [CLASS_CHAMPVA] = NAME("champva"),
    [CLASS_COMMERCIAL] = NAME("commercial"),
    [CLASS_WORKERS_COMP] = NAME("workers_comp"),
    [CLASS_AUTO] = NAME("auto"),
    [CLASS_SELF_PAY] = NAME("self_pay"),
    [CLASS_OTHER] = NAME("other"),
};

static const struct cl_text status_names[STATUS_COUNT] = { NAME("completed"), NAME("cancelled"),
                                                           NAME("no_show"), NAME("voided"),
                                                           NAME("unsigned") };

static const struct cl_text discipline_names[DISCIPLINE_COUNT] = { NAME("PT"), NAME("OT"),
                                                                   NAME("SLP") };

const char *session_status_name(enum session_status status)
{
    return status_names[status].data;
}

const char *payer_class_name(enum payer_class payer_class)
{
    return class_names[payer_class].data;
}

const char *discipline_name(enum discipline discipline)
{
    return discipline_names[discipline].data;
}

struct cl_text payer_class_text(enum payer_class payer_class)
{
    return class_names[payer_class];
}

/* As it is spelled here almost always; else without regard to case. */
static unsigned find(const struct cl_text *names, unsigned count, struct cl_text name)
{
    unsigned found = 0;

    while (found < count && !text_equal(names[found], name))
        found++;
    if (found < count)
        return found;
    for (found = 0; found < count && !text_equal_nocase(names[found], name);)
        found++;
    return found;
}

enum payer_class payer_class_find(struct cl_text name)
{
    return (enum payer_class)find(class_names, PAYER_CLASS_COUNT, name);
}

enum session_status session_status_find(struct cl_text name)
{
    return (enum session_status)find(status_names, STATUS_COUNT, name);
}

enum discipline discipline_find(struct cl_text name)
{
    return (enum discipline)find(discipline_names, DISCIPLINE_COUNT, name);
}

/* clang-format off */
#define NONE { "", 0 }
#define NO_ADDRESS { NONE, NONE, NONE, NONE }
#define NO_PROVIDER { sizeof(struct cl_provider), NONE, NONE, NONE, NONE, NONE, NONE, NONE, NO_ADDRESS, NONE }
/* clang-format on */

const struct cl_provider provider_empty = NO_PROVIDER;

const struct service service_empty = {
    .code = NONE,
    .minutes = MINUTES_NOT_STATED,
    .modifiers = { NONE, NONE, NONE, NONE },
    .unit_charge = CL_NO_AMOUNT,
    .line_charge = CL_NO_AMOUNT,
    .rendering = NO_PROVIDER,
    .supervising_npi = NONE,
    .assistant_id = NONE,
    .region = NONE,
    .technique = NONE,
    .necessity = NONE,
    .response = NONE,
    .note = NONE,
};

const struct session session_empty = {
    .id = NONE,
    .source_file = NONE,
    .patient = { .size = sizeof(struct cl_patient),
                 .id = NONE,
                 .last_name = NONE,
                 .first_name = NONE,
                 .middle_name = NONE,
                 .sex = NONE,
                 .address = NO_ADDRESS,
                 .phone = NONE },
    .subscriber = { .size = sizeof(struct cl_subscriber),
                    .member_id = NONE,
                    .group_number = NONE,
                    .relationship = NONE,
                    .last_name = NONE,
                    .first_name = NONE,
                    .sex = NONE,
                    .address = NO_ADDRESS },
    .payer_class = PAYER_CLASS_COUNT,
    .payer = { .size = sizeof(struct cl_payer),
               .id = NONE,
               .payer_class = NONE,
               .name = NONE,
               .address = NO_ADDRESS },
    .billing = NO_PROVIDER,
    .referring = NO_PROVIDER,
    .facility = NO_PROVIDER,
    .place_of_service = NONE,
    .authorization_number = NONE,
    .referral_number = NONE,
    .claim_frequency = NONE,
    .payer_control_number = NONE,
    .patient_paid = CL_NO_AMOUNT,
    .related_cause = NONE,
    .accident_state = NONE,
    .property_casualty_claim_number = NONE,
    .total_treatment_minutes = MINUTES_NOT_STATED,
    .visits_since_progress_report = COUNT_NOT_STATED,
};

static void *copy_array(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_room(arena, count * size);

    if (count != 0)
        memcpy(copy, items, count * size);
    return copy;
}

struct session *session_copy(struct arena *arena, const struct session *session)
{
    struct session *copy = copy_array(arena, session, 1, sizeof(*session));
    struct findings *findings = &copy->findings;

    copy->services =
        copy_array(arena, session->services, session->service_count, sizeof(*copy->services));
    for (uint32_t i = 0; i < copy->service_count; i++)
        copy->services[i].session = copy;
    findings->items = copy_array(arena, findings->items, findings->count, sizeof(*findings->items));
    findings->capacity = findings->count;
    findings->arena = arena;
    return copy;
}

uint32_t session_first_pointers(const struct session *session, uint8_t pointers[CL_MAX_POINTERS])
{
    uint32_t count = 0;

    for (; count < CL_MAX_POINTERS && count < session->diagnosis_count; count++)
        pointers[count] = (uint8_t)(count + 1);
    return count;
}
