/* archive.h - the parts of a zip archive, by libzip, with limits. */
#ifndef CORE_SOURCE_ARCHIVE_H
#define CORE_SOURCE_ARCHIVE_H

#include "source/layer.h"

#include <stdbool.h>
#include <stdint.h>

enum { ARCHIVE_MOST_PARTS = 10000 };

/* The archive's bytes; it needs them at any place. */
struct archive_bytes {
    void *context;
    int (*read_at)(void *context, uint64_t at, void *bytes, size_t count, struct problem *problem);
    uint64_t size;
    const char *shown; /* for messages; borrowed */
};

struct archive;

/* Refuses what is not one whole archive and nothing else. */
int archive_open(struct archive **out, const struct archive_bytes *bytes, struct problem *problem);
void archive_close(struct archive *archive); /* takes NULL */

const char *archive_shown(const struct archive *archive);
bool archive_has(const struct archive *archive, const char *name);

/* What a part unpacks to; its checksum must be right. All parts together may grow only so
 * much (expansion.h). The archive must outlive the layer. */
int archive_part(struct layer **out, struct archive *archive, const char *name,
                 struct problem *problem);

#endif
