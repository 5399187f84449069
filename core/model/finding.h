/* finding.h - remarks about records: the catalogue of ids, and the list of a session.
 *
 * Ids are stable: people filter by them. So are severities, but for the ids that a
 * payer's profile may say otherwise of. An error holds the session. No message holds a value of a
 * record other than session_id, payer_id and code (and those shown by text_show); docs/findings.md
 * explains each id. */
#ifndef CORE_MODEL_FINDING_H
#define CORE_MODEL_FINDING_H

#include "base/arena.h"
#include "model/column.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(name, id, severity, hint) - in byte order of the id. An empty hint: nothing to do. */
#define FINDINGS(X)                                                                                \
    X(ACCIDENT_MISSING, "accident.missing", WARNING,                                               \
      "state accident_date, and accident_state for an auto accident")                              \
    X(ADDON_ALONE, "addon.alone", ERROR,                                                           \
      "state the base code in the same session, or drop the add-on")                               \
    X(ADDON_MISSING, "addon.missing", WARNING,                                                     \
      "document the add-on code for the time beyond the first code's")                             \
    X(ASSISTANT_DIFFERS, "assistant.differs", WARNING,                                             \
      "CQ or CO on a row says that all its minutes are the assistant's")                           \
    X(ASSISTANT_DISCIPLINE, "assistant.discipline", ERROR,                                         \
      "CQ goes with PT, CO with OT; there is none for SLP")                                        \
    X(ASSISTANT_EVALUATION, "assistant.evaluation", ERROR,                                         \
      "an evaluation is the therapist's: check who gave it")                                       \
    X(ASSISTANT_MINUTES, "assistant.minutes", ERROR, "assistant_minutes is a part of minutes")     \
    X(ATTRIBUTE_PLACE, "attribute.place", ERROR,                                                   \
      "state it where docs/formats.md says: once, on the session or on the service")               \
    X(AUTHORIZATION_MISSING, "authorization.missing", WARNING, "state authorization_number")       \
    X(CAP_CODE, "cap.code", ERROR, "check the units, or the caps of the payer's profile")          \
    X(CAP_DAY, "cap.day", ERROR, "check the units, or cap_day of the payer's profile")             \
    X(CAP_VISIT, "cap.visit", ERROR, "check the units, or cap_visit of the payer's profile")       \
    X(CERTIFICATION_MISSING, "certification.missing", WARNING,                                     \
      "state certification_start_date and certification_end_date")                                 \
    X(CERTIFICATION_OUTSIDE, "certification.outside", WARNING,                                     \
      "have the plan of care recertified")                                                         \
    X(CERTIFICATION_TOO_LONG, "certification.too_long", WARNING,                                   \
      "a plan of care is certified for 90 days at most")                                           \
    X(CHARGE_DIFFERS, "charge.differs", WARNING, "state one unit charge for the code")             \
    X(CHARGE_DISAGREES, "charge.disagrees", ERROR,                                                 \
      "line_charge must be units x unit_charge; state one of them")                                \
    X(CHARGE_DIVISION, "charge.division", ERROR,                                                   \
      "line_charge must be a whole number of cents for each unit")                                 \
    X(CHARGE_FEE_DIFFERS, "charge.fee_differs", WARNING,                                           \
      "check the export's charge or the fee table")                                                \
    X(CHARGE_MISSING, "charge.missing", WARNING, "state unit_charge; 0.00 is a deliberate price")  \
    X(CHARGE_UNITS, "charge.units", ERROR, "state units where line_charge is stated")              \
    X(CLAIM_LINES, "claim.lines", ERROR, "bill the session on more than one claim")                \
    X(CODE_DISCIPLINE, "code.discipline", ERROR, "check the code or the discipline")               \
    X(CODE_FORM, "code.form", ERROR,                                                               \
      "a code looks like 97110, G0283 or 0552T; modifiers have a column of their own")             \
    X(CODE_NEVER_BILLED, "code.never_billed", INFO, "")                                            \
    X(CODE_NOT_IN_FORCE, "code.not_in_force", ERROR, "check the code and the date of service")     \
    X(CODE_NOT_IN_TABLE, "code.not_in_table", WARNING,                                             \
      "add the code to a table of your own (--codes)")                                             \
    X(CODE_UNKNOWN, "code.unknown", ERROR,                                                         \
      "mend the code, or state units, or add it to a table of your own (--codes)")                 \
    X(COLUMN_UNKNOWN, "column.unknown", INFO, "")                                                  \
    X(COUNT_FORM, "count.form", ERROR, "write a whole number, 0 to 999")                           \
    X(DATE_FORM, "date.form", ERROR, "write a day that exists as YYYY-MM-DD, without a time")      \
    X(DATE_FUTURE, "date.future", ERROR, "check the date, or give --date")                         \
    X(DIAGNOSIS_COUNT, "diagnosis.count", ERROR, "a claim holds at most 12 diagnoses")             \
    X(DIAGNOSIS_FORM, "diagnosis.form", ERROR, "write ICD-10-CM like M54.50, separated by ;")      \
    X(DIAGNOSIS_REPEATED, "diagnosis.repeated", ERROR, "state each diagnosis once")                \
    X(DISCIPLINE_DEFAULT, "discipline.default", WARNING, "state discipline: PT, OT or SLP")        \
    X(DOCUMENTATION_ATTENDED, "documentation.attended", WARNING,                                   \
      "attended stimulation is 97032; unattended has no one-on-one time")                          \
    X(DOCUMENTATION_COLUMN, "documentation.column", INFO, "")                                      \
    X(DOCUMENTATION_MISSING, "documentation.missing", WARNING,                                     \
      "complete the record before the claim goes out")                                             \
    X(EDIT_PAIR, "edit.pair", WARNING, "bill one of them, or document that they are distinct")     \
    X(EDIT_UNITS, "edit.units", WARNING,                                                           \
      "check the units; the payer denies what is above the limit")                                 \
    X(FHIR_CODE, "fhir.code", ERROR,                                                               \
      "state a code of CPT, HCPCS or ICD-10-CM, or the extension urn:claimline:column:code")       \
    X(FHIR_LEFT_OUT, "fhir.left_out", INFO, "")                                                    \
    X(FHIR_REFERENCE, "fhir.reference", ERROR,                                                     \
      "give all files of the export in one run: claimline convert folder/ ...")                    \
    X(FHIR_REPEATED, "fhir.repeated", INFO, "")                                                    \
    X(FHIR_VALUE, "fhir.value", ERROR, "see docs/formats.md for what is read from it")             \
    X(FIELD_REQUIRED, "field.required", ERROR, "fill it in")                                       \
    X(FINDINGS_OMITTED, "findings.omitted", WARNING, "mend what is told, then convert again")      \
    X(FREQUENCY_CONTROL, "frequency.control_number", WARNING,                                      \
      "state payer_control_number, the payer's number of the earlier claim")                       \
    X(KX_ATTESTATION, "kx.attestation", ERROR,                                                     \
      "past the threshold the therapist attests need: KX on the rows")                             \
    X(KX_NEAR, "kx.near", INFO, "")                                                                \
    X(KX_REVIEW, "kx.review", INFO, "")                                                            \
    X(KX_THRESHOLD, "kx.threshold", WARNING, "add the year to a table of your own (--thresholds)") \
    X(KX_UNNEEDED, "kx.unneeded", WARNING, "KX belongs to amounts past the threshold")             \
    X(LINES_NONE, "lines.none", WARNING,                                                           \
      "a completed visit that bills nothing may be lost revenue")                                  \
    X(MAP_FORM, "map.form", ERROR, "mend the value, or say in the map how it is written")          \
    X(MAP_LOOKUP, "map.lookup", ERROR,                                                             \
      "add the key to the table; claimline map show INPUT --map MAP --missing lists such keys")    \
    X(MAP_PREAMBLE, "map.preamble", INFO, "")                                                      \
    X(MAP_ROWS, "map.rows", INFO, "")                                                              \
    X(MAP_SERVICE, "map.service", ERROR,                                                           \
      "fill in the code of this service, or empty what stands beside it")                          \
    X(MAP_VALUE, "map.value", ERROR,                                                               \
      "list the value in the map; claimline map show INPUT --map MAP --missing lists such values") \
    X(MINUTES_FORM, "minutes.form", ERROR, "write whole minutes, 0 to 1440")                       \
    X(MINUTES_MISSING, "minutes.missing", ERROR, "state minutes, or start_time and end_time")      \
    X(MINUTES_TOTAL, "minutes.total", WARNING,                                                     \
      "total_treatment_minutes hold the timed and the untimed minutes")                            \
    X(MODIFIER_CONTRADICTION, "modifier.contradiction", ERROR,                                     \
      "keep one of GA, GY, GZ; KX goes with neither GA nor GZ")                                    \
    X(MODIFIER_COUNT, "modifier.count", ERROR, "a line holds at most 4 modifiers; drop one")       \
    X(MODIFIER_DISCIPLINE, "modifier.discipline", ERROR,                                           \
      "PT goes with GP, OT with GO, SLP with GN")                                                  \
    X(MODIFIER_DISTINCT, "modifier.distinct", WARNING,                                             \
      "use 59 or one of XE, XP, XS, XU, not both")                                                 \
    X(MODIFIER_FORM, "modifier.form", ERROR, "a modifier has 2 letters or digits")                 \
    X(MODIFIER_REPLACED, "modifier.replaced", INFO, "")                                            \
    X(MODIFIER_REQUIRED, "modifier.required", ERROR, "the payer wants this modifier on the code")  \
    X(MONEY_FORM, "money.form", ERROR,                                                             \
      "write dollars like 45.50, 0.00 to 99999.99, without $ and commas")                          \
    X(MONTHLY_EXCLUDED, "monthly.excluded", ERROR, "bill one of the two for the month")            \
    X(MONTHLY_RANGE, "monthly.range", ERROR, "so many minutes are another code's")                 \
    X(MONTHLY_REPEATED, "monthly.repeated", WARNING,                                               \
      "add up the minutes of the month in one session")                                            \
    X(NOTE_MISSING, "note.missing", ERROR, "an unlisted code needs a note that describes it")      \
    X(NPI_CHECK_DIGIT, "npi.check_digit", ERROR, "a digit is wrong, or two are swapped")           \
    X(NPI_FORM, "npi.form", ERROR,                                                                 \
      "10 digits, the first 1 or 2; if a spreadsheet cut it, export the column as text")           \
    X(PAYER_CLASS_DEFAULT, "payer.class_default", INFO, "")                                        \
    X(PAYER_CLASS_DIFFERS, "payer.class_differs", WARNING,                                         \
      "the payer's profile rules; check the export or the profile")                                \
    X(PLACE_DEFAULT, "place.default", WARNING, "state place_of_service: 02 or 10 for telehealth")  \
    X(PLACE_FORM, "place.form", ERROR, "write the two digits of CMS's place of service list")      \
    X(PLUGIN_REFUSED, "plugin.refused", ERROR, "")                                                 \
    X(POINTER_BEYOND, "pointer.beyond", ERROR, "point at a diagnosis of this session")             \
    X(POINTER_FORM, "pointer.form", ERROR,                                                         \
      "write up to 4 letters A-L or numbers 1-12, each once, separated by ;")                      \
    X(PROGRESS_MISSING, "progress.missing", WARNING, "a progress report is due every 10 visits")   \
    X(PROVIDER_SEVERAL, "provider.several", WARNING,                                               \
      "the line names the provider with the most minutes of the code")                             \
    X(RECORD_FIELDS, "record.fields", ERROR,                                                       \
      "the row must have as many fields as the header: quote a field that holds the delimiter")    \
    X(RECORD_QUOTE, "record.quote", ERROR,                                                         \
      "quote the whole field and double the quotes inside it")                                     \
    X(RECORD_TOO_LONG, "record.too_long", ERROR, "a record holds at most 1 MiB and 4096 fields")   \
    X(REFERRING_MISSING, "referring.missing", WARNING,                                             \
      "state referring_npi: the certifying physician or practitioner")                             \
    X(ROW_REPEATED, "row.repeated", WARNING,                                                       \
      "they are converted once; --duplicates hold holds the session instead")                      \
    X(SERVICE_DIFFERS, "service.differs", INFO, "")                                                \
    X(SERVICE_REPEATED, "service.repeated", WARNING,                                               \
      "is it one piece of work, exported twice? --duplicates all converts such rows once")         \
    X(SESSION_BROKEN, "session.broken_row", ERROR, "mend the row named in the message")            \
    X(SESSION_DIFFERS, "session.differs", ERROR, "rows of a session must agree in this column")    \
    X(SESSION_ID, "session.id", ERROR, "a session_id has at most 50 bytes")                        \
    X(SESSION_REPEATED, "session.repeated", ERROR,                                                 \
      "the rows stand twice: convert one copy; a second piece of work needs its own times")        \
    X(SESSION_TOO_LARGE, "session.too_large", ERROR,                                               \
      "a session holds at most 4096 rows and 4 MiB: is session_id filled with one value?")         \
    X(SHEET_ERROR, "sheet.error", WARNING,                                                         \
      "mend the cells, or open the workbook in Excel once and save it")                            \
    X(SHEET_HIDDEN, "sheet.hidden", INFO, "")                                                      \
    X(SHEET_MERGED, "sheet.merged", WARNING, "unmerge the cells, and fill in each of them")        \
    X(SHEET_OTHERS, "sheet.others", INFO, "--sheet NAME reads another one")                        \
    X(TEXT_ASSUMED, "text.assumed", WARNING,                                                       \
      "say it with --encoding windows-1252, or save the export as UTF-8")                          \
    X(TEXT_CONTROL, "text.control", ERROR, "remove the control character from the field")          \
    X(TEXT_ENCODING, "text.encoding", ERROR,                                                       \
      "save the export as UTF-8 (in Excel: CSV UTF-8), or name its --encoding")                    \
    X(TIME_FORM, "time.form", ERROR, "write HH:MM, 00:00 to 23:59, without AM and PM")             \
    X(TIME_MINUTES, "time.minutes", ERROR, "minutes and the times must agree")                     \
    X(TIME_ORDER, "time.order", ERROR, "start_time and end_time stand together, start first")      \
    X(TIME_OVERLAP, "time.overlap", WARNING, "time that overlaps is billable once")                \
    X(TIME_OVERLAP_DISCIPLINE, "time.overlap_discipline", WARNING,                                 \
      "of PT and OT at one time one bills, or they divide the units")                              \
    X(TIME_OVERLAP_PROVIDER, "time.overlap_provider", WARNING,                                     \
      "one provider with two patients at one time is group therapy, 97150")                        \
    X(UNITS_DIFFER, "units.differ", WARNING, "the computed units are billed; check the minutes")   \
    X(UNITS_FORM, "units.form", ERROR, "write whole units, 1 to 999")                              \
    X(UNITS_MISSING, "units.missing", ERROR, "state units: they do not come from time")            \
    X(UNITS_STATED, "units.stated", WARNING, "state minutes: the payer may ask for them")          \
    X(UNITS_TIE, "units.tie", INFO, "")                                                            \
    X(UNITS_VARIANTS, "units.variants", INFO, "")                                                  \
    X(UNITS_ZERO, "units.zero", INFO, "")                                                          \
    X(UNTIMED_REPEATED, "untimed.repeated", INFO, "")                                              \
    X(VALUE_UNKNOWN, "value.unknown", ERROR, "use one of these words")                             \
    X(VISIT_HELD, "visit.held", ERROR,                                                             \
      "mend the session that the message names; they are billed together")                         \
    X(VISIT_MERGED, "visit.merged", INFO, "")                                                      \
    X(VISIT_POOLED, "visit.pooled", WARNING,                                                       \
      "check which of the two is right; alike they would be one claim")                            \
    X(VISIT_SAME_DAY, "visit.same_day", WARNING,                                                   \
      "they pool under Medicare's rule: bill them as one session")                                 \
    X(VISIT_TOO_LARGE, "visit.too_large", ERROR,                                                   \
      "a visit holds at most 64 sessions, 4096 rows and 4 MiB")

