#include "rule/when.h"

#include <stdbool.h>

#include "base/zone.h"
#include "rule/calendar.h"
#include "rule/timefault.h"
#include "rule/timerange.h"
#include "rule/timescan.h"
#include "rule/timewords.h"

enum { DAY = 86400, YEARS_TO_LEAP = 8, NOON = 12, LATE_HOUR = 18 };

/* Now, as clocks of the desk show it. */
struct today {
    const struct when *cx;
    struct civil clock;
    int64_t day;
};

static struct today today_of(const struct when *cx)
{
    struct zone_time local;

    zone_local(cx->zone, cx->now, &local);
    return (struct today){cx, local.c, civil_days(local.c.y, local.c.mo, local.c.d)};
}

static bool in_calendar(int64_t day)
{
    return day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX;
}

/* --- days to instants ------------------------------------------------------------------------------------------- */

static instant day_start(const struct when *cx, int64_t day)
{
    struct civil c = civil_of_day(day);

    return day > CIVIL_DAY_MAX ? INSTANT_MAX : zone_instant(cx->zone, &c, ZONE_FIRST, NULL);
}

/* A clock time of a local day.  Of one that happens twice, the one that the mode points to. */
static instant at_clock(const struct when *cx, int64_t day, const struct civil *clock)
{
    enum zone_fit fit;
    struct civil c = civil_of_day(day);

    if (clock->h == TIMEWORDS_MIDNIGHT)
        return day_start(cx, day + 1);
    c.h = clock->h;
    c.mi = clock->mi;
    c.s = clock->s;
    instant first = zone_instant(cx->zone, &c, ZONE_FIRST, &fit);
    if (fit != ZONE_TWICE)
        return first;
    instant second = zone_instant(cx->zone, &c, ZONE_SECOND, NULL);
    if (cx->mode == WHEN_PAST)
        return second <= cx->now ? second : first;
    return first >= cx->now || second < cx->now ? first : second;
}

static instant day_end(const struct when *cx, int64_t day)
{
    struct civil c = civil_of_day(day);
    instant end = 0;

    if (cx->calendar != NULL && calendar_day_end(cx->calendar, day, &end) && end >= cx->now)
        return end;
    c.h = 23;
    c.mi = c.s = 59;
    return zone_instant(cx->zone, &c, ZONE_SECOND, NULL);
}

static instant at_hour(const struct when *cx, int64_t day, int hour)
{
    const struct civil clock = {.h = hour};

    return at_clock(cx, day, &clock);
}

/* Where a part of the day begins, for what has been; else where it is over: a morning or afternoon with business, if
 * that ends in it.  Late in the evening what is left of it. */
static instant part_of(const struct when *cx, int64_t day, enum timewords_part part)
{
    static const int begins[] = {0, 6, NOON, 20}, ends[] = {0, NOON, 17, 20};
    instant at = at_hour(cx, day, (cx->mode == WHEN_PAST ? begins : ends)[part]), closing;

    if (cx->mode == WHEN_PAST)
        return part == TIMEWORDS_EVENING && at > cx->now ? at_hour(cx, day, LATE_HOUR) : at;
    if (part == TIMEWORDS_EVENING)
        return cx->mode == WHEN_DUE && at < cx->now ? day_start(cx, day + 1) - 1 : at;
    if (cx->calendar == NULL || !calendar_day_end(cx->calendar, day, &closing))
        return at;
    if (part == TIMEWORDS_MORNING)
        return closing < at ? closing : at;
    return closing > at_hour(cx, day, NOON) && closing <= at_hour(cx, day, LATE_HOUR) ? closing : at;
}

static enum timefault of_day(const struct today *t, const struct timewords *w, int64_t day, instant *out)
{
    if (!in_calendar(day))
        return TIMEFAULT_BEYOND;
    if (w->has_clock)
        *out = at_clock(t->cx, day, &w->c);
    else if (w->part != TIMEWORDS_WHOLE_DAY)
        *out = part_of(t->cx, day, w->part);
    else if (w->form == TIMEWORDS_END || t->cx->mode == WHEN_DUE)
        *out = day_end(t->cx, day);
    else
        *out = day_start(t->cx, day);
    return TIMEFAULT_FINE;
}

/* Whether the day, with its clock time if it has one, lies on the side that the mode asks for; today does. */
static bool on_side(const struct today *t, const struct timewords *w, int64_t day)
{
    bool past = t->cx->mode == WHEN_PAST;

    if (day != t->day || !w->has_clock)
        return past ? day <= t->day : day >= t->day;
    instant at = at_clock(t->cx, day, &w->c);
    return past ? at <= t->cx->now : at >= t->cx->now;
}

