/* plugin.h - the contract between claimline and an output plugin.
 *
 * A plugin is a shared object that exports one function, cl_module_v1(), and
 * imports nothing from the program. It is an encoder: it turns claims into
 * bytes; the host owns every file, so a plugin never opens, closes or checks one.
 *
 * Threads. Every callback is marked:
 *   [main]   the main thread, while no worker of this target runs
 *   [owner]  one thread at a time for this state; other states of the same
 *            plugin may be inside the same function on other threads
 *   [any]    any thread, concurrently
 * A plugin has no mutable statics, so [owner] needs no locks. It never calls
 * exit, signal, setlocale, chdir or the clock: equal input gives equal bytes.
 *
 * Order. The host cuts the accepted claims, in input order, into chunks: the
 * claims of one run of sessions, whose length depends on the input and never on
 * the number of threads; how many claims it holds is not promised. Where a target is split over
 * files ({code} in its path), each file has its own chunks, counted from 0. No chunk is empty. The
 * calls for one file:
 *
 *     head, then for each chunk: begin, claim..., end, then tail
 *
 * with `separator` written by the host between two chunks.
 *
 * All calls for one chunk run on one state. With CL_PARALLEL a chunk may be encoded
 * by any state of the target, and its bytes must depend on nothing but the options,
 * the job and the chunk itself;
 * head and tail run on a state that sees no claims. Without the flag each file
 * has one state, which sees head, all chunks in order, and tail.
 *
 * Growth. Records grow at the end; `size` says how much of one is there. The
 * suffix of cl_module_v1 changes only when an existing field changes meaning. */
#ifndef CLAIMLINE_PLUGIN_H
#define CLAIMLINE_PLUGIN_H

