/* scenario.h - a plugin writes one file of claims, in the order of calls of plugin.h. */
#ifndef CORE_CONFORM_SCENARIO_H
#define CORE_CONFORM_SCENARIO_H

#include "conform/instance.h"

/* `count` claims: the samples again and again. */
struct claims {
    struct sample *samples;
    size_t kinds;
    size_t count;
};

void claims_open(struct claims *claims, struct trial *trial, const struct recipe *recipes,
                 size_t kinds, size_t count);
void claims_close(struct claims *claims);

/* Readable again, behind strict calls. */
void claims_give_back(const struct claims *claims);

static inline const struct sample *claims_at(const struct claims *claims, size_t index)
{
    return &claims->samples[index % claims->kinds];
}

/* How a file is written; zeroed: as the program does, in one chunk, with room enough. */
struct manner {
    const struct setting *settings;
    size_t setting_count;
    size_t chunk; /* claims of a chunk; 0: all in one */
    size_t room;  /* of the stream; 0: 4096 */
    bool no_room; /* none at all */
    bool grown;   /* see struct instance */
    bool strict;
    bool discard; /* bytes are told apart by their sum alone */
    bool no_separators;
    bool checks_twice; /* asks check() again, for claims of before, between the calls */
    const char *forbidden;
};

/* One state writes one file into *out, which is opened here; the caller closes it. A
 * store puts the claims into a destination of its own, which is then read and removed. */
void write_file(struct trial *trial, const struct manner *manner, const struct claims *claims,
                struct sink *out);

/* The same for a store: *out gets the contents of its destination, where that is a file. */
void write_store(struct trial *trial, const struct manner *manner, const struct claims *claims,
                 struct sink *out);

/* The steps of it. */
void put_claims(struct instance *instance, const struct manner *manner,
                const struct claims *claims);
void read_destination(const char *path, struct sink *out);
void look_for_leftovers(struct trial *trial, const char *destination);

/* The steps of a file. A chunk is that of the claims from `first` on which check() accepts;
 * returns how many, and writes nothing where that is none. */
uint64_t write_chunk(struct instance *instance, const struct manner *manner,
                     const struct claims *claims, size_t first, size_t count, uint64_t index,
                     struct sink *out);
void write_separator(const struct cl_plugin *plugin, uint64_t index, struct sink *out);

/* A mix that every test of bytes can use: bare, full and hostile claims. */
void claims_open_mixed(struct claims *claims, struct trial *trial, size_t count);

#endif
