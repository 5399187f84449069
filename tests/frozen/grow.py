"""Makes the headers of a larger tomorrow: every record has a member more, but those named, and there are facts of it.

    grow.py FOLDER_OF_HEADERS TARGET_FOLDER [RECORD...]
"""
import pathlib
import re
import sys

import headers


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    left = set(headers.records(source)) - set(sys.argv[3:])
    for path in sorted(source.glob("*.h")):
        text = path.read_text()
        for name in sorted(left):
            text, count = re.subn(rf"^\}};\nCL_NO_TAIL_PADDING\(struct {name}, \w+\);",
                                  f"    struct cl_text tomorrow;\n}};\nCL_NO_TAIL_PADDING(struct {name}, tomorrow);",
                                  text, flags=re.MULTILINE)
            left -= {name} if count else set()
        if path.name == "plugin.h" and "cl_option" not in sys.argv[3:]:
            text, count = re.subn(r"(?<!#define )(CL_FIELD_IS\(state, field, [\w ]+\))", r"\1, { NULL, 0 }", text)
            assert count == 4, f"plugin.h fills rows of options in {count} macros"
        if path.name == "facts.h":
            text, count = re.subn(r"(static const struct cl_fact cl_facts\[\] = \{\n(?:.*\n)*?)(\};)",
                                  r"""\1    CL_FACT_CLAIM_("tomorrow_claim", CL_FACT_TEXT, tomorrow),
    CL_FACT_PATIENT_("tomorrow_patient", CL_FACT_CENTS, tomorrow),
    CL_FACT_LINE_("tomorrow_line", CL_FACT_TEXT, tomorrow),
\2""", text)
            assert count == 1, "facts.h has no table of facts"
        (target / path.name).write_text(text)
    assert not left, f"not grown: {left}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