/* SEVERITY_OFF: the finding is not made; no kind of finding has it by itself. */
enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_OFF };

enum finding_id {
#define FINDING_ID(name, id, severity, hint) FINDING_##name,
    FINDINGS(FINDING_ID)
#undef FINDING_ID
        FINDING_KINDS
};

struct finding_kind {
    const char *id; /* like minutes.missing */
    enum severity severity;
    const char *hint;
};

const struct finding_kind *finding_kind(enum finding_id id);
const char *severity_name(enum severity severity);

/* What a message names: of the kind that its format says at that place. */
union finding_value {
    const char *text;
    unsigned long long number;
    int integer;
};

struct finding {
    enum finding_id id;
    enum severity severity;
    enum column column;  /* or COLUMN_NONE */
    uint64_t line;       /* physical, in the source */
    struct cl_text code; /* the procedure code it is about, or empty */
    /* Of the message, which finding_message() makes: most are counted, and read by nobody. */
    const char *format;
    const union finding_value *values;
};

/* The findings of one session, in its arena, in the order they were made. */
struct findings {
    struct arena *arena;
    const uint8_t *severities; /* FINDING_KINDS of enum severity; NULL: the catalogue's */
    bool capped;               /* those of a session are; of a header, one a column at most */
    bool omitted;              /* some were left out, and a finding says so */
    struct finding *items;
    size_t count;
    size_t capacity;
    size_t errors;
};

/* Where `capped`: so many findings are kept; the last places are for errors, so that
 * no number of other remarks hides why a session is held. */
enum { MOST_FINDINGS = 1000, MOST_REMARKS = 900 };

void findings_add(struct findings *findings, enum finding_id id, uint64_t line, enum column column,
                  struct cl_text code, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* The same for remarks that are made often: the message is put together when somebody reads
 * it. So the format and texts are borrowed and must last as long as the findings do, and
 * the format has no conversions but %s, %u, %d and %llu, six at most. */
void findings_note(struct findings *findings, enum finding_id id, uint64_t line, enum column column,
                   struct cl_text code, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Room for a message; a longer one is cut. */
enum { FINDING_MESSAGE = 512 };

/* Writes the message into `room` (FINDING_MESSAGE bytes). */
struct cl_text finding_message(const struct finding *finding, char *room);

/* Adds what another list holds, without the codes. */
void findings_copy(struct findings *to, const struct findings *from);

/* Puts them in the order of their lines; those of one line stay as they were. */
void findings_sort(struct findings *findings);

#endif
