/* documentation.c - see documentation.h. */
#include "documentation.h"

#include "rules/table.h"

#include "base/date.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum table_column { CODE, NEEDS, APART_FROM, WORDS, UNLESS_AFTER, FROM, TO, SOURCE, TABLE_COLUMNS };

static const char *const columns[TABLE_COLUMNS] = {
    [CODE] = "code",
    [NEEDS] = "needs",
    [APART_FROM] = "apart_from",
    [WORDS] = "words",
    [UNLESS_AFTER] = "unless_after",
    [FROM] = "from",
    [TO] = "to",
    [SOURCE] = "source",
};

enum limit_column { LIMIT_NAME, LIMIT_VALUE, LIMIT_FROM, LIMIT_TO, LIMIT_SOURCE, LIMIT_COLUMNS };

static const char *const limit_columns[LIMIT_COLUMNS] = {
    [LIMIT_NAME] = "name", [LIMIT_VALUE] = "value",   [LIMIT_FROM] = "from",
    [LIMIT_TO] = "to",     [LIMIT_SOURCE] = "source",
};

static const char *const limit_names[LIMIT_COUNT] = {
    [LIMIT_CERTIFICATION_DAYS] = "certification_days",
    [LIMIT_PROGRESS_VISITS] = "progress_visits",
};

static int take_date(struct cl_date *out, const struct table_row *row, struct cl_text text,
                     struct problem *problem)
{
    if (text.length != 0 && !date_parse(text, out))
        return table_mistake(row, "from, to", "is not a date like 2026-01-01", problem);
    return 0;
}

static const char *take_string(struct arena *arena, struct cl_text text)
{
    return arena_text(arena, text.data, text.length).data;
}

static struct word_list take_words(struct arena *arena, struct cl_text text, char separator)
{
    struct word_list list = {
        .items = arena_alloc_array(arena, text.length + 1, sizeof(*list.items)),
    };

    while (text.data != NULL) {
        struct cl_text word = text_trim(text_split(&text, separator));

        if (word.length != 0)
            list.items[list.count++] = arena_text(arena, word.data, word.length);
    }
    return list;
}

static int index_words(struct documented *taken, const struct table_row *row,
                       struct problem *problem)
{
    if (taken->words.count > WORDS_MOST)
        return table_mistake(row, columns[WORDS], "has more than 32 words", problem);
    for (size_t i = 0; i < taken->words.count; i++) {
        char first = taken->words.items[i].data[0];

        taken->starting[(unsigned char)text_upper(first)] |= 1U << i;
        taken->starting[(unsigned char)text_lower(first)] |= 1U << i;
    }
    return 0;
}

static const enum column fact_columns[DOCUMENTED_FACT_COUNT] = {
#define FACT_COLUMN(column) [FACT_##column] = COL_##column,
    DOCUMENTED_FACTS(FACT_COLUMN)
#undef FACT_COLUMN
};

/* DOCUMENTED_FACT_COUNT for none. */
static unsigned find_fact(struct cl_text name)
{
    unsigned fact = 0;

    while (fact < DOCUMENTED_FACT_COUNT &&
           !text_equal(name, text_of(column_name(fact_columns[fact]))))
        fact++;
    return fact;
}

/* "technique/note": either of them. */
static int take_need(struct need *need, struct arena *arena, const struct table_row *row,
                     struct cl_text text, struct problem *problem)
{
    need->name = "";
    while (text.data != NULL) {
        unsigned fact = find_fact(text_split(&text, '/'));

        if (fact == DOCUMENTED_FACT_COUNT || need->count == NEED_ALTERNATIVES)
            return table_mistake(row, columns[NEEDS], "names no columns like technique/note",
                                 problem);
        need->columns[need->count++] = fact_columns[fact];
        need->facts |= 1U << fact;
        need->name = arena_format(arena, "%s%s%s", need->name, need->count > 1 ? " or " : "",
                                  column_name(fact_columns[fact]))
                         .data;
    }
    return 0;
}

static int take_needs(struct documented *taken, struct arena *arena, const struct table_row *row,
                      struct problem *problem)
{
    struct word_list names = take_words(arena, row->values[NEEDS], ' ');

    taken->needs = arena_alloc_array(arena, names.count + 1, sizeof(*taken->needs));
    taken->need_count = names.count;
    for (size_t i = 0; i < names.count; i++) {
        if (take_need(&taken->needs[i], arena, row, names.items[i], problem) < 0)
            return -1;
    }
    return 0;
}

