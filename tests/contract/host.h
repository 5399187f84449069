/* host.h - a small host for tests of plugins: loads one, opens states, keeps the bytes
 * they write, and makes claims to give them. What goes wrong in here fails the test. */
#ifndef TESTS_CONTRACT_HOST_H
#define TESTS_CONTRACT_HOST_H

#include <claimline/plugin.h>

/* A stream that keeps all bytes in memory and offers `room` bytes at a time, so
 * that a plugin meets the end of its buffer wherever it can lie. */
struct memory {
    struct cl_stream stream; /* first: write() finds the rest behind it */
    char *room;
    size_t room_size;
    char *bytes;
    size_t length;
    size_t capacity;
};

void memory_open(struct memory *memory, size_t room_size);
/* All bytes so far, with a NUL behind them. Valid until the next write. */
struct cl_text memory_text(struct memory *memory);
void memory_close(struct memory *memory);

/* The module at `path`; it stays loaded. */
const struct cl_module *module_load(const char *path);

/* One state of a plugin, and what it told its host. */
struct state {
    struct cl_host host; /* first: fail() finds the rest behind it */
    struct cl_job job;
    const struct cl_plugin *plugin;
    void *data;
    char *texts[16]; /* the values of CL_TEXT options */
    uint32_t text_count;
    char option[64];   /* of the first bad_setting(); empty: none */
    char message[128]; /* the first one; empty: none */
};

/* Sets the defaults and then `settings` (key=value, ends with NULL; may be NULL),
 * and opens. Returns what open() returned; state_close() is due in any case. */
int state_open(struct state *state, const struct cl_plugin *plugin, const char *const *settings);
void state_close(struct state *state);

/* Records as a later host makes them, with fields that the plugin does not know:
 * one that steps by sizeof instead of the stride reads nonsense. */
struct grown_line {
    struct cl_line line;
    char later[24];
};

struct grown_code_total {
    struct cl_code_total total;
    char later[24];
};

struct grown_finding_total {
    struct cl_finding_total total;
    char later[24];
};

/* A claim and all it points to. It points into itself: fill it in place. */
enum { SAMPLE_LINES = 4 };
struct sample {
    struct cl_claim claim;
    struct grown_line lines[SAMPLE_LINES];
    struct cl_text diagnoses[CL_MAX_DIAGNOSES];
    struct cl_patient patient;
    struct cl_subscriber subscriber;
    struct cl_payer payer;
    struct cl_provider billing, referring, facility, rendering, supervising;
};

/* Only what a claim always has; the rest is empty. Session S-1, one line of 97110. */
void sample_bare(struct sample *sample);
/* All that a claim can have: four lines, twelve diagnoses, four modifiers. */
void sample_full(struct sample *sample);
/* A full one with `text` in every field of free text; codes and closed words stay. */
void sample_hostile(struct sample *sample, struct cl_text text);

/* Text of a string that outlives it. */
struct cl_text text_of(const char *string);

struct sample_totals {
    struct cl_totals totals;
    struct grown_code_total codes[2];
    struct grown_finding_total findings[2];
};
/* Of `claims` claims in `chunks` chunks, with two codes and two findings. */
void sample_totals(struct sample_totals *totals, uint64_t claims, uint64_t chunks);

/* The calls of one file, in chunks of `chunk_size` claims; all of them must
 * succeed. A claim that check() rejects is left out. */
void encode_head(struct state *state, struct memory *out);
void encode_chunk(struct state *state, const struct cl_claim *const *claims, uint64_t count,
                  uint64_t index, struct memory *out);
void encode_tail(struct state *state, uint64_t claims, uint64_t chunks, struct memory *out);
void encode_file(struct state *state, const struct cl_claim *const *claims, size_t count,
                 size_t chunk_size, struct memory *out);

/* One state with `settings` writes one file of `count` claims. */
void write_file(const struct cl_plugin *plugin, const char *const *settings,
                const struct cl_claim *const *claims, size_t count, struct memory *out);

#endif
