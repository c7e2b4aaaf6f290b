/* timewords: the grammar of time phrases: what was written, before anybody asks what it means now.
 *
 * when.h has the forms with examples and their meaning.
 */
#ifndef RULE_TIMEWORDS_H
#define RULE_TIMEWORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/str.h"
#include "rule/deadline.h"

enum timewords_form {
    TIMEWORDS_NOW,
    TIMEWORDS_CLOCK,    /* a clock time alone */
    TIMEWORDS_DATE,     /* c.y, c.mo, c.d */
    TIMEWORDS_YEARLESS, /* c.mo, c.d */
    TIMEWORDS_WEEKDAY,  /* weekday, direction */
    TIMEWORDS_TODAY,    /* days from today: -1, 0, 1 */
    TIMEWORDS_SPAN,     /* months, days, seconds, direction */
    TIMEWORDS_BUSINESS, /* business, direction */
    TIMEWORDS_END,      /* of this unit */
    TIMEWORDS_PERIOD,   /* unit, direction: "next week" */
    TIMEWORDS_MONTH,    /* c.y, c.mo, months: "2026-11", "2026Q3", "2026H2" */
    TIMEWORDS_YEAR      /* c.y: "2026" */
};

enum timewords_unit { TIMEWORDS_A_DAY, TIMEWORDS_A_WEEK, TIMEWORDS_A_MONTH, TIMEWORDS_A_YEAR };

enum timewords_direction {
    TIMEWORDS_OPEN,  /* not said */
    TIMEWORDS_AHEAD, /* "next", "in", "+" */
    TIMEWORDS_BACK,  /* "last", "ago", "-" */
    TIMEWORDS_THIS
};

enum timewords_part { TIMEWORDS_WHOLE_DAY, TIMEWORDS_MORNING, TIMEWORDS_AFTERNOON, TIMEWORDS_EVENING };

/* c.h of "midnight": where the day ends. */
enum { TIMEWORDS_MIDNIGHT = 24 };

struct timewords {
    enum timewords_form form;
    enum timewords_direction direction;
    struct civil c;
    bool has_clock;   /* c.h, c.mi, c.s; with any form that names a day */
    bool has_offset;  /* offset, in seconds east of UTC; with TIMEWORDS_DATE and a clock */
    bool has_weekday; /* a date or yearless day that says its weekday, which must be right */
    /* Of the day that is named; "tonight": of today, its evening.  A clock lies in it. */
    enum timewords_part part;
    int offset;
    enum weekday weekday;
    enum timewords_unit unit;
    int64_t months, days, seconds; /* none negative but for TIMEWORDS_TODAY */
    struct deadline_span business;
};

enum timewords_fit {
    TIMEWORDS_OK,
    TIMEWORDS_OTHER,     /* no time phrase begins here */
    TIMEWORDS_NO_SUCH,   /* a day or time that does not exist */
    TIMEWORDS_BARE_HOUR, /* "at 10" */
    TIMEWORDS_FIGURES,   /* "03/04/2026" */
    TIMEWORDS_TOO_LONG   /* a span beyond all reason */
};

/* Takes the longest time phrase off the front of *s, up to a word's end; nothing is taken unless TIMEWORDS_OK. */
enum timewords_fit timewords_read(struct str *s, struct timewords *out);

#endif
