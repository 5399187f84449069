/* known.h - what people hand over by mistake, by its first bytes. */
#ifndef CORE_SOURCE_KNOWN_H
#define CORE_SOURCE_KNOWN_H

#include "base/problem.h"

#include <claimline/value.h>

#include <stdbool.h>

/* -1 with a problem that names it where data that begins so is no text. */
int known_refuse(struct cl_text first, const char *shown, struct problem *problem);

/* Whether it is a zip archive, as Excel's workbooks are. */
bool known_archive(struct cl_text first);

#endif
