/* contract.h - what the contract asks, each article with the words of plugin.h that say it. */
#ifndef CORE_CONFORM_CONTRACT_H
#define CORE_CONFORM_CONTRACT_H

#include <claimline/value.h>

/* X(NAME, what the contract wants, words of one line of plugin.h: they stand there once) */
/* clang-format off */
#define ARTICLE_TABLE(X)                                                                           \
    X(ENTRY, "a shared object that exports one function, cl_module_v1()",                          \
      "exports one function, cl_module_v1()")                                                      \
    X(IMPORTS, "nothing is taken from the program: every name comes from the libraries that the file names", \
      "imports nothing from the program")                                                          \
    X(CALLS, "no call of exit, signal, setlocale, chdir, the clock, or of what opens, prints, starts or waits", \
      "A plugin has no mutable statics, so [owner] needs no locks. It never calls")                \
    X(STATICS, "no static that changes: what is kept between calls lies in the state",             \
      "A plugin has no mutable statics")                                                           \
    X(SAME_MODULE, "cl_module_v1() returns the same pointer each time, and never NULL",            \
      "The one exported symbol. Returns the same pointer each time")                               \
    X(SIZES, "`size` of each record is its sizeof, and no less than this generation's",            \
      "Growth. Records grow at the end; `size` says how much of one is there")                     \
    X(MODULE, "a version, and one or more plugins behind which NULL stands",                       \
      "const struct cl_plugin *const *plugins; /* one or more")                                    \
    X(VERSION, "a version of the module: one short line", "/* of the module, shown by")            \
    X(NAME, "a name of lower case, digits, '-' and '_', which no other plugin of the file has",    \
      "/* what the user types: --to csv")                                                          \
    X(SUMMARY, "a summary of one line, without a final point", "/* one line for `claimline plugin list`") \
    X(STATIC_DATA, "the tables of a module are static data and never change",                      \
      "Static data: the host may read it at any time")                                             \
    X(OPTION_NAME, "an option is named in lower case, digits and underscores, once",               \
      "/* lower case, digits and underscores; starts with a letter */")                            \
    X(OPTION_HELP, "an option has a help of one line, without a final point",                      \
      "/* one line, no final point */")                                                            \
    X(OPTION_FIELD, "the field of an option lies inside the state and is its own",                 \
      "/* of the field in the plugin's state */")                                                  \
    X(OPTION_DEFAULT, "a plugin opens with the defaults of its options",                           \
      "/* the default, written as a user would */")                                                \
    X(OPTION_VALUES, "every value that the option table lets through works, or open() refuses it", \
      "Options. The host parses and checks values, fills the state before open()")                 \
    X(BAD_SETTING, "open() refuses a value with host->bad_setting(host, OPTION, why) and returns what that returns", \
      "/* For open(): the value given to `option` cannot be used")                                 \
    X(MESSAGE, "a message is one line, not empty, without a final point",                          \
      "`text` is one line without a final point, a literal")                                       \
    X(PRIVACY, "no message holds a value of a record",                                             \
      "No message may hold a value of a record")                                                   \
    X(STATUSES, "head, begin, claim, end and tail return CL_OK, or CL_FATAL where the run must stop", \
      "Each returns CL_OK or CL_FATAL; anything else, CL_REJECT")                                             \
    X(CHECK, "check() returns CL_OK, or CL_REJECT with a message; nothing else refuses a claim",   \
      "The only place that may answer CL_REJECT")                       \
    X(CHECK_CONST, "check() changes nothing: a refused claim leaves no trace",                     \
      "session is then held for every target. The state is const")                                 \
    X(CLOSE, "close() takes a zeroed state", "must accept a zeroed state. [main] */")              \
    X(FAILED_OPEN, "close() releases what an open() that failed had taken",                        \
      "If it fails, close() is still called")                                                      \
    X(ENDS, "no call ends the program, crashes, or waits for ever",                                \
      "end the program, crash, or wait for anything")                                              \
    X(BOUNDS, "bytes go to the room of the stream, or through write(); records are read only",     \
      "write outside the room of its stream, or into a record")                                    \
    X(POINTERS, "nothing that was handed over is used after the call",                             \
      "keep a pointer into a record or a stream after the call")                                   \
    X(PRINTS, "nothing is printed: bytes go to the stream, messages to host->fail()",              \
      "print: standard output and standard error belong to the host")                              \
    X(FILES, "no file or connection is opened: the host owns every file",                          \
      "open files or connections")                                                                 \
    X(THREADS, "no thread or process is started", "start threads or processes")                    \
    X(PROCESS, "what belongs to the process stays as it is",                                       \
      "change what belongs to the process: signals, locale")                                       \
    X(CLOCK, "the day and the time are those of the job: equal input gives equal bytes",           \
      "read the clock, or anything else that differs from run to run")                             \
    X(CONSTANT_MEMORY, "memory does not grow with the number of claims",                           \
      "keep more the more claims there are")                                                       \
    X(RELEASE, "close() releases all that open() and the calls after it took",                     \
      "keep memory after close()")                                                                 \
    X(SAME_BYTES, "the same claims and settings give the same bytes, wherever a buffer ends",      \
      "exit, signal, setlocale, chdir or the clock: equal input gives equal bytes")                \
    X(CHUNKS, "with CL_PARALLEL the bytes of a chunk depend on the options, the job and the chunk alone", \
      "by any state of the target, and its bytes must depend on nothing but the options")          \
    X(STORED, "prepare() tells what the destination has of this run, which is all that was put",   \
      "What a store has of this run, counted in its destination")                                  \
    X(UNTOUCHED, "until commit() the destination is as it was: close() without it leaves no trace", \
      "A store owns its destination and must leave it as it was until commit()")                   \
    X(STORE_STATUSES, "a destination that cannot be written is a failure with a message",          \
      "None may be NULL. Each returns CL_OK or CL_FATAL")                                          \
    X(STORE_AGAIN, "a second run of the same claims ends well and does not double them",           \
      "store's affair; a second run of the")                         \
    X(ONE_STATE, "the state is what one instance has; several are at work at once",                \
      "[owner]  one thread at a time for this state; other states of the same")                    \
    X(NO_CLAIMS, "a run without claims is written too: head and tail",                             \
      "head, then for each chunk: begin, claim..., end, then tail")                                \
    X(TEXTS, "every text of value.h can be written, or check() refuses the claim",                 \
      "Any text that value.h allows may come")                                                              \
    X(GROWN, "records may be longer than the plugin knows: arrays are walked with the accessors",  \
      "suffix of cl_module_v1 changes only when an existing field changes meaning")
/* clang-format on */

enum article {
#define ARTICLE_NUMBER(name, wants, words) ARTICLE_##name,
    ARTICLE_TABLE(ARTICLE_NUMBER)
#undef ARTICLE_NUMBER
        ARTICLE_COUNT
};

struct article_text {
    const char *wants; /* one line */
    const char *words;
};

extern const struct article_text articles[ARTICLE_COUNT];

/* plugin.h as it was when the program was built, with a NUL behind it. */
extern const char contract_text[];

/* The number, from 1, of the line of plugin.h that says it; 0 where none does. */
unsigned contract_line(enum article article);

/* That line, without the marks of a comment around it; borrowed. */
struct cl_text contract_says(enum article article);

#endif
