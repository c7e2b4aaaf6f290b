#include "rule/timewords.h"

#include <string.h>

#include "rule/timeclock.h"
#include "rule/timescan.h"
#include "rule/timespan.h"

typedef enum timewords_fit fit;

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const char *const units[] = {"day", "week", "month", "year"};

/* Takes "at", "on" or "by" with the blank behind it; true when it was "at". */
static bool take_preposition(struct str *s)
{
    static const char *const words[] = {"at", "on", "by"};
    struct str rest = *s;
    int which = timescan_whole_name(&rest, words, 3);

    if (which < 0 || rest.n == 0 || !timescan_is_blank(rest.p[0]))
        return false;
    timescan_blanks(&rest);
    *s = rest;
    return which == 0;
}

/* --- clock times ------------------------------------------------------------------------------------------------ */

static const char *const parts[] = {"morning", "afternoon", "evening"};

/* "afternoon", "in the afternoon" behind a day, if it stands there. */
static void take_part(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    timescan_gap(&rest);
    if (timescan_word(&rest, "in")) {
        timescan_blanks(&rest);
        if (!timescan_word(&rest, "the"))
            return;
        timescan_blanks(&rest);
    }
    int which = timescan_whole_name(&rest, parts, 3);
    if (which < 0 || !timescan_at_end(rest))
        return;
    out->part = (enum timewords_part)(TIMEWORDS_MORNING + which);
    *s = rest;
}

/* "tonight at 8" is 20:00; what is no time of an evening is none of tonight. */
static fit within_part(struct timewords *w)
{
    static const int from[] = {0, 0, 12, 17}, to[] = {24, 12, 18, 24};

    if (!w->has_clock)
        return TIMEWORDS_OK;
    if (w->part == TIMEWORDS_EVENING && w->c.h >= 5 && w->c.h < 12)
        w->c.h += 12;
    return w->c.h >= from[w->part] && w->c.h <= to[w->part] ? TIMEWORDS_OK : TIMEWORDS_NO_SUCH;
}

/* A clock time behind a day, if there is one; only a wrong one is a fault. */
static fit read_clock_behind(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    timescan_gap(&rest);
    bool at = take_preposition(&rest);
    fit how = timeclock_read(&rest, &out->c);
    if (how == TIMEWORDS_OTHER && at)
        how = timeclock_hour(&rest, &out->c);
    if (how == TIMEWORDS_OTHER)
        return at && timescan_ndigits(rest) > 0 ? TIMEWORDS_BARE_HOUR : TIMEWORDS_OK;
    if (how == TIMEWORDS_OK) {
        out->has_clock = true;
        *s = rest;
    }
    return how;
}

/* --- dates ------------------------------------------------------------------------------------------------------ */

/* The clock and offset of ISO 8601 behind its date: "T16:00:00Z", " 16:00+01:00". */
static fit read_iso_clock(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    bool strict = rest.n > 0 && (rest.p[0] == 'T' || rest.p[0] == 't');

    if (rest.n == 0 || (!strict && rest.p[0] != ' '))
        return TIMEWORDS_OTHER;
    timescan_skip(&rest, 1);
    struct civil c = out->c;
    enum civil_fit how = civil_scan_clock(&rest, &c);
    if (how == CIVIL_OK) {
        how = civil_scan_offset(&rest, &out->offset);
        out->has_offset = how == CIVIL_OK;
        if (how == CIVIL_OTHER && timescan_at_end(rest))
            how = CIVIL_OK;
    }
    if (how == CIVIL_BAD || (how == CIVIL_OK && c.s > 59))
        return TIMEWORDS_NO_SUCH;
    if (how == CIVIL_OTHER || !timescan_at_end(rest))
        return strict ? TIMEWORDS_NO_SUCH : TIMEWORDS_OTHER;
    out->c = c;
    out->has_clock = true;
    *s = rest;
    return TIMEWORDS_OK;
}

