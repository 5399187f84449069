/* encoding_tables.h - what bytes from 80 to FF mean; see encoding.h. */
#ifndef CORE_SOURCE_ENCODING_TABLES_H
#define CORE_SOURCE_ENCODING_TABLES_H

#include <stdint.h>

extern const uint16_t encoding_high_cp437[128];
extern const uint16_t encoding_high_cp850[128];
extern const uint16_t encoding_high_iso_8859_1[128];
extern const uint16_t encoding_high_iso_8859_15[128];
extern const uint16_t encoding_high_macroman[128];
extern const uint16_t encoding_high_windows_1252[128];

#endif
