/* test_conform_contract.c - what the suite quotes of plugin.h stands there, once. */
#include "conform/contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The header as it lies in the tree, read line by line. */
static unsigned line_with(const char *words, unsigned *count)
{
    FILE *file = fopen(TEST_SOURCE_DIR "/../include/claimline/plugin.h", "r");
    char line[512];
    unsigned number = 0;
    unsigned found = 0;

    assert_non_null(file);
    *count = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        number++;
        if (strstr(line, words) != NULL) {
            found = number;
            ++*count;
        }
    }
    (void)fclose(file);
    return found;
}

static void each_article_points_at_its_line(void **state)
{
    (void)state;
    for (int i = 0; i < ARTICLE_COUNT; i++) {
        unsigned count;
        unsigned line = line_with(articles[i].words, &count);

        if (count != 1)
            fail_msg("\"%s\" stands in %u lines of plugin.h", articles[i].words, count);
        assert_int_equal(contract_line((enum article)i), line);
        assert_int_not_equal(contract_says((enum article)i).length, 0);
    }
}

static void what_is_wanted_is_one_line(void **state)
{
    (void)state;
    for (int i = 0; i < ARTICLE_COUNT; i++) {
        const char *wants = articles[i].wants;

        assert_null(strpbrk(wants, "\r\n"));
        assert_true(strlen(wants) > 10 && wants[strlen(wants) - 1] != '.');
    }
}

static void quotes_are_without_marks_of_comments(void **state)
{
    struct cl_text says = contract_says(ARTICLE_PRINTS);
    char text[128];

    (void)state;
    (void)snprintf(text, sizeof(text), "%.*s", (int)says.length, says.data);
    assert_string_equal(text, "print: standard output and standard error belong to the host");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_article_points_at_its_line),
        cmocka_unit_test(what_is_wanted_is_one_line),
        cmocka_unit_test(quotes_are_without_marks_of_comments),
    };

    return cmocka_run_group_tests_name("contract", tests, NULL, NULL);
}
