/* session.h - one visit as the export tells it, every field parsed.
 *
 * Made by core/read, judged by core/rules. All text lies in the arena of the
 * chunk the session belongs to. The parties are the public records of claim.h,
 * so that a claim can point at them. */
#ifndef CORE_MODEL_SESSION_H
#define CORE_MODEL_SESSION_H

#include "model/finding.h"
#include "model/place.h"

#include <claimline/claim.h>

#include <stdbool.h>
#include <stdint.h>

enum session_status {
    STATUS_COMPLETED,
    STATUS_CANCELLED,
    STATUS_NO_SHOW,
    STATUS_VOIDED,
    STATUS_UNSIGNED,
    STATUS_COUNT
};

enum discipline { DISCIPLINE_PT, DISCIPLINE_OT, DISCIPLINE_SLP, DISCIPLINE_COUNT };

enum payer_class {
    CLASS_MEDICARE,
    CLASS_MEDICARE_ADVANTAGE,
    CLASS_RAILROAD_MEDICARE,
    CLASS_MEDICAID,
    CLASS_TRICARE,
    CLASS_VA,
    CLASS_CHAMPVA,
    CLASS_COMMERCIAL,
    CLASS_WORKERS_COMP,
    CLASS_AUTO,
    CLASS_SELF_PAY,
    CLASS_OTHER,
    PAYER_CLASS_COUNT
};

/* Canonical words: "no_show", "medicare", "PT". */
const char *session_status_name(enum session_status status);
const char *payer_class_name(enum payer_class payer_class);
const char *discipline_name(enum discipline discipline);
struct cl_text payer_class_text(enum payer_class payer_class);

/* Which has that name, without regard to case; the number of them for none. */
enum session_status session_status_find(struct cl_text name);
enum payer_class payer_class_find(struct cl_text name);
enum discipline discipline_find(struct cl_text name);

enum {
    MINUTES_NOT_STATED = -1,
    COUNT_NOT_STATED = -1,
    SESSION_ID_BYTES = 50,
    MAX_MINUTES = 1440, /* a day */
    MAX_UNITS = 999,
    MAX_UNIT_CHARGE_CENTS = 9999999
};

struct session;

/* One row of work. */
struct service {
    struct session *session; /* whose row it is: findings about it go there */
    uint64_t line;           /* physical, in the source; may be of another input (place.h) */
    struct cl_text code;     /* 5 characters, upper case */
    int32_t minutes;         /* 0 to 1440, or MINUTES_NOT_STATED */
    int32_t assistant_minutes;
    uint32_t units; /* 1 to 999; 0: not stated */
    struct cl_time start_time;
    struct cl_time end_time;
    struct cl_text modifiers[CL_MAX_MODIFIERS]; /* as stated, upper case, duplicates dropped */
    uint32_t modifier_count;
    uint8_t pointers[CL_MAX_POINTERS];
    uint32_t pointer_count;
    int64_t unit_charge; /* cents, or CL_NO_AMOUNT; from line_charge where only that is stated */
    int64_t line_charge;
    struct cl_provider rendering;
    struct cl_text supervising_npi;
    struct cl_text assistant_id;
    struct cl_text region;
    struct cl_text technique;
    struct cl_text necessity;
    struct cl_text response;
    struct cl_text note;
};

struct session {
    struct cl_text id;
    bool broken_only; /* broken rows alone show the id: it may be a neighbour's field */
    struct cl_text source_file;
    uint64_t line; /* of the first row */
    enum session_status status;
    struct cl_date service_date;
    enum payer_class payer_class; /* PAYER_CLASS_COUNT: not stated */
    enum discipline discipline;
    bool discipline_stated;
    struct cl_patient patient;
    struct cl_subscriber subscriber;
    struct cl_payer payer;
    struct cl_provider billing;
    struct cl_provider referring;
    struct cl_provider facility;
    struct cl_text place_of_service;            /* two digits, or empty */
    struct cl_text diagnoses[CL_MAX_DIAGNOSES]; /* upper case, with the point */
    uint32_t diagnosis_count;
    struct cl_text authorization_number;
    struct cl_text referral_number;
    struct cl_text claim_frequency; /* 1, 7, 8 or empty */
    struct cl_text payer_control_number;
    int64_t patient_paid; /* cents, or CL_NO_AMOUNT */
    struct cl_text related_cause;
    struct cl_text accident_state;
    struct cl_text property_casualty_claim_number;
    struct cl_date accident_date;
    struct cl_date onset_date;
    struct cl_date initial_treatment_date;
    struct cl_date certification_start_date;
    struct cl_date certification_end_date;
    int32_t visits_since_progress_report; /* 0 to 999, or COUNT_NOT_STATED */
    int32_t total_treatment_minutes;      /* 0 to 1440, or MINUTES_NOT_STATED */
    struct service *services;             /* in the order of the rows */
    uint32_t service_count;
    const struct column_set *columns; /* of its file; NULL: all */
    struct findings findings;
};

/* A line in the session's own input: the service's, or the session's where that has none. */
static inline uint64_t service_own_line(const struct service *service)
{
    return line_is_of_other(service->line) ? service->session->line : service->line;
}

/* A copy with services and findings of its own; texts are shared. */
struct session *session_copy(struct arena *arena, const struct session *session);

/* What no stated pointers mean: the first diagnoses, as many as a line can point at.
 * Returns how many. */
uint32_t session_first_pointers(const struct session *session, uint8_t pointers[CL_MAX_POINTERS]);

/* Nothing stated: every text empty, every amount and minute absent. */
extern const struct cl_provider provider_empty;
extern const struct service service_empty;
extern const struct session session_empty;

#endif
