/* fuzz_sheet.c - any bytes as the sheet of a workbook, whose zip and checksums would keep a
 * fuzzer out: its rows are CSV text, all as wide as the widest. */
#include "fuzz.h"

#include "base/csv.h"
#include "base/text.h"
#include "source/markup.h"
#include "source/sheet.h"

#include <string.h>

/* A layer over the bytes. */
struct given {
    struct layer layer;
    const uint8_t *data;
    size_t left;
};

static ssize_t give(struct layer *layer, void *bytes, size_t size, struct problem *problem)
{
    struct given *given = (struct given *)layer;
    size_t count = size < given->left ? size : given->left;

    (void)problem;
    memcpy(bytes, given->data, count);
    given->data += count;
    given->left -= count;
    return (ssize_t)count;
}

static ssize_t read_layer(void *context, char *bytes, size_t size, struct problem *problem)
{
    return layer_read(context, bytes, size, problem);
}

static void check_rows(const struct rows *rows, struct spool *spool)
{
    struct problem problem = { 0 };
    struct layer *layer;
    struct csv_reader *csv;
    struct csv_record record;
    uint64_t last = 0;
    int got;

    MUST(rows_layer(&layer, rows, spool, "in", &problem) == 0);
    csv = csv_create((struct csv_source){ layer, read_layer }, ',');
    while ((got = csv_next(csv, &record, &problem)) > 0) {
        uint64_t row = rows_layer_line(layer, record.line);

        if (record.state == CSV_TOO_LONG || record.field_count > CSV_MAX_FIELDS)
            continue;
        MUST(record.state == CSV_FINE && record.field_count == rows->width);
        MUST(row > last && row <= SHEET_MOST_ROWS);
        last = row;
    }
    MUST(got == 0);
    csv_destroy(csv);
    layer_destroy(layer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct number_style styles[] = { { STYLE_PLAIN, 0 },   { STYLE_DATE, 0 },
                                                  { STYLE_TIME, 0 },    { STYLE_DATE_TIME, 0 },
                                                  { STYLE_ELAPSED, 0 }, { STYLE_PLAIN, 5 } };
    struct given given = { { give, NULL, "in" }, data, size };
    struct strings strings = { .rest = SPOOL_EMPTY };
    struct sheet_context context = { &strings, styles, sizeof(styles) / sizeof(styles[0]), false,
                                     1 + size };
    struct spool spool = SPOOL_EMPTY;
    struct problem problem = { 0 };
    struct sheet_facts facts;
    struct rows rows;

    markup_prepare();
    (void)strings_add(&strings, text_of("shared"), &problem);
    (void)strings_add(&strings, text_of("a \"quote\",\r\nand more"), &problem);
    if (sheet_read(&rows, &facts, &given.layer, "sheet", &context, &spool, &problem) == 0)
        check_rows(&rows, &spool);
    else
        MUST(problem.status == EXIT_FAILED && text_check(text_of(problem.text)) == TEXT_FINE);
    strings_finish(&strings);
    spool_finish(&spool);
    return 0;
}
