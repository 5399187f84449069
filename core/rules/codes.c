/* codes.c - see codes.h. */
#include "codes.h"

#include "rules/table.h"

#include "base/date.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>

static const char *const billing_names[BILLING_COUNT_OF_KINDS] = {
    [BILLING_TIMED] = "timed",       [BILLING_UNTIMED] = "untimed", [BILLING_COUNT] = "count",
    [BILLING_UNLISTED] = "unlisted", [BILLING_FIRST] = "first",     [BILLING_ADDON] = "addon",
    [BILLING_AREA] = "area",         [BILLING_MONTHLY] = "monthly",
};

enum table_column {
    CODE,
    BILLING,
    DESCRIPTION,
    UNIT_MINUTES,
    MAX_MINUTES_OF_CODE,
    BASE_CODE,
    EXCLUDES,
    ATTENDANCE,
    DISCIPLINE,
    THERAPY_CLASS,
    FROM,
    TO,
    NOTE,
    TABLE_COLUMNS
};

static const char *const columns[TABLE_COLUMNS] = {
    [CODE] = "code",
    [BILLING] = "billing",
    [DESCRIPTION] = "description",
    [UNIT_MINUTES] = "minutes_per_unit",
    [MAX_MINUTES_OF_CODE] = "max_minutes",
    [BASE_CODE] = "base_code",
    [EXCLUDES] = "excludes",
    [ATTENDANCE] = "attendance",
    [DISCIPLINE] = "discipline",
    [THERAPY_CLASS] = "therapy_class",
    [FROM] = "from",
    [TO] = "to",
    [NOTE] = "note",
};

const char *billing_name(enum billing billing)
{
    return billing_names[billing];
}

/* A number of minutes; a column that is not there leaves what was known, an empty field is 0. */
static int take_minutes(uint32_t *out, const struct table_row *row, enum table_column column,
                        struct problem *problem)
{
    uint64_t minutes = row->values[column].data == NULL ? *out : 0;

    if (row->values[column].length != 0 &&
        (!text_to_unsigned(row->values[column], MAX_MINUTES, &minutes) || minutes == 0))
        return table_mistake(row, columns[column], "is not a number from 1 to 1440", problem);
    *out = (uint32_t)minutes;
    return 0;
}

static bool goes_by_time(enum billing billing)
{
    return billing == BILLING_TIMED || billing == BILLING_FIRST || billing == BILLING_ADDON ||
           billing == BILLING_MONTHLY;
}

static int take_billing(struct code *code, const struct table_row *row, struct problem *problem)
{
    unsigned billing = 0;

    while (billing < BILLING_COUNT_OF_KINDS &&
           !text_equal_nocase(row->values[BILLING], text_of(billing_names[billing])))
        billing++;
    if (billing == BILLING_COUNT_OF_KINDS)
        return table_mistake(row, columns[BILLING],
                             "is none of timed, untimed, count, unlisted, first, addon, area, "
                             "monthly",
                             problem);
    code->billing = (enum billing)billing;
    if (take_minutes(&code->unit_minutes, row, UNIT_MINUTES, problem) < 0 ||
        take_minutes(&code->max_minutes, row, MAX_MINUTES_OF_CODE, problem) < 0)
        return -1;
    if (goes_by_time(code->billing) && code->unit_minutes == 0)
        return table_mistake(row, columns[UNIT_MINUTES],
                             "a code of this billing needs the minutes of a unit", problem);
    if (code->max_minutes != 0 && code->max_minutes < code->unit_minutes)
        return table_mistake(row, columns[MAX_MINUTES_OF_CODE], "is less than minutes_per_unit",
                             problem);
    return 0;
}

/* The codes that a code's billing depends on. */
static int take_related(const struct code *code, const struct table_row *row,
                        struct problem *problem)
{
    if (code->base_code.length != 0 &&
        (!text_is_word(code->base_code, 5) || text_equal(code->base_code, code->code)))
        return table_mistake(row, columns[BASE_CODE], "is not another code", problem);
    if (code->excludes.length != 0 &&
        (!text_is_word(code->excludes, 5) || text_equal(code->excludes, code->code)))
        return table_mistake(row, columns[EXCLUDES], "is not another code", problem);
    if (code->base_code.length == 0 &&
        (code->billing == BILLING_ADDON || code->billing == BILLING_AREA))
        return table_mistake(row, columns[BASE_CODE], "a code of this billing needs its base code",
                             problem);
    return 0;
}

