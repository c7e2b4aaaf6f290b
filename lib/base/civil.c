#include "base/civil.h"

#include <string.h>

#include "base/text.h"

enum { DAY = 86400, DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int civil_month_days(int y, int mo)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (mo < 1 || mo > 12)
        return 0;
    return days[mo - 1] + (mo == 2 && is_leap(y));
}

bool civil_valid(const struct civil *c)
{
    return c->y >= 1 && c->y <= 9999 && c->d >= 1 && c->d <= civil_month_days(c->y, c->mo) && c->h >= 0 &&
           c->h <= 23 && c->mi >= 0 && c->mi <= 59 && c->s >= 0 && c->s <= 59;
}

/* Years are counted from March here, so that the leap day is the last of its year: the length of the months
 * from March on then follows (153 m + 2) / 5. */
int64_t civil_days(int y, int mo, int d)
{
    int64_t year = mo <= 2 ? y - 1 : y;
    int64_t month = mo <= 2 ? mo + 9 : mo - 3;

    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d - 1 - DAYS_TO_1970;
}

struct civil civil_of_day(int64_t day)
{
    if (day < CIVIL_DAY_MIN)
        day = CIVIL_DAY_MIN;
    if (day > CIVIL_DAY_MAX)
        day = CIVIL_DAY_MAX;
    int64_t n = day + DAYS_TO_1970; /* since 0000-03-01, never negative */
    int64_t era = n / DAYS_400_YEARS;
    int64_t in_era = n % DAYS_400_YEARS;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    struct civil c = {0};

    c.d = (int)(in_year - (153 * month + 2) / 5 + 1);
    c.mo = (int)(month < 10 ? month + 3 : month - 9);
    c.y = (int)(year + era * 400 + (c.mo <= 2));
    return c;
}

enum weekday civil_weekday(int64_t day)
{
    int64_t w = (day + THURSDAY) % 7; /* 1970-01-01 was a Thursday */

    return (enum weekday)(w < 0 ? w + 7 : w);
}

int64_t civil_seconds(const struct civil *c)
{
    return civil_days(c->y, c->mo, c->d) * DAY + c->h * 3600 + c->mi * 60 + c->s;
}

struct civil civil_of_seconds(int64_t seconds)
{
    if (seconds < INSTANT_MIN)
        seconds = INSTANT_MIN;
    if (seconds > INSTANT_MAX)
        seconds = INSTANT_MAX;
    int64_t day = seconds / DAY;
    int rest = (int)(seconds % DAY);
    if (rest < 0) {
        rest += DAY;
        day--;
    }
    struct civil c = civil_of_day(day);
    c.h = rest / 3600;
    c.mi = rest / 60 % 60;
    c.s = rest % 60;
    return c;
}

static void put_number(char *p, int width, int v)
{
    while (width-- > 0) {
        p[width] = (char)('0' + v % 10);
        v /= 10;
    }
}

static void put_date(char *p, const struct civil *c)
{
    memcpy(p, "0000-00-00", 11);
    put_number(p, 4, c->y);
    put_number(p + 5, 2, c->mo);
    put_number(p + 8, 2, c->d);
}

const char *civil_format(instant t, char out[CIVIL_SIZE])
{
    if (t == INSTANT_NONE) {
        memcpy(out, "-", 2);
        return out;
    }
    struct civil c = civil_of_seconds(t);
    put_date(out, &c);
    memcpy(out + 10, "T00:00:00Z", 11);
    put_number(out + 11, 2, c.h);
    put_number(out + 14, 2, c.mi);
    put_number(out + 17, 2, c.s);
    return out;
}

const char *civil_format_date(int64_t day, char out[CIVIL_SIZE])
{
    struct civil c = civil_of_day(day);

    put_date(out, &c);
    return out;
}

