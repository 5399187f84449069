/* region.c - see region.h. */
#include "region.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 16, CANARY = 0xC5 };

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

void region_open(struct region *region, struct trial *trial, size_t length, bool tight,
                 const char *past)
{
    size_t page = page_size();
    size_t aligned = tight ? length : (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t size = (aligned / page + 1) * page; /* and room before the data */
    char *pages =
        mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (pages == MAP_FAILED)
        trial_fail(trial, "the suite has no memory: %s", strerror(errno));
    *region = (struct region){ trial, pages, size, pages + size - aligned, length };
    memset(pages, CANARY, size);
    memset(region->data, 0, length);
    (void)mprotect(pages + size, page, PROT_NONE);
    trial_trap(trial, pages + size, page, past, ARTICLE_BOUNDS);
}

void region_close(struct region *region)
{
    if (region->pages == NULL)
        return;
    trial_untrap(region->trial, region->pages + region->size);
    trial_untrap(region->trial, region->pages);
    (void)munmap(region->pages, region->size + page_size());
    *region = (struct region){ 0 };
}

void region_allow(struct region *region, enum region_access access, const char *meaning,
                  enum article article)
{
    static const int rights[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE };

    trial_untrap(region->trial, region->pages);
    if (access != REGION_WRITE)
        trial_trap(region->trial, region->pages, region->size, meaning, article);
    (void)mprotect(region->pages, region->size, rights[access]);
}

static bool untouched(const char *from, const char *to)
{
    for (; from < to; from++) {
        if ((unsigned char)*from != CANARY)
            return false;
    }
    return true;
}

void region_check(const struct region *region, const char *meaning)
{
    const char *end = region->data + region->length;

    if (!untouched(region->pages, region->data) || !untouched(end, region->pages + region->size))
        trial_break(region->trial, ARTICLE_BOUNDS, "%s", meaning);
}
