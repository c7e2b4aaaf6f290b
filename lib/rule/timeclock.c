#include "rule/timeclock.h"

#include "rule/timescan.h"

typedef enum timewords_fit fit;

enum { NOON = 12, FACE_BEGINS = 7 * 60 };

/* The half of the day: 0 not said, 1 am, 2 pm. */
static int take_half(struct str *s)
{
    struct str rest = *s;

    timescan_blanks(&rest);
    int half = timescan_word(&rest, "am") ? 1 : timescan_word(&rest, "pm") ? 2 : 0;
    if (half != 0)
        *s = rest;
    return half;
}

static fit read_clock_figures(struct str *s, struct civil *c)
{
    struct str rest = *s;
    int h = timescan_digits(&rest, 1, 2), mi = 0, sec = 0;
    bool dot = rest.n > 1 && rest.p[0] == '.'; /* "4.30 pm"; without its half it may be a day */
    bool colon = rest.n > 1 && (rest.p[0] == ':' || dot) && timescan_is_digit(rest.p[1]);

    if (h < 0)
        return TIMEWORDS_OTHER;
    if (colon) {
        timescan_skip(&rest, 1);
        mi = timescan_digits(&rest, 2, 2);
        if (!dot && rest.n > 1 && rest.p[0] == ':' && timescan_is_digit(rest.p[1])) {
            timescan_skip(&rest, 1);
            sec = timescan_digits(&rest, 2, 2);
        }
    }
    int half = take_half(&rest);
    if (((!colon || dot) && half == 0) || mi < 0 || sec < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    if (h > 23 || mi > 59 || sec > 59 || (half != 0 && (h < 1 || h > 12)))
        return TIMEWORDS_NO_SUCH;
    if (half != 0)
        h = h % 12 + (half == 2 ? 12 : 0);
    c->h = h;
    c->mi = mi;
    c->s = sec;
    *s = rest;
    return TIMEWORDS_OK;
}

/* Minutes of the day: an hour of a clock's face whose half is not said is one between 7:00 and 18:59. */
static int face(int hour, int minutes)
{
    int at = hour % NOON * 60 + minutes;

    return at < FACE_BEGINS ? at + NOON * 60 : at;
}

static fit set_clock(struct civil *c, int hour, int minutes, int half)
{
    int at = hour * 60 + minutes;

    if (hour > 23 || (half != 0 && (hour < 1 || hour > NOON)))
        return TIMEWORDS_NO_SUCH;
    if (half != 0)
        at = (hour % NOON + (half == 2 ? NOON : 0)) * 60 + minutes;
    else if (hour >= 1 && hour <= NOON)
        at = face(hour, minutes);
    if (at < 0)
        return TIMEWORDS_NO_SUCH;
    c->h = at / 60;
    c->mi = at % 60;
    c->s = 0;
    return TIMEWORDS_OK;
}

/* "half past 4", "quarter to four pm". */
static fit read_spoken(struct str *s, struct civil *c)
{
    static const struct {
        const char *part, *side;
        int minutes;
    } rows[] = {{"half", "past", 30}, {"quarter", "past", 15}, {"quarter", "to", -15}};
    static const char *const hours[] = {"one",   "two",   "three", "four", "five",   "six",
                                        "seven", "eight", "nine",  "ten",  "eleven", "twelve"};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str rest = *s;
        bool here = timescan_word(&rest, rows[i].part);
        timescan_blanks(&rest);
        if (!here || !timescan_word(&rest, rows[i].side))
            continue;
        timescan_blanks(&rest);
        int hour = timescan_digits(&rest, 1, 2);
        if (hour < 0)
            hour = timescan_whole_name(&rest, hours, NOON) + 1;
        else if (hour == 0)
            return TIMEWORDS_NO_SUCH;
        int half = take_half(&rest);
        if (hour == 0 || !timescan_at_end(rest))
            return TIMEWORDS_OTHER;
        *s = rest;
        return set_clock(c, hour, rows[i].minutes, half);
    }
    return TIMEWORDS_OTHER;
}

enum timewords_fit timeclock_read(struct str *s, struct civil *c)
{
    static const char *const named[] = {"noon", "midday", "midnight"};
    struct str rest = *s;
    int which = timescan_whole_name(&rest, named, 3);

    if (which < 0) {
        fit how = read_spoken(s, c);
        return how != TIMEWORDS_OTHER ? how : read_clock_figures(s, c);
    }
    if (!timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    c->h = which == 2 ? TIMEWORDS_MIDNIGHT : NOON;
    c->mi = c->s = 0;
    *s = rest;
    return TIMEWORDS_OK;
}

/* "10", which a day beside it makes an hour. */
enum timewords_fit timeclock_hour(struct str *s, struct civil *c)
{
    struct str rest = *s;
    int hour = timescan_digits(&rest, 1, 2);

    if (hour < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    *s = rest;
    return set_clock(c, hour, 0, 0);
}
