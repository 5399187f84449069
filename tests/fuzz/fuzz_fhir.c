/* fuzz_fhir.c - any bytes as FHIR resources (fuzz_read.h). */
#include "fuzz_read.h"

enum { LARGEST = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > LARGEST)
        return 0;
    read_both((const char *)data, size, "fhir");
    return 0;
}