/* "2026-11", "2026Q3", "2026H2" and "2026". */
static fit read_month_or_year(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    int y = timescan_digits(&rest, 4, 4), part = 1, span = 12;
    char mark = '\0';

    if (rest.n > 0 && strchr("-HhQq", rest.p[0]) != NULL) {
        mark = rest.p[0];
        span = mark == '-' ? 1 : mark == 'Q' || mark == 'q' ? 3 : 6;
        timescan_skip(&rest, 1);
        part = timescan_digits(&rest, mark == '-' ? 2 : 1, mark == '-' ? 2 : 1);
    }
    if (y < 0 || part < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    if (y == 0 || part < 1 || part * span > 12)
        return TIMEWORDS_NO_SUCH;
    out->form = mark != '\0' ? TIMEWORDS_MONTH : TIMEWORDS_YEAR;
    out->c.y = y;
    out->c.mo = (part - 1) * span + 1;
    out->months = span;
    *s = rest;
    return TIMEWORDS_OK;
}

static fit read_iso(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    enum civil_fit date = civil_scan_date(&rest, &out->c);

    if (date == CIVIL_OTHER)
        return read_month_or_year(s, out);
    if (date == CIVIL_BAD)
        return TIMEWORDS_NO_SUCH;
    out->form = TIMEWORDS_DATE;
    fit how = read_iso_clock(&rest, out);
    if (how == TIMEWORDS_OTHER && timescan_at_end(rest)) {
        take_part(&rest, out);
        how = read_clock_behind(&rest, out);
    }
    if (how == TIMEWORDS_OK && (how = within_part(out)) == TIMEWORDS_OK)
        *s = rest;
    return how;
}

static void skip_ordinal(struct str *s)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};

    timescan_whole_name(s, endings, 4);
}

