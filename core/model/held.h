/* held.h - what a file of held rows looks like: that of a CSV export is CSV, and so on. */
#ifndef CORE_MODEL_HELD_H
#define CORE_MODEL_HELD_H

enum held_style {
    HELD_CSV,   /* under the header, with a leading cell that says why a row is held */
    HELD_XML,   /* inside the root element, with an instruction before each session */
    HELD_NDJSON /* one resource a line, as they stood */
};

#endif