/* What is asked at that place, needs before codes: "technique or note". */
static const char *asked_at(struct arena *arena, const struct documented *taken, size_t place)
{
    if (place < taken->need_count)
        return taken->needs[place].name;
    return arena_format(arena, "a region apart from that of %s",
                        taken->apart_from.items[place - taken->need_count].data)
        .data;
}

/* Every list that a message may have. */
static int list_lacking(struct documented *taken, struct arena *arena, const struct table_row *row,
                        struct problem *problem)
{
    size_t asked = taken->need_count + taken->apart_from.count;

    if (asked > DOCUMENTED_MOST)
        return table_mistake(row, columns[NEEDS], "asks for more than 8 things", problem);
    taken->lacking = arena_alloc_array(arena, (size_t)1 << asked, sizeof(const char *));
    taken->lacking[0] = "";
    for (size_t i = 0; i < asked; i++) {
        const char *name = asked_at(arena, taken, i);

        for (size_t set = 0; set < (size_t)1 << i; set++)
            taken->lacking[set | (size_t)1 << i] =
                arena_format(arena, "%s%s%s", taken->lacking[set], set != 0 ? ", " : "", name).data;
    }
    return 0;
}

/* For all that may be shown, what of the needs is not met. */
static void list_unmet(struct documented *taken)
{
    for (unsigned shown = 0; shown < 1U << DOCUMENTED_FACT_COUNT; shown++) {
        for (size_t i = 0; i < taken->need_count; i++) {
            if ((taken->needs[i].facts & shown) == 0)
                taken->unmet[shown] |= (uint8_t)(1U << i);
        }
    }
}

static int take_row(void *context, const struct table_row *row, struct problem *problem)
{
    struct documentation *documentation = context;
    struct arena *arena = &documentation->arena;
    const struct cl_text *values = row->values;
    struct documented taken = {
        .code = arena_text(arena, values[CODE].data, values[CODE].length),
        .apart_from = take_words(arena, values[APART_FROM], ' '),
        .words = take_words(arena, values[WORDS], ','),
        .unless_after = take_words(arena, values[UNLESS_AFTER], ','),
        .source = take_string(arena, values[SOURCE]),
    };

    if (take_date(&taken.from, row, values[FROM], problem) < 0 ||
        take_date(&taken.to, row, values[TO], problem) < 0 ||
        take_needs(&taken, arena, row, problem) < 0 ||
        list_lacking(&taken, arena, row, problem) < 0 || index_words(&taken, row, problem) < 0)
        return -1;
    list_unmet(&taken);
    if (taken.code.length != CODE_LENGTH)
        return table_mistake(row, columns[CODE], "is neither a code nor timed", problem);
    documentation->rows =
        mem_resize_array(documentation->rows, documentation->count + 1, sizeof(taken));
    documentation->rows[documentation->count++] = taken;
    return 0;
}

static int take_limit(void *context, const struct table_row *row, struct problem *problem)
{
    struct documentation *documentation = context;
    const struct cl_text *values = row->values;
    struct limit taken = { .source = take_string(&documentation->arena, values[LIMIT_SOURCE]) };
    unsigned id = 0;
    uint64_t value;

    while (id < LIMIT_COUNT && !text_equal(values[LIMIT_NAME], text_of(limit_names[id])))
        id++;
    if (id == LIMIT_COUNT)
        return table_mistake(row, limit_columns[LIMIT_NAME], "is the name of no limit", problem);
    if (!text_to_unsigned(values[LIMIT_VALUE], INT32_MAX, &value))
        return table_mistake(row, limit_columns[LIMIT_VALUE], "is not a number", problem);
    taken.value = (uint32_t)value;
    if (take_date(&taken.from, row, values[LIMIT_FROM], problem) < 0 ||
        take_date(&taken.to, row, values[LIMIT_TO], problem) < 0)
        return -1;
    documentation->limits[id] = mem_resize_array(
        documentation->limits[id], documentation->limit_counts[id] + 1, sizeof(taken));
    documentation->limits[id][documentation->limit_counts[id]++] = taken;
    return 0;
}

/* Where the rows of the code begin; NULL: it is no code of the table. */
static struct documented **rows_of(struct documentation *documentation, struct codes *codes,
                                   struct cl_text code)
{
    uint32_t at = code_index_find(&codes->index, code);

    if (text_equal(code, text_of("timed")))
        return &documentation->timed;
    return at != CODE_INDEX_NONE ? &codes->rows[at].documented : NULL;
}

/* Once all rows stand where they stay; the first of a code in the table comes first. */
static int hang_rows(struct documentation *documentation, struct codes *codes,
                     struct problem *problem)
{
    for (size_t i = 0; i < documentation->count; i++) {
        struct documented *row = &documentation->rows[i];
        struct documented **link = rows_of(documentation, codes, row->code);

        if (link == NULL)
            return problem_usage(problem, "%s: %s: is not in the code table",
                                 builtin_documentation.name, row->code.data);
        while (*link != NULL)
            link = &(*link)->next;
        *link = row;
    }
    return 0;
}

