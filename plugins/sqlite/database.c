/* database.c - see database.h. */
#include "database.h"

#include "aside.h"
#include "schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the header of each file: whose it is (CLMN), and which schema it has. */
enum { APPLICATION_ID = 0x434C4D4E, SCHEMA_VERSION = 1 };

enum { OPEN_FLAGS = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE };

static const char cannot_write[] = "the database or its folder cannot be written";
static const char disk_full[] = "the disk is full";
static const char no_claimline[] =
    "the file is no database of claimline; it is left as it is: choose another name";

int database_failed(const struct database *database, int code)
{
    static const struct {
        int code;
        const char *text;
    } texts[] = {
        { SQLITE_BUSY, "the database is locked by another program" },
        { SQLITE_LOCKED, "the database is locked by another program" },
        { SQLITE_FULL, disk_full },
        { SQLITE_READONLY, cannot_write },
        { SQLITE_CANTOPEN, cannot_write },
        { SQLITE_PERM, cannot_write },
        { SQLITE_NOTADB, no_claimline },
        { SQLITE_CORRUPT, "the database is damaged" },
        { SQLITE_NOMEM, "memory ran out" },
        { SQLITE_TOOBIG, "a text is too long for a database" },
        { SQLITE_CONSTRAINT, "the database does not take the claim: it is there already, or a "
                             "value of it breaks a rule of the table" },
        { SQLITE_IOERR, "the disk failed, or is full" },
        { SQLITE_ERROR, "the tables of the database are not those that claimline makes" },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].code == (code & 0xff))
            return database->host->fail(database->host, CL_FATAL, texts[i].text);
    }
    return database->host->fail(database->host, CL_FATAL, "the database failed");
}

/* The same for what the file system said. */
static int file_failed(const struct database *database, int error)
{
    const char *text = cannot_write;

    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        text = disk_full;
    else if (error == EIO)
        text = "the disk failed";
    else if (error == EEXIST)
        text = "another program made the file in the meantime";
    return database->host->fail(database->host, CL_FATAL, text);
}

