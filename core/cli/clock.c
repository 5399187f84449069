/* clock.c - see clock.h. */
#include "clock.h"

#include "base/date.h"
#include "base/text.h"

#include <stdlib.h>
#include <time.h>

/* The local day: a clinic's "today" ends at its own midnight. */
static struct cl_date local_day(time_t now)
{
    struct tm parts;

    if (localtime_r(&now, &parts) == NULL)
        return (struct cl_date){ 0 };
    return (struct cl_date){ (int16_t)(parts.tm_year + 1900), (uint8_t)(parts.tm_mon + 1),
                             (uint8_t)parts.tm_mday };
}

int clock_read(struct run_clock *out, const char *date, struct problem *problem)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = time(NULL);
    uint64_t seconds = now > 0 ? (uint64_t)now : 0;

    if (epoch != NULL && !text_to_unsigned(text_of(epoch), INT64_MAX, &seconds))
        return problem_usage(problem, "SOURCE_DATE_EPOCH is not a number of seconds");
    if (!date_of_moment((int64_t)seconds, &out->now_date, &out->now_time))
        return problem_usage(problem, "the time of the run lies outside 1970 to 2199");
    out->today = epoch != NULL ? out->now_date : local_day(now);
    if (date == NULL)
        return 0;
    if (!date_parse(text_of(date), &out->today))
        return problem_usage(problem, "--date: a day like 2026-06-30 is expected");
    if (epoch == NULL) {
        /* The same options must give the same bytes: the clock has no say. */
        out->now_date = out->today;
        out->now_time = (struct cl_time){ 0, 0, 0, 1 };
    }
    return 0;
}