int documentation_load(struct documentation **out, struct codes *codes, struct problem *problem)
{
    static const struct table_shape shape = { columns, TABLE_COLUMNS, TABLE_COLUMNS, take_row,
                                              NULL };
    static const struct table_shape limits = { limit_columns, LIMIT_COLUMNS, LIMIT_COLUMNS,
                                               take_limit, NULL };
    struct documentation *documentation = mem_alloc(sizeof(*documentation));

    if (table_read(&shape, &builtin_documentation, NULL, documentation, problem) < 0 ||
        table_read(&limits, &builtin_limits, NULL, documentation, problem) < 0 ||
        hang_rows(documentation, codes, problem) < 0) {
        documentation_destroy(documentation);
        return -1;
    }
    *out = documentation;
    return 0;
}

void documentation_destroy(struct documentation *documentation)
{
    if (documentation == NULL)
        return;
    mem_free(documentation->rows);
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        mem_free(documentation->limits[i]);
    arena_finish(&documentation->arena);
    mem_free(documentation);
}

const struct limit *documentation_limit(const struct documentation *documentation, enum limit_id id,
                                        struct cl_date day)
{
    for (size_t i = 0; i < documentation->limit_counts[id]; i++) {
        const struct limit *limit = &documentation->limits[id][i];

        if (date_within(day, limit->from, limit->to))
            return limit;
    }
    return NULL;
}

unsigned documentation_possible(const struct column_set *set)
{
    unsigned facts = 0;

    for (unsigned i = 0; i < DOCUMENTED_FACT_COUNT; i++)
        facts |= set == NULL || set->has[fact_columns[i]] ? 1U << i : 0;
    return facts;
}

static bool is_word_byte(char byte)
{
    return text_is_letter(byte) || text_is_digit(byte) || byte == '-' || (byte & 0x80) != 0;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Whether one of the two words before `end` is one of `words`: "no direct one-on-one
 * contact". Punctuation ends the search. */
static bool stands_behind(struct cl_text text, size_t end, const struct word_list *words)
{
    for (int count = 0; count < 2; count++) {
        size_t start;

        while (end > 0 && is_blank(text.data[end - 1]))
            end--;
        start = end;
        while (start > 0 && is_word_byte(text.data[start - 1]))
            start--;
        for (size_t i = 0; i < words->count; i++) {
            if (text_equal_nocase((struct cl_text){ text.data + start, end - start },
                                  words->items[i]))
                return true;
        }
        end = start;
    }
    return false;
}

/* Whether `word` stands at `at`, where a word begins. */
static bool stands_at(struct cl_text text, size_t at, struct cl_text word)
{
    size_t end = at + word.length;

    return end <= text.length &&
           text_equal_nocase((struct cl_text){ text.data + at, word.length }, word) &&
           (end == text.length || !is_word_byte(text.data[end]));
}

bool documentation_says(struct cl_text text, const struct documented *asked)
{
    for (size_t at = 0; at < text.length; at++) {
        uint32_t left = asked->starting[(unsigned char)text.data[at]];

        if (left == 0 || (at > 0 && is_word_byte(text.data[at - 1])))
            continue;
        for (; left != 0; left &= left - 1) {
            if (stands_at(text, at, asked->words.items[__builtin_ctz(left)]) &&
                !stands_behind(text, at, &asked->unless_after))
                return true;
        }
    }
    return false;
}

void documentation_check_columns(const struct documentation *documentation,
                                 const struct column_set *set, uint64_t line,
                                 struct findings *findings)
{
    struct column_set missing = { { false } };
    unsigned possible = documentation_possible(set);
    struct cl_text list = TEXT_NONE;

    for (size_t i = 0; i < documentation->count; i++) {
        for (size_t j = 0; j < documentation->rows[i].need_count; j++) {
            const struct need *need = &documentation->rows[i].needs[j];

            for (size_t k = 0; k < need->count && (need->facts & possible) == 0; k++)
                missing.has[need->columns[k]] = true;
        }
    }
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        if (missing.has[i])
            list = arena_format(findings->arena, "%s%s%s", list.data, list.length != 0 ? ", " : "",
                                column_name((enum column)i));
    }
    if (list.length != 0)
        findings_add(findings, FINDING_DOCUMENTATION_COLUMN, line, COLUMN_NONE, TEXT_NONE,
                     "documentation is not checked for what the export has no column of: %s",
                     list.data);
}
