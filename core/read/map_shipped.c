/* map_shipped.c - see map_shipped.h. */
#include "map_shipped.h"

#include <string.h>

const struct map_shipped *map_shipped_find(const char *name, const char **folder)
{
    size_t length = strcspn(name, ":");

    *folder = name[length] == ':' ? name + length + 1 : NULL;
    for (const struct map_shipped *it = maps_shipped; it->name != NULL; it++) {
        if (strlen(it->name) == length && memcmp(it->name, name, length) == 0)
            return it;
    }
    return NULL;
}
