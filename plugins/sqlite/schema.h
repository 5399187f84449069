/* schema.h - the tables of a new database: schema.sql, as a string. */
#ifndef PLUGINS_SQLITE_SCHEMA_H
#define PLUGINS_SQLITE_SCHEMA_H

extern const char schema_sql[];

#endif
