/* row.c - see row.h. */
#include "row.h"

#include "read/columns.h"
#include "read/fault.h"
#include "read/fields.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

struct cl_text row_session_id(const struct header *header, const struct csv_record *record)
{
    size_t field = (size_t)header->field_of[COL_session_id];
    struct cl_text id;

    if (field >= record->field_count)
        return TEXT_NONE;
    id = text_trim(csv_field(record, field));
    return record->clean || text_check(id) == TEXT_FINE ? id : TEXT_NONE;
}

bool row_is_broken(const struct header *header, const struct csv_record *record,
                   struct findings *findings)
{
    enum finding_id id = FINDING_RECORD_QUOTE;
    const char *what = NULL;

    if (record->state == CSV_RAGGED) {
        findings_add(findings, record->faults[0].id, record->line, COLUMN_NONE, TEXT_NONE, "%s",
                     record->faults[0].message.data);
        return true;
    }
    if (record->state == CSV_BAD_QUOTE) {
        what = "the row has a quote out of place";
    } else if (record->state == CSV_OPEN_QUOTE) {
        what = "a quote in this row is never closed";
    } else if (record->state == CSV_TOO_LONG || record->field_count > CSV_MAX_FIELDS) {
        id = FINDING_RECORD_TOO_LONG;
        what = "the row is longer than 1 MiB or has more than 4096 fields";
    }
    if (what != NULL)
        findings_add(findings, id, record->line, COLUMN_NONE, TEXT_NONE, "%s", what);
    else if (record->field_count != header->field_count)
        findings_add(findings, FINDING_RECORD_FIELDS, record->line, COLUMN_NONE, TEXT_NONE,
                     "the row has %zu fields, the header has %zu", record->field_count,
                     header->field_count);
    else
        return false;
    return true;
}

/* A field, trimmed within its quotes too. */
static inline struct cl_text value_of(const struct csv_record *record, size_t field)
{
    uint32_t from;

    if (field >= record->plain)
        return text_trim(record->fields[field]);
    from = field != 0 ? record->ends[field - 1] + 1 : 0;
    return text_trim((struct cl_text){ record->bytes + from, record->ends[field] - from });
}

/* The bytes from a run's first field to its last. */
static struct cl_text run_bytes(const struct field_run *run, const struct csv_record *record)
{
    uint32_t at = run->first != 0 ? record->ends[run->first - 1] + 1 : 0;

    return (struct cl_text){ record->bytes + at, record->ends[run->last] - at };
}

/* Whether the record is clean text, but for the first so many runs, which are known to be. What
 * ends a field ends a character. */
static bool rest_is_clean(const struct header *header, size_t known,
                          const struct csv_record *record)
{
    const char *at = record->bytes;

    for (size_t i = 0; i < known; i++) {
        struct cl_text run = run_bytes(&header->runs[i], record);

        if (text_check((struct cl_text){ at, (size_t)(run.data - at) }) != TEXT_FINE)
            return false;
        at = run.data + run.length;
    }
    return text_check((struct cl_text){ at, (size_t)(record->bytes + record->length - at) }) ==
           TEXT_FINE;
}

/* Every field must be clean text, also of columns that are ignored: it would go
 * to the held file and to people's screens. `known`: the runs are. */
static bool fields_are_clean(const struct row_reader *reader, const struct csv_record *record,
                             bool known, struct findings *findings)
{
    const struct header *header = reader->header;

    if (record->clean ||
        (record->ends != NULL && rest_is_clean(header, known ? header->run_count : 0, record)))
        return true;
    for (size_t i = 0; i < record->field_count; i++) {
        enum text_fault fault = text_check(csv_field(record, i));
        enum column column = (enum column)header->column_of[i];

        if (fault == TEXT_FINE)
            continue;
        findings_add(findings,
                     fault == TEXT_NOT_UTF8 ? FINDING_TEXT_ENCODING : FINDING_TEXT_CONTROL,
                     record->line, column, TEXT_NONE, "field %zu (%s) %s", i + 1,
                     column != COLUMN_NONE ? column_name(column) : "a column that is ignored",
                     fault == TEXT_NOT_UTF8 ? "is not UTF-8" : "holds a control character");
        return false;
    }
    return true;
}