/* --- which day -------------------------------------------------------------------------------------------------- */

static int64_t weekday_day(const struct today *t, const struct timewords *w)
{
    int now = (int)civil_weekday(t->day);
    int ahead = ((int)w->weekday - now + 7) % 7, back = (now - (int)w->weekday + 7) % 7;
    bool past = t->cx->mode == WHEN_PAST;

    switch (w->direction) {
    case TIMEWORDS_AHEAD:
        return t->day + (ahead > 0 ? ahead : 7);
    case TIMEWORDS_BACK:
        return t->day - (back > 0 ? back : 7);
    case TIMEWORDS_THIS:
        return past ? t->day - back : t->day + ahead;
    case TIMEWORDS_OPEN:
        break;
    }
    int64_t day = past ? t->day - back : t->day + ahead;
    if (day == t->day && !(w->has_clock && on_side(t, w, day)))
        day += past ? -7 : 7;
    return day;
}

static bool weekday_fits(const struct timewords *w, int64_t day)
{
    return !w->has_weekday || civil_weekday(day) == w->weekday;
}

/* The nearest year on the mode's side that has the day. */
static enum timefault yearless_day(const struct today *t, const struct timewords *w, int64_t *day)
{
    int step = t->cx->mode == WHEN_PAST ? -1 : 1;

    for (int i = 0; i <= YEARS_TO_LEAP; i++) {
        struct civil c = {t->clock.y + i * step, w->c.mo, w->c.d, 0, 0, 0};
        if (!civil_valid(&c))
            continue;
        *day = civil_days(c.y, c.mo, c.d);
        if (on_side(t, w, *day))
            return weekday_fits(w, *day) ? TIMEFAULT_FINE : TIMEFAULT_WRONG_WEEKDAY;
    }
    return TIMEFAULT_BEYOND;
}

/* The day `months` later or earlier, or the last of its month when that is shorter. */
static bool months_from(const struct civil *c, int64_t months, int64_t *day)
{
    int64_t month = (int64_t)c->y * 12 + c->mo - 1 + months;

    if (month < 12 || month / 12 > 9999)
        return false;
    int y = (int)(month / 12), mo = (int)(month % 12) + 1;
    int last = civil_month_days(y, mo);
    *day = civil_days(y, mo, c->d < last ? c->d : last);
    return true;
}

static int sign_of(const struct today *t, enum timewords_direction d)
{
    if (d == TIMEWORDS_OPEN)
        return t->cx->mode == WHEN_PAST ? -1 : 1;
    return d == TIMEWORDS_BACK ? -1 : d == TIMEWORDS_AHEAD ? 1 : 0;
}

static int64_t week_end(const struct today *t)
{
    const struct calendar *cal = t->cx->calendar;
    int64_t sunday = t->day + (SUNDAY - (int64_t)civil_weekday(t->day));

    for (int64_t week = sunday; week <= sunday + 7; week += 7)
        for (int64_t day = week; day > week - 7 && day >= t->day; day--)
            if (cal != NULL ? calendar_is_working_day(cal, day) : civil_weekday(day) == FRIDAY)
                return day;
    return sunday;
}

static int64_t end_day(const struct today *t, enum timewords_unit unit)
{
    switch (unit) {
    case TIMEWORDS_A_WEEK:
        return week_end(t);
    case TIMEWORDS_A_MONTH:
        return civil_days(t->clock.y, t->clock.mo, civil_month_days(t->clock.y, t->clock.mo));
    case TIMEWORDS_A_YEAR:
        return civil_days(t->clock.y, 12, 31);
    case TIMEWORDS_A_DAY:
        break;
    }
    return t->day;
}

static enum timefault of_period(const struct today *t, const struct timewords *w, instant *out)
{
    int sign = sign_of(t, w->direction);
    int64_t day = t->day + 7 * sign;

    if (sign == 0)
        return TIMEFAULT_RANGE_ONLY;
    if (w->unit != TIMEWORDS_A_WEEK &&
        !months_from(&t->clock, w->unit == TIMEWORDS_A_YEAR ? 12 * sign : sign, &day))
        return TIMEFAULT_BEYOND;
    return of_day(t, w, day, out);
}

/* --- spans ------------------------------------------------------------------------------------------------------ */

static enum timefault of_span(const struct today *t, const struct timewords *w, instant *out)
{
    int sign = sign_of(t, w->direction);
    int64_t day = t->day;

