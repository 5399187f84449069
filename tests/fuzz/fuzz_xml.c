/* fuzz_xml.c - any bytes as an XML session export (fuzz_read.h). An odd first byte puts a root in
 * front, the next bit repeats what follows, so that several blocks are read. */
#include "fuzz_read.h"

enum { LARGEST = 16384, REPEATS = 12 };

static const char root[] = "<sessions xmlns=\"urn:claimline:sessions:1\">";
static const char end[] = "</sessions>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char bytes[sizeof(root) + sizeof(end) + LARGEST * REPEATS];
    size_t used = 0;
    size_t repeats;

    if (size == 0 || size > LARGEST)
        return 0;
    repeats = data[0] & 2 ? REPEATS : 1;
    if (data[0] & 1) {
        memcpy(bytes, root, strlen(root));
        used = strlen(root);
    }
    for (size_t i = 0; i < repeats; i++, used += size - 1)
        memcpy(bytes + used, data + 1, size - 1);
    if (data[0] & 1) {
        memcpy(bytes + used, end, strlen(end));
        used += strlen(end);
    }
    read_both(bytes, used, "xml");
    return 0;
}
