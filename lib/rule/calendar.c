#include "rule/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/zone.h"

enum { DAY = 86400, MINUTE = 60 };

static const struct calendar_hours round_the_clock = {1, {{0, CALENDAR_DAY}}};

struct span {
    instant from, to;
};

/* --- hours of a day --------------------------------------------------------------------------------------------- */

static bool take_clock(struct str *s, int *minute)
{
    struct civil c;

    if (str_starts(*s, "24:00")) {
        *minute = CALENDAR_DAY;
        s->p += 5;
        s->n -= 5;
        return true;
    }
    const char *start = s->p;
    if (civil_scan_clock(s, &c) != CIVIL_OK || s->p - start != 5)
        return false;
    *minute = c.h * 60 + c.mi;
    return true;
}

bool calendar_parse_slot(struct str s, struct calendar_slot *out)
{
    struct calendar_slot slot;

    if (!take_clock(&s, &slot.from) || s.n == 0 || s.p[0] != '-')
        return false;
    s.p++;
    s.n--;
    if (!take_clock(&s, &slot.to) || s.n > 0 || slot.from >= slot.to)
        return false;
    *out = slot;
    return true;
}

static int compare_dates(int y, int mo, int d, const struct calendar_holiday *h)
{
    if (y != h->y)
        return y < h->y ? -1 : 1;
    if (mo != h->mo)
        return mo < h->mo ? -1 : 1;
    return (d > h->d) - (d < h->d);
}

static int compare_holidays(const void *a, const void *b)
{
    const struct calendar_holiday *h = a;

    return compare_dates(h->y, h->mo, h->d, b);
}

void calendar_sort(struct calendar_holiday *holidays, size_t n)
{
    if (n > 1)
        qsort(holidays, n, sizeof *holidays, compare_holidays);
}

static const struct calendar_holiday *find_holiday(const struct calendar *cal, int y, int mo, int d)
{
    size_t lo = 0, hi = cal->nholidays;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = compare_dates(y, mo, d, &cal->holidays[mid]);
        if (order == 0)
            return &cal->holidays[mid];
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

static const struct calendar_hours *hours_of(const struct calendar *cal, int64_t day)
{
    if (cal->always)
        return &round_the_clock;
    if (cal->nholidays > 0) {
        struct civil c = civil_of_day(day);
        const struct calendar_holiday *h = find_holiday(cal, c.y, c.mo, c.d);
        if (h == NULL)
            h = find_holiday(cal, 0, c.mo, c.d);
        if (h != NULL)
            return &h->hours;
    }
    return &cal->week[civil_weekday(day)];
}

/* --- checking --------------------------------------------------------------------------------------------------- */

static struct err *check_hours(const struct calendar_hours *h, const char *whose)
{
    int last = 0;

    if (h->n > CALENDAR_SLOTS)
        return err_new(ERR_POLICY, whose, "more than %d spans of hours in one day; join some",
                       CALENDAR_SLOTS);
    for (size_t i = 0; i < h->n; i++) {
        const struct calendar_slot *s = &h->slot[i];
        if (s->from < 0 || s->from >= s->to || s->to > CALENDAR_DAY)
            return err_new(
                ERR_POLICY, whose,
                "hours must begin before they end, within one day; write 09:00-17:00, and hours past "
                "midnight as 22:00-24:00 and on the next day 00:00-06:00");
        if (s->from < last)
            return err_new(ERR_POLICY, whose,
                           "hours overlap or are out of order; write them ascending, such as "
                           "09:00-12:00, 13:00-17:00");
        last = s->to;
    }
    return NULL;
}

static struct err *check_holiday(const struct calendar_holiday *h)
{
    const char *whose = h->name != NULL ? h->name : "a holiday";
    int days = civil_month_days(h->y == 0 ? 2000 : h->y, h->mo);

    if (h->y < 0 || h->y > 9999 || h->d < 1 || h->d > days)
        return err_new(ERR_POLICY, whose,
                       "the day does not exist; write 2026-12-25, or 12-25 for every year");
    return check_hours(&h->hours, whose);
}

struct err *calendar_check(const struct calendar *cal)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    size_t open = 0;

    for (int i = 0; i < WEEKDAYS; i++) {
        struct err *e = check_hours(&cal->week[i], names[i]);
        if (e != NULL)
            return e;
        open += cal->week[i].n;
    }
    if (open == 0 && !cal->always)
        return err_new(ERR_POLICY, cal->name, "no hour of the week is open; give at least one day its hours");
    for (size_t i = 0; i < cal->nholidays; i++) {
        const struct calendar_holiday *h = &cal->holidays[i];
        struct err *e = check_holiday(h);
        if (e != NULL)
            return e;
        if (i > 0 && compare_holidays(h - 1, h) >= 0)
            return err_new(ERR_POLICY, h->name, "the same day stands twice among the holidays; keep one");
    }
    return NULL;
}