/* Equal bytes are equal fields. */
bool row_repeats(const struct header *header, const struct first_row *first,
                 const struct csv_record *record)
{
    if (!first->taken || first->header != header || record->ends == NULL ||
        record->field_count != header->field_count)
        return false;
    for (size_t i = 0; i < header->run_count; i++) {
        if (!text_equal(run_bytes(&header->runs[i], record), first->runs[i]))
            return false;
    }
    return true;
}

/* A value of the first row, for as long as the session is open. */
static struct cl_text keep_value(const struct row_reader *reader, const struct csv_record *record,
                                 struct cl_text text)
{
    uintptr_t at = (uintptr_t)text.data - (uintptr_t)record->bytes;

    if (reader->bytes_stay && at < record->length)
        return text;
    return arena_text(reader->scratch, text.data, text.length);
}

/* What later rows will be held against. Mostly they repeat the runs: the values are not taken
 * before one does not, where the runs give them. */
static void keep_first(const struct row_reader *reader, struct first_row *first,
                       const struct csv_record *record)
{
    const struct header *header = reader->header;
    bool has_runs = reader->bytes_stay && header->run_count != 0 && record->ends != NULL;

    first->taken = true;
    first->clean = false;
    first->header = has_runs ? header : NULL;
    for (size_t i = 0; has_runs && i < header->run_count; i++)
        first->runs[i] = run_bytes(&header->runs[i], record);
    first->has_values = !has_runs || record->plain < header->reach;
    for (size_t i = 0; first->has_values && i < header->of_session_count; i++)
        first->values[header->of_session[i].column] =
            keep_value(reader, record, value_of(record, header->of_session[i].field));
}

/* The values of a first row whose fields in the runs hold no quotes. */
static void take_values(struct first_row *first)
{
    const struct header *header = first->header;

    for (size_t i = 0; i < header->run_count; i++) {
        struct cl_text rest = first->runs[i];

        for (size_t field = header->runs[i].first; field <= header->runs[i].last; field++)
            first->values[header->column_of[field]] =
                text_trim(text_split(&rest, header->delimiter));
    }
    first->has_values = true;
}

__attribute__((cold)) static void tell_empty(enum column column, const struct field_place *place)
{
    findings_add(place->findings, FINDING_FIELD_REQUIRED, place->line, column, *place->code,
                 "%s is empty", column_name(column));
}

/* Reads fields of the record into the session or service that `out` is. */
static void read_columns(void *out, const struct header_column *columns, size_t count,
                         const struct csv_record *record, const struct field_place *place)
{
    for (const struct header_column *column = columns; column < columns + count; column++) {
        struct cl_text text = value_of(record, column->field);

        if (record_is_faulty(record, (enum column)column->column))
            continue;
        if (text.length == 0) {
            if (column->must)
                tell_empty((enum column)column->column, place);
        } else if (column->read == NULL) {
            field_keep_text((struct cl_text *)((char *)out + column->offset), text, place);
        } else {
            column->read(out, (enum column)column->column, text, place);
        }
    }
}

static void take_status(const struct header *header, struct session *session,
                        const struct csv_record *record, const struct field_place *place)
{
    struct cl_text text;

    if (header->field_of[COL_status] == NO_FIELD || record_is_faulty(record, COL_status))
        return;
    text = value_of(record, (size_t)header->field_of[COL_status]);
    if (text.length != 0)
        field_read(session, COL_status, text, place);
}

/* Keeps the first row's session fields and reads them. A session that is not
 * billable by its status is checked for its id, status and shape alone. */
