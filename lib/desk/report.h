/* report: tables of figures over the whole desk, in one pass: a period beside the one before.
 *
 * A pass (db_walk) tells facts: this complaint was received, this promise was kept.  A table counts them, a row for
 * each owner, cause, day, ...; any number of tables share a pass, and each figure can name the complaints behind it.
 * cust-report(1) defines the figures.  Nothing here reads the clock; the same store, period and instant give the same
 * figures, whatever was written since.
 */
#ifndef DESK_REPORT_H
#define DESK_REPORT_H

#include "desk/desk.h"
#include "store/db_bits.h"

/* What is told.  The comment says of what moment. */
enum report_fact {
    REPORT_RECEIVED, /* of the period */
    REPORT_P1,       /* of those received, by priority and signal: as they are now */
    REPORT_P2,
    REPORT_P3,
    REPORT_P4,
    REPORT_ANGER,
    REPORT_HOSTILITY,
    REPORT_SAFETY,
    REPORT_LEGAL,
    REPORT_CHURN,
    REPORT_URGENCY,
    REPORT_PUBLICITY,
    REPORT_VULNERABLE,
    REPORT_REPEAT,   /* received within REPORT_REPEAT_DAYS of another of the same customer */
    REPORT_ANSWERED, /* how long: from the first words */
    REPORT_RESOLVED, /* how long: from the first words */
    REPORT_CAUSED,   /* those of them of which the cause is known */
    REPORT_CLOSED,
    REPORT_SATISFIED,
    REPORT_UNSATISFIED, /* events */
    REPORT_REOPENED,    /* events */
    REPORT_VOIDED,
    REPORT_DIFFICULT, /* customers, by their last complaint that came by the end of the period (report_came.h) */
    REPORT_WON_BACK, /* those of them who are loyal now */
    REPORT_KEPT,     /* promises, callbacks and meetings that ended in the period */
    REPORT_KEPT_LATE,
    REPORT_BROKEN,
    REPORT_MOVED,
    REPORT_RESPONSE_MET, /* deadlines that ended in the period; how long: from their start */
    REPORT_RESPONSE_MISSED,
    REPORT_UPDATE_MET,
    REPORT_UPDATE_MISSED,
    REPORT_RESOLUTION_MET,
    REPORT_RESOLUTION_MISSED,
    REPORT_OPEN, /* at the end of the period */
    REPORT_LATE,
    REPORT_WAITING,
    REPORT_UNOWNED,
    REPORT_WITHOUT_STEP,
    REPORT_UNANSWERED,   /* late, and nobody has answered yet */
    REPORT_PROMISE_OPEN, /* at the end of the period, too */
    REPORT_PROMISE_OVERDUE,
    REPORT_DEADLINE_OPEN,
    REPORT_DEADLINE_OVERDUE,
    REPORT_ARRIVED, /* at any time up to the end of the period: for the backlog */
    REPORT_LEFT,
    REPORT_RECURRED,  /* received in the period although a fix of its cause held then */
    REPORT_OFFERED,   /* remedies: events of the period */
    REPORT_GIVEN,     /* the complaint's remedy, set in the period; its amount */
    REPORT_WORKED,    /* the complaint's remedy, when it was closed in the period with a yes */
    REPORT_SCORED,    /* the last score that the customer gave, in the period; its amount, in hundredths */
    REPORT_ABUSED,    /* events: a colleague was abused */
    REPORT_SUPPORTED, /* talks with them that were held in the period */
    REPORT_ESCALATED, /* steps up the chain of command that came due in the period */
    REPORT_OWING,     /* at the end of the period: late payments; what is left of the invoice */
    REPORT_PRAISED,   /* events: they wrote nothing but thanks */
    REPORT_FACTS
};
enum { REPORT_REPEAT_DAYS = 90 };
#define REPORT_BIT(fact) (UINT64_C(1) << (fact))

/* What a row of a table is about. */
enum report_key {
    REPORT_WHOLE, /* one row */
    REPORT_BY_OWNER,
    REPORT_BY_KIND, /* of deadline */
    REPORT_BY_CUSTOMER,
    REPORT_BY_CAUSE,
    REPORT_BY_REMEDY,
    REPORT_BY_TIME
};

