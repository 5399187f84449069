/* profile_file.h - the bytes of a file that people write by hand. */
#ifndef CORE_RULES_PROFILE_FILE_H
#define CORE_RULES_PROFILE_FILE_H

#include "base/arena.h"
#include "base/problem.h"

enum { PROFILE_MAX_BYTES = 1024 * 1024 };

/* The whole file, in `arena`. A file that cannot be read is bad configuration. */
int profile_file_read(struct cl_text *out, const char *path, struct arena *arena,
                      struct problem *problem);

#endif
