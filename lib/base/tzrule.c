#include "base/tzrule.h"

#include <string.h>

#include "base/civil.h"

enum { HOUR = 3600, DAY = 86400, MAX_HOURS = 167, MAX_OFFSET_HOURS = 24 };

static bool take(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    s->p++;
    s->n--;
    return true;
}

static bool take_number(struct str *s, int min, int max, int *out)
{
    int v = 0;
    size_t n = 0;

    while (n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    if (n == 0 || v < min || v > max)
        return false;
    s->p += n;
    s->n -= n;
    *out = v;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit_or_sign(char c)
{
    return (c >= '0' && c <= '9') || c == '+' || c == '-';
}

static bool take_abbr(struct str *s, char out[TZRULE_ABBR])
{
    bool quoted = take(s, '<');
    size_t n = 0;

    while (n < s->n && (is_letter(s->p[n]) || (quoted && is_digit_or_sign(s->p[n]))))
        n++;
    if (n < 3 || n >= TZRULE_ABBR)
        return false;
    memcpy(out, s->p, n);
    out[n] = '\0';
    s->p += n;
    s->n -= n;
    return !quoted || take(s, '>');
}

/* [+-]h[h][:mm[:ss]] */
static bool take_clock(struct str *s, int max_hours, int *seconds)
{
    int h = 0, m = 0, sec = 0;
    bool minus = take(s, '-');

    if (!minus)
        take(s, '+');
    if (!take_number(s, 0, max_hours, &h))
        return false;
    if (take(s, ':')) {
        if (!take_number(s, 0, 59, &m))
            return false;
        if (take(s, ':') && !take_number(s, 0, 59, &sec))
            return false;
    }
    *seconds = (minus ? -1 : 1) * (h * HOUR + m * 60 + sec);
    return true;
}

static bool take_day(struct str *s, struct tzrule_day *d)
{
    bool good;

    if (take(s, 'M')) {
        d->form = TZRULE_WEEKDAY;
        good = take_number(s, 1, 12, &d->month) && take(s, '.') && take_number(s, 1, 5, &d->week) &&
               take(s, '.') && take_number(s, 0, 6, &d->day);
    } else if (take(s, 'J')) {
        d->form = TZRULE_JULIAN;
        good = take_number(s, 1, 365, &d->day);
    } else {
        d->form = TZRULE_COUNTED;
        good = take_number(s, 0, 365, &d->day);
    }
    d->seconds = 2 * HOUR;
    return good && (!take(s, '/') || take_clock(s, MAX_HOURS, &d->seconds));
}

bool tzrule_parse(struct str s, struct tzrule *out)
{
    struct tzrule r = {0};
    int west = 0;

    if (!take_abbr(&s, r.standard.abbr) || !take_clock(&s, MAX_OFFSET_HOURS, &west))
        return false;
    r.standard.offset = -west;
    if (s.n > 0) {
        r.has_summer = true;
        r.summer.dst = true;
        if (!take_abbr(&s, r.summer.abbr))
            return false;
        west -= HOUR;
        if (s.n > 0 && s.p[0] != ',' && !take_clock(&s, MAX_OFFSET_HOURS, &west))
            return false;
        r.summer.offset = -west;
        if (!take(&s, ',') || !take_day(&s, &r.start) || !take(&s, ',') || !take_day(&s, &r.end) || s.n > 0)
            return false;
    }
    *out = r;
    return true;
}

/* Midnight of the day in that year, as a count of days. */
static int64_t day_in_year(const struct tzrule_day *d, int year)
{
    int64_t first = civil_days(year, 1, 1);

    if (d->form == TZRULE_COUNTED)
        return first + d->day;
    if (d->form == TZRULE_JULIAN)
        return first + d->day - 1 + (d->day > 59 && civil_month_days(year, 2) == 29);
    int64_t month = civil_days(year, d->month, 1);
    int sunday_first = (int)(civil_weekday(month) + 1) % 7;
    int day = (d->day - sunday_first + 7) % 7 + (d->week - 1) * 7;
    while (day >= civil_month_days(year, d->month))
        day -= 7;
    return month + day;
}

const struct tzrule_phase *tzrule_at(const struct tzrule *r, instant t)
{
    if (!r->has_summer)
        return &r->standard;
    int year = civil_of_seconds(t + r->standard.offset).y;
    instant start = day_in_year(&r->start, year) * DAY + r->start.seconds - r->standard.offset;
    instant end = day_in_year(&r->end, year) * DAY + r->end.seconds - r->summer.offset;
    bool summer = start < end ? t >= start && t < end : t >= start || t < end;
    return summer ? &r->summer : &r->standard;
}
