/* when: times as people write them (cust(7), TIMES).
 *
 *   2026-11-21   2026-11-21 16:00   2026-11-21T16:00:00Z   2026-11-21T16:00+01:00      ISO 8601; without offset: local
 *   16:00   9:30   4pm   4.30pm   noon   midday   midnight   half past 4   quarter to 5      a clock time
 *   today   tonight   tomorrow   yesterday   monday   fri   next fri   last mon   this fri       a day
 *   21 nov   nov 21   21 november 2026                                                 a day
 *   tomorrow morning   fri afternoon   this evening   21 nov in the morning            a part of a day
 *   tomorrow 10:00   fri at 15:00   10:00 tomorrow   tomorrow at 10   10 tomorrow   21 nov 4pm     both
 *   +2h   -30m   in 3 days   2 days ago   an hour ago   30d   1h30m   2 weeks   a fortnight     a span
 *   P2D   PT4H   P1W   -PT30M                                                          a span (ISO 8601)
 *   2 working days   4 business hours                                                  business time
 *   next week   last month   end of day   end of week   end of month   now
 *
 * "at", "on" and "by" may stand before a clock time or day.  ASCII case does not count.  Local means the given zone.
 *
 * Which one is meant:
 *   - A clock time alone is its next occurrence; for WHEN_PAST its last.
 *   - A weekday with a clock time likewise.  A weekday without one is never today, whose name is "today".  "next" and
 *     "last" say the direction, not "the week after".
 *   - A day and month without a year likewise; today counts.
 *   - A span without sign, "in" or "ago" points ahead; for WHEN_PAST back.
 *   - Days, weeks, months and years keep the local clock time; a day that a month does not have is its last.
 *     Hours, minutes and seconds are elapsed time.
 *   - A day without clock time is, for WHEN_DUE, the end of business on it; 23:59:59 when there is no calendar, the
 *     desk is closed on that day, or has closed already.  For the others its start, 00:00: a clock that starts there
 *     runs rather too early than too late.
 *   - An hour from 1 to 12 that says no half of the day ("half past 4", "10 tomorrow") is the one between 7:00 and 18:59.
 *   - "midnight" is the end of its day.  "tonight" is today at 20:00, or what is left of the day then; its hours are those
 *     of the evening: "tonight at 8".
 *   - A part of a day is where it is over: noon, 17:00, and 20:00 or what is left of the day then; a morning or an
 *     afternoon that business ends in (up to 18:00) with that.  For WHEN_PAST it is where it begins: 06:00, noon, and 20:00, or 18:00
 *     while that is ahead.
 *     A clock time beside it must lie in it: "tomorrow morning at 10".
 *   - "end of week" is the week's last working day; Friday without a calendar.
 *   - A clock time that DST skips moves forward by the gap; of one that happens twice WHEN_PAST takes the last that is
 *     past, the others the first that is ahead (with an ISO offset there is no doubt).
 *
 * Refused with how to write it: 03/04/2026 and other dates in figures, since they are two days to two readers; days and
 * times that do not exist; a bare hour without a day ("at 10"); a span of nothing ("+0s"); years beyond 1..9999.
 * Where a day or month is nearly written ("tommorow", "wensday"), it is suggested.
 */
#ifndef RULE_WHEN_H
#define RULE_WHEN_H

#include <stddef.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct zone;
struct calendar;

enum when_mode {
    WHEN_PAST, /* when something happened (--when, --as-of, since:): never later than now */
    WHEN_DUE,  /* when it must happen (--due): never before now */
    WHEN_ANY   /* reads like WHEN_DUE but for a day's start, and takes any time */
};

struct when {
    instant now;
    const struct zone *zone;
    const struct calendar *calendar; /* may be NULL: business time is then refused */
    enum when_mode mode;
};

/* Reads all of text.  ERR_USAGE says what is wrong and how to write it. */
struct err *when_parse(struct str text, const struct when *cx, instant *out) ERR_CHECK;

/* Reads the longest beginning of text that is a time, up to a word's end; *used is its length with the blanks and
 * , : ; . behind it: "16:00 ring back" gives 16:00 and 6.  ERR_USAGE when text does not begin with a time. */
struct err *when_prefix(struct str text, const struct when *cx, instant *out, size_t *used) ERR_CHECK;

/* What text names as an interval, half-open: a day from its start to the next one's, "next week" and such the
 * seven days from Monday, "last month" and such that month, "2026-11", "2026Q3", "2026H2" and "2026" that month,
 * quarter, half and year, and what timerange_named() has; "A..B" from the start of A to the end of B; an instant t
 * gives [t, t + 1).  For `due:today` and `since:last month`. */
struct err *when_range(struct str text, const struct when *cx, instant *from, instant *to) ERR_CHECK;

#endif
