/* calls.h - functions of the C library that a plugin has no business with. */
#ifndef CORE_CONFORM_CALLS_H
#define CORE_CONFORM_CALLS_H

#include "conform/contract.h"

#include <stdbool.h>

/* The article that a plugin breaks by using the name, or ARTICLE_COUNT for none. */
enum article calls_article(const char *name, bool store);

#endif
