/* sqlite.c - keeps claims in a SQLite database: tables that a person can query (schema.sql). */
#include "database.h"
#include "rows.h"

#include <stdio.h>

enum { MODE_APPEND, MODE_REPLACE };
enum { AGAIN_HOLD, AGAIN_UPDATE };

struct sqlite {
    uint32_t mode;
    uint32_t again;
    int64_t wait;

    /* Made by open() out of the above. */
    struct database database;
    struct rows rows;
    sqlite3_stmt *find;   /* a claim of an earlier run */
    sqlite3_stmt *remove; /* the same */
    int64_t run;          /* run_id of this run */
};

/* The columns of the index claim_once, so that it is used; ?4 is this run. */
#define CLAIM_ONCE                                                                                 \
    " FROM claim WHERE claim_id = ?1 AND ifnull(claim_frequency, '1') = ?2 "                       \
    "AND ifnull(payer_control_number, '') = ?3 AND run_id <> ?4"

static int bind_claim(sqlite3_stmt *statement, int64_t run, const struct cl_claim *claim)
{
    struct cl_text frequency = claim->claim_frequency;
    int code;

    if (frequency.length == 0)
        frequency = (struct cl_text){ "1", 1 };
    code = sqlite3_bind_text64(statement, 1, claim->claim_id.data, claim->claim_id.length,
                               SQLITE_STATIC, SQLITE_UTF8);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text64(statement, 2, frequency.data, frequency.length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text64(statement, 3, claim->payer_control_number.data,
                                   claim->payer_control_number.length, SQLITE_STATIC, SQLITE_UTF8);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 4, run);
    return code;
}

/* What was billed is not billed again: the session is held, for every target of the run. */
static int sqlite_check(const void *state, const struct cl_claim *claim)
{
    const struct sqlite *sqlite = state;
    const struct cl_host *host = sqlite->database.host;
    int code;

    if (sqlite->again == AGAIN_UPDATE || sqlite->mode == MODE_REPLACE)
        return CL_OK;
    code = bind_claim(sqlite->find, sqlite->run, claim);
    if (code == SQLITE_OK)
        code = sqlite3_step(sqlite->find);
    (void)sqlite3_reset(sqlite->find);
    if (code == SQLITE_ROW)
        return host->fail(host, CL_REJECT,
                          "the database has its claim already (again=update takes the new one)");
    return code == SQLITE_DONE ? CL_OK : database_failed(&sqlite->database, code);
}

static int remove_earlier(const struct sqlite *sqlite, const struct cl_claim *claim)
{
    int code = bind_claim(sqlite->remove, sqlite->run, claim);

    return code == SQLITE_OK ? database_step(&sqlite->database, sqlite->remove)
                             : database_failed(&sqlite->database, code);
}

static int sqlite_put(void *state, const struct cl_claim *claim)
{
    struct sqlite *sqlite = state;
    int status = CL_OK;

    if (sqlite->again == AGAIN_UPDATE && sqlite->mode == MODE_APPEND)
        status = remove_earlier(sqlite, claim);
    return status == CL_OK ? rows_put(&sqlite->rows, &sqlite->database, sqlite->run, claim)
                           : status;
}

/* The row of this run, to be completed by prepare(): claims refer to it. */
static int add_run(struct sqlite *sqlite, const struct cl_job *job)
{
    sqlite3_stmt *statement;
    char day[CL_SCRATCH];
    char now[CL_SCRATCH];
    char moment[CL_SCRATCH + 16];
    struct cl_text today = cl_format_date(day, job->today);
    int status;

    (void)snprintf(moment, sizeof(moment), "%sT%02u:%02u:%02uZ",
                   cl_format_date(now, job->now_date).data, job->now_time.hour % 100U,
                   job->now_time.minute % 100U, job->now_time.second % 100U);
    status = database_statement(&sqlite->database, &statement,
                                "INSERT INTO run (program_version, run_date, run_time, "
                                "control_number) VALUES (?1, ?2, ?3, ?4)");
    if (status != CL_OK)
        return status;
    (void)sqlite3_bind_text64(statement, 1, job->program_version.data, job->program_version.length,
                              SQLITE_STATIC, SQLITE_UTF8);
    (void)sqlite3_bind_text64(statement, 2, today.data, today.length, SQLITE_STATIC, SQLITE_UTF8);
    (void)sqlite3_bind_text(statement, 3, moment, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 4, job->control_number);
    status = database_step(&sqlite->database, statement);
    (void)sqlite3_finalize(statement);
    sqlite->run = sqlite3_last_insert_rowid(sqlite->database.db);
    return status;
}