/* The word as the list has it, NULL where it has none. */
static const char *find_word(struct cl_text text, const char *const *words)
{
    while (*words != NULL && !text_equal_nocase(text, text_of(*words)))
        words++;
    return *words;
}

/* A column that is not there leaves what was known. */
static int take_attendance(struct code *code, const struct table_row *row, struct problem *problem)
{
    static const char *const words[] = { "",       "one-on-one", "constant", "supervised", "group",
                                         "remote", "eval",       "other",    NULL };
    const char *word;

    if (row->values[ATTENDANCE].data == NULL)
        return 0;
    word = find_word(row->values[ATTENDANCE], words);
    if (word == NULL)
        return table_mistake(row, columns[ATTENDANCE],
                             "is none of one-on-one, constant, supervised, group, remote, eval, "
                             "other",
                             problem);
    code->attendance = text_of(word);
    return 0;
}

static int take_therapy(struct code *code, const struct table_row *row, struct problem *problem)
{
    static const char *const disciplines[] = { "", "PT", "OT", "SLP", NULL };
    static const char *const classes[] = { "", "always", "sometimes", "none", NULL };

    if (find_word(code->discipline, disciplines) == NULL)
        return table_mistake(row, columns[DISCIPLINE], "is none of PT, OT, SLP", problem);
    if (find_word(code->therapy_class, classes) == NULL)
        return table_mistake(row, columns[THERAPY_CLASS], "is none of always, sometimes, none",
                             problem);
    code->therapy = !text_equal_nocase(code->therapy_class, text_of("none"));
    return 0;
}

/* A date of the table; a column that is not there leaves what was known. */
static int take_date(struct cl_date *out, const struct table_row *row, enum table_column column,
                     struct problem *problem)
{
    struct cl_text text = row->values[column];

    if (text.data == NULL)
        return 0;
    *out = (struct cl_date){ 0 };
    if (text.length != 0 && !date_parse(text, out))
        return table_mistake(row, columns[column], "is not a date like 2026-01-01", problem);
    return 0;
}

/* Adds a row, or replaces the one of that code. */
static void put(struct codes *codes, const struct code *code)
{
    uint32_t at = code_index_find(&codes->index, code->code);

    if (at != CODE_INDEX_NONE) {
        codes->rows[at] = *code;
        return;
    }
    codes->rows = mem_resize_array(codes->rows, codes->count + 1, sizeof(*codes->rows));
    codes->rows[codes->count] = *code;
    code_index_add(&codes->index, code->code, (uint32_t)codes->count);
    codes->count++;
}

/* What codes_load() hands to take_row(). */
struct loading {
    struct codes *codes;
    const char *source;
    struct map seen; /* codes of this table: none may stand twice in it */
};

/* A text of the table; a column that is not there leaves what was known. */
static void take_text(struct cl_text *out, struct arena *arena, struct cl_text text)
{
    if (text.data != NULL)
        *out = arena_text(arena, text.data, text.length);
}

static void take_texts(struct code *code, struct arena *arena, const struct table_row *row)
{
    take_text(&code->description, arena, row->values[DESCRIPTION]);
    take_text(&code->therapy_class, arena, row->values[THERAPY_CLASS]);
    take_text(&code->note, arena, row->values[NOTE]);
    if (row->values[BASE_CODE].data != NULL)
        code->base_code = arena_upper(arena, row->values[BASE_CODE]);
    if (row->values[EXCLUDES].data != NULL)
        code->excludes = arena_upper(arena, row->values[EXCLUDES]);
    if (row->values[DISCIPLINE].data != NULL)
        code->discipline = arena_upper(arena, row->values[DISCIPLINE]);
}

/* What is known of the code before its row is read: an overlay changes what it states. */
static struct code known(const struct codes *codes, struct cl_text name)
{
    const struct code *before = codes_find(codes, name);

