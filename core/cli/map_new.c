/* map_new.c - see map_new.h. */
#include "map_new.h"

#include "cli/map_like.h"
#include "read/columns.h"
#include "read/map_guess.h"
#include "read/map_shipped.h"
#include "read/map_text.h"

#include "base/csv.h"
#include "base/text.h"
#include "source/input.h"

#include <stdio.h>
#include <string.h>

struct proposal {
    const struct guesses *guesses;
    unsigned questions;
    unsigned services; /* of a wide row; 1: it is not wide */
};

static void question(struct proposal *proposal, const char *text)
{
    printf("# QUESTION: %s\n", text);
    proposal->questions++;
}

/* How many columns of the same base there are, numbered from 1. */
static unsigned family_of(const struct guesses *guesses, const struct guess_column *column)
{
    unsigned last = 0;

    if (column->number != 1)
        return 0;
    for (size_t i = 0; i < guesses->count; i++) {
        const struct guess_column *other = &guesses->columns[i];

        if (text_equal_name(other->base, column->base) && other->number == last + 1)
            last++;
    }
    return last;
}

/* The export's column, or the family of numbered ones that it is the first of. */
static void print_source(const struct proposal *proposal, enum column column,
                         const struct guess_column *from)
{
    unsigned last = from->guess == column ? family_of(proposal->guesses, from) : 0;
    bool of_service = column_form(column)->of_row && last > 1 && proposal->services > 1;
    char shown[TEXT_SHOWN];

    if (of_service)
        printf("%s{n}", text_show(shown, from->base));
    else if (last > 1)
        printf("%s{1-%u}", text_show(shown, from->base), last);
    else
        map_print_name(from->name);
}

static void print_from(const struct proposal *proposal, enum column column,
                       const struct guess_column *from)
{
    printf("\n[%s]\nfrom = ", column_name(column));
    print_source(proposal, column, from);
    (void)putchar('\n');
}

static const struct guess_column *find(const struct proposal *proposal, unsigned guess)
{
    return guesses_find(proposal->guesses, guess);
}

static bool is_birth(enum column column)
{
    return column == COL_patient_birth_date || column == COL_subscriber_birth_date;
}

static void propose_date(struct proposal *proposal, enum column column,
                         const struct guess_column *from)
{
    enum { DAY_FIRST = GUESS_DATE_FORMS - 1 };
    unsigned form = 0;

    for (unsigned i = 1; i < GUESS_DATE_FORMS; i++)
        form = from->date_forms[i] > from->date_forms[form] ? i : form;
    print_from(proposal, column, from);
    if (from->filled == 0) {
        question(proposal, "the first rows have no date here: how is it written?");
        return;
    }
    if (from->date_forms[form] * 5 < from->filled * 4) {
        question(proposal, "how are these dates written? Like date = M/D/YYYY | D Mon YYYY");
        return;
    }
    if (form != DAY_FIRST && from->date_forms[DAY_FIRST] == from->date_forms[form])
        question(proposal, "month first or day first (D/M/YYYY)? The first rows fit both");
    printf("date = %s\n", guess_date_forms[form]);
    if (strstr(guess_date_forms[form], "YYYY") == NULL) {
        question(proposal, "up to which two-digit year is it 20.., and above it 19..?");
        printf("pivot = %d\n", is_birth(column) ? 25 : 50);
    }
}

static void propose_diagnoses(struct proposal *proposal, const struct guess_column *from)
{
    print_from(proposal, COL_diagnoses, from);
    if (from->diagnoses_apart)
        printf("list = any\n");
    else if (from->words || from->commas || from->semicolons)
        printf("# Codes behind commas, semicolons or bars, without their descriptions.\n"
               "list = marks\ntake = diagnosis\n");
}

static void propose_list(struct proposal *proposal, enum column column,
                         const struct guess_column *from)
{
    print_from(proposal, column, from);
    if (from->commas || from->semicolons || from->slashes || from->spaces)
        printf("list = any\n");
}

static void propose_code(struct proposal *proposal, const struct guess_column *from)
{
    print_from(proposal, COL_code, from);
    if (!from->code_inside)
        return;
    printf("# The code alone, of what stands around it.\ntake = code\n");
    if (from->modifiers_inside && find(proposal, COL_modifiers) == NULL) {
        print_from(proposal, COL_modifiers, from);
        printf("take = modifiers\n");
    }
}

/* Values of a closed set: as they are where all fit, else to be listed. */
static void propose_words(struct proposal *proposal, enum column column,
                          const struct guess_column *from, const char *ask)
{
    print_from(proposal, column, from);
    if (from->fitting == from->filled && from->filled != 0)
        return;
    (void)putchar('\n');
    question(proposal, ask);
    printf("[values %s]\n* = hold\n", column_name(column));
}