/* --- local days as instants ------------------------------------------------------------------------------------- */

/* The moment within the last `gap` seconds before t at which clocks jumped. */
static instant jump_before(const struct zone *z, instant t, int gap)
{
    instant lo = t - gap - 1, hi = t; /* lo is before the jump, hi at it or behind */
    int after = zone_offset(z, t);

    while (hi - lo > 1) {
        instant mid = lo + (hi - lo) / 2;
        if (zone_offset(z, mid) == after)
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}

static instant at_minute(const struct zone *z, int64_t day, int minute, enum zone_choice choice)
{
    enum zone_fit fit;

    if (minute == CALENDAR_DAY) { /* the next day's beginning, so that two days open at midnight join */
        day++;
        minute = 0;
        choice = ZONE_FIRST;
    }
    if (day > CIVIL_DAY_MAX)
        return INSTANT_MAX;
    struct civil c = civil_of_day(day);
    c.h = minute / 60;
    c.mi = minute % 60;
    instant t = zone_instant(z, &c, choice, &fit);
    if (fit != ZONE_GAP)
        return t;
    struct zone_time shown;
    zone_local(z, t, &shown);
    return jump_before(z, t, (int)(civil_seconds(&shown.c) - civil_seconds(&c)));
}

/* A local day's open time: its hours as instants, ascending.  Returns how many. */
static size_t day_spans(const struct calendar *cal, int64_t day, struct span out[CALENDAR_SLOTS])
{
    const struct calendar_hours *h = hours_of(cal, day);
    int offset = zone_offset(cal->zone, (day - 1) * DAY);
    bool steady = zone_offset(cal->zone, (day + 2) * DAY) == offset; /* no change of clocks around this day */
    instant midnight = day * DAY - offset, last = INSTANT_MIN;
    size_t n = 0;

    for (size_t i = 0; i < h->n; i++) {
        const struct calendar_slot *s = &h->slot[i];
        instant from = steady ? midnight + s->from * MINUTE : at_minute(cal->zone, day, s->from, ZONE_FIRST);
        instant to = steady ? midnight + s->to * MINUTE : at_minute(cal->zone, day, s->to, ZONE_SECOND);
        from = from > last ? from : last;
        to = to < INSTANT_MAX ? to : INSTANT_MAX;
        if (from < to) {
            out[n++] = (struct span){from, to};
            last = to;
        }
    }
    return n;
}

static bool in_time(instant t)
{
    return t >= INSTANT_MIN && t <= INSTANT_MAX;
}

/* --- open time -------------------------------------------------------------------------------------------------- */

/* The first span that ends behind t; one that ends at t too when `closing`.  False when there is none. */
static bool next_span(const struct calendar *cal, instant t, bool closing, struct span *out)
{
    struct span spans[CALENDAR_SLOTS];

    for (int64_t day = zone_day(cal->zone, t) - 1; day <= CIVIL_DAY_MAX; day++) {
        size_t n = day_spans(cal, day, spans);
        for (size_t i = 0; i < n; i++)
            if (spans[i].to > t || (closing && spans[i].to == t)) {
                *out = spans[i];
                return true;
            }
    }
    return false;
}

bool calendar_is_open(const struct calendar *cal, instant t)
{
    struct span s;

    return in_time(t) && next_span(cal, t, false, &s) && s.from <= t;
}

instant calendar_next_open(const struct calendar *cal, instant t)
{
    struct span s;

    if (!in_time(t) || !next_span(cal, t, false, &s))
        return INSTANT_NONE;
    return s.from > t ? s.from : t;
}

instant calendar_next_close(const struct calendar *cal, instant t)
{
    struct span s;

    if (cal->always || !in_time(t) || !next_span(cal, t, false, &s) || s.from > t)
        return INSTANT_NONE;
    return s.to;
}

bool calendar_is_holiday(const struct calendar *cal, int64_t day, const char **name)
{
    struct civil c = civil_of_day(day);
    const struct calendar_holiday *h = cal->nholidays > 0 ? find_holiday(cal, c.y, c.mo, c.d) : NULL;

    if (h == NULL && cal->nholidays > 0)
        h = find_holiday(cal, 0, c.mo, c.d);
    if (h != NULL && name != NULL)
        *name = h->name != NULL ? h->name : "";
    return h != NULL;
}

/* Open seconds from a to b. */
static int64_t open_between(const struct calendar *cal, instant a, instant b)
{
    struct span spans[CALENDAR_SLOTS];
    int64_t sum = 0;

    a = a > INSTANT_MIN ? a : INSTANT_MIN;
    b = b < INSTANT_MAX ? b : INSTANT_MAX;
    if (b <= a)
        return 0;
    if (cal->always)
        return b - a;
    int64_t last = zone_day(cal->zone, b) + 1;
    for (int64_t day = zone_day(cal->zone, a) - 1; day <= last; day++) {
        size_t n = day_spans(cal, day, spans);
        for (size_t i = 0; i < n; i++) {
            instant from = spans[i].from > a ? spans[i].from : a;
            instant to = spans[i].to < b ? spans[i].to : b;
            sum += to > from ? to - from : 0;
        }
    }
    return sum;
}

int64_t calendar_between(const struct calendar *cal, instant a, instant b,
                         const struct calendar_pause *pauses, size_t npauses)
{
    int64_t sum = open_between(cal, a, b);

    for (size_t i = 0; i < npauses; i++) {
        instant from = pauses[i].from > a ? pauses[i].from : a;
        instant to = pauses[i].to < b ? pauses[i].to : b;
        if (to > from)
            sum -= open_between(cal, from, to);
    }
    return sum;
}

/* Walks open time from `from` up to `limit`.  True when *seconds were used up, with the place in *at; else *seconds is
 * what is left. */
static bool walk(const struct calendar *cal, instant from, instant limit, int64_t *seconds, instant *at)
{
    struct span spans[CALENDAR_SLOTS];

    if (cal->always) {
        int64_t room = (limit < INSTANT_MAX ? limit : INSTANT_MAX) - from;
        bool enough = *seconds <= room;
        *at = enough ? from + *seconds : *at;
        *seconds -= enough ? 0 : room;
        return enough;
    }
    for (int64_t day = zone_day(cal->zone, from) - 1; day <= CIVIL_DAY_MAX; day++) {
        size_t n = day_spans(cal, day, spans);
        for (size_t i = 0; i < n; i++) {
            if (spans[i].from >= limit)
                return false;
            instant open = spans[i].from > from ? spans[i].from : from;
            instant close = spans[i].to < limit ? spans[i].to : limit;
            if (close <= open)
                continue;
            if (*seconds <= close - open) {
                *at = open + *seconds;
                return true;
            }
            *seconds -= close - open;
        }
    }
    return false;
}

instant calendar_add(const struct calendar *cal, instant from, int64_t seconds,
                     const struct calendar_pause *pauses, size_t npauses)
{
    instant at = INSTANT_NONE;
    struct span s;

    if (!in_time(from))
        return INSTANT_NONE;
    if (seconds <= 0) {
        if (!next_span(cal, from, true, &s))
            return INSTANT_NONE;
        return s.from > from ? s.from : from;
    }
    for (size_t i = 0; i < npauses; i++) {
        if (pauses[i].to <= from)
            continue;
        if (pauses[i].from > from && walk(cal, from, pauses[i].from, &seconds, &at))
            return at;
        from = pauses[i].to;
        if (!in_time(from))
            return INSTANT_NONE;
    }
    return walk(cal, from, INSTANT_NONE, &seconds, &at) ? at : INSTANT_NONE;
}

/* --- working days ----------------------------------------------------------------------------------------------- */

bool calendar_is_working_day(const struct calendar *cal, int64_t day)
{
    struct span spans[CALENDAR_SLOTS];

    return day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX && day_spans(cal, day, spans) > 0;
}

bool calendar_day_end(const struct calendar *cal, int64_t day, instant *out)
{
    struct span spans[CALENDAR_SLOTS];
    size_t n = day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX ? day_spans(cal, day, spans) : 0;

    if (n == 0)
        return false;
    instant end = spans[n - 1].to;
    *out = zone_day(cal->zone, end) == day ? end : end - 1;
    return true;
}

static bool is_paused(instant t, const struct calendar_pause *pauses, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (t >= pauses[i].from && t < pauses[i].to)
            return true;
    return false;
}

instant calendar_add_days(const struct calendar *cal, instant from, int64_t n,
                          const struct calendar_pause *pauses, size_t npauses)
{
    instant end = 0;

    if (!in_time(from))
        return INSTANT_NONE;
    int64_t day = zone_day(cal->zone, from);
    int64_t left = n > 0 ? n : 1;
    for (day += n > 0; day <= CIVIL_DAY_MAX; day++) {
        if (npauses > 0 && pauses[npauses - 1].to == INSTANT_NONE &&
            day * DAY - DAY > pauses[npauses - 1].from)
            return INSTANT_NONE; /* spares counting to the end of time */
        if (!calendar_day_end(cal, day, &end) || is_paused(end, pauses, npauses))
            continue;
        if (--left == 0)
            return end;
    }
    return INSTANT_NONE;
}
