/* tests.h - the conformance suite: one table of tests. */
#ifndef CORE_CONFORM_TESTS_H
#define CORE_CONFORM_TESTS_H

#include "conform/trial.h"

/* What a test is given, and for which plugins it makes sense. */
enum test_of {
    TEST_OF_FILE,    /* nothing is loaded yet */
    TEST_OF_MODULE,  /* trial->module */
    TEST_OF_PLUGIN,  /* and trial->plugin, one after the other */
    TEST_OF_ENCODER, /* the same, for encoders alone */
    TEST_OF_STORE,   /* for stores alone */
    TEST_UNLOADED    /* for each plugin; the test loads the file itself (trial_load()) */
};

struct conform_test {
    const char *name;   /* GROUP.WORD; a group is a file test_GROUP.c */
    const char *proves; /* one line, for --list */
    enum article article;
    enum test_of of;
    void (*run)(struct trial *trial); /* returns where the plugin keeps the article */
    const void *data;
};

extern const struct conform_test conform_tests[];
extern const size_t conform_test_count;

#endif