    if (before != NULL)
        return *before;
    return (struct code){
        .code = name,
        .description = TEXT_NONE,
        .base_code = TEXT_NONE,
        .excludes = TEXT_NONE,
        .attendance = TEXT_NONE,
        .discipline = TEXT_NONE,
        .therapy_class = TEXT_NONE,
        .note = TEXT_NONE,
    };
}

static bool is_attendance(const struct code *code, const char *word)
{
    return text_equal(code->attendance, text_of(word));
}

static void conclude(struct code *code)
{
    code->evaluation = is_attendance(code, "eval");
    code->attended =
        code->evaluation || is_attendance(code, "one-on-one") || is_attendance(code, "constant");
    code->timed = code->billing == BILLING_TIMED || code->billing == BILLING_FIRST ||
                  code->billing == BILLING_ADDON;
    code->disciplines = 0;
    for (unsigned i = DISCIPLINE_PT; i <= DISCIPLINE_SLP; i++) {
        if (code->discipline.length == 0 ||
            text_equal(code->discipline, text_of(discipline_name((enum discipline)i))))
            code->disciplines |= (uint8_t)(1U << i);
    }
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    struct loading *loading = context;
    struct arena *arena = &loading->codes->arena;
    struct cl_text name = arena_upper(arena, row->values[CODE]);
    struct code code;

    if (!text_is_word(name, 5))
        return table_mistake(row, columns[CODE], "is not a code of 5 letters or digits", problem);
    if (map_find(&loading->seen, name) != MAP_NONE)
        return table_mistake(row, columns[CODE], "stands twice in the table", problem);
    map_add(&loading->seen, name, 0);
    code = known(loading->codes, name);
    code.source = loading->source;
    take_texts(&code, arena, row);
    if (take_billing(&code, row, problem) < 0 || take_related(&code, row, problem) < 0 ||
        take_attendance(&code, row, problem) < 0 || take_therapy(&code, row, problem) < 0 ||
        take_date(&code.from, row, FROM, problem) < 0 || take_date(&code.to, row, TO, problem) < 0)
        return -1;
    if (date_stated(code.from) && date_stated(code.to) && date_compare(code.from, code.to) > 0)
        return table_mistake(row, columns[TO], "is before from", problem);
    conclude(&code);
    put(loading->codes, &code);
    return 0;
}

static int load(struct codes *codes, const char *path, struct problem *problem)
{
    static const char *const unread[] = { "medicare_status_2024q3", "mue_practitioner_2024q3",
                                          "mue_adjudication", "confirmed", NULL };
    static const struct table_shape shape = { columns, TABLE_COLUMNS, 2, take_row, unread };
    struct loading loading = { .codes = codes, .source = path != NULL ? path : "built in" };
    int error = table_read(&shape, &builtin_codes, path, &loading, problem);

    map_finish(&loading.seen);
    return error;
}

static int by_code(const void *a, const void *b)
{
    return text_compare(((const struct code *)a)->code, ((const struct code *)b)->code);
}

/* Once all rows stand where they stay. */
static void link_addons(struct codes *codes)
{
    for (size_t i = codes->count; i-- > 0;) {
        uint32_t at = code_index_find(&codes->index, codes->rows[i].base_code);

        if (at != CODE_INDEX_NONE)
            codes->rows[at].addon = &codes->rows[i];
    }
}

int codes_load(struct codes *codes, const char *path, struct problem *problem)
{
    *codes = (struct codes){ 0 };
    if (load(codes, NULL, problem) < 0 || (path != NULL && load(codes, path, problem) < 0))
        return -1;
    qsort(codes->rows, codes->count, sizeof(*codes->rows), by_code);
    code_index_finish(&codes->index);
    for (size_t i = 0; i < codes->count; i++)
        code_index_add(&codes->index, codes->rows[i].code, (uint32_t)i);
    link_addons(codes);
    return 0;
}

void codes_finish(struct codes *codes)
{
    mem_free(codes->rows);
    code_index_finish(&codes->index);
    arena_finish(&codes->arena);
    *codes = (struct codes){ 0 };
}
