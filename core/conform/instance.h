/* instance.h - one state of a plugin, and every call into it.
 *
 * All calls go through here: each is noted in the outcome, and what it answers and says
 * is looked at. Instances may be called on several threads, one each. */
#ifndef CORE_CONFORM_INSTANCE_H
#define CORE_CONFORM_INSTANCE_H

#include "base/arena.h"
#include "conform/sample.h"
#include "conform/sink.h"

struct instance {
    struct region host; /* the handle that the plugin is given */
    struct region job;
    struct region state; /* its memory */
    struct trial *trial;
    const struct cl_plugin *plugin;
    struct arena texts;
    const char *destination; /* of a store; kept in `texts` */
    struct cl_stored put;    /* what a store was given */
    const char *forbidden;   /* what no message may hold; NULL: anything */
    char said[256];          /* the first message of the last call, or empty */
    char option[64];         /* of the first bad_setting() of the last call, or empty */
    bool grown;              /* records of a later host */
    bool strict;             /* what was handed over is forbidden between the calls, the state is
                                read only in check(); one instance of a trial at a time */
};

/* Made, with the settings of the trial and then those given, but not opened. False where
 * the host refuses a value, as it does for convert: then there is no instance. */
bool instance_make(struct instance *instance, struct trial *trial, const struct setting *settings,
                   size_t count, bool grown);
void instance_free(struct instance *instance);

/* The same for a store with that destination; instance_make() gives it one of its own. */
bool instance_make_at(struct instance *instance, struct trial *trial, const char *destination,
                      const struct setting *settings, size_t count, bool grown);

/* What open() answered, which is CL_OK or was said why. */
int instance_try(struct instance *instance);
void instance_close(struct instance *instance); /* close(), and freed */

/* Makes and opens; fails the test where that does not go well. */
void instance_open(struct instance *instance, struct trial *trial, const struct setting *settings,
                   size_t count, bool grown);

/* Whether the claim may be written: CL_OK or CL_REJECT. */
int instance_check(struct instance *instance, const struct sample *sample);

/* Calls of the encoder; one that is not there is no call. */
void instance_head(struct instance *instance, struct sink *sink);
void instance_begin(struct instance *instance, uint64_t index, uint64_t claims, struct sink *sink);
void instance_claim(struct instance *instance, const struct sample *sample, struct sink *sink);
void instance_end(struct instance *instance, uint64_t index, uint64_t claims, struct sink *sink);
void instance_tail(struct instance *instance, uint64_t claims, uint64_t chunks, struct sink *sink);

/* Calls of the store. prepare() must have stored what was put. */
void instance_put(struct instance *instance, const struct sample *sample);
void instance_prepare(struct instance *instance);

/* put() and prepare(), which may fail: what they answered. */
int instance_try_put(struct instance *instance, const struct sample *sample);
void instance_commit(struct instance *instance);

#endif
