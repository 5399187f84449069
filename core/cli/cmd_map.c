/* cmd_map.c - claimline map: column maps that ship, new ones, and what they make of an export. */
#include "cli/command.h"
#include "cli/map_copy.h"
#include "cli/map_new.h"
#include "cli/map_show.h"
#include "cli/options.h"

#include "read/map_shipped.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_WORDS = 3, DEFAULT_ROWS = 5, MOST_ROWS = 1000 };

struct request {
    const char *words[MOST_WORDS];
    size_t word_count;
    const char *map, *rows, *like;
    bool missing;
};

static int take_word(void *context, const char *value, struct problem *problem)
{
    struct request *request = context;
    char shown[TEXT_SHOWN];

    if (request->word_count == MOST_WORDS)
        return problem_usage(problem, "%s: one word too many (claimline help map)",
                             text_show_string(shown, value));
    request->words[request->word_count++] = value;
    return 0;
}

static int take_map(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->map, "map", value, problem);
}

static int take_rows(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->rows, "rows", value, problem);
}

static int take_like(void *context, const char *value, struct problem *problem)
{
    return option_once(&((struct request *)context)->like, "like", value, problem);
}

static int take_missing(void *context, const char *value, struct problem *problem)
{
    (void)value;
    (void)problem;
    ((struct request *)context)->missing = true;
    return 0;
}

static const struct option_row rows[] = {
    { "map", "MAP", "of show: the map, as convert takes it", take_map },
    { "rows", "N", "of show: rows of the export to show, 1 to 1000 (5)", take_rows },
    { "missing", NULL,
      "of show: read all rows and list, as CSV, only the values that tables and\n"
      "value maps lack",
      take_missing },
    { "like", "NAME", "of new: begin with a map that ships", take_like },
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* The value of `about = ` in the text of a map. */
static struct cl_text about(const struct map_shipped *map)
{
    struct cl_text rest = { (const char *)map->text.bytes, map->text.length };

    while (rest.data != NULL) {
        struct cl_text value = text_split(&rest, '\n');

        if (text_equal(text_trim(text_split(&value, '=')), text_of("about")) && value.data != NULL)
            return text_trim(value);
    }
    return TEXT_NONE;
}

static int run_list(const struct request *request, struct problem *problem)
{
    char shown[TEXT_SHOWN];

    if (request->word_count != 1)
        return problem_usage(problem, "claimline map list takes nothing more");
    for (const struct map_shipped *map = maps_shipped; map->name != NULL; map++)
        printf("%-16s %s\n", map->name, text_show(shown, about(map)));
    return 0;
}

static int show_shipped(const char *name, struct problem *problem)
{
    const char *folder;
    const struct map_shipped *map = map_shipped_find(name, &folder);
    char shown[TEXT_SHOWN];

    if (map == NULL || folder != NULL)
        return problem_usage(problem,
                             "no map %s ships (claimline map list); to look at an export, say "
                             "--map too",
                             text_show_string(shown, name));
    (void)fwrite(map->text.bytes, 1, map->text.length, stdout);
    return 0;
}

static int run_show(const struct request *request, struct problem *problem)
{
    struct map_shown shown = { .input = request->words[1],
                               .map = request->map,
                               .rows = DEFAULT_ROWS,
                               .missing = request->missing };

    if (request->word_count != 2)
        return problem_usage(problem,
                             "claimline map show NAME, or claimline map show INPUT --map MAP");
    if (request->rows != NULL &&
        (!text_to_unsigned(text_of(request->rows), MOST_ROWS, &shown.rows) || shown.rows == 0))
        return problem_usage(problem, "--rows is no number from 1 to 1000");
    if (request->rows != NULL && request->missing)
        return problem_usage(problem, "--missing looks at all rows: it does not go with --rows");
    if (request->map == NULL && (request->rows != NULL || request->missing))
        return problem_usage(problem, "--rows and --missing need --map");
    return request->map != NULL ? map_show(&shown, problem)
                                : show_shipped(request->words[1], problem);
}

static int run_new(const struct request *request, struct problem *problem)
{
    if (request->word_count != 2)
        return problem_usage(problem, "claimline map new INPUT [--like NAME]");
    return map_new(request->words[1], request->like, problem);
}

static int run_copy(const struct request *request, struct problem *problem)
{
    if (request->word_count != 3)
        return problem_usage(problem, "claimline map copy NAME FOLDER");
    return map_copy(request->words[1], request->words[2], problem);
}

static const struct {
    const char *name;
    int (*run)(const struct request *request, struct problem *problem);
    bool shows, proposes; /* takes the options of show, of new */
} verbs[] = {
    { "list", run_list, false, false },
    { "show", run_show, true, false },
    { "new", run_new, false, true },
    { "copy", run_copy, false, false },
};

static int run_verb(const struct request *request, struct problem *problem)
{
    bool shows = request->map != NULL || request->rows != NULL || request->missing;

    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]) && request->word_count != 0; i++) {
        if (strcmp(verbs[i].name, request->words[0]) != 0)
            continue;
        if (shows && !verbs[i].shows)
            return problem_usage(problem, "--map, --rows and --missing go with map show only");
        if (request->like != NULL && !verbs[i].proposes)
            return problem_usage(problem, "--like goes with map new only");
        return verbs[i].run(request, problem);
    }
    return problem_usage(problem, "claimline map list, show, new or copy (claimline help map)");
}

static int run(int count, char *const *arguments, struct problem *problem)
{
    struct request request = { .word_count = 0 };
    struct option_parser parser = { rows, ROW_COUNT, take_word, &request };

    if (options_parse(&parser, count, arguments, problem) < 0 || run_verb(&request, problem) < 0)
        return command_failed(problem);
    return command_printed(EXIT_ALL_WRITTEN, problem);
}

const struct command command_map = {
    .name = "map",
    .summary = "list, show, propose or copy column maps for exports of other programs",
    .run = run,
    .usage = "map list\n"
             "map show NAME\n"
             "map show INPUT --map MAP [--rows N | --missing]\n"
             "map new INPUT [--like NAME]\n"
             "map copy NAME FOLDER\n",
    .about =
        "Column maps say how an export with columns of its own is read (docs/maps.md). list tells\n"
        "the maps that ship, show NAME prints one, copy writes one and the tables that it needs\n"
        "into a folder, to be filled in. new proposes a map for an export, with questions where\n"
        "the export does not tell. show INPUT prints the first sessions as a map makes them:\n"
        "what it prints is patients' data, on your terminal, because you ask for it.\n",
    .options = rows,
    .option_count = ROW_COUNT,
    .examples = "claimline map new export.csv > clinic.ini\n"
                "claimline map show export.csv --map clinic.ini\n"
                "claimline map copy webpt tables/\n"
                "claimline convert export.csv --map webpt:tables --to csv:lines.csv\n",
    .status = "0 done, 2 bad usage, 3 failed.\n",
};
