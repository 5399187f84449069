/* input_findings.h - what is to be said of an input as a whole: how it was read. */
#ifndef CORE_CLI_INPUT_FINDINGS_H
#define CORE_CLI_INPUT_FINDINGS_H

#include "model/finding.h"
#include "source/input.h"

void input_findings(const struct input_facts *facts, struct findings *findings);

#endif
