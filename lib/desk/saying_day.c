#include "desk/saying_day.h"

#include <string.h>

#include "base/civil.h"
#include "desk/saying.h"

enum { MONTHS = 12, MONTH_DAYS = 31, AHEAD = 13 };

static void skip(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

static bool take_before(struct str *s)
{
    static const char *const words[] = {"on", "by", "before", "until", "for"};
    size_t used;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (saying_says(*s, words[i], &used) && used < s->n && s->p[used] == ' ') {
            skip(s, used + 1);
            return true;
        }
    return false;
}

/* A number of at most `max` digits; 0 for none. */
static int take_number(struct str *s, size_t max)
{
    size_t n = 0;
    int v = 0;

    while (n < s->n && n <= max && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    if (n > max)
        return 0;
    skip(s, n);
    return v;
}

static bool exists(int y, int mo, int d)
{
    return mo >= 1 && mo <= MONTHS && d >= 1 && d <= civil_month_days(y, mo);
}

/* The next day of that number, in a month that has one. */
static int64_t next_of_month(int64_t today, int d)
{
    struct civil c = civil_of_day(today);

    for (int i = 0; i < AHEAD; i++) {
        int mo = (c.mo - 1 + i) % MONTHS + 1, y = c.y + (c.mo - 1 + i) / MONTHS;
        if (exists(y, mo, d) && civil_days(y, mo, d) >= today)
            return civil_days(y, mo, d);
    }
    return today;
}

/* "20th"; not "2nd floor", "3rd time", nor "20th of November", which has its month. */
static bool take_ordinal(struct str *s, int64_t today, int64_t *day)
{
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    static const char *const goes_on[] = {" at",  " by",     " before", " between",
                                          " and", " in the", " with",   " or"};
    struct str rest = *s;
    size_t used, i = 0;

    if (!saying_says(rest, "the", &used) || used == rest.n || rest.p[used] != ' ')
        return false;
    skip(&rest, used + 1);
    int d = take_number(&rest, 2);
    while (i < 4 && !(rest.n >= 2 && strncmp(rest.p, ends[i], 2) == 0))
        i++;
    if (d < 1 || d > MONTH_DAYS || i == 4)
        return false;
    skip(&rest, 2);
    bool ends_here = rest.n == 0 || strchr(".,;:!?)", rest.p[0]) != NULL;
    for (i = 0; i < sizeof goes_on / sizeof goes_on[0] && !ends_here; i++)
        ends_here = saying_says(rest, goes_on[i], &used);
    if (ends_here) {
        *day = next_of_month(today, d);
        *s = rest;
    }
    return ends_here;
}

/* Day and month in either order, when only one can be meant. */
static bool in_order(int one, int two, int *mo, int *d)
{
    if (one > MONTHS && two <= MONTHS) {
        *d = one;
        *mo = two;
    } else if (two > MONTHS && one <= MONTHS) {
        *d = two;
        *mo = one;
    }
    return *d > 0;
}

/* The year behind the second mark; without one 0.  False: no day is written so. */
static bool take_year(struct str *s, char mark, int *year)
{
    bool marked = s->n > 0 && s->p[0] == mark;

    *year = 0;
    if (marked && s->n > 1 && s->p[1] >= '0' && s->p[1] <= '9') {
        skip(s, 1);
        *year = take_number(s, 4);
        return *year >= 2000 && (s->n == 0 || !saying_is_word(s->p[0]));
    }
    if (mark == '.' && marked) { /* "20.11." but not the sum "20.11" */
        skip(s, 1);
        return true;
    }
    return mark == '/' && !marked && (s->n == 0 || !saying_is_word(s->p[0]));
}

static bool take_figures(struct str *s, int64_t today, int64_t *day)
{
    struct str rest = *s;
    int one = take_number(&rest, 2), mo = 0, d = 0, year;
    char mark = rest.n > 0 ? rest.p[0] : '\0';

    if (one == 0 || (mark != '/' && mark != '.'))
        return false;
    skip(&rest, 1);
    int two = take_number(&rest, 2);
    if (two == 0 || !in_order(one, two, &mo, &d) || !take_year(&rest, mark, &year))
        return false;
    int this_year = civil_of_day(today).y, y = year != 0 ? year : this_year;
    if (year == 0 && exists(y, mo, d) && civil_days(y, mo, d) < today)
        y++;
    if (!exists(y, mo, d))
        return false;
    *day = civil_days(y, mo, d);
    *s = rest;
    return true;
}

bool saying_day_take(struct str *s, int64_t today, int64_t *day)
{
    struct str rest = *s;

    if (!take_before(&rest) || (!take_ordinal(&rest, today, day) && !take_figures(&rest, today, day)))
        return false;
    *s = rest;
    return true;
}