/* Exactly `width` digits at s[at]; -1 when they are not there. */
static int digits(struct str s, size_t at, size_t width)
{
    int v = 0;

    if (s.n < at + width)
        return -1;
    for (size_t i = at; i < at + width; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static bool digit_at(struct str s, size_t at)
{
    return digits(s, at, 1) >= 0;
}

static bool char_at(struct str s, size_t at, char c)
{
    return s.n > at && s.p[at] == c;
}

static void advance(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

enum civil_fit civil_scan_date(struct str *s, struct civil *c)
{
    struct civil got = {digits(*s, 0, 4), digits(*s, 5, 2), digits(*s, 8, 2), 0, 0, 0};

    if (got.y < 0 || !char_at(*s, 4, '-') || got.mo < 0 || !char_at(*s, 7, '-') || got.d < 0 ||
        digit_at(*s, 10))
        return CIVIL_OTHER;
    if (!civil_valid(&got))
        return CIVIL_BAD;
    c->y = got.y;
    c->mo = got.mo;
    c->d = got.d;
    advance(s, 10);
    return CIVIL_OK;
}

enum civil_fit civil_scan_clock(struct str *s, struct civil *c)
{
    int h = digits(*s, 0, 2), mi = digits(*s, 3, 2), sec = 0;
    size_t n = 5;

    if (h < 0 || !char_at(*s, 2, ':') || mi < 0 || digit_at(*s, 5))
        return CIVIL_OTHER;
    if (char_at(*s, 5, ':') && digit_at(*s, 6)) {
        sec = digits(*s, 6, 2);
        if (sec < 0 || digit_at(*s, 8))
            return CIVIL_OTHER;
        n = 8;
        if (char_at(*s, 8, '.') && digit_at(*s, 9)) {
            n = 9;
            while (digit_at(*s, n))
                n++;
        }
    }
    if (h > 23 || mi > 59 || sec > 60)
        return CIVIL_BAD;
    c->h = h;
    c->mi = mi;
    c->s = sec;
    advance(s, n);
    return CIVIL_OK;
}

enum civil_fit civil_scan_offset(struct str *s, int *seconds)
{
    if (char_at(*s, 0, 'Z') || char_at(*s, 0, 'z')) {
        *seconds = 0;
        advance(s, 1);
        return CIVIL_OK;
    }
    if (!char_at(*s, 0, '+') && !char_at(*s, 0, '-'))
        return CIVIL_OTHER;
    int h = digits(*s, 1, 2), mi = digits(*s, 4, 2);
    if (h < 0 || !char_at(*s, 3, ':') || mi < 0 || digit_at(*s, 6))
        return CIVIL_OTHER;
    if (h > 23 || mi > 59)
        return CIVIL_BAD;
    *seconds = (s->p[0] == '-' ? -1 : 1) * (h * 3600 + mi * 60);
    advance(s, 6);
    return CIVIL_OK;
}

static struct err *refuse(struct str s, enum civil_fit fit, const char *form)
{
    char quote[TEXT_QUOTE];

    return err_new(ERR_DATA, NULL,
                   fit == CIVIL_BAD ? "%s does not exist; write a time such as %s"
                                    : "%s is no time that can be read; write %s",
                   text_quote(s, quote), form);
}

struct err *civil_parse(struct str s, instant *out)
{
    static const char form[] = "2026-11-21T20:50:00Z";
    struct str rest = s;
    struct civil c = {0};
    int offset = 0;

    enum civil_fit fit = civil_scan_date(&rest, &c);
    if (fit != CIVIL_OK)
        return refuse(s, fit, form);
    bool parted = char_at(rest, 0, 'T') || char_at(rest, 0, 't') || char_at(rest, 0, ' ');
    if (!parted || !char_at(rest, 6, ':')) /* seconds must stand here */
        return refuse(s, CIVIL_OTHER, form);
    advance(&rest, 1);
    fit = civil_scan_clock(&rest, &c);
    if (fit == CIVIL_OK)
        fit = civil_scan_offset(&rest, &offset);
    if (fit == CIVIL_OK && rest.n > 0)
        fit = CIVIL_OTHER;
    if (fit != CIVIL_OK)
        return refuse(s, fit, form);
    int64_t t = civil_seconds(&c) - offset;
    bool leap = c.s == 60;
    if (t < INSTANT_MIN || t > INSTANT_MAX || (leap && (t % DAY) != 0))
        return refuse(s, CIVIL_BAD, form);
    *out = t;
    return NULL;
}

struct err *civil_parse_date(struct str s, int64_t *day)
{
    struct str rest = s;
    struct civil c = {0};
    enum civil_fit fit = civil_scan_date(&rest, &c);

    if (fit == CIVIL_OK && rest.n > 0)
        fit = CIVIL_OTHER;
    if (fit != CIVIL_OK)
        return refuse(s, fit, "2026-11-21");
    *day = civil_days(c.y, c.mo, c.d);
    return NULL;
}
