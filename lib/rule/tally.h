/* tally: a return to a regulator as policy writes it (cust-policy(5), `returns`): which complaints count, in which row
 * and column.
 *
 * A return is about a period.  Each column counts, sums or shows the complaints to which something happened in it, and
 * may ask how long it took and what a field says.  Nothing here knows any one regulator: names, rows, columns and
 * conditions are the profile's.
 */
#ifndef RULE_TALLY_H
#define RULE_TALLY_H

#include "rule/calendar.h"
#include "rule/deadline.h"

/* What happens once to a complaint. */
enum tally_moment {
    TALLY_RECEIVED,
    TALLY_ACKNOWLEDGED,
    TALLY_ANSWERED, /* the first final or summary answer, or resolving: whichever came first */
    TALLY_RESOLVED, /* the last time */
    TALLY_CLOSED,
    TALLY_PAID,        /* redress: its day in `remedy-paid`; without one, when the amount was recorded */
    TALLY_REFERRED,    /* the day in `referred` */
    TALLY_OUTSTANDING, /* no moment: it came before the period and was not answered before it */
    TALLY_MOMENTS
};

/* What a row's key or a cell says of a complaint: an enum field, or one of these. */
enum tally_value {
    TALLY_REF = FIELDS,
    TALLY_STATUS,
    TALLY_TIMELY,   /* yes, no: whether deadlines for answers were met; empty: there were none */
    TALLY_REOPENED, /* yes, no: whether it was opened again */
    TALLY_DESK,     /* the desk's name */
    TALLY_DAY,      /* and on: the local day of each moment but the last */
    TALLY_VALUES = TALLY_DAY + TALLY_OUTSTANDING
};

enum tally_what { TALLY_COUNT, TALLY_SUM, TALLY_SHOW };

/* A field must say one of these; "-": nothing. */
struct tally_where {
    enum field field;
    const char *const *values;
    size_t n;
};

struct tally_column {
    const char *name;
    const char *title; /* the head of the column; the name when policy gives none */
    enum tally_what what;
    enum tally_moment at; /* of what is counted or summed */
    int value;            /* the money field that is summed; the enum tally_value that is shown */
    struct deadline_span after, within; /* from receipt to that moment; amount 0: as long as you like */
    const struct tally_where *where;
    size_t nwhere;
};

struct tally_need {
    enum field field;
    enum tally_moment from; /* which of the period's complaints must have it */
};

struct tally_profile {
    const char *name, *source, *checked;
    bool each;            /* a row for each complaint to which `of` happened in the period */
    enum tally_moment of; /* of `each` */
    const int *rows;      /* else a row for each combination of these values; none: a single row */
    size_t nrows;
    const struct tally_column *columns;
    size_t ncolumns;
    const struct tally_need *needs;
    size_t nneeds;
};

/* What is known of one complaint.  Texts that nobody asks for (tally_wants) may be left out. */
struct tally_case {
    instant at[TALLY_OUTSTANDING]; /* INSTANT_NONE: it has not happened */
    struct str text[TALLY_VALUES]; /* empty: nothing */
    int64_t amount[FIELDS];        /* of money fields, in hundredths */
};

/* Names for policy: of a moment (TALLY_RECEIVED "received", ...) and of a value; -1 when there is none. */
const char *tally_moment_name(enum tally_moment m);
int tally_moment_find(struct str name);
const char *tally_moment_near(struct str name);
const char *tally_value_name(int value);
int tally_value_find(struct str name);
const char *tally_value_near(struct str name);

/* Whether the profile needs this value of a complaint. */
bool tally_wants(const struct tally_profile *p, int value);
/* Whether it is what customers or colleagues wrote, rather than a name, a number or a day. */
bool tally_is_words(int value);

/* Whether the moment lies in the period [from, to). */
bool tally_happened(const struct tally_case *c, enum tally_moment m, instant from, instant to);
/* Whether the column counts the complaint in the period. */
bool tally_counts(const struct tally_column *col, const struct tally_case *c, instant from, instant to,
                  const struct calendar *cal);

#endif
