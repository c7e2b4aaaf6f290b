/* civil: days and clock times of the proleptic Gregorian calendar (ISO 8601), years 1 to 9999, and RFC 3339.
 *
 * Nothing here knows a time zone; zone.h does.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

struct civil {
    int y;        /* 1..9999 */
    int mo, d;    /* 1..12, 1..31 */
    int h, mi, s; /* 0..23, 0..59, 0..59 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, WEEKDAYS };

/* The first and last day that this calendar knows, as days since 1970-01-01. */
#define CIVIL_DAY_MIN ((int64_t)-719162) /* 0001-01-01 */
#define CIVIL_DAY_MAX ((int64_t)2932896) /* 9999-12-31 */

int civil_month_days(int y, int mo); /* 28..31; 0 for no such month */
bool civil_valid(const struct civil *c);

/* Days since 1970-01-01.  The date must be valid. */
int64_t civil_days(int y, int mo, int d);
/* The date of a day; days outside the range above give its nearest end.  The clock is 00:00:00. */
struct civil civil_of_day(int64_t day);
enum weekday civil_weekday(int64_t day);

/* Seconds since 1970-01-01T00:00:00 of the same clock: an instant when c is UTC.  c must be valid. */
int64_t civil_seconds(const struct civil *c);
/* The way back; values outside INSTANT_MIN..INSTANT_MAX give the nearest end. */
struct civil civil_of_seconds(int64_t seconds);

/* "2026-11-21T20:50:00Z"; "-" for INSTANT_NONE.  Returns out. */
enum { CIVIL_SIZE = 24 };
const char *civil_format(instant t, char out[CIVIL_SIZE]);
/* "2026-11-21".  Returns out. */
const char *civil_format_date(int64_t day, char out[CIVIL_SIZE]);

/* An RFC 3339 date-time with its offset ("Z", "+01:00"); "T" and "Z" in either case, a space in place of "T".
 * Fractions of a second are dropped; a leap second (23:59:60 UTC) is the second after it, as POSIX counts.
 * ERR_DATA names what is wrong and how to write it. */
struct err *civil_parse(struct str s, instant *out) ERR_CHECK;
/* "2026-11-21" alone, as a day. */
struct err *civil_parse_date(struct str s, int64_t *day) ERR_CHECK;

/* For parsers of longer texts: each takes its form off the front of *s.  Nothing is taken unless CIVIL_OK. */
enum civil_fit {
    CIVIL_OTHER, /* the text has not this form */
    CIVIL_BAD,   /* it has, but there is no such day, time or offset */
    CIVIL_OK
};
enum civil_fit civil_scan_date(struct str *s, struct civil *c); /* YYYY-MM-DD; sets y, mo, d */
/* HH:MM[:SS[.fraction]]; sets h, mi, s; s may be 60. */
enum civil_fit civil_scan_clock(struct str *s, struct civil *c);
enum civil_fit civil_scan_offset(struct str *s, int *seconds); /* Z, +HH:MM, -HH:MM; seconds east of UTC */

#endif
