/* contract.c - see contract.h. */
#include "contract.h"

#include <string.h>

const struct article_text articles[ARTICLE_COUNT] = {
#define ARTICLE_ROW(name, wants, words) { wants, words },
    ARTICLE_TABLE(ARTICLE_ROW)
#undef ARTICLE_ROW
};

unsigned contract_line(enum article article)
{
    const char *found = strstr(contract_text, articles[article].words);
    unsigned line = 1;

    if (found == NULL)
        return 0;
    for (const char *at = contract_text; at < found; at++)
        line += *at == '\n';
    return line;
}

static int is_outer(char byte)
{
    return byte == ' ' || byte == '*' || byte == '/';
}

struct cl_text contract_says(enum article article)
{
    const char *start = strstr(contract_text, articles[article].words);
    const char *end = start;

    if (start == NULL)
        return (struct cl_text){ "", 0 };
    while (start > contract_text && start[-1] != '\n')
        start--;
    while (*end != '\n' && *end != '\0')
        end++;
    while (start < end && is_outer(*start))
        start++;
    while (end > start && is_outer(end[-1]))
        end--;
    return (struct cl_text){ start, (size_t)(end - start) };
}
