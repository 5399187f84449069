/* rows.c - see rows.h. */
#include "rows.h"

#include <stdio.h>
#include <string.h>

enum { SQL_ROOM = 8192, NAME_ROOM = 64 };

/* The fact of a column: money has _cents behind its name. */
static bool column_of(struct column *column, const char *name)
{
    static const char cents[] = "_cents";
    static const char pointer[] = "pointer_";
    size_t length = strlen(name);

    if (length == sizeof(pointer) && strncmp(name, pointer, sizeof(pointer) - 1) == 0) {
        *column = (struct column){ NULL, (uint32_t)(name[length - 1] - '1') };
        return column->pointer < CL_MAX_POINTERS;
    }
    if (length > sizeof(cents) && strcmp(name + length - sizeof(cents) + 1, cents) == 0)
        length -= sizeof(cents) - 1;
    *column = (struct column){ cl_fact_find(name, length), 0 };
    return column->fact != NULL;
}

/* The columns of `table` that are facts, as the list of an INSERT behind `key`. */
static int list_columns(struct row *row, const struct database *database, const char *table,
                        char *names)
{
    sqlite3_stmt *statement;
    size_t used = strlen(names);
    int code = sqlite3_prepare_v2(database->db, "SELECT name FROM pragma_table_info(?1)", -1,
                                  &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        const char *name;

        code = sqlite3_step(statement);
        name = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (name == NULL || strlen(name) >= NAME_ROOM || row->count == MOST_COLUMNS ||
            !column_of(&row->columns[row->count], name))
            continue;
        row->count++;
        used += (size_t)snprintf(names + used, SQL_ROOM - used, ", %s", name);
    }
    (void)sqlite3_finalize(statement);
    return code == SQLITE_DONE ? CL_OK : database_failed(database, code);
}

static int open_row(struct row *row, const struct database *database, const char *table,
                    const char *key)
{
    char sql[SQL_ROOM];
    int status;

    (void)snprintf(sql, sizeof(sql), "INSERT INTO %s (%s", table, key);
    status = list_columns(row, database, table, sql);
    if (status != CL_OK)
        return status;
    strcat(sql, ") VALUES (?1");
    for (int i = 0; i < row->count; i++)
        strcat(sql, ", ?");
    strcat(sql, ")");
    return database_statement(database, &row->insert, sql);
}

int rows_open(struct rows *rows, const struct database *database)
{
    int status = open_row(&rows->claim, database, "claim", "run_id");

    if (status == CL_OK)
        status = open_row(&rows->line, database, "claim_line", "claim_key");
    if (status == CL_OK)
        status = database_statement(database, &rows->diagnosis,
                                    "INSERT INTO diagnosis (claim_key, number, code) "
                                    "VALUES (?1, ?2, ?3)");
    return status;
}

void rows_close(struct rows *rows)
{
    (void)sqlite3_finalize(rows->claim.insert);
    (void)sqlite3_finalize(rows->line.insert);
    (void)sqlite3_finalize(rows->diagnosis);
}

/* What is not stated is NULL; `lives`: how long the bytes are there. */
static int bind_text(sqlite3_stmt *statement, int index, struct cl_text text,
                     sqlite3_destructor_type lives)
{
    if (text.length == 0)
        return sqlite3_bind_null(statement, index);
    return sqlite3_bind_text64(statement, index, text.data, text.length, lives, SQLITE_UTF8);
}

static int bind_fact(sqlite3_stmt *statement, int index, const struct cl_fact *fact,
                     const struct cl_claim *claim, const struct cl_line *line)
{
    const void *field = cl_fact_field(fact, claim, line);
    char scratch[CL_SCRATCH];
    int64_t cents;
    uint32_t number;

    switch (fact->kind) {
    case CL_FACT_TEXT:
        return bind_text(statement, index, *(const struct cl_text *)field, SQLITE_STATIC);
    case CL_FACT_CENTS:
        cents = *(const int64_t *)field;
        return cents == CL_NO_AMOUNT ? sqlite3_bind_null(statement, index)
                                     : sqlite3_bind_int64(statement, index, cents);
    case CL_FACT_NUMBER:
        return sqlite3_bind_int64(statement, index, *(const uint32_t *)field);
    case CL_FACT_STATED_NUMBER:
        number = *(const uint32_t *)field;
        return number == 0 ? sqlite3_bind_null(statement, index)
                           : sqlite3_bind_int64(statement, index, number);
    default: /* dates and times */
        return bind_text(statement, index, cl_fact_text(fact, claim, line, scratch),
                         SQLITE_TRANSIENT);
    }
}

static int bind_pointer(sqlite3_stmt *statement, int index, const struct cl_line *line,
                        uint32_t pointer)
{
    if (pointer >= line->pointer_count || line->pointers[pointer] == 0)
        return sqlite3_bind_null(statement, index);
    return sqlite3_bind_int64(statement, index, line->pointers[pointer]);
}

static int put_row(const struct row *row, const struct database *database, int64_t key,
                   const struct cl_claim *claim, const struct cl_line *line)
{
    int code = sqlite3_bind_int64(row->insert, 1, key);

    for (int i = 0; code == SQLITE_OK && i < row->count; i++) {
        const struct column *column = &row->columns[i];

        code = column->fact != NULL ? bind_fact(row->insert, i + 2, column->fact, claim, line)
                                    : bind_pointer(row->insert, i + 2, line, column->pointer);
    }
    if (code != SQLITE_OK)
        return database_failed(database, code);
    return database_step(database, row->insert);
}

static int put_diagnosis(const struct rows *rows, const struct database *database, int64_t key,
                         uint32_t number, struct cl_text text)
{
    int code = sqlite3_bind_int64(rows->diagnosis, 1, key);

    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(rows->diagnosis, 2, number);
    if (code == SQLITE_OK)
        code = bind_text(rows->diagnosis, 3, text, SQLITE_STATIC);
    return code == SQLITE_OK ? database_step(database, rows->diagnosis)
                             : database_failed(database, code);
}

int rows_put(struct rows *rows, const struct database *database, int64_t run,
             const struct cl_claim *claim)
{
    int status = put_row(&rows->claim, database, run, claim, NULL);
    int64_t key = sqlite3_last_insert_rowid(database->db);

    for (uint32_t i = 0; status == CL_OK && i < claim->diagnosis_count; i++)
        status = put_diagnosis(rows, database, key, i + 1, claim->diagnoses[i]);
    for (uint32_t i = 0; status == CL_OK && i < claim->line_count; i++)
        status = put_row(&rows->line, database, key, claim, cl_claim_line(claim, i));
    return status;
}
