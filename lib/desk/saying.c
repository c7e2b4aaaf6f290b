#include "desk/saying.h"

#include <string.h>

#include "base/civil.h"
#include "base/zone.h"
#include "desk/saying_day.h"

enum { WEEK = 7, NOON = 12, LAST_NIGHT_HOUR = 5, LAST_AFTERNOON_HOUR = 6, WINDOW_MAX = 24 };

/* What letters say, and what stands for it. */
struct saying {
    const char *said, *meant;
};

static const struct saying sayings[] = {
    {"by the end of the day", "end of day"},
    {"by the end of business", "end of day"},
    {"by the end of today", "end of day"},
    {"by the end of the week", "end of week"},
    {"by the end of this week", "end of week"},
    {"by the end of the month", "end of month"},
    {"by the end of this month", "end of month"},
    {"by end of day", "end of day"},
    {"by end of business", "end of day"},
    {"by close of business", "end of day"},
    {"before the end of the day", "end of day"},
    {"before the end of the week", "end of week"},
    {"at the end of the day", "end of day"},
    {"at the end of the week", "end of week"},
    {"later this week", "end of week"},
    {"this week", "end of week"},
    {"this month", "end of month"},
    {"first thing tomorrow morning", "tomorrow 12:00"},
    {"first thing tomorrow", "tomorrow 12:00"},
    {"first thing in the morning", "tomorrow 12:00"},
    {"later today", "end of day"},
    {"tomorrow at noon", "tomorrow 12:00"},
    {"tomorrow by noon", "tomorrow 12:00"},
    {"tomorrow before noon", "tomorrow 12:00"},
    {"tomorrow noon", "tomorrow 12:00"},
    {"tonight", "today 20:00"},
    {"before noon", "12:00"},
    {"by noon", "12:00"},
    {"before lunch", "12:00"},
    {"by lunchtime", "12:00"},
    {"half past ten", "10:30"},
    {"within the next hour", "in 1 hour"},
    {"within the hour", "in 1 hour"},
    {"in the next hour", "in 1 hour"},
    {"within an hour", "in 1 hour"},
    {"in an hour", "in 1 hour"},
    {"within a day", "in 1 day"},
    {"within a week", "in 1 week"},
    {"in a week", "in 1 week"},
    {"within a fortnight", "in 2 weeks"},
    {"in a fortnight", "in 2 weeks"},
    {"within the next", "in"},
    {"over the next", "in"},
    {"in the next", "in"},
    {"during the next", "in"},
    {"within", "in"},
    {"a couple of", "2"},
};

static const char *const numbers[] = {"one",   "two",   "three", "four", "five",   "six",
                                      "seven", "eight", "nine",  "ten",  "eleven", "twelve"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool saying_is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
           (unsigned char)c >= 0x80;
}

bool saying_says(struct str s, const char *said, size_t *used)
{
    size_t n = strlen(said);

    for (size_t i = 0; i < n; i++)
        if (i >= s.n || lower(s.p[i]) != said[i])
            return false;
    *used = n;
    return n == s.n || !saying_is_word(s.p[n]);
}

void saying_flatten(struct str s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool half = i + 2 < s.n && (lower(c) == 'a' || lower(c) == 'p') && s.p[i + 1] == '.' &&
                    lower(s.p[i + 2]) == 'm' && i > 0 &&
                    !((s.p[i - 1] | 32) >= 'a' && (s.p[i - 1] | 32) <= 'z');
        if (half) {
            if (out->len > 0 && out->p[out->len - 1] == ' ')
                out->p[--out->len] = '\0';
            buf_addc(out, lower(c));
            buf_addc(out, 'm');
            i += i + 3 < s.n && s.p[i + 3] == '.' ? 3 : 2;
        } else if (strchr(" \t\r\n", c) != NULL) {
            if (out->len > 0 && out->p[out->len - 1] != ' ')
                buf_addc(out, ' ');
        } else {
            buf_addc(out, c);
        }
    }
}

/* --- taking from the front ---------------------------------------------------------------------------------------- */

