/* aside.h - a file beside its destination, to be renamed over it. */
#ifndef PLUGINS_SQLITE_ASIDE_H
#define PLUGINS_SQLITE_ASIDE_H

#include <stdbool.h>

/* The real path of `destination`; where nothing is there, of what would be. NULL with
 * errno: its folder cannot be found, or it is a link that leads nowhere. The caller
 * frees it. */
char *aside_resolve(const char *destination, bool *exists);

/* Makes an empty file beside `path`, mode 0600, of a name that claimline knows as one
 * that may be left by a dead run. NULL with errno. The caller frees it. */
char *aside_create(const char *path);

/* On the disk, with the mode of `path` if that is there. -1 with errno. */
int aside_finish(const char *temporary, const char *path, bool exists);

/* Renames, and sees the folder synced. Where nothing was at `path` before, nothing may
 * be there now. -1 with errno. */
int aside_show(const char *temporary, const char *path, bool exists);

#endif
