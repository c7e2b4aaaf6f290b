/* deadline: how long we may take: spans of time as policy writes them, and the due time that follows.
 *
 * Policy fills arrays of struct deadline_rule; names are its memory.
 */
#ifndef RULE_DEADLINE_H
#define RULE_DEADLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"
#include "rule/calendar.h"
#include "rule/word.h"

enum deadline_unit {
    DEADLINE_MINUTES, /* by the clock, day and night */
    DEADLINE_HOURS,
    DEADLINE_BUSINESS_MINUTES, /* while the desk is open */
    DEADLINE_BUSINESS_HOURS,
    DEADLINE_WORKING_DAYS, /* until the end of business of the nth working day after the day of the start */
    DEADLINE_DAYS,         /* until 23:59:59 local of the nth day after the day of the start */
    DEADLINE_WEEKS,        /* seven of these days (FCA DISP 1.6.2R: "by the end of eight weeks") */
    DEADLINE_MONTHS        /* the same day of a later month, or its last when it is shorter */
};

struct deadline_span {
    int64_t amount; /* 1..DEADLINE_AMOUNT_MAX */
    enum deadline_unit unit;
};

#define DEADLINE_AMOUNT_MAX INT64_C(1000000)

/* Reads "4 business hours", "2 working days", "8 weeks", "30 minutes", "4h", "30m", "2d", "8w", "6 months": a number
 * and a unit, singular or plural; "business" and "working" are one; ASCII case does not count.  ERR_POLICY says how to
 * write one. */
struct err *deadline_parse_span(struct str s, struct deadline_span *out) ERR_CHECK;

/* For longer texts: takes a span off the front of *s, up to a word's end.  False, and nothing taken, when none is
 * there. */
bool deadline_take_span(struct str *s, struct deadline_span *out);

/* Appends "4 business hours", as deadline_parse_span() reads it. */
void deadline_format_span(const struct deadline_span *span, struct buf *out);

/* When a span that starts at `from` is over.  Paused time counts for no unit: minutes and hours stand still, a day
 * whose end lies in a pause is not counted.  INSTANT_NONE while the last pause has no end, or beyond year 9999. */
instant deadline_span_due(const struct deadline_span *span, const struct calendar *cal, instant from,
                          const struct calendar_pause *pauses, size_t npauses);

enum deadline_from { DEADLINE_FROM_RECEIVED, DEADLINE_FROM_ACKNOWLEDGED };

enum { DEADLINE_ANY_PRIORITY = -1 };

struct deadline_rule {
    const char *name;
    enum kind kind; /* KIND_RESPONSE, KIND_UPDATE or KIND_RESOLUTION */
    struct deadline_span span;
    int priority;         /* enum priority, or DEADLINE_ANY_PRIORITY */
    const char *category; /* NULL: any */
    enum deadline_from from;
    bool runs_on; /* waiting for the customer does not stop it: a regulator's clock */
    bool always;  /* day and night, on holidays too: an hour is any hour, every day a working day */
};

/* The calendar that a rule counts by: the desk's, or for one that runs always the same one without hours. */
struct calendar deadline_calendar(const struct deadline_rule *rule, const struct calendar *desk);

/* When the rule is due.  `from` is when its clock started (INSTANT_NONE: not yet, and so is the answer). */
instant deadline_due(const struct deadline_rule *rule, const struct calendar *cal, instant from,
                     const struct calendar_pause *pauses, size_t npauses);

/* A rule that a standard sets (cust-policy(5), `standards`): it stands beside the desk's own and holds for what was
 * received while it was in force, so that a matter keeps the rule under which it came in. */
struct deadline_standard {
    struct deadline_rule rule;    /* its priority and category limit it as they do the desk's own */
    const char *stage;            /* only once the complaint is at this stage; NULL: before any */
    const char *instead;          /* where this one applies, the standard of that name does not; NULL */
    int64_t since, until;         /* first and last local day of receipt; INT64_MIN, INT64_MAX */
    struct deadline_span extend;  /* how long after the start at most it may be extended to; amount 0: not */
    const char *source, *checked; /* where it stands, and when somebody looked; "" */
    bool signpost;                /* of a final answer's deadline: that answer must say who decides next */
};

/* What decides whether a standard applies; names may be NULL. */
struct deadline_case {
    enum priority priority;
    const char *category, *stage;
    int64_t day; /* local day of receipt */
};

/* Those that apply, in their order, into `out` (room for n); gives how many. */
size_t deadline_standards(const struct deadline_standard *all, size_t n, const struct deadline_case *of,
                          const struct deadline_standard **out);

/* The rule for a complaint: of that kind, its priority and category the same or any.  A rule that names a category
 * beats one that does not; then one that names a priority; then the earlier.  NULL when none fits; category may be
 * NULL.  Names are compared byte by byte. */
const struct deadline_rule *deadline_pick(const struct deadline_rule *rules, size_t n, enum kind kind,
                                          enum priority priority, const char *category);

#endif
