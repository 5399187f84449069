/* input_findings.c - see input_findings.h. */
#include "input_findings.h"

#include "base/text.h"

/* The letters of a column: 1 is A, 27 is AA. */
static void show_column(char out[8], uint32_t column)
{
    char letters[8];
    size_t count = 0;

    for (; column > 0; column = (column - 1) / 26)
        letters[count++] = (char)('A' + (column - 1) % 26);
    for (size_t i = 0; i < count; i++)
        out[i] = letters[count - 1 - i];
    out[count] = '\0';
}

static void add_of_sheet(const struct workbook_facts *workbook, struct findings *findings)
{
    const struct sheet_facts *sheet = &workbook->sheet;
    char column[8];

    if (workbook->sheets > 1 && !workbook->chosen)
        findings_add(findings, FINDING_SHEET_OTHERS, 1, COLUMN_NONE, TEXT_NONE,
                     "the first of %zu sheets is read", workbook->sheets);
    if (sheet->hidden_rows != 0)
        findings_add(findings, FINDING_SHEET_HIDDEN, 1, COLUMN_NONE, TEXT_NONE,
                     "%llu rows are hidden in the sheet; they are read like the others",
                     (unsigned long long)sheet->hidden_rows);
    if (sheet->merged != 0)
        findings_add(findings, FINDING_SHEET_MERGED, 1, COLUMN_NONE, TEXT_NONE,
                     "cells of the sheet are merged; only the first cell of each has the value");
    if (sheet->errors == 0)
        return;
    show_column(column, sheet->error_column);
    findings_add(findings, FINDING_SHEET_ERROR, sheet->error_row, COLUMN_NONE, TEXT_NONE,
                 "cell %s%lu is the first of %llu that hold an error, or a formula without its "
                 "value; their rows are held",
                 column, (unsigned long)sheet->error_row, (unsigned long long)sheet->errors);
}

void input_findings(const struct input_facts *facts, struct findings *findings)
{
    if (facts->encoding_assumed)
        findings_add(findings, FINDING_TEXT_ASSUMED, facts->assumed_line, COLUMN_NONE, TEXT_NONE,
                     "the text is not UTF-8; it is read as %s", facts->encoding);
    if (facts->is_workbook)
        add_of_sheet(&facts->workbook, findings);
}
