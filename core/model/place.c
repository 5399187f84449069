/* place.c - see place.h. */
#include "place.h"

#include "base/memory.h"

void places_add_file(struct places *places, const char *path, uint64_t lines)
{
    uint64_t before = places->count != 0 ? places->files[places->count - 1].before + lines : 0;

    places->files = mem_resize_array(places->files, places->count + 1, sizeof(*places->files));
    places->files[places->count++] = (struct place_file){ path, before };
}

uint64_t places_number(const struct places *places, uint64_t line)
{
    return places->files[places->count - 1].before + line;
}

const char *places_find(const struct places *places, uint64_t number, uint64_t *line)
{
    size_t low = 0;
    size_t high = places->count - 1;

    while (low < high) {
        size_t middle = (low + high + 1) / 2;

        if (places->files[middle].before < number)
            low = middle;
        else
            high = middle - 1;
    }
    *line = number - places->files[low].before;
    return places->files[low].path;
}

void places_finish(struct places *places)
{
    mem_free(places->files);
    *places = (struct places){ 0 };
}