/* "21 nov", "nov 21", each with a year or without. */
static fit read_month_day(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    int day = timescan_digits(&rest, 1, 2);

    if (day >= 0) {
        skip_ordinal(&rest);
        timescan_blanks(&rest);
    }
    int month = timescan_name(&rest, months, 12, 3);
    if (month < 0)
        return TIMEWORDS_OTHER;
    if (day < 0) {
        timescan_blanks(&rest);
        day = timescan_digits(&rest, 1, 2);
        skip_ordinal(&rest);
    }
    if (day < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    struct str tail = rest;
    timescan_gap(&tail);
    int year = timescan_digits(&tail, 4, 4);
    bool dated = year >= 0 && timescan_at_end(tail);
    out->form = dated ? TIMEWORDS_DATE : TIMEWORDS_YEARLESS;
    out->c.y = dated ? year : 2000; /* a leap year: any day that can be */
    out->c.mo = month + 1;
    out->c.d = day;
    *s = dated ? tail : rest;
    return civil_valid(&out->c) ? TIMEWORDS_OK : TIMEWORDS_NO_SUCH;
}

/* --- days by name ----------------------------------------------------------------------------------------------- */

static enum timewords_direction take_direction(struct str *s)
{
    static const char *const words[] = {"next", "last", "this"};
    static const enum timewords_direction means[] = {TIMEWORDS_AHEAD, TIMEWORDS_BACK, TIMEWORDS_THIS};
    int which = timescan_whole_name(s, words, 3);

    timescan_blanks(s);
    return which < 0 ? TIMEWORDS_OPEN : means[which];
}

static fit read_weekday(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    out->direction = take_direction(&rest);
    int day = timescan_name(&rest, weekdays, WEEKDAYS, 3);
    if (day < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_WEEKDAY;
    out->weekday = (enum weekday)day;
    *s = rest;
    timescan_gap(&rest);
    struct timewords date = *out;
    struct str before = rest;
    fit how =
        civil_scan_date(&rest, &date.c) == CIVIL_OK && timescan_at_end(rest) ? TIMEWORDS_OK : TIMEWORDS_OTHER;
    if (how == TIMEWORDS_OK) {
        date.form = TIMEWORDS_DATE;
    } else {
        rest = before;
        how = read_month_day(&rest, &date);
    }
    if (how == TIMEWORDS_OK && out->direction == TIMEWORDS_OPEN) {
        *out = date;
        out->has_weekday = true;
        *s = rest;
    }
    return how == TIMEWORDS_NO_SUCH ? how : TIMEWORDS_OK;
}

static fit read_near_day(struct str *s, struct timewords *out)
{
    static const char *const words[] = {"yesterday", "today", "tomorrow", "tonight"};
    struct str rest = *s;
    int which = timescan_whole_name(&rest, words, 4), beyond = 0;

    if (which == 3) {
        out->part = TIMEWORDS_EVENING;
        which = 1;
    }

    if (which < 0) { /* "(the) day after tomorrow", "day before yesterday" */
        (void)timescan_word(&rest, "the");
        timescan_blanks(&rest);
        if (!timescan_word(&rest, "day"))
            return TIMEWORDS_OTHER;
        timescan_blanks(&rest);
        beyond = timescan_word(&rest, "after") ? 1 : timescan_word(&rest, "before") ? -1 : 0;
        timescan_blanks(&rest);
        which = timescan_whole_name(&rest, words, 3);
        if (beyond == 0 || which != 1 + beyond)
            return TIMEWORDS_OTHER;
    }
    if (!timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_TODAY;
    out->days = which - 1 + beyond;
    *s = rest;
    return TIMEWORDS_OK;
}

/* "this afternoon" */
static fit read_this_part(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    if (take_direction(&rest) != TIMEWORDS_THIS)
        return TIMEWORDS_OTHER;
    int which = timescan_whole_name(&rest, parts, 3);
    if (which < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_TODAY;
    out->part = (enum timewords_part)(TIMEWORDS_MORNING + which);
    *s = rest;
    return TIMEWORDS_OK;
}

static fit read_period(struct str *s, struct timewords *out)
{
    struct str rest = *s;

    out->direction = take_direction(&rest);
    int unit = timescan_whole_name(&rest, units, 4);
    if (out->direction == TIMEWORDS_OPEN || unit <= TIMEWORDS_A_DAY || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_PERIOD;
    out->unit = (enum timewords_unit)unit;
    *s = rest;
    return TIMEWORDS_OK;
}

typedef fit reader(struct str *, struct timewords *);

/* The first of n readers that does not say TIMEWORDS_OTHER. */
static fit first_of(reader *const *readers, size_t n, struct str *s, struct timewords *out)
{
    for (size_t i = 0; i < n; i++) {
        struct timewords got = {0};
        struct str rest = *s;
        fit how = readers[i](&rest, &got);
        if (how == TIMEWORDS_OTHER)
            continue;
        if (how == TIMEWORDS_OK) {
            *out = got;
            *s = rest;
        }
        return how;
    }
    return TIMEWORDS_OTHER;
}

static reader *const day_readers[] = {read_near_day, read_this_part, read_weekday, read_month_day,
                                      read_period};
enum { NAMED_DAY_READERS = 3, DAY_READERS = sizeof day_readers / sizeof day_readers[0] };

/* Which part of it, where that is not told yet. */
static void part_of_day(struct str *s, struct timewords *out)
{
    if (out->part == TIMEWORDS_WHOLE_DAY && out->form != TIMEWORDS_PERIOD)
        take_part(s, out);
}

static fit read_day(struct str *s, struct timewords *out)
{
    fit how = first_of(day_readers, DAY_READERS, s, out);

    if (how != TIMEWORDS_OK)
        return how;
    part_of_day(s, out);
    how = read_clock_behind(s, out);
    return how == TIMEWORDS_OK ? within_part(out) : how;
}

/* A weekday's short name behind a clock time counts only at the text's end: "16:00 sun cream" is about cream. */
static bool is_doubtful(const struct timewords *day, struct str before, struct str after)
{
    return day->form == TIMEWORDS_WEEKDAY && day->direction == TIMEWORDS_OPEN && after.n > 0 &&
           (size_t)(after.p - before.p) < strlen(weekdays[day->weekday]);
}

static fit read_clock_first(struct str *s, struct timewords *out)
{
    fit how = timeclock_read(s, &out->c);
    bool bare = how == TIMEWORDS_OTHER;
    struct timewords day = {0};

    if (bare)
        how = timeclock_hour(s, &out->c);
    struct str rest = *s;
    if (how != TIMEWORDS_OK)
        return bare ? TIMEWORDS_OTHER : how;
    out->form = TIMEWORDS_CLOCK;
    out->has_clock = true;
    timescan_gap(&rest);
    take_preposition(&rest);
    struct str before = rest;
    how = first_of(day_readers, bare ? NAMED_DAY_READERS : DAY_READERS, &rest, &day);
    if (bare && (how != TIMEWORDS_OK || is_doubtful(&day, before, rest)))
        return TIMEWORDS_OTHER;
    if (how == TIMEWORDS_OTHER && civil_scan_date(&rest, &day.c) == CIVIL_OK && timescan_at_end(rest)) {
        day.form = TIMEWORDS_DATE;
        how = TIMEWORDS_OK;
    }
    if (how != TIMEWORDS_OK || is_doubtful(&day, before, rest))
        return how == TIMEWORDS_NO_SUCH ? how : TIMEWORDS_OK;
    part_of_day(&rest, &day);
    day.c.h = out->c.h;
    day.c.mi = out->c.mi;
    day.c.s = out->c.s;
    day.has_clock = true;
    *out = day;
    *s = rest;
    return within_part(out);
}

static fit read_end_of(struct str *s, struct timewords *out)
{
    struct str rest = *s;
    int unit = TIMEWORDS_A_DAY;

    if (!timescan_word(&rest, "eod")) {
        if (!timescan_word(&rest, "end"))
            return TIMEWORDS_OTHER;
        timescan_blanks(&rest);
        if (!timescan_word(&rest, "of"))
            return TIMEWORDS_OTHER;
        timescan_blanks(&rest);
        unit = timescan_whole_name(&rest, units, 4);
    }
    if (unit < 0 || !timescan_at_end(rest))
        return TIMEWORDS_OTHER;
    out->form = TIMEWORDS_END;
    out->unit = (enum timewords_unit)unit;
    *s = rest;
    return TIMEWORDS_OK;
}

static fit read_now(struct str *s, struct timewords *out)
{
    out->form = TIMEWORDS_NOW;
    return timescan_word(s, "now") && timescan_at_end(*s) ? TIMEWORDS_OK : TIMEWORDS_OTHER;
}

/* --- all together ----------------------------------------------------------------------------- */

static fit read_span(struct str *s, struct timewords *out)
{
    fit how = timespan_read(s, out);
    bool days =
        out->form == TIMEWORDS_BUSINESS ? out->business.unit == DEADLINE_WORKING_DAYS : out->seconds == 0;

    return how == TIMEWORDS_OK && days ? read_clock_behind(s, out) : how;
}

/* Figures with "/" or "." between them, or "03-04": a date to whoever wrote it. */
static bool is_figures(struct str s)
{
    size_t n = timescan_ndigits(s);

    if (n == 0 || n > 4 || s.n < n + 2 || !timescan_is_digit(s.p[n + 1]))
        return false;
    return s.p[n] == '/' || s.p[n] == '.' || (n < 4 && s.p[n] == '-');
}

enum timewords_fit timewords_read(struct str *s, struct timewords *out)
{
    static reader *const readers[] = {read_now,    read_span, read_iso,        timespan_read_iso,
                                      read_end_of, read_day,  read_clock_first};
    struct str rest = *s;

    timescan_blanks(&rest);
    bool at = take_preposition(&rest);
    fit how = first_of(readers, sizeof readers / sizeof readers[0], &rest, out);
    if (how == TIMEWORDS_OK)
        *s = rest;
    else if (how == TIMEWORDS_OTHER && is_figures(rest))
        how = TIMEWORDS_FIGURES;
    else if (how == TIMEWORDS_OTHER && at && timescan_ndigits(rest) > 0)
        how = TIMEWORDS_BARE_HOUR;
    return how;
}