static void take_first(const struct row_reader *reader, struct session *session,
                       struct first_row *first, const struct csv_record *record,
                       const struct field_place *place)
{
    const struct header *header = reader->header;

    keep_first(reader, first, record);
    take_status(header, session, record, place);
    if (session->status == STATUS_COMPLETED)
        read_columns(session, header->of_session + header->aside_count,
                     header->of_session_count - header->aside_count, record, place);
}

/* Whether a column that the first row's file has not leaves what is billed as it is. */
static bool means_the_same(const struct session *session, enum column column, struct cl_text text,
                           const struct field_place *place)
{
    struct session other = *session;
    struct findings findings = { .arena = place->arena };
    struct field_place aside = *place;

    if (text.length == 0 || (column != COL_status && column != COL_discipline))
        return true;
    aside.findings = &findings;
    field_read(&other, column, text, &aside);
    return findings.errors == 0 && other.status == session->status &&
           other.discipline == session->discipline;
}

/* Later rows repeat the session's fields. */
static void compare(const struct header *header, struct session *session, struct first_row *first,
                    const struct csv_record *record, const struct field_place *place)
{
    bool billable = session->status == STATUS_COMPLETED;

    if (!first->has_values)
        take_values(first);
    for (size_t i = 0; i < header->of_session_count; i++) {
        enum column column = (enum column)header->of_session[i].column;
        struct cl_text text = value_of(record, header->of_session[i].field);

        if ((first->values[column].data == NULL && means_the_same(session, column, text, place)) ||
            text_equal(text, first->values[column]) || (!billable && column != COL_status) ||
            (column_form(column)->caseless && text_equal_nocase(text, first->values[column])))
            continue;
        findings_add(&session->findings, FINDING_SESSION_DIFFERS, record->line, column, TEXT_NONE,
                     "%s differs from the first row of session %s", column_name(column),
                     session->id.data);
    }
}

/* start_time and end_time give the minutes, or agree with them. */
static void check_times(struct service *service, struct findings *findings)
{
    int start = time_minutes(service->start_time);
    int end = time_minutes(service->end_time);

    if (!service->start_time.stated && !service->end_time.stated)
        return;
    if (service->start_time.stated != service->end_time.stated || end < start) {
        findings_add(findings, FINDING_TIME_ORDER, service->line, COL_end_time, service->code,
                     "%s has %s", service->code.data,
                     end < start && service->end_time.stated
                         ? "an end_time before its start_time"
                         : "one of start_time and end_time only");
        return;
    }
    if (service->minutes == MINUTES_NOT_STATED)
        service->minutes = end - start;
    else if (service->minutes != end - start)
        findings_add(findings, FINDING_TIME_MINUTES, service->line, COL_minutes, service->code,
                     "%s has minutes that are not those from start_time to end_time",
                     service->code.data);
}

static void check_assistant(const struct service *service, struct findings *findings)
{
    int32_t minutes = service->minutes != MINUTES_NOT_STATED ? service->minutes : 0;

    if (service->assistant_minutes > minutes)
        findings_add(findings, FINDING_ASSISTANT_MINUTES, service->line, COL_assistant_minutes,
                     service->code, "%s has more assistant_minutes than minutes",
                     service->code.data);
}

/* line_charge is units x unit charge, to the cent. */
static void check_charge(struct service *service, struct findings *findings)
{
    if (service->line_charge == CL_NO_AMOUNT)
        return;
    if (service->units == 0)
        findings_add(findings, FINDING_CHARGE_UNITS, service->line, COL_line_charge, service->code,
                     "%s has a line_charge without units", service->code.data);
    else if (service->line_charge % service->units != 0)
        findings_add(findings, FINDING_CHARGE_DIVISION, service->line, COL_line_charge,
                     service->code, "line_charge of %s does not divide evenly into its units",
                     service->code.data);
    else if (service->line_charge / service->units > MAX_UNIT_CHARGE_CENTS)
        findings_add(findings, FINDING_MONEY_FORM, service->line, COL_line_charge, service->code,
                     "line_charge of %s is more than 99999.99 a unit", service->code.data);
    else if (service->unit_charge == CL_NO_AMOUNT)
        service->unit_charge = service->line_charge / service->units;
    else if (service->unit_charge != service->line_charge / service->units)
        findings_add(findings, FINDING_CHARGE_DISAGREES, service->line, COL_line_charge,
                     service->code, "line_charge of %s disagrees with its unit_charge",
                     service->code.data);
}

