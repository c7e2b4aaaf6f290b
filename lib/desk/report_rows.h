/* report_rows: the rows of a table being counted, found by key; then in their order, with their figures. */
#ifndef DESK_REPORT_ROWS_H
#define DESK_REPORT_ROWS_H

#include "desk/report.h"
#include "store/db_quantile.h"

/* What few tables need of a row: a column each. */
struct report_more {
    int64_t *sum;          /* of amounts; NULL until the first */
    struct db_quantile *q; /* of durations; NULL until the first */
};

/* A row while it is in hand. */
struct report_row {
    uint32_t *n;              /* what each column counts; behind them, in tables with shares, of what */
    struct report_more *more; /* NULL in tables that only count */
};

/* The rows live in the arena, and beyond `most` of them, in a table that only counts, in a file (db_spill): then memory
 * stays as it is.  Ended with report_rows_free(). */
struct report_counted *report_rows_new(const struct report_spec *spec, size_t most, struct arena *a);
void report_rows_free(struct report_counted *t);

/* The row with this key, made when there is none: in hand until the next call. */
struct report_row report_rows_find(struct report_counted *t, int64_t key);
/* Of a table of the key REPORT_WHOLE, whose row is there from the beginning. */
struct report_row report_rows_whole(const struct report_counted *t);

/* No more is counted: puts the rows that may be (report_spec) in their order and says how many there are. */
size_t report_rows_end(struct report_counted *t);

/* Then: what row i is about, and its figure in a column. */
int64_t report_rows_key(struct report_counted *t, size_t i);
int64_t report_rows_value(struct report_counted *t, size_t i, size_t column);

/* What failed in any of these, once; the caller's.  Rows then are missing. */
struct err *report_rows_failed(struct report_counted *t) ERR_CHECK;

/* Whether a column asks of a fact how long it took, or its amount. */
bool report_rows_takes_time(enum report_how how);
bool report_rows_asks_more(enum report_how how);

#endif
