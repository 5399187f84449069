/* database.h - the file of a store: opened, filled in one transaction, shown or left as it was.
 *
 * A file that is there and goes on is written in place: a transaction of SQLite, so that
 * others who have it open see all of a run or nothing. A new one, or one that replaces
 * another, is made beside its destination and renamed in database_commit(). */
#ifndef PLUGINS_SQLITE_DATABASE_H
#define PLUGINS_SQLITE_DATABASE_H

#include <claimline/plugin.h>

#include <sqlite3.h>

struct database {
    const struct cl_host *host;
    sqlite3 *db;     /* a transaction is open from database_open() to the end */
    sqlite3 *old;    /* the one that is replaced, held against writers; or NULL */
    char *path;      /* absolute, without symbolic links */
    char *temporary; /* the one beside `path`; NULL: none, or it was renamed */
    bool exists;     /* something is at `path` that is replaced */
    bool in_place;   /* `db` is at `path`, with a transaction that is not committed */
};

struct database_options {
    bool replace;
    int64_t wait; /* seconds, for another program that has it locked */
};

/* Both return a status of plugin.h, the reason told to the host. A database that was
 * not made by this plugin is refused. */
int database_open(struct database *database, const struct cl_host *host, const char *destination,
                  const struct database_options *options);
/* All written and on the disk, but not yet seen by others. */
int database_prepare(struct database *database);
int database_commit(struct database *database);

/* Without database_commit(): the destination is as before. Takes a zeroed one. */
void database_close(struct database *database);

/* Tells the host what the result code of a call means. Returns CL_FATAL. */
int database_failed(const struct database *database, int code);

/* Runs statements without results. Returns a status. */
int database_run(const struct database *database, const char *sql);

/* Prepares a statement that is used often. Returns a status. */
int database_statement(const struct database *database, sqlite3_stmt **out, const char *sql);

/* Steps a statement that gives no row, and makes it ready for the next time. */
int database_step(const struct database *database, sqlite3_stmt *statement);

/* Asks for the numbers of one row, with `key` for ?1; `count` columns into `out`. */
int database_numbers(const struct database *database, const char *sql, int64_t key, int64_t *out,
                     int count);

#endif