static struct service *next_service(struct session *session, struct arena *arena,
                                    uint32_t *capacity)
{
    struct service *service;

    if (session->service_count == *capacity) {
        uint32_t room = *capacity != 0 ? *capacity * 2 : 4;
        struct service *services = arena_room(arena, room * sizeof(*services));

        if (session->service_count != 0)
            memcpy(services, session->services, session->service_count * sizeof(*services));
        session->services = services;
        *capacity = room;
    }
    service = &session->services[session->service_count++];
    *service = service_empty;
    service->session = session;
    return service;
}

static void take_service(const struct row_reader *reader, struct session *session,
                         const struct csv_record *record, struct field_place *place,
                         uint32_t *capacity)
{
    const struct header *header = reader->header;
    struct service *service = next_service(session, reader->arena, capacity);
    size_t errors = session->findings.errors;

    service->line = record->service_line != 0 ? record->service_line : record->line;
    place->line = service->line;
    place->code = &service->code;
    read_columns(service, header->of_row, header->of_row_count, record, place);
    if (session->findings.errors != errors || !header->row_adds_up)
        return;
    check_times(service, &session->findings);
    check_assistant(service, &session->findings);
    check_charge(service, &session->findings);
}

/* Faults of the status count for every session, all others for those that are billable. */
static void tell_faults(struct session *session, const struct csv_record *record)
{
    for (size_t i = 0; i < record->fault_count; i++) {
        const struct record_fault *fault = &record->faults[i];

        if (fault->column == COL_discipline)
            session->discipline_stated = true; /* though nobody can read it */
        if (fault->message.length != 0 &&
            (session->status == STATUS_COMPLETED || fault->column == COL_status))
            findings_add(&session->findings, fault->id, record->line, fault->column, TEXT_NONE,
                         "%s", fault->message.data);
    }
}

/* Copies what the texts of a record lie in: what stands before the row's own fields only of the
 * session's first row, and these only where they are read. */
static void copy_bytes(const struct row_reader *reader, const struct csv_record *record,
                       bool is_first, struct field_place *place)
{
    const struct header *header = reader->header;
    size_t from = 0;
    size_t to = record->length;

    if (header->of_row_count == 0)
        to = is_first ? record->ends[header->reach - 1] : 0;
    else if (!is_first && header->row_from != 0)
        from = record->ends[header->row_from - 1] + 1;
    place->bytes = (struct cl_text){ record->bytes + from, to - from };
    place->copy = arena_room(reader->arena, place->bytes.length + 1);
    memcpy(place->copy, place->bytes.data, place->bytes.length);
}

bool row_take(const struct row_reader *reader, struct session *session, struct first_row *first,
              const struct csv_record *record, bool repeats, uint32_t *service_capacity)
{
    struct field_place place = { .findings = &session->findings,
                                 .arena = reader->arena,
                                 .bytes = TEXT_NONE,
                                 .line = record->line,
                                 .code = &field_no_code,
                                 .today = reader->today };
    bool is_first = !first->taken;

    if (record->ends != NULL)
        copy_bytes(reader, record, is_first, &place);
    if (is_first)
        take_first(reader, session, first, record, &place);
    else if (!repeats)
        compare(reader->header, session, first, record, &place);
    tell_faults(session, record);
    if (session->status != STATUS_COMPLETED || reader->header->of_row_count == 0)
        return is_first;
    if (!fields_are_clean(reader, record, repeats && first->clean, &session->findings))
        return is_first;
    first->clean |= is_first;
    take_service(reader, session, record, &place, service_capacity);
    return is_first;
}
