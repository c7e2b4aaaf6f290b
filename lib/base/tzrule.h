/* tzrule: a zone's standing rule as a POSIX TZ string ("CET-1CEST,M3.5.0,M10.5.0/3"), the footer of a TZif
 * file.
 *
 * POSIX.1-2017 XBD 8.3, with the hours of RFC 9636 section 3.3.1 (-167 to 167).
 */
#ifndef BASE_TZRULE_H
#define BASE_TZRULE_H

#include <stdbool.h>

#include "base/instant.h"
#include "base/str.h"

enum { TZRULE_ABBR = 16 };

/* The day of the year on which clocks change. */
struct tzrule_day {
    enum {
        TZRULE_JULIAN,  /* Jn: 29 February is never counted */
        TZRULE_COUNTED, /* n */
        TZRULE_WEEKDAY  /* Mm.w.d */
    } form;
    int month, week, day; /* month 1..12, week 1..5 (5: last), day 0..6 (0: Sunday); else day of the year */
    int seconds;          /* clock time of the change, from midnight; may be negative or beyond a day */
};

struct tzrule_phase {
    int offset; /* seconds east of UTC */
    bool dst;
    char abbr[TZRULE_ABBR];
};

struct tzrule {
    struct tzrule_phase standard, summer;
    bool has_summer;
    struct tzrule_day start, end; /* of summer time, by the clock before the change */
};

/* False when s is no such string; a summer time without its days is none either. */
bool tzrule_parse(struct str s, struct tzrule *out);

/* What is in force at t, which must lie within INSTANT_MIN..INSTANT_MAX. */
const struct tzrule_phase *tzrule_at(const struct tzrule *r, instant t);

#endif
