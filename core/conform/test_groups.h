/* test_groups.h - the functions of the tests, by file. */
#ifndef CORE_CONFORM_TEST_GROUPS_H
#define CORE_CONFORM_TEST_GROUPS_H

#include "conform/scenario.h"
#include "conform/tests.h"

/* test_file.c */
void test_file_loads(struct trial *trial);
void test_file_same_pointer(struct trial *trial);
void test_file_exports(struct trial *trial);
void test_file_imports(struct trial *trial);
void test_file_calls(struct trial *trial);

/* test_descriptor.c */
void test_descriptor_sizes(struct trial *trial);
void test_descriptor_texts(struct trial *trial);
void test_descriptor_constant(struct trial *trial);

/* test_options.c */
void test_options_table(struct trial *trial);
void test_options_defaults(struct trial *trial);
void test_options_each_value(struct trial *trial);
void test_options_texts(struct trial *trial);

/* test_claims.c */
void test_claims_none(struct trial *trial);
void test_claims_one(struct trial *trial);
void test_claims_full(struct trial *trial);
void test_claims_random(struct trial *trial);
void test_claims_text(struct trial *trial);   /* data: enum hostile_kind */
void test_claims_planes(struct trial *trial); /* every plane of Unicode */
void test_claims_long(struct trial *trial);   /* 64 KiB */

/* test_stream.c */
void test_stream_rooms(struct trial *trial);
void test_stream_bounds(struct trial *trial);
void test_stream_stopped(struct trial *trial);

/* test_state.c */
void test_state_zeroed(struct trial *trial);
void test_state_failed_open(struct trial *trial);
void test_state_check(struct trial *trial);
void test_state_several(struct trial *trial);
void test_state_after_another(struct trial *trial);
void test_state_statics(struct trial *trial);

/* test_chunks.c */
void test_chunks_alone(struct trial *trial);
void test_chunks_moved(struct trial *trial);
void test_chunks_workers(struct trial *trial);

/* test_records.c */
void test_records_grown(struct trial *trial);
void test_records_kept(struct trial *trial);

/* test_messages.c */
void test_messages_private(struct trial *trial);
void test_messages_form(struct trial *trial);

/* test_store.c */
void test_store_untouched(struct trial *trial);
void test_store_again(struct trial *trial);
void test_store_unwritable(struct trial *trial);
void test_store_several(struct trial *trial);

/* test_process.c */
void test_process_system_calls(struct trial *trial); /* data: struct sandbox_rule */
void test_process_clock(struct trial *trial);
void test_process_unchanged(struct trial *trial);

/* test_memory.c */
void test_memory_leaks(struct trial *trial);
void test_memory_many_claims(struct trial *trial);

/* test_same.c */
void test_same_twice(struct trial *trial);
void test_same_elsewhere(struct trial *trial);

#endif
