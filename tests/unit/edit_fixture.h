/* edit_fixture.h - edit tables that a test writes, or the samples. */
#ifndef TESTS_UNIT_EDIT_FIXTURE_H
#define TESTS_UNIT_EDIT_FIXTURE_H

#include "temporary_input.h"

#include "base/date.h"
#include "rules/edits.h"

/* Lines 1 to 6 of a PTP file: notice, title, a header that is wrapped over four lines. */
#define HEAD                                                                                       \
    "Notice \xa9 of 2025, all rights reserved \xae.\r\n"                                           \
    "Column 1/Column 2 Edits\r\n"                                                                  \
    "Column 1\tColumn 2\t\"*=in existence\r\n"                                                     \
    "prior to 1996\"\tEffective Date\t\"Deletion Date\r\n"                                         \
    "*=no data\"\t\"Modifier\r\n"                                                                  \
    "0=not allowed 1=allowed 9=not applicable\"\tPTP Edit Rationale\r\n"

/* Records 1 and 2 of an MUE file. */
#define MUE_HEAD                                                                                   \
    "\"Notice \xa9 of 2023, with \"\"quotes\"\"\r\nand a second line \xae.\",,,\r\n"               \
    "\"HCPCS/\nCPT Code\",\"Practitioner Services MUE Values\",\"MUE Adjudication Indicator\","    \
    "\"MUE Rationale\"\r\n"

enum { FILES = 4 };

static struct codes codes;
static struct edits *edits;
static struct problem problem;
static char folder[] = "/tmp/claimline-edits-XXXXXX";
static char paths[FILES][96];
static size_t file_count;

static inline int setup_all(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? codes_load(&codes, NULL, &problem) : -1;
}

static inline int teardown_all(void **state)
{
    (void)state;
    codes_finish(&codes);
    return rmdir(folder);
}

static inline int setup(void **state)
{
    (void)state;
    edits = NULL;
    problem = (struct problem){ 0 };
    file_count = 0;
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    edits_destroy(edits);
    for (size_t i = 0; i < file_count; i++)
        assert_int_equal(unlink(paths[i]), 0);
    return 0;
}

/* A file of that name in the test's folder. */
static inline const char *place(const char *name, struct cl_text text)
{
    char *path = paths[file_count];
    FILE *file;

    assert_true(file_count < FILES);
    (void)snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    file_count++;
    return path;
}

static inline int load_paths(const char *const *ncci, size_t ncci_count, const char *const *mue,
                             size_t mue_count)
{
    edits_destroy(edits);
    edits = NULL;
    problem = (struct problem){ 0 };
    return edits_load(&edits, ncci, ncci_count, mue, mue_count, &codes, &problem);
}

static inline int load_one(bool ncci, const char *path)
{
    return load_paths(&path, ncci ? 1 : 0, &path, ncci ? 0 : 1);
}

static inline void load(bool ncci, const char *name, struct cl_text text)
{
    if (load_one(ncci, place(name, text)) < 0)
        fail_msg("%s", problem.text);
}

static inline struct cl_date day(int date)
{
    return (struct cl_date){ (int16_t)(date / 10000), (uint8_t)(date / 100 % 100),
                             (uint8_t)(date % 100) };
}

static inline void load_samples(void)
{
    static const char *const ncci = TEST_SOURCE_DIR "/../samples/edits/ncci-therapy-2024q3.txt";
    static const char *const mue = TEST_SOURCE_DIR "/../samples/edits/mue-therapy-2024q3.csv";

    if (load_paths(&ncci, 1, &mue, 1) < 0)
        fail_msg("%s", problem.text);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
