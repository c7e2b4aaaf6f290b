#include "rule/timerange.h"

#include "rule/timescan.h"

enum { YEAR = 12, WEEK = 7, MONTHS_MAX = YEAR * 10000 };

/* The nth part of a year: of so many months, or a week when there are none. */
struct part {
    int months, n;
};

/* `months` from the one on that is so many after January of the year 0. */
static bool stretch(int64_t first, int64_t months, int64_t *from, int64_t *to)
{
    int64_t end = first + months;

    if (first < YEAR || end >= MONTHS_MAX)
        return false;
    *from = civil_days((int)(first / YEAR), (int)(first % YEAR) + 1, 1);
    *to = civil_days((int)(end / YEAR), (int)(end % YEAR) + 1, 1);
    return true;
}

static int64_t month_of(const struct civil *c)
{
    return (int64_t)c->y * YEAR + c->mo - 1;
}

static int sign_of(enum timewords_direction d)
{
    return d == TIMEWORDS_BACK ? -1 : d == TIMEWORDS_AHEAD ? 1 : 0;
}

/* The one of so many months that today is in, or one before or after it. */
static bool around(const struct civil *today, int64_t months, int sign, int64_t *from, int64_t *to)
{
    return stretch(month_of(today) / months * months + sign * months, months, from, to);
}

bool timerange_of(const struct timewords *w, const struct civil *today, int64_t *from, int64_t *to)
{
    int sign = sign_of(w->direction);
    int64_t day = civil_days(today->y, today->mo, today->d);

    if (w->form == TIMEWORDS_MONTH)
        return stretch(month_of(&w->c), w->months, from, to);
    if (w->form == TIMEWORDS_YEAR)
        return stretch((int64_t)w->c.y * YEAR, YEAR, from, to);
    if (w->form != TIMEWORDS_PERIOD)
        return false;
    if (w->unit != TIMEWORDS_A_WEEK)
        return around(today, w->unit == TIMEWORDS_A_YEAR ? YEAR : 1, sign, from, to);
    *from = day - (int64_t)civil_weekday(day) + WEEK * sign;
    *to = *from + WEEK;
    return true;
}

/* ISO 8601: the first week of a year is that of its 4th of January, the last that of its 28th of December. */
static bool week_of(int year, int n, int64_t *from, int64_t *to)
{
    int64_t fourth = civil_days(year, 1, 4);

    *from = fourth - (int64_t)civil_weekday(fourth) + (int64_t)WEEK * (n - 1);
    *to = *from + WEEK;
    return n >= 1 && *from <= civil_days(year, 12, 28);
}

static bool part_of(int year, struct part p, int64_t *from, int64_t *to)
{
    if (year < 1 || year > 9999)
        return false;
    if (p.months == 0)
        return week_of(year, p.n, from, to);
    return p.n >= 1 && p.n * p.months <= YEAR &&
           stretch((int64_t)year * YEAR + (int64_t)(p.n - 1) * p.months, p.months, from, to);
}

/* A year with what stands between it and a part. */
static int take_year(struct str *s)
{
    int year = timescan_digits(s, 4, 4);

    if (year >= 0 && s->n > 0 && s->p[0] == '-')
        timescan_skip(s, 1);
    timescan_blanks(s);
    return year;
}

/* "november", "Q4", "H2", "W45". */
static bool take_part(struct str *s, struct part *p)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    static const struct {
        const char *mark;
        int months;
        size_t digits;
    } marks[] = {{"q", 3, 1}, {"h", 6, 1}, {"w", 0, 2}};
    int month = timescan_name(s, months, YEAR, 3);

    *p = (struct part){1, month + 1};
    for (size_t i = 0; month < 0 && i < sizeof marks / sizeof marks[0]; i++) {
        if (!timescan_word(s, marks[i].mark))
            continue;
        *p = (struct part){marks[i].months, timescan_digits(s, marks[i].digits, marks[i].digits)};
        return p->n > 0;
    }
    return month >= 0;
}

/* "last quarter", "this half". */
static bool take_around(struct str *s, const struct civil *today, int64_t *from, int64_t *to)
{
    static const char *const directions[] = {"last", "this", "next"}, *const units[] = {"quarter", "half"};
    static const int months[] = {3, 6};
    int sign = timescan_whole_name(s, directions, 3) - 1;

    timescan_blanks(s);
    int unit = timescan_whole_name(s, units, 2);
    return sign >= -1 && unit >= 0 && s->n == 0 && around(today, months[unit], sign, from, to);
}

bool timerange_named(struct str text, const struct civil *today, bool past, int64_t *from, int64_t *to)
{
    struct str rest = text;
    struct part p;
    int64_t day = civil_days(today->y, today->mo, today->d);

    if (take_around(&rest, today, from, to))
        return true;
    rest = text;
    int year = take_year(&rest);
    if (!take_part(&rest, &p))
        return false;
    timescan_gap(&rest);
    if (year < 0)
        year = timescan_digits(&rest, 4, 4);
    if (rest.n > 0)
        return false;
    if (year >= 0)
        return part_of(year, p, from, to);
    return part_of(today->y, p, from, to) && (!past || *from <= day || part_of(today->y - 1, p, from, to)) &&
           (past || *to > day || part_of(today->y + 1, p, from, to));
}
