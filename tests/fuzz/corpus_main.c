/* corpus_main.c - runs a fuzz target over the files named, without a fuzzer. */
#include "fuzz.h"

enum { LARGEST = 1024 * 1024 };

static void run(const char *path)
{
    static uint8_t bytes[LARGEST];
    FILE *file = fopen(path, "rb");
    uint8_t *exact;
    size_t size;

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    exact = malloc(size != 0 ? size : 1); /* a read past its end is seen by the sanitizer */
    MUST(exact != NULL);
    for (size_t i = 0; i < size; i++)
        exact[i] = bytes[i];
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run(argv[i]);
    (void)printf("%d files\n", argc - 1);
    return argc > 1 ? 0 : 1;
}