    if (w->months != 0 && !months_from(&t->clock, w->months * sign, &day))
        return TIMEFAULT_BEYOND;
    day += w->days * sign;
    if (!in_calendar(day))
        return TIMEFAULT_BEYOND;
    if (w->has_clock)
        return of_day(t, w, day, out);
    if (w->months == 0 && w->days == 0 && w->seconds == 0) /* "+0s": somebody meant another number */
        return TIMEFAULT_NO_SPAN;
    instant base = day == t->day ? t->cx->now : at_clock(t->cx, day, &t->clock);
    *out = base + w->seconds * sign;
    return TIMEFAULT_FINE;
}

static enum timefault of_business(const struct today *t, const struct timewords *w, instant *out)
{
    const struct calendar *cal = t->cx->calendar;

    if (sign_of(t, w->direction) < 0)
        return TIMEFAULT_BUSINESS_BACK;
    if (cal == NULL)
        return TIMEFAULT_NO_CALENDAR;
    *out = deadline_span_due(&w->business, cal, t->cx->now, NULL, 0);
    if (*out == INSTANT_NONE)
        return TIMEFAULT_BEYOND;
    if (!w->has_clock)
        return TIMEFAULT_FINE;
    return of_day(t, w, zone_day(t->cx->zone, *out), out);
}

/* --- all -------------------------------------------------------------------------------------------------------- */

static enum timefault of_date(const struct today *t, const struct timewords *w, instant *out)
{
    struct civil date = {w->c.y, w->c.mo, w->c.d, 0, 0, 0};

    if (!civil_valid(&date))
        return TIMEFAULT_BEYOND;
    int64_t day = civil_days(w->c.y, w->c.mo, w->c.d);

    if (!weekday_fits(w, day))
        return TIMEFAULT_WRONG_WEEKDAY;
    if (!w->has_offset)
        return of_day(t, w, day, out);
    *out = civil_seconds(&w->c) - w->offset;
    return TIMEFAULT_FINE;
}

static enum timefault of_yearless(const struct today *t, const struct timewords *w, instant *out)
{
    int64_t day = 0;
    enum timefault f = yearless_day(t, w, &day);

    return f != TIMEFAULT_FINE ? f : of_day(t, w, day, out);
}

static enum timefault of_clock(const struct today *t, const struct timewords *w, instant *out)
{
    int64_t day = t->day;

    if (!on_side(t, w, day))
        day += t->cx->mode == WHEN_PAST ? -1 : 1;
    return of_day(t, w, day, out);
}

static enum timefault moment_of(const struct today *t, const struct timewords *w, instant *out)
{
    enum timefault f = TIMEFAULT_RANGE_ONLY;

    switch (w->form) {
    case TIMEWORDS_NOW:
        *out = t->cx->now;
        return TIMEFAULT_FINE;
    case TIMEWORDS_CLOCK:
        f = of_clock(t, w, out);
        break;
    case TIMEWORDS_DATE:
        f = of_date(t, w, out);
        break;
    case TIMEWORDS_YEARLESS:
        f = of_yearless(t, w, out);
        break;
    case TIMEWORDS_WEEKDAY:
        f = of_day(t, w, weekday_day(t, w), out);
        break;
    case TIMEWORDS_TODAY:
        f = of_day(t, w, t->day + w->days, out);
        break;
    case TIMEWORDS_SPAN:
        f = of_span(t, w, out);
        break;
    case TIMEWORDS_BUSINESS:
        f = of_business(t, w, out);
        break;
    case TIMEWORDS_END:
        f = of_day(t, w, end_day(t, w->unit), out);
        break;
    case TIMEWORDS_PERIOD:
        f = of_period(t, w, out);
        break;
    case TIMEWORDS_MONTH:
    case TIMEWORDS_YEAR:
        break;
    }
    if (f == TIMEFAULT_FINE && (*out < INSTANT_MIN || *out > INSTANT_MAX))
        f = TIMEFAULT_BEYOND;
    return f;
}

static enum timefault check_side(const struct when *cx, instant t)
{
    if (cx->mode == WHEN_DUE && t < cx->now)
        return TIMEFAULT_IN_PAST;
    return cx->mode == WHEN_PAST && t > cx->now ? TIMEFAULT_IN_FUTURE : TIMEFAULT_FINE;
}

/* Whether what follows a time looks like more of it, which would otherwise be taken for the words of a promise:
 * "10:00-12:00 courier" behind "mon", "night ring" behind "tomorrow". */