static const char *what_to_ask(enum column column)
{
    switch (column) {
    case COL_status:
        return "which words are visits to bill? Lines like: Arrived = completed, No Show = no_show";
    case COL_payer_class:
        return "which class is each? Lines like: Medicare Part B = medicare";
    case COL_place_of_service:
        return "which code of CMS's list is each? Lines like: Office = 11";
    case COL_discipline:
        return "which discipline is each? Lines like: Physical Therapy = PT";
    case COL_rendering_npi:
        return "these are not all NPIs: which is each? Lines like: Doe = 1999000015";
    default:
        return "which word of this program is each? docs/columns.md lists them";
    }
}

static void propose_plain(struct proposal *proposal, enum column column,
                          const struct guess_column *from)
{
    print_from(proposal, column, from);
    if (column_form(column)->kind == KIND_AMOUNT && from->comma_decimals)
        printf("money = comma\n");
}

static void propose_column(struct proposal *proposal, enum column column)
{
    const struct guess_column *from = find(proposal, column);

    if (from == NULL)
        return;
    if (from->changes != 0 && !column_form(column)->of_row) {
        (void)putchar('\n');
        question(proposal, "this column differs within a session: is it the right one?");
    }
    if (column == COL_code) {
        propose_code(proposal, from);
        return;
    }
    switch (column_form(column)->kind) {
    case KIND_DATE:
        propose_date(proposal, column, from);
        break;
    case KIND_DIAGNOSES:
        propose_diagnoses(proposal, from);
        break;
    case KIND_MODIFIERS:
    case KIND_POINTERS:
        propose_list(proposal, column, from);
        break;
    case KIND_WORD:
    case KIND_STATUS:
    case KIND_CLASS:
    case KIND_DISCIPLINE:
    case KIND_PLACE:
    case KIND_NPI:
        propose_words(proposal, column, from, what_to_ask(column));
        break;
    default:
        propose_plain(proposal, column, from);
        break;
    }
}

static void propose_name(struct proposal *proposal)
{
    const struct guess_column *from = find(proposal, GUESS_PATIENT_NAME);

    if (from == NULL || find(proposal, COL_patient_last_name) != NULL)
        return;
    printf("\n# \"Last, First Middle\", or \"First Middle Last\" where there is no comma.");
    print_from(proposal, COL_patient_last_name, from);
    printf("take = last name\n");
    print_from(proposal, COL_patient_first_name, from);
    printf("take = first name\n");
}

/* What is known by a name alone: to be listed, or looked up. */
static void propose_by_name(struct proposal *proposal, enum column column, unsigned guess,
                            const char *ask)
{
    const struct guess_column *from = find(proposal, guess);

    if (find(proposal, column) != NULL)
        return;
    if (from == NULL) {
        from = find(proposal, COL_code);
        (void)putchar('\n');
        question(proposal, "no column looks like this one. Name the right one instead of the "
                           "code's, or give a constant");
    }
    print_from(proposal, column, from);
    (void)putchar('\n');
    question(proposal, ask);
    printf("[values %s]\n* = hold\n", column_name(column));
}

/* A column that each session needs and nothing looks like. */
static void propose_missing(struct proposal *proposal, enum column column)
{
    if (find(proposal, column) != NULL)
        return;
    (void)putchar('\n');
    question(proposal, "no column looks like this one, and each session needs it. Name the right "
                       "one instead of the code's");
    print_from(proposal, column, find(proposal, COL_code));
    printf("take = after \"(name the column)\"\n");
}

static void propose_id(struct proposal *proposal)
{
    bool named =
        find(proposal, COL_patient_last_name) != NULL || find(proposal, GUESS_PATIENT_NAME) != NULL;

    if (find(proposal, COL_patient_id) == NULL && !named)
        propose_missing(proposal, COL_patient_id);
    else if (find(proposal, COL_patient_id) == NULL) {
        (void)putchar('\n');
        question(proposal, "no column looks like the patient's number: are these enough?");
        printf("[patient_id]\nkey = patient_last_name%s%s\n",
               find(proposal, COL_patient_last_name) == NULL ||
                       find(proposal, COL_patient_first_name) != NULL
                   ? " | patient_first_name"
                   : "",
               find(proposal, COL_patient_birth_date) != NULL ? " | patient_birth_date" : "");
    }
    if (find(proposal, COL_session_id) == NULL) {
        (void)putchar('\n');
        question(proposal, "no column looks like a visit's number: is a visit known by these?");
        printf("[session_id]\nkey = patient_id | service_date%s\n",
               proposal->services > 1 ? "" : " | rendering_npi");
    }
}

