/* number_style.h - what a number format of a workbook makes of a number: a date, a time. */
#ifndef CORE_SOURCE_NUMBER_STYLE_H
#define CORE_SOURCE_NUMBER_STYLE_H

#include <claimline/value.h>

#include <stdbool.h>
#include <stdint.h>

enum style_kind { STYLE_PLAIN, STYLE_DATE, STYLE_TIME, STYLE_DATE_TIME, STYLE_ELAPSED };

struct number_style {
    uint8_t kind;
    uint8_t
        zeros; /* least count of digits, as 00000 has it for ZIP codes; 0: as many as there are */
};

/* Of a format's code, like "m/d/yyyy" or "[h]:mm". */
struct number_style number_style_of_code(struct cl_text code);

/* Of a format that every workbook knows by its number (ECMA-376 part 1, 18.8.30). */
struct number_style number_style_of_id(uint64_t id);

/* Shows a number as people see it in the sheet: the shortest decimal of 15 digits, or a
 * date YYYY-MM-DD, a time HH:MM (:SS where it has seconds), or both. `number` is as it
 * stands in the sheet. False where it is no number. `out` has room for NUMBER_SHOWN. */
enum { NUMBER_SHOWN = 64 };
bool number_show(char out[NUMBER_SHOWN], struct cl_text number, struct number_style style,
                 bool from_1904);

#endif
