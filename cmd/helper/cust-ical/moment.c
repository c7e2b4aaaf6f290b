#include "cmd/helper/cust-ical/moment.h"

static bool digits(const char *p, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        *out = *out * 10 + (p[i] - '0');
    }
    return true;
}

bool moment_read(struct str s, struct moment *out)
{
    struct civil *c = &out->c;

    *out = (struct moment){.date = s.n == 8};
    if ((s.n != 8 && s.n != 15 && s.n != 16) || !digits(s.p, 4, &c->y) || !digits(s.p + 4, 2, &c->mo) ||
        !digits(s.p + 6, 2, &c->d))
        return false;
    if (!out->date) {
        out->utc = s.n == 16;
        if (s.p[8] != 'T' || (out->utc && s.p[15] != 'Z') || !digits(s.p + 9, 2, &c->h) ||
            !digits(s.p + 11, 2, &c->mi) || !digits(s.p + 13, 2, &c->s))
            return false;
        c->s = c->s == 60 ? 59 : c->s;
    }
    return civil_valid(c);
}

struct icaltimetype moment_to_ical(const struct civil *c, bool date)
{
    struct icaltimetype t = icaltime_null_time();

    t.year = c->y;
    t.month = c->mo;
    t.day = c->d;
    t.hour = c->h;
    t.minute = c->mi;
    t.second = c->s;
    t.is_date = date;
    return t;
}

struct civil moment_from_ical(struct icaltimetype t)
{
    return (struct civil){t.year, t.month, t.day, t.hour, t.minute, t.second};
}
