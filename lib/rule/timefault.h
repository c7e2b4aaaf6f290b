/* timefault: why a time phrase is refused, and what to write instead. */
#ifndef RULE_TIMEFAULT_H
#define RULE_TIMEFAULT_H

#include "rule/timewords.h"

enum timefault {
    TIMEFAULT_FINE,
    TIMEFAULT_NO_TIME,
    TIMEFAULT_NO_RANGE,
    TIMEFAULT_NO_SUCH,
    TIMEFAULT_BARE_HOUR,
    TIMEFAULT_FIGURES,
    TIMEFAULT_BEYOND,
    TIMEFAULT_WRONG_WEEKDAY,
    TIMEFAULT_NO_CALENDAR,
    TIMEFAULT_BUSINESS_BACK,
    TIMEFAULT_RANGE_ONLY,
    TIMEFAULT_NO_SPAN,
    TIMEFAULT_BACKWARDS,
    TIMEFAULT_IN_PAST,
    TIMEFAULT_IN_FUTURE,
    TIMEFAULT_HALF_READ
};

/* What is wrong with a phrase that the grammar read so; TIMEFAULT_FINE: nothing. */
enum timefault timefault_of(enum timewords_fit fit);

/* ERR_USAGE, quoting the text; a day or month that is nearly written is suggested. */
struct err *timefault_refuse(enum timefault f, struct str text);

#endif