static int sqlite_open(void *state, const struct cl_host *host, const struct cl_job *job)
{
    struct sqlite *sqlite = state;
    struct database_options options = { sqlite->mode == MODE_REPLACE, sqlite->wait };
    int status;

    if (!CL_HAS(job, destination) || job->destination.length == 0)
        return host->fail(host, CL_FATAL, "this claimline does not say where to keep the claims");
    status = database_open(&sqlite->database, host, job->destination.data, &options);
    if (status == CL_OK)
        status = add_run(sqlite, job);
    if (status == CL_OK)
        status = rows_open(&sqlite->rows, &sqlite->database);
    if (status == CL_OK)
        status = database_statement(&sqlite->database, &sqlite->find, "SELECT 1" CLAIM_ONCE);
    if (status == CL_OK)
        status = database_statement(&sqlite->database, &sqlite->remove, "DELETE" CLAIM_ONCE);
    return status;
}

static void close_statements(struct sqlite *sqlite)
{
    rows_close(&sqlite->rows);
    (void)sqlite3_finalize(sqlite->find);
    (void)sqlite3_finalize(sqlite->remove);
    sqlite->rows = (struct rows){ .diagnosis = NULL };
    sqlite->find = NULL;
    sqlite->remove = NULL;
}

static void sqlite_close(void *state)
{
    struct sqlite *sqlite = state;

    close_statements(sqlite);
    database_close(&sqlite->database);
}

/* Counted in the tables, so that what is told is what is there. */
static int count_stored(const struct sqlite *sqlite, struct cl_stored *stored)
{
    int64_t numbers[5] = { 0 };
    int64_t claims = 0;
    int status = database_numbers(&sqlite->database, "SELECT count(*) FROM claim WHERE run_id = ?1",
                                  sqlite->run, &claims, 1);

    if (status == CL_OK)
        status = database_numbers(
            &sqlite->database,
            "SELECT count(*), total(units), total(minutes), sum(charge_cents IS NULL), "
            "ifnull(sum(charge_cents), 0) FROM claim JOIN claim_line USING (claim_key) "
            "WHERE run_id = ?1",
            sqlite->run, numbers, 5);
    stored->claims = (uint64_t)claims;
    stored->lines = (uint64_t)numbers[0];
    stored->units = (uint64_t)numbers[1];
    stored->minutes = (uint64_t)numbers[2];
    stored->lines_without_charge = (uint64_t)numbers[3];
    stored->charge_cents = numbers[4];
    return status;
}

static int complete_run(const struct sqlite *sqlite, const struct cl_totals *totals,
                        const struct cl_stored *stored)
{
    const int64_t numbers[] = {
        sqlite->run,
        (int64_t)stored->claims,
        (int64_t)stored->lines,
        (int64_t)stored->units,
        (int64_t)stored->minutes,
        (int64_t)stored->lines_without_charge,
        stored->charge_cents,
        (int64_t)totals->sessions_read,
        (int64_t)totals->sessions_held,
        (int64_t)totals->sessions_skipped,
        (int64_t)totals->sessions_without_lines,
    };
    sqlite3_stmt *statement;
    int status = database_statement(
        &sqlite->database, &statement,
        "UPDATE run SET claims = ?2, lines = ?3, units = ?4, minutes = ?5, "
        "lines_without_charge = ?6, charge_cents = ?7, sessions_read = ?8, sessions_held = ?9, "
        "sessions_skipped = ?10, sessions_without_lines = ?11 WHERE run_id = ?1");

    if (status != CL_OK)
        return status;
    for (int i = 0; i < (int)(sizeof(numbers) / sizeof(numbers[0])); i++)
        (void)sqlite3_bind_int64(statement, i + 1, numbers[i]);
    status = database_step(&sqlite->database, statement);
    (void)sqlite3_finalize(statement);
    return status;
}

static int sqlite_prepare(void *state, const struct cl_totals *totals, struct cl_stored *stored)
{
    struct sqlite *sqlite = state;
    int status = count_stored(sqlite, stored);

    if (status == CL_OK)
        status = complete_run(sqlite, totals, stored);
    close_statements(sqlite);
    return status == CL_OK ? database_prepare(&sqlite->database) : status;
}

static int sqlite_commit(void *state)
{
    struct sqlite *sqlite = state;

    return database_commit(&sqlite->database);
}

static const struct cl_store store = {
    .size = sizeof(store),
    .put = sqlite_put,
    .prepare = sqlite_prepare,
    .commit = sqlite_commit,
};

static const struct cl_option options[] = {
    CL_OPTION_CHOICE(struct sqlite, mode, "append", "append|replace",
                     "add to the database, or make it anew with the claims of this run"),
    CL_OPTION_CHOICE(
        struct sqlite, again, "hold", "hold|update",
        "a claim that the database has already: hold its session, or take the new one"),
    CL_OPTION_INT(struct sqlite, wait, "10", 0, 3600,
                  "seconds to wait for another program that has the database locked"),
};

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "sqlite",
    .summary = "claims and their lines in the tables of a SQLite database",
    .state_size = sizeof(struct sqlite),
    .options = CL_OPTIONS(options),
    .open = sqlite_open,
    .close = sqlite_close,
    .check = sqlite_check,
    .store = &store,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = {
    .size = sizeof(module),
    .version = "0.1.0",
    .plugins = plugins,
};

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