static bool goes_on(struct str rest)
{
    static const char *const parts[] = {"morning", "noon", "afternoon", "evening", "night"};

    while (rest.n > 0 && (timescan_is_blank(rest.p[0]) || rest.p[0] == '-'))
        timescan_skip(&rest, 1);
    struct str word = rest;
    if (timescan_whole_name(&word, parts, 5) >= 0)
        return true;
    size_t n = timescan_ndigits(rest);
    return n > 0 && n <= 2 && rest.n > n + 1 && (rest.p[n] == ':' || rest.p[n] == '-') &&
           timescan_is_digit(rest.p[n + 1]);
}

struct err *when_prefix(struct str text, const struct when *cx, instant *out, size_t *used)
{
    struct str rest = text;
    struct timewords w;
    instant at = 0;
    struct today t = today_of(cx);
    enum timefault f = timefault_of(timewords_read(&rest, &w));
    struct str phrase = {text.p, text.n - rest.n};

    if (f == TIMEFAULT_FINE)
        f = moment_of(&t, &w, &at);
    if (f == TIMEFAULT_FINE)
        f = check_side(cx, at);
    if (f == TIMEFAULT_FINE && goes_on(rest)) {
        f = TIMEFAULT_HALF_READ;
        phrase = text;
    }
    if (f != TIMEFAULT_FINE)
        return timefault_refuse(f, phrase.n > 0 ? phrase : text);
    while (rest.n > 0 && (timescan_is_blank(rest.p[0]) || timescan_is_one_of(rest.p[0], ",:;.")))
        timescan_skip(&rest, 1);
    *out = at;
    *used = text.n - rest.n;
    return NULL;
}

struct err *when_parse(struct str text, const struct when *cx, instant *out)
{
    struct str whole = str_trim(text), rest = whole;
    struct timewords w;
    size_t used = 0;
    enum timefault f = timefault_of(timewords_read(&rest, &w));

    if (f == TIMEFAULT_FINE && rest.n > 0)
        f = TIMEFAULT_NO_TIME;
    if (f != TIMEFAULT_FINE)
        return timefault_refuse(f, whole);
    return when_prefix(whole, cx, out, &used);
}

/* --- ranges ----------------------------------------------------------------------------------------------------- */

static bool is_whole_day(const struct timewords *w)
{
    return !w->has_clock && w->part == TIMEWORDS_WHOLE_DAY &&
           (w->form == TIMEWORDS_DATE || w->form == TIMEWORDS_YEARLESS || w->form == TIMEWORDS_WEEKDAY ||
            w->form == TIMEWORDS_TODAY);
}

static enum timefault range_of(struct str whole, const struct when *cx, instant *from, instant *to)
{
    struct str rest = whole;
    struct today t = today_of(cx);
    struct timewords w = {0};
    int64_t first = 0, last = 0;
    instant at = 0;
    enum timefault f = TIMEFAULT_FINE;
    bool named = timerange_named(whole, &t.clock, cx->mode == WHEN_PAST, &first, &last);

    if (!named)
        f = timefault_of(timewords_read(&rest, &w));
    if (f == TIMEFAULT_NO_TIME || (!named && f == TIMEFAULT_FINE && rest.n > 0))
        return TIMEFAULT_NO_RANGE;
    if (named || (f == TIMEFAULT_FINE && timerange_of(&w, &t.clock, &first, &last))) {
        *from = day_start(cx, first);
        *to = day_start(cx, last);
        return TIMEFAULT_FINE;
    }
    if (f == TIMEFAULT_FINE)
        f = moment_of(&t, &w, &at);
    *from = at;
    *to = at + 1;
    if (f == TIMEFAULT_FINE && is_whole_day(&w)) {
        int64_t day = zone_day(cx->zone, at);
        *from = day_start(cx, day);
        *to = day_start(cx, day + 1);
    }
    return f;
}

/* How many bytes stand before "..": all when there is none. */
static size_t before_dots(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '.' && s.p[i + 1] == '.')
            return i;
    return s.n;
}

struct err *when_range(struct str text, const struct when *cx, instant *from, instant *to)
{
    struct str whole = str_trim(text);
    size_t n = before_dots(whole);
    instant inner;
    enum timefault f = range_of(str_trim((struct str){whole.p, n}), cx, from, to);

    if (f == TIMEFAULT_FINE && n < whole.n)
        f = range_of(str_trim((struct str){whole.p + n + 2, whole.n - n - 2}), cx, &inner, to);
    if (f == TIMEFAULT_FINE && *to <= *from)
        f = TIMEFAULT_BACKWARDS;
    return f != TIMEFAULT_FINE ? timefault_refuse(f, whole) : NULL;
}
