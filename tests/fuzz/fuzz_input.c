/* fuzz_input.c - any bytes as an input: what is read does not depend on whether they are a
 * file or a pipe, nor on how much is asked for at a time. */
#include "fuzz.h"

#include "base/text.h"
#include "source/input.h"
#include "source/markup.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_TEXT = 256 * 1024 };

/* Reads to the end by `step` bytes: a digest of the text, and whether it was read whole. */
static uint64_t read_path(const char *path, struct input_again *again, size_t step)
{
    static char bytes[64 * 1024];
    uint64_t digest = 0xcbf29ce484222325U;
    struct problem problem = { 0 };
    struct input *input;
    uint64_t total = 0;
    ssize_t count = -1;

    if (input_open_again(&input, path, again, &problem) == 0) {
        while (total < MOST_TEXT && (count = input_read(input, bytes, step, &problem)) > 0) {
            digest_bytes(&digest, bytes, (size_t)count);
            total += (uint64_t)count;
            MUST((size_t)count <= step);
        }
        MUST(input_facts(input).text_bytes == total);
        input_close(input);
    }
    MUST(count >= 0 || problem.status == EXIT_FAILED);
    MUST(text_check(text_of(problem.text)) == TEXT_FINE);
    digest_number(&digest, (uint64_t)(count < 0));
    return count < 0 ? 0 : digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct spool copy = SPOOL_EMPTY;
    struct input_again again = { .first = true, .copy = &copy };
    int fd = memfd_create("input", MFD_CLOEXEC);
    uint64_t digest;
    char path[32];

    markup_prepare();
    MUST(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    digest = read_path(path, NULL, 64 * 1024);
    MUST(read_path(path, NULL, 64) == digest);
    MUST(read_path(path, &again, 4096) == digest);
    again.first = false;
    if (digest != 0)
        MUST(read_path(path, &again, 1000) == digest);
    spool_finish(&copy);
    (void)close(fd);
    return 0;
}