static void skip(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

static bool take(struct str *s, const char *said)
{
    size_t used;

    if (!saying_says(*s, said, &used))
        return false;
    skip(s, used);
    return true;
}

static int take_one(struct str *s, const char *const *said, int n)
{
    for (int i = 0; i < n; i++)
        if (take(s, said[i]))
            return i;
    return -1;
}

static bool take_digits(struct str *s, size_t max, int *out)
{
    size_t n = 0;

    *out = 0;
    while (n < s->n && n <= max && s->p[n] >= '0' && s->p[n] <= '9')
        *out = *out * 10 + (s->p[n++] - '0');
    if (n == 0 || n > max)
        return false;
    skip(s, n);
    return true;
}

/* --- clock times --------------------------------------------------------------------------------------------------- */

/* One text on its way into plain words. */
struct reading {
    const struct when *cx;
    struct buf *out;
    bool later; /* the clock time that comes next is one of an afternoon or evening */
};

static const char *const parts[] = {"morning", "afternoon", "evening"};
static const int part_end[] = {NOON, 17, 20};

enum { PARTS = 3 };

/* Whether a bare hour may end here. */
static bool hour_ends(struct str rest)
{
    static const char *const goes_on[] = {" on",      " tomorrow",  " today",    " and",   " to",
                                          " with",    " or",        " in",       " sharp", " monday",
                                          " tuesday", " wednesday", " thursday", " friday"};

    if (rest.n == 0 || strchr(".,;!)", rest.p[0]) != NULL)
        return true;
    return (rest.p[0] == ' ' && rest.n == 1) ||
           take_one(&rest, goes_on, sizeof goes_on / sizeof goes_on[0]) >= 0;
}

/* "10" as 10:00, "3" as 15:00, "8 in the evening" as 20:00; am and pm are for others to read. */
static bool hour_here(struct reading *r, struct str *s)
{
    static const char *const halves[] = {"am", "pm", " am", " pm"};
    static const char *const said[] = {" in the morning", " in the afternoon", " in the evening"};
    struct str rest = *s;
    size_t n = s->n;
    int hour, minute = 0, part;
    bool later = r->later, bare = true;

    r->later = false;
    if (!take_digits(&rest, 2, &hour) || hour > 23)
        return false;
    bool short_form = n - rest.n == 1;
    if (rest.n > 2 && rest.p[0] == ':' && rest.p[1] >= '0' && rest.p[1] <= '9') {
        skip(&rest, 1);
        bare = false;
        if (!take_digits(&rest, 2, &minute) || minute > 59)
            return false;
    }
    struct str half = rest;
    if (take_one(&half, halves, 4) >= 0 || (rest.n > 1 && rest.p[0] == ':'))
        return false;
    (void)take(&rest, " o'clock");
    if ((part = take_one(&rest, said, PARTS)) >= 0)
        later = part > 0;
    else if (bare && !hour_ends(rest))
        return false;
    if (part != 0 && hour < NOON && (later || (short_form && hour >= 1 && hour <= LAST_AFTERNOON_HOUR)))
        hour += NOON;
    buf_printf(r->out, "%02d:%02d", hour, minute);
    *s = rest;
    return true;
}

/* "at 10". */
static bool bare_hour(struct reading *r, struct str *s)
{
    static const char *const before[] = {"at", "by", "before", "until"};
    struct str rest = *s;

    return take_one(&rest, before, 4) >= 0 && rest.n > 0 && rest.p[0] == ' ' &&
           (skip(&rest, 1), hour_here(r, &rest)) && (*s = rest, true);
}

/* "between 10 and 12", "from 10 to 12": 12 is due. */
static bool window(struct reading *r, struct str *s)
{
    struct str rest = *s;
    bool between = take(&rest, "between"), found = false;

    if ((!between && !take(&rest, "from")) || rest.n < 2 || rest.p[0] != ' ' ||
        (!between && (rest.p[1] < '0' || rest.p[1] > '9')))
        return false;
    for (size_t i = 1; i < rest.n && i < WINDOW_MAX && !found && strchr(",;!?", rest.p[i]) == NULL; i++) {
        struct str end = {rest.p + i, rest.n - i};
        if ((found = rest.p[i] == ' ' && take(&end, between ? " and" : " to") && end.n > 1))
            rest = (struct str){end.p + 1, end.n - 1};
    }
    if (!found)
        return false;
    (void)hour_here(r, &rest);
    *s = rest;
    return true;
}

/* --- days ---------------------------------------------------------------------------------------------------------- */

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

static int64_t today(const struct reading *r)
{
    return zone_day(r->cx->zone, r->cx->now);
}

static void put_day(struct reading *r, int64_t day)
{
    struct civil c = civil_of_day(day);

    buf_printf(r->out, "%04d-%02d-%02d", c.y, c.mo, c.d);
}

/* How many weeks "a week", "two weeks", "a fortnight" are. */
static bool take_weeks(struct str *s, int *weeks)
{
    struct str rest = *s;

    *weeks = 1;
    if (take(&rest, "a fortnight")) {
        *weeks = 2;
    } else if (!take(&rest, "a week") && !take(&rest, "one week")) {
        int which = take_one(&rest, numbers, sizeof numbers / sizeof numbers[0]);
        *weeks = which + 1;
        if ((which < 0 && !take_digits(&rest, 2, weeks)) || !take(&rest, " weeks"))
            return false;
    }
    (void)take(&rest, "'s time");
    *s = rest;
    return true;
}

/* "a week on monday", "two weeks from monday", "a week tomorrow". */
static bool weeks_before_day(struct str *s, int *weeks, int *day)
{
    struct str rest = *s;

    (void)take(&rest, "in ");
    if (!take_weeks(&rest, weeks))
        return false;
    (void)(take(&rest, " on") || take(&rest, " from"));
    if (rest.n == 0 || rest.p[0] != ' ')
        return false;
    skip(&rest, 1);
    *day = take(&rest, "tomorrow") ? WEEK : take_one(&rest, weekdays, WEEK);
    *s = rest;
    return *day >= 0;
}

/* "monday week", "monday in a week", "monday after next". */
static bool weeks_behind_day(struct str *s, int *weeks, int *day)
{
    struct str rest = *s;

    *day = take_one(&rest, weekdays, WEEK);
    *weeks = 1;
    if (*day < 0)
        return false;
    if (!take(&rest, " week") && !take(&rest, " after next") &&
        !((take(&rest, " in") && rest.n > 0 && rest.p[0] == ' ') &&
          (skip(&rest, 1), take_weeks(&rest, weeks))))
        return false;
    *s = rest;
    return true;
}

static bool weeks_away(struct reading *r, struct str *s)
{
    int weeks, day;

    if (!weeks_behind_day(s, &weeks, &day)) {
        struct str rest = *s;
        if (!weeks_before_day(&rest, &weeks, &day))
            return false;
        *s = rest;
    }
    int64_t now = today(r);
    int ahead = day == WEEK ? 1 : (day - (int)civil_weekday(now) + WEEK) % WEEK;
    put_day(r, now + ahead + (int64_t)weeks * WEEK);
    return true;
}

/* "monday next week", "monday of next week", "next week on monday", "by the end of next week". */
static bool next_week(struct reading *r, struct str *s)
{
    static const char *const ends[] = {"by the end of next week", "before the end of next week",
                                       "at the end of next week"};
    struct str rest = *s;
    int day = take_one(&rest, ends, 3) >= 0 ? FRIDAY : take_one(&rest, weekdays, WEEK);

    if (rest.n == s->n) {
        if (!take(&rest, "next week") || !(take(&rest, " on ") || take(&rest, ", on ") || take(&rest, " ")))
            return false;
        day = take_one(&rest, weekdays, WEEK);
    } else if (s->n - rest.n < strlen(ends[2]) && !take(&rest, " next week") &&
               !take(&rest, " of next week")) {
        return false;
    }
    if (day < 0)
        return false;
    int64_t now = today(r);
    put_day(r, now - (int64_t)civil_weekday(now) + WEEK + day);
    *s = rest;
    return true;
}

/* Whether a clock time follows, which is more exact than the part of the day. */
static bool clock_follows(struct str s)
{
    static const char *const before[] = {" at", " by", " before", " between", " from", ", at", ", between"};

    return take_one(&s, before, sizeof before / sizeof before[0]) >= 0 && s.n > 1 && s.p[0] == ' ' &&
           s.p[1] >= '0' && s.p[1] <= '9';
}

/* "friday morning", "tomorrow in the afternoon", "this evening". */
static bool day_part(struct reading *r, struct str *s)
{
    static const char *const near[] = {"today", "tomorrow", "this"};
    struct str rest = *s;
    int which = take_one(&rest, near, 3), day = which < 0 ? take_one(&rest, weekdays, WEEK) : 0;

    if (day < 0)
        return false;
    (void)take(&rest, ",");
    (void)take(&rest, " in the");
    if (rest.n == 0 || rest.p[0] != ' ')
        return false;
    skip(&rest, 1);
    int part = take_one(&rest, parts, PARTS);
    if (part < 0)
        return false;
    buf_adds(r->out, which < 0 ? weekdays[day] : which == 1 ? near[1] : near[0]);
    if (clock_follows(rest))
        r->later = part > 0;
    else
        buf_printf(r->out, " %02d:00", part_end[part]);
    *s = rest;
    return true;
}

/* "in the morning" alone: the next one, but before dawn today's; "in the morning on friday" is as friday. */
static bool part_alone(struct reading *r, struct str *s)
{
    struct str rest = *s;
    struct zone_time local;
    int part;

    if (!take(&rest, "in the") || rest.n == 0 || rest.p[0] != ' ')
        return false;
    skip(&rest, 1);
    if ((part = take_one(&rest, parts, PARTS)) < 0)
        return false;
    *s = rest;
    if (clock_follows(rest)) {
        r->later = part > 0;
    } else if (!take(&rest, " of") && !take(&rest, " on")) {
        zone_local(r->cx->zone, r->cx->now, &local);
        buf_printf(r->out, "%s%02d:00", part == 0 && local.c.h > LAST_NIGHT_HOUR ? "tomorrow " : "",
                   part_end[part]);
    }
    return true;
}

/* --- all ----------------------------------------------------------------------------------------------------------- */

/* "on the 20th", "by 20/11". */
static bool day_of_month(struct reading *r, struct str *s)
{
    int64_t day;

    if (!saying_day_take(s, today(r), &day))
        return false;
    put_day(r, day);
    return true;
}

static bool number_word(struct reading *r, struct str *s)
{
    int which = take_one(s, numbers, sizeof numbers / sizeof numbers[0]);

    if (which >= 0)
        buf_printf(r->out, "%d", which + 1);
    return which >= 0;
}

static bool said(struct reading *r, struct str *s)
{
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++)
        if (take(s, sayings[i].said)) {
            buf_adds(r->out, sayings[i].meant);
            return true;
        }
    return false;
}

void saying_plain(struct str part, const struct when *cx, struct buf *out)
{
    static bool (*const readers[])(struct reading *, struct str *) = {
        weeks_away, next_week, window, day_part, part_alone, day_of_month, bare_hour, number_word, said};
    struct reading r = {cx, out, false};
    struct buf flat = {0};

    saying_flatten(part, &flat);
    struct str s = flat.p != NULL ? buf_str(&flat) : str_of("");
    while (s.n > 0) {
        size_t used = 0;
        bool done = false;
        for (size_t i = 0; !done && i < sizeof readers / sizeof readers[0]; i++)
            done = readers[i](&r, &s);
        while (!done && used < s.n && saying_is_word(s.p[used]))
            used++;
        while (used < s.n && !saying_is_word(s.p[used]))
            used++;
        buf_add(out, s.p, used);
        skip(&s, used);
    }
    buf_free(&flat);
}
