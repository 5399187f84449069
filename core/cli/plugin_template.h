/* plugin_template.h - samples/plugin as it was when the program was built. */
#ifndef CORE_CLI_PLUGIN_TEMPLATE_H
#define CORE_CLI_PLUGIN_TEMPLATE_H

#include <stddef.h>

struct template_file {
    const char *path; /* within the project; "tsv" in it stands for the name, as in the bytes */
    const unsigned char *bytes;
    size_t size;
};

extern const struct template_file plugin_template[];
extern const size_t plugin_template_count;

/* What the sample is named, wherever its name stands. */
#define TEMPLATE_NAME "tsv"

#endif