static void print_ignored(const struct proposal *proposal)
{
    bool any = false;

    for (size_t i = 0; i < proposal->guesses->count; i++) {
        const struct guess_column *column = &proposal->guesses->columns[i];
        char shown[TEXT_SHOWN];

        if (column->guess != GUESS_NONE || column->number > 1)
            continue;
        if (!any)
            printf("\n# Columns that are not used:\n");
        any = true;
        printf("#   %s%s\n", text_show(shown, column->name),
               column->filled == 0 ? " (empty in the first rows)" : "");
    }
}

static void print_general(struct proposal *proposal)
{
    const struct guesses *guesses = proposal->guesses;
    const struct guess_column *code = find(proposal, COL_code);

    proposal->services = family_of(guesses, code) > 1 ? family_of(guesses, code) : 1;
    printf(
        "# Proposed from the header in line %u and %zu rows. Answer the questions, then look at\n"
        "# what comes of it: claimline map show EXPORT --map THIS_FILE\n\n[map]\n",
        guesses->header_line, guesses->rows);
    if (guesses->header_line > 1)
        printf("# Lines above the header: it is found by its names.\nheader = search\n");
    if (proposal->services > 1)
        printf("# A row has up to so many services, in numbered columns: {n} is the number.\n"
               "services = %u\n",
               proposal->services);
    printf("# Rows that begin so, and have no code, are no rows of work.\n"
           "totals = Total* | Grand Total*\n");
}

static void propose_hours(struct proposal *proposal)
{
    const struct guess_column *from = find(proposal, GUESS_HOURS);

    if (from != NULL && find(proposal, COL_minutes) == NULL) {
        print_from(proposal, COL_minutes, from);
        printf("hours = yes\n");
    } else if (find(proposal, COL_minutes) == NULL && find(proposal, COL_start_time) == NULL) {
        printf("\n# No minutes: units are billed as they stand only where a payer's profile says\n"
               "# stated_units = allowed.\n");
    }
}

static void propose(struct proposal *proposal)
{
    print_general(proposal);
    propose_id(proposal);
    propose_name(proposal);
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        propose_column(proposal, (enum column)i);
    propose_hours(proposal);
    propose_missing(proposal, COL_service_date);
    propose_missing(proposal, COL_diagnoses);
    propose_by_name(proposal, COL_payer_id, GUESS_INSURANCE,
                    "which payer id is each? Lines like: Bluefin Health = BLUEFIN; or a look-up in "
                    "a table (docs/maps.md)");
    propose_by_name(proposal, COL_payer_class, GUESS_INSURANCE, what_to_ask(COL_payer_class));
    propose_by_name(proposal, COL_rendering_npi, GUESS_THERAPIST,
                    "which NPI has each? Lines like: Doe, Jane = 1999000015; or a look-up in a "
                    "table (docs/maps.md)");
    print_ignored(proposal);
    printf("\n# Questions: %u\n", proposal->questions);
}

static int propose_new(struct csv_reader *csv, const char *path, struct problem *problem)
{
    struct guesses guesses;
    struct proposal proposal = { .guesses = &guesses, .services = 1 };
    char shown[TEXT_SHOWN];
    int error = guesses_read(&guesses, csv, path, problem);

    if (error == 0 && guesses_find(&guesses, COL_code) == NULL)
        error = problem_failed(problem,
                               "%s:%u: no column looks like one of procedure codes (like CPT, "
                               "Billing Code, HCPCS)",
                               text_show_string(shown, path), guesses.header_line);
    if (error == 0)
        propose(&proposal);
    guesses_finish(&guesses);
    return error;
}

/* A shipped map, with the names of this export. */
static int print_like(struct csv_reader *csv, const char *path, const char *like,
                      struct problem *problem)
{
    const char *folder;
    const struct map_shipped *map = map_shipped_find(like, &folder);
    struct guesses guesses;
    char shown[TEXT_SHOWN];
    int error;

    if (map == NULL || folder != NULL)
        return problem_usage(problem, "--like: no map %s ships (claimline map list)",
                             text_show_string(shown, like));
    error = guesses_read(&guesses, csv, path, problem);
    if (error == 0)
        map_like(map, &guesses);
    guesses_finish(&guesses);
    return error;
}

static ssize_t read_input(void *context, char *bytes, size_t size, struct problem *problem)
{
    return input_read(context, bytes, size, problem);
}

int map_new(const char *path, const char *like, struct problem *problem)
{
    struct input *input;
    struct csv_reader *csv;
    int error;

    if (input_open(&input, path, problem) < 0)
        return -1;
    csv = csv_create((struct csv_source){ input, read_input }, ',');
    error = like != NULL ? print_like(csv, path, like, problem) : propose_new(csv, path, problem);
    csv_destroy(csv);
    input_close(input);
    return error;
}
