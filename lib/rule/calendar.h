/* calendar: business time: when the desk is open, and how much open time lies between two instants.
 *
 * A calendar is a plain struct that policy fills and calendar_check() has passed; nothing here changes it.  Times of
 * day are minutes of the local clock from midnight; what DST does to them:
 *   - an opening or closing time inside a gap is the moment at which clocks jump;
 *   - of a time that happens twice an opening takes the first, a closing the second.
 * So an hour in which clocks jump over two open hours counts what really passes.
 *
 * All functions stay within INSTANT_MIN..INSTANT_MAX; what would lie beyond is INSTANT_NONE, and INSTANT_NONE in gives
 * INSTANT_NONE out.  Cost: about a tenth of a microsecond for each day between the two ends.
 */
#ifndef RULE_CALENDAR_H
#define RULE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct zone;

enum { CALENDAR_SLOTS = 8, CALENDAR_DAY = 24 * 60 };

/* Open from `from` until `to`, 0 <= from < to <= CALENDAR_DAY.  Hours past midnight are two slots on two days. */
struct calendar_slot {
    int from, to;
};

/* A day's hours: ascending, not overlapping; n is 0 for a day that is closed. */
struct calendar_hours {
    size_t n;
    struct calendar_slot slot[CALENDAR_SLOTS];
};

/* A day with hours of its own: none for a holiday, some for half a day. */
struct calendar_holiday {
    int y, mo, d; /* y is 0 for every year; 29 February then counts in leap years only */
    struct calendar_hours hours;
    const char *name;
};

struct calendar {
    const char *name;
    const struct zone *zone;
    bool always; /* open day and night, hours and holidays do not count */
    struct calendar_hours week[WEEKDAYS];
    /* Ascending, as calendar_sort() leaves them; a date beats a yearly day. */
    const struct calendar_holiday *holidays;
    size_t nholidays;
};

/* Time that does not count: the matter waits for the customer.  Lists are ascending and do not overlap; `to` of the
 * last may be INSTANT_NONE: it still waits. */
struct calendar_pause {
    instant from, to;
};

/* "09:00-12:30" as a slot; "24:00" may end one.  False for anything else. */
bool calendar_parse_slot(struct str s, struct calendar_slot *out);

void calendar_sort(struct calendar_holiday *holidays, size_t n);

/* ERR_POLICY names what is wrong with hours or holidays: order, overlap, a day that does not exist, one day twice, a
 * week without an open minute. */
struct err *calendar_check(const struct calendar *cal) ERR_CHECK;

bool calendar_is_open(const struct calendar *cal, instant t);

/* t when open then, else the next opening after it. */
instant calendar_next_open(const struct calendar *cal, instant t);

/* When the open time that t is in ends; INSTANT_NONE when it is closed then, or always open. */
instant calendar_next_close(const struct calendar *cal, instant t);

/* Whether a local day has hours of its own; its name, "" when it has none, goes to *name (may be NULL). */
bool calendar_is_holiday(const struct calendar *cal, int64_t day, const char **name);

/* `seconds` (0 or more) of open, unpaused time after `from`.  The answer is inside hours or at a closing: 17:00 and
 * not the next morning's 09:00.  0 seconds give `from` when it is such a time, else the next opening.  INSTANT_NONE
 * while the last pause has no end and the time is not used up before it. */
instant calendar_add(const struct calendar *cal, instant from, int64_t seconds,
                     const struct calendar_pause *pauses, size_t npauses);

/* Open, unpaused seconds from a to b; 0 when b <= a. */
int64_t calendar_between(const struct calendar *cal, instant a, instant b,
                         const struct calendar_pause *pauses, size_t npauses);

/* Days: a working day is a local day with any open time. */
bool calendar_is_working_day(const struct calendar *cal, int64_t day);

/* The last moment of business on a local day: its closing, or 23:59:59 when that is midnight, so that the date stays.
 * False when the day is no working day. */
bool calendar_day_end(const struct calendar *cal, int64_t day, instant *out);

/* The end of business on the nth working day after the local day of `from` (n >= 1; FCA DISP 1.5.1R: "close of business
 * on the third business day"); n = 0: that day itself if it is one, else the next.  A day whose end of business lies in a
 * pause is not counted. */
instant calendar_add_days(const struct calendar *cal, instant from, int64_t n,
                          const struct calendar_pause *pauses, size_t npauses);

#endif
