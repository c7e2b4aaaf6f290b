/* report_tables: the tables that cust-report has: which figures, in which columns (cust-report(1) defines them). */
#ifndef DESK_REPORT_TABLES_H
#define DESK_REPORT_TABLES_H

#include "desk/report.h"

enum report_which {
    REPORT_SUMMARY, /* one row: report_tables_figures() columns of the period, then those of the one before */
    REPORT_PROMISES,
    REPORT_DEADLINES,
    REPORT_STAFF,
    REPORT_CUSTOMERS,
    REPORT_CAUSES,
    REPORT_TREND,
    REPORT_REMEDIES,
    REPORT_TABLES
};

struct report_tables {
    struct report_spec spec;
    const char *label; /* what a row is: "OWNER" */
    int bar;           /* the column that a bar shows on a terminal; -1: none */
    bool split;        /* the bar shows `bar` in a hundred */
};

const struct report_tables *report_tables_get(enum report_which which);

/* How many figures the summary has. */
size_t report_tables_figures(void);

#endif