int database_run(const struct database *database, const char *sql)
{
    int code = sqlite3_exec(database->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

int database_statement(const struct database *database, sqlite3_stmt **out, const char *sql)
{
    int code = sqlite3_prepare_v3(database->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

int database_step(const struct database *database, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    int again = sqlite3_reset(statement);

    if (code == SQLITE_DONE && again == SQLITE_OK)
        return CL_OK;
    return database_failed(database, code == SQLITE_DONE ? again : code);
}

/* One row of numbers out of any database. Returns a result code. */
static int numbers_of(sqlite3 *db, const char *sql, int64_t key, int64_t *out, int count)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

    if (code == SQLITE_OK && sqlite3_bind_parameter_count(statement) > 0)
        code = sqlite3_bind_int64(statement, 1, key);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    for (int i = 0; code == SQLITE_ROW && i < count; i++)
        out[i] = sqlite3_column_int64(statement, i);
    (void)sqlite3_finalize(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

int database_numbers(const struct database *database, const char *sql, int64_t key, int64_t *out,
                     int count)
{
    int code = numbers_of(database->db, sql, key, out, count);

    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

/* Settings of a connection; none of them is kept in the file. */
static int open_file(struct database *database, sqlite3 **out, const char *path,
                     const struct database_options *options)
{
    int code = sqlite3_open_v2(path, out, OPEN_FLAGS, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(*out, (int)options->wait * 1000);
    if (code == SQLITE_OK)
        code = sqlite3_exec(*out,
                            "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON;"
                            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;"
                            "PRAGMA synchronous = FULL;",
                            NULL, NULL, NULL);
    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

/* Ours, of a version that we know. The first look into the file. */
static int check_owner(const struct database *database, sqlite3 *db)
{
    int64_t application = 0;
    int64_t version = 0;
    int code = numbers_of(db, "PRAGMA application_id", 0, &application, 1);

    if (code == SQLITE_OK)
        code = numbers_of(db, "PRAGMA user_version", 0, &version, 1);
    if (code != SQLITE_OK)
        return database_failed(database, code);
    if (application != APPLICATION_ID)
        return database->host->fail(database->host, CL_FATAL, no_claimline);
    if (version > SCHEMA_VERSION)
        return database->host->fail(database->host, CL_FATAL,
                                    "the database was made by a later version of claimline");
    return CL_OK;
}

/* Nobody else may write from here on. */
static int hold(const struct database *database, sqlite3 *db)
{
    int code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

static int open_in_place(struct database *database, const struct database_options *options)
{
    int status = open_file(database, &database->db, database->path, options);

    if (status == CL_OK)
        status = check_owner(database, database->db);
    if (status == CL_OK && sqlite3_db_readonly(database->db, "main") != 0)
        status = database_failed(database, SQLITE_READONLY);
    if (status == CL_OK)
        status = hold(database, database->db);
    database->in_place = status == CL_OK;
    return status;
}

/* A journal of the old file would be taken for one of the new file: there is none while
 * the old one is held, once what it was for has been done. */
static int hold_old(struct database *database, const struct database_options *options)
{
    int status = open_file(database, &database->old, database->path, options);
    int code;

    if (status == CL_OK)
        status = check_owner(database, database->old);
    if (status != CL_OK)
        return status;
    code = sqlite3_exec(database->old, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return code == SQLITE_OK ? hold(database, database->old) : database_failed(database, code);
}

/* A file that nobody sees needs no journal: what fails is thrown away. */
static int open_aside(struct database *database, const struct database_options *options)
{
    char version[128];
    int status;

    database->temporary = aside_create(database->path);
    if (database->temporary == NULL)
        return file_failed(database, errno);
    status = open_file(database, &database->db, database->temporary, options);
    (void)snprintf(version, sizeof(version), "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   APPLICATION_ID, SCHEMA_VERSION);
    if (status == CL_OK)
        status = database_run(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                        "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
    if (status == CL_OK)
        status = database_run(database, version);
    if (status == CL_OK)
        status = database_run(database, schema_sql);
    return status;
}

int database_open(struct database *database, const struct cl_host *host, const char *destination,
                  const struct database_options *options)
{
    struct stat status;
    int result = CL_OK;

    database->host = host;
    database->path = aside_resolve(destination, &database->exists);
    if (database->path == NULL || (database->exists && stat(database->path, &status) != 0))
        return file_failed(database, errno);
    if (database->exists && !S_ISREG(status.st_mode))
        return host->fail(host, CL_FATAL, "the destination is no regular file");
    /* One without a byte is what mktemp leaves: there is nothing in it to go on with. */
    if (database->exists && status.st_size != 0) {
        if (!options->replace)
            return open_in_place(database, options);
        result = hold_old(database, options);
    }
    return result == CL_OK ? open_aside(database, options) : result;
}

/* The pages that are in memory yet go to the file, behind its journal: where the disk
 * is full it shows now, and COMMIT has only to sync and to remove the journal. */
static int write_in_place(struct database *database)
{
    sqlite3_file *file = NULL;
    int code = sqlite3_db_cacheflush(database->db);

    if (code == SQLITE_OK)
        code = sqlite3_file_control(database->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK && file->pMethods != NULL)
        code = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    return code == SQLITE_OK ? CL_OK : database_failed(database, code);
}

int database_prepare(struct database *database)
{
    int status;

    if (database->in_place)
        return write_in_place(database);
    status = database_run(database, "COMMIT");
    if (status != CL_OK)
        return status;
    (void)sqlite3_close_v2(database->db);
    database->db = NULL;
    if (aside_finish(database->temporary, database->path, database->exists) != 0)
        return file_failed(database, errno);
    return CL_OK;
}

int database_commit(struct database *database)
{
    if (database->in_place) {
        int status = database_run(database, "COMMIT");

        database->in_place = status != CL_OK;
        return status;
    }
    if (aside_show(database->temporary, database->path, database->exists) != 0)
        return file_failed(database, errno);
    free(database->temporary);
    database->temporary = NULL;
    return CL_OK;
}

/* Closing rolls back, but after a failed write SQLite leaves that to whoever reads the file
 * next, and a journal that was not needed to whoever writes it. */
static void roll_back(const struct database *database)
{
    char *journal = sqlite3_mprintf("%s-journal", database->path);
    sqlite3 *db = NULL;
    int64_t tables;

    if (journal != NULL && access(journal, F_OK) == 0 &&
        sqlite3_open_v2(database->path, &db, OPEN_FLAGS, NULL) == SQLITE_OK) {
        (void)numbers_of(db, "SELECT count(*) FROM sqlite_schema", 0, &tables, 1);
        if (access(journal, F_OK) == 0)
            (void)sqlite3_exec(db, "PRAGMA journal_mode = PERSIST; PRAGMA journal_mode = DELETE",
                               NULL, NULL, NULL);
    }
    (void)sqlite3_close_v2(db);
    sqlite3_free(journal);
}

void database_close(struct database *database)
{
    (void)sqlite3_close_v2(database->db);
    if (database->in_place)
        roll_back(database);
    (void)sqlite3_close_v2(database->old);
    if (database->temporary != NULL)
        (void)unlink(database->temporary);
    free(database->temporary);
    free(database->path);
}
