/* findings_file.c - see findings_file.h. */
#include "findings_file.h"

#include "base/json.h"
#include "base/text.h"

#include <claimline/write.h>

void finding_write(struct cl_stream *out, const struct finding *finding,
                   const struct finding_source *source)
{
    const struct finding_kind *kind = finding_kind(finding->id);
    struct json json = { .stream = out };
    char message[FINDING_MESSAGE];

    json_open(&json, NULL, '{');
    json_string(&json, "id", kind->id);
    json_string(&json, "severity", severity_name(finding->severity));
    json_string(&json, "file", source->path);
    json_unsigned(&json, "line", finding->line);
    json_string(&json, "column", column_name(finding->column));
    if (finding->column < COLUMN_COUNT && source->field_of[finding->column] >= 0)
        json_signed(&json, "field", source->field_of[finding->column] + 1);
    json_text(&json, "session_id", source->session_id);
    json_text(&json, "code", finding->code);
    json_text(&json, "message", finding_message(finding, message));
    json_string(&json, "hint", kind->hint);
    json_close(&json, '}');
    cl_putc(out, '\n');
}
