/* tests.c - see tests.h: a new test is a function and a row. */
#include "tests.h"

#include "conform/sandbox.h"
#include "conform/test_groups.h"
#include "conform/texts.h"

static const enum hostile_kind controls = HOSTILE_CONTROLS;
static const enum hostile_kind delimiters = HOSTILE_DELIMITERS;
static const enum hostile_kind unicode = HOSTILE_UNICODE;

/* clang-format off */
const struct conform_test conform_tests[] = {
    { "file.loads", "the file can be loaded and has the entry",
      ARTICLE_ENTRY, TEST_OF_FILE, test_file_loads, NULL },
    { "file.exports", "no other name is exported",
      ARTICLE_ENTRY, TEST_OF_FILE, test_file_exports, NULL },
    { "file.imports", "every name it needs comes from its own libraries",
      ARTICLE_IMPORTS, TEST_OF_FILE, test_file_imports, NULL },
    { "file.same_pointer", "the entry returns the same pointer each time",
      ARTICLE_SAME_MODULE, TEST_OF_FILE, test_file_same_pointer, NULL },
    { "file.calls", "it does not call what the contract forbids, as far as its imports tell",
      ARTICLE_CALLS, TEST_OF_MODULE, test_file_calls, NULL },

    { "descriptor.sizes", "the tables have the sizes of this generation, and what they must hold",
      ARTICLE_SIZES, TEST_OF_FILE, test_descriptor_sizes, NULL },
    { "descriptor.texts", "version, names and summaries can stand in a list",
      ARTICLE_VERSION, TEST_OF_MODULE, test_descriptor_texts, NULL },
    { "descriptor.constant", "the tables do not change",
      ARTICLE_STATIC_DATA, TEST_OF_PLUGIN, test_descriptor_constant, NULL },

    { "options.table", "the rows of options are sound and have fields of their own",
      ARTICLE_OPTION_FIELD, TEST_OF_PLUGIN, test_options_table, NULL },
    { "options.defaults", "it opens with the defaults and says nothing",
      ARTICLE_OPTION_DEFAULT, TEST_OF_PLUGIN, test_options_defaults, NULL },
    { "options.values", "each truth value, choice and limit of a number works, or is refused",
      ARTICLE_OPTION_VALUES, TEST_OF_PLUGIN, test_options_each_value, NULL },
    { "options.texts", "texts of all kinds and lengths as settings work, or are refused",
      ARTICLE_OPTION_VALUES, TEST_OF_PLUGIN, test_options_texts, NULL },

    { "claims.none", "a file without claims",
      ARTICLE_NO_CLAIMS, TEST_OF_PLUGIN, test_claims_none, NULL },
    { "claims.one", "one claim in which everything is empty that may be",
      ARTICLE_SAME_BYTES, TEST_OF_PLUGIN, test_claims_one, NULL },
    { "claims.full", "claims with 50 lines, 12 diagnoses, 4 modifiers, all fields",
      ARTICLE_SAME_BYTES, TEST_OF_PLUGIN, test_claims_full, NULL },
    { "claims.controls", "texts with TAB, CR, LF and outer blanks",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_text, &controls },
    { "claims.delimiters", "texts with what other formats delimit or escape by",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_text, &delimiters },
    { "claims.unicode", "combining, right to left, no width, noncharacters",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_text, &unicode },
    { "claims.planes", "characters of every plane of Unicode",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_planes, NULL },
    { "claims.long", "texts of 64 KiB in every field",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_long, NULL },
    { "claims.random", "claims made by chance (--seed)",
      ARTICLE_TEXTS, TEST_OF_PLUGIN, test_claims_random, NULL },

    { "stream.rooms", "the same bytes with room for 0, 1, 2 ... 65536",
      ARTICLE_SAME_BYTES, TEST_OF_ENCODER, test_stream_rooms, NULL },
    { "stream.bounds", "no byte past the room, wherever it ends",
      ARTICLE_BOUNDS, TEST_OF_ENCODER, test_stream_bounds, NULL },
    { "stream.stopped", "a file that is given up behind any call, as where the disk is full",
      ARTICLE_RELEASE, TEST_OF_ENCODER, test_stream_stopped, NULL },

    { "state.zeroed", "close() of a state that was never opened",
      ARTICLE_CLOSE, TEST_OF_PLUGIN, test_state_zeroed, NULL },
    { "state.failed_open", "close() after an open() that failed releases everything",
      ARTICLE_FAILED_OPEN, TEST_OF_PLUGIN, test_state_failed_open, NULL },
    { "state.check", "check() leaves no trace",
      ARTICLE_CHECK_CONST, TEST_OF_PLUGIN, test_state_check, NULL },
    { "state.several", "eight instances with different settings take turns",
      ARTICLE_ONE_STATE, TEST_OF_ENCODER, test_state_several, NULL },
    { "state.after_another", "a file does not depend on one before it",
      ARTICLE_STATICS, TEST_OF_PLUGIN, test_state_after_another, NULL },
    { "state.statics", "no static variable changes",
      ARTICLE_STATICS, TEST_OF_PLUGIN, test_state_statics, NULL },

    { "chunks.alone", "a chunk does not depend on those that its state saw before",
      ARTICLE_CHUNKS, TEST_OF_ENCODER, test_chunks_alone, NULL },
    { "chunks.moved", "the bytes do not tell where chunks lie, unless begin() or end() does",
      ARTICLE_CHUNKS, TEST_OF_ENCODER, test_chunks_moved, NULL },
    { "chunks.workers", "the same bytes with one worker and with eight at the same time",
      ARTICLE_CHUNKS, TEST_OF_ENCODER, test_chunks_workers, NULL },

    { "records.grown", "records of a later host, longer than the plugin knows",
      ARTICLE_GROWN, TEST_OF_PLUGIN, test_records_grown, NULL },
    { "records.kept", "no record and no stream is used after the call",
      ARTICLE_POINTERS, TEST_OF_PLUGIN, test_records_kept, NULL },

    { "messages.private", "no message holds a value of a record",
      ARTICLE_PRIVACY, TEST_OF_PLUGIN, test_messages_private, NULL },
    { "messages.form", "each message is one line",
      ARTICLE_MESSAGE, TEST_OF_PLUGIN, test_messages_form, NULL },

    { "store.untouched", "without commit() the destination is as it was, and nothing lies beside it",
      ARTICLE_UNTOUCHED, TEST_OF_STORE, test_store_untouched, NULL },
    { "store.again", "the same claims again end well and are not there twice",
      ARTICLE_STORE_AGAIN, TEST_OF_STORE, test_store_again, NULL },
    { "store.unwritable", "a destination that cannot be written is a failure with a message",
      ARTICLE_STORE_STATUSES, TEST_OF_STORE, test_store_unwritable, NULL },
    { "store.several", "two stores at once, each with its destination",
      ARTICLE_ONE_STATE, TEST_OF_STORE, test_store_several, NULL },

    { "process.output", "nothing is printed",
      ARTICLE_PRINTS, TEST_OF_PLUGIN, test_process_system_calls, &sandbox_output },
    { "process.files", "no file and no connection is opened",
      ARTICLE_FILES, TEST_OF_ENCODER, test_process_system_calls, &sandbox_files },
    { "process.threads", "no thread and no process is started",
      ARTICLE_THREADS, TEST_OF_PLUGIN, test_process_system_calls, &sandbox_threads },
    { "process.signals", "signals, folder, limits and the like are left alone",
      ARTICLE_PROCESS, TEST_OF_PLUGIN, test_process_system_calls, &sandbox_process },
    { "process.clock", "neither the clock is read nor anything else that differs from run to run",
      ARTICLE_CLOCK, TEST_OF_ENCODER, test_process_clock, NULL },
    { "process.unchanged", "locale, environment, rounding, descriptors ... are as they were",
      ARTICLE_PROCESS, TEST_OF_PLUGIN, test_process_unchanged, NULL },

    { "memory.leaks", "many files, one after the other, leave nothing behind",
      ARTICLE_RELEASE, TEST_OF_PLUGIN, test_memory_leaks, NULL },
    { "memory.many_claims", "100,000 claims (a store: 30,000), and memory that does not grow with them",
      ARTICLE_CONSTANT_MEMORY, TEST_OF_PLUGIN, test_memory_many_claims, NULL },

    { "same.twice", "a second file is as the first",
      ARTICLE_SAME_BYTES, TEST_OF_PLUGIN, test_same_twice, NULL },
    { "same.elsewhere", "other addresses, memory, environment and folder: the same bytes",
      ARTICLE_CLOCK, TEST_UNLOADED, test_same_elsewhere, NULL },
};
/* clang-format on */

const size_t conform_test_count = sizeof(conform_tests) / sizeof(conform_tests[0]);