#include <claimline/claim.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
#include <type_traits>
extern "C" {
#endif

/* True when `field` lies inside the part of *p that its maker knew about. */
#define CL_HAS(p, field)                                                                           \
    ((p)->size >= (size_t)((const char *)(&(p)->field + 1) - (const char *)(p)))

/* What a callback returns. Any other value is taken for CL_FATAL. */
enum cl_status {
    CL_OK = 0,
    CL_REJECT = -1, /* check() only: this claim cannot be written in this format */
    CL_FATAL = -2,  /* stop the run; nothing is published, exit status 3 */
    CL_USAGE = -3   /* open() only: a setting cannot be used; exit status 2 */
};

/* What the program offers to one state. Valid from open() until close()
 * returns. No message may hold a value of a record: who pays for a leaked name
 * is a patient. The host adds the plugin's name and the claim's place. */
struct cl_host {
    size_t size;

    /* Says why, and returns `status`, so that a refusal is one line:
     *     return host->fail(host, CL_REJECT, "the payer has no id");
     * `text` is one line without a final point, a literal. Only the first
     * message of a call counts. [owner] */
    int (*fail)(const struct cl_host *host, int status, const char *text);

    /* For open(): the value given to `option` cannot be used. Returns CL_USAGE. [main] */
    int (*bad_setting)(const struct cl_host *host, const char *option, const char *text);
};
CL_NO_TAIL_PADDING(struct cl_host, bad_setting);

/* Where an encoder writes; see write.h for the calls. Room up to `limit` may be
 * filled in place; what does not fit goes through write(), which takes all
 * `count` bytes. A failed write is kept by the host, which stops the run at the
 * next chunk, so there is nothing to check. [owner] */
struct cl_stream {
    size_t size;
    char *next;  /* the next byte to fill */
    char *limit; /* one past the last byte to fill */
    void (*write)(struct cl_stream *out, const void *bytes, size_t count);
};
CL_NO_TAIL_PADDING(struct cl_stream, write);

/* One run. Use these, never the clock. Valid from open() until close() returns. */
struct cl_job {
    size_t size;
    struct cl_text program_version; /* of the host, like 1.4.0 */
    struct cl_date today;           /* --date, SOURCE_DATE_EPOCH or the local day */
    struct cl_date now_date;        /* the moment of the run in UTC: day ... */
    struct cl_time now_time;        /* ... and time; with --date alone, midnight of that day */
    uint32_t control_number;        /* --control-number, default 1: 837P ISA13, GS06. All files of a
                                       split target get the same one */
};
CL_NO_TAIL_PADDING(struct cl_job, control_number);

struct cl_chunk {
    size_t size;
    uint64_t index;       /* 0, 1, 2 ... in the order of the file */
    uint64_t claim_count; /* claims in this chunk, 1 or more */
};
CL_NO_TAIL_PADDING(struct cl_chunk, claim_count);

struct cl_code_total {
    size_t size;
    struct cl_text code;
    struct cl_text description;
    uint64_t claims; /* claims with a line of this code */
    uint64_t lines;
    uint64_t units;
    uint64_t minutes;
    uint64_t lines_without_charge;
    int64_t charge_cents;
};
CL_NO_TAIL_PADDING(struct cl_code_total, charge_cents);

struct cl_finding_total {
    size_t size;
    struct cl_text id;       /* like minutes.missing */
    struct cl_text severity; /* error, warning, info */
    uint64_t count;
};
CL_NO_TAIL_PADDING(struct cl_finding_total, count);

/* What was written to one file, and what became of the whole run. */
struct cl_totals {
    size_t size;
    uint64_t chunks;
    uint64_t claims;
    uint64_t lines;
    uint64_t units;
    uint64_t minutes;
    uint64_t lines_without_charge;
    int64_t charge_cents;
    const struct cl_code_total *codes; /* in byte order of the code; cl_code_total_at() */
    uint32_t code_count;
    uint32_t code_stride;
    /* The run, the same for every file. */
    uint64_t sessions_read;
    uint64_t sessions_held;
    uint64_t sessions_skipped;
    uint64_t sessions_without_lines;
    const struct cl_finding_total *findings; /* in byte order of the id; cl_finding_total_at() */
    uint32_t finding_count;
    uint32_t finding_stride;
};
CL_NO_TAIL_PADDING(struct cl_totals, finding_stride);

static inline const struct cl_code_total *cl_code_total_at(const struct cl_totals *totals,
                                                           uint32_t index)
{
    return (const struct cl_code_total *)(const void *)((const char *)totals->codes +
                                                        (size_t)index * totals->code_stride);
}

static inline const struct cl_finding_total *cl_finding_total_at(const struct cl_totals *totals,
                                                                 uint32_t index)
{
    return (const struct cl_finding_total *)(const void *)((const char *)totals->findings +
                                                           (size_t)index * totals->finding_stride);
}

/* Options. The host parses and checks values, fills the state before open(),
 * refuses unknown names and prints the help (claimline plugin show NAME). */
enum cl_type {
    CL_BOOL,  /* bool: true, false, yes, no, on, off, 1, 0 */
    CL_INT,   /* int64_t, minimum to maximum */
    CL_TEXT,  /* struct cl_text, clean text as in value.h; \t and \\ stand for TAB and backslash */
    CL_CHOICE /* uint32_t: the index, from 0, of the word in `choices` */
};

struct cl_option {
    const char *name;    /* lower case, digits and underscores; starts with a letter */
    const char *initial; /* the default, written as a user would */
    const char *choices; /* CL_CHOICE: words separated by '|'; else NULL */
    const char *help;    /* one line, no final point */
    int64_t minimum; /* CL_INT: range of the value; CL_TEXT: of its length in bytes, \t being one;
                        0, 0: any */
    int64_t maximum;
    uint32_t type;   /* enum cl_type */
    uint32_t offset; /* of the field in the plugin's state */
};
CL_NO_TAIL_PADDING(struct cl_option, offset);

struct cl_options {
    const struct cl_option *items;
    uint32_t count;
    uint32_t stride;
};

/* Rows of an option table. The type of the field is checked by the compiler:
 *     static const struct cl_option options[] = {
 *         CL_OPTION_BOOL(struct tsv, header, "true", "write the column names first"),
 *     };
 *     ... .options = CL_OPTIONS(options), */
#ifdef __cplusplus
#define CL_FIELD_IS(state, field, type)                                                            \
    ((uint32_t)(offsetof(state, field) +                                                           \
                0 * sizeof(                                                                        \
                        char[std::is_same<decltype(((state *)0)->field), type>::value ? 1 : -1])))
#else
#define CL_FIELD_IS(state, field, type)                                                            \
    ((uint32_t)(offsetof(state, field) + 0 * sizeof(_Generic(((state *)0)->field, type : 1))))
#endif
#define CL_OPTION_BOOL(state, field, initial, help)                                                \
    {                                                                                              \
#field, initial, NULL, help, 0, 0, CL_BOOL, CL_FIELD_IS(state, field, bool)                \
    }
#define CL_OPTION_INT(state, field, initial, minimum, maximum, help)                               \
    {                                                                                              \
#field, initial, NULL, help, minimum, maximum, CL_INT, CL_FIELD_IS(state, field, int64_t)  \
    }
#define CL_OPTION_TEXT(state, field, initial, minimum, maximum, help)                              \
    {                                                                                              \
#field, initial, NULL, help, minimum, maximum, CL_TEXT,                                    \
            CL_FIELD_IS(state, field, struct cl_text)                                              \
    }
#define CL_OPTION_CHOICE(state, field, initial, choices, help)                                     \
    {                                                                                              \
#field, initial, choices, help, 0, 0, CL_CHOICE, CL_FIELD_IS(state, field, uint32_t)       \
    }
#define CL_OPTIONS(array)                                                                          \
    {                                                                                              \
        (array), sizeof(array) / sizeof((array)[0]), sizeof((array)[0])                            \
    }

/* All but `claim` may be NULL. Each returns CL_OK or CL_FATAL; anything else, CL_REJECT
 * too, ends the run as CL_FATAL does. */
struct cl_encoder {
    size_t size;
    int (*head)(void *state, struct cl_stream *out);                                 /* [main] */
    int (*begin)(void *state, const struct cl_chunk *chunk, struct cl_stream *out);  /* [owner] */
    int (*claim)(void *state, const struct cl_claim *claim, struct cl_stream *out);  /* [owner] */
    int (*end)(void *state, const struct cl_chunk *chunk, struct cl_stream *out);    /* [owner] */
    int (*tail)(void *state, const struct cl_totals *totals, struct cl_stream *out); /* [main] */
    const char *separator; /* between two chunks of a file: "," for a JSON array; NULL: none */
};
CL_NO_TAIL_PADDING(struct cl_encoder, separator);

enum cl_flag {
    CL_PARALLEL = 1 << 0,    /* see "Order" above */
    CL_WHOLE_CLAIMS = 1 << 1 /* cannot write a part of a claim: the host refuses {code} in the path
                                and --only codes= for this plugin */
};

struct cl_plugin {
    size_t size;
    const char *name;    /* what the user types: --to csv; lower case, digits, '-', '_' */
    const char *summary; /* one line for `claimline plugin list` */
    size_t state_size;   /* the host allocates it, zeroed, one per state; 0 is allowed */
    struct cl_options options;
    uint64_t flags; /* enum cl_flag */

    /* Once per state, options already set; `host` and `job` may be kept until
     * close() returns. If it fails, close() is still called. [main] */
    int (*open)(void *state, const struct cl_host *host, const struct cl_job *job);

    /* Releases what open() took; must accept a zeroed state. [main] */
    void (*close)(void *state);

    /* Can this claim be written? The only place that may answer CL_REJECT: the
     * session is then held for every target. The state is const, so a refused
     * claim leaves no trace. With --only or a split path it is asked about the
     * whole claim. NULL: every claim can. [owner] */
    int (*check)(const void *state, const struct cl_claim *claim);

    const struct cl_encoder *encoder; /* never NULL */
};
CL_NO_TAIL_PADDING(struct cl_plugin, encoder);

/* Static data: the host may read it at any time and never frees it. */
struct cl_module {
    size_t size;
    const char *version;                    /* of the module, shown by `plugin list` */
    const struct cl_plugin *const *plugins; /* one or more; ends with NULL */
};
CL_NO_TAIL_PADDING(struct cl_module, plugins);

#if defined(_WIN32)
#define CL_EXPORT __declspec(dllexport)
#else
#define CL_EXPORT __attribute__((visibility("default")))
#endif

/* The one exported symbol. Returns the same pointer each time and does nothing
 * else; never NULL. [any] */
CL_EXPORT const struct cl_module *cl_module_v1(void);

#ifdef __cplusplus
}
#endif

#endif
