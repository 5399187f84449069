/* fuzz_reader.c - any bytes as a CSV session export (fuzz_read.h). An odd first byte puts a usable
 * header in front. */
#include "fuzz_read.h"

enum { LARGEST = 16384 };

static const char header_text[] =
    "session_id,service_date,patient_id,payer_id,payer_class,rendering_npi,diagnoses,code,minutes,"
    "status,modifiers,diagnosis_pointers,unit_charge,line_charge,units,start_time,end_time,note\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char bytes[sizeof(header_text) + LARGEST];
    size_t used = 0;

    if (size == 0 || size > LARGEST)
        return 0;
    if (data[0] & 1) {
        used = sizeof(header_text) - 1;
        memcpy(bytes, header_text, used);
    }
    memcpy(bytes + used, data + 1, size - 1);
    used += size - 1;
    read_both(bytes, used, "csv");
    return 0;
}