/* How a column comes from the facts that it counts. */
enum report_how {
    REPORT_COUNT,
    REPORT_PERCENT,         /* facts in a hundred of `of`, rounded to the nearest */
    REPORT_MEDIAN,          /* minutes by the clock, day and night; rounded down */
    REPORT_P90,             /* the 90th percentile of them */
    REPORT_BUSINESS_MEDIAN, /* minutes in which the desk is open */
    REPORT_BUSINESS_P90,
    REPORT_SUM,        /* of amounts, in hundredths */
    REPORT_AVERAGE,    /* of amounts, in hundredths, rounded to the nearest */
    REPORT_SHARE,      /* of the column's total, percent */
    REPORT_CUMULATIVE, /* the shares of this row and all above it, percent */
    REPORT_RUNNING     /* all so far: facts less `of` */
};

/* Whether a figure is in hundredths: 450 is 4.50. */
bool report_how_is_decimal(enum report_how how);
/* Whether it is in minutes, and whether those are of the desk's open hours. */
bool report_how_is_time(enum report_how how);
bool report_how_is_business(enum report_how how);

struct report_column {
    const char *name;
    enum report_how how;
    int period; /* 0: the period, 1: the one before */
    uint64_t facts, of;
};

struct report_spec {
    enum report_key key;
    const struct report_column *columns;
    size_t n;
    int sort;     /* the column by which rows come, greatest first; -1: by key */
    uint64_t may; /* there are only rows of which one of these is told, by a column; 0: of any fact */
};

#define REPORT_NONE INT64_MIN /* no figure: nothing that it could be computed from */

struct report_counted; /* report_rows.c */

struct report_table {
    const struct report_spec *spec;
    size_t n; /* rows */
    struct report_counted *counted;
};

/* What row i is about: name, kind, customer, or the step of time; and its figure in a column, or REPORT_NONE. */
int64_t report_key(const struct report_table *t, size_t i);
int64_t report_value(const struct report_table *t, size_t i, size_t column);

enum report_step { REPORT_DAYS, REPORT_WEEKS, REPORT_MONTHS };

/* One pass. */
struct report {
    instant from, to; /* the period */
    instant before; /* set by the run: where the one before it begins, which is as long by the desk's clock */
    int64_t as_of;
    enum report_step step;       /* of REPORT_BY_TIME; days and weeks begin with the period's first day */
    struct report_table *tables; /* `spec` set; the rest is filled in, in the arena */
    size_t n;
    /* The complaints behind one figure are put into `ids`, which is empty (NULL: not asked for), that of table 0: this
     * column of all rows, or of the row with this key. */
    struct db_bits *ids;
    size_t ids_column;
    bool ids_any;
    int64_t ids_key;
    size_t ids_own; /* set by the run: follow-ups behind it that are of a customer, not of a complaint */
};

/* Short locks; memory is a few bytes for each customer, and that of REPORT_ROWS rows at most: beyond them a table of
 * counters goes on in a temporary file.  Ended with report_end(), whether it failed or not. */
enum { REPORT_ROWS = 16384 };
struct err *report_run(struct desk *d, struct report *r, struct arena *a) ERR_CHECK;

/* No row is asked for any more.  An error: the temporary file failed, and rows that were asked for were not as they
 * should be.  May be called for a report that was not run. */
struct err *report_end(struct report *r) ERR_CHECK;

/* What people call a row: a login, a cause, "response", a customer's name, a date; "-" for none. */
struct err *report_label(struct desk *d, const struct report *r, enum report_key key, int64_t row,
                         struct arena *a, struct str *out) ERR_CHECK;

/* The same of n rows of a table from row `from`, at most REPORT_LABELS, in one read. */
enum { REPORT_LABELS = 256 };
struct err *report_labels(struct desk *d, const struct report *r, const struct report_table *t, size_t from,
                          size_t n, struct arena *a, struct str *out) ERR_CHECK;

#endif
