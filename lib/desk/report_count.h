/* report_count: tables being counted: facts in, figures out. */
#ifndef DESK_REPORT_COUNT_H
#define DESK_REPORT_COUNT_H

#include "desk/report.h"
#include "rule/matter.h"

struct report_told {
    enum report_fact fact;
    int period;
    const struct complaint *c; /* NULL for a customer's own follow-up */
    const struct followup *f;  /* NULL when it is about the complaint */
    int64_t customer;          /* as whom the desk knows them */
    int64_t name, amount;      /* a remedy, and what it costs in hundredths; else 0 */
    instant from, at; /* when it happened, and since when it took so long; INSTANT_NONE: took no time */
};

struct report_count;

/* Facts of which no table asks more than how often they were: they need not be told, only added up here. */
struct report_plain {
    uint64_t facts[2]; /* by period */
    uint32_t n[2][REPORT_FACTS];
};
struct report_plain *report_count_plain(struct report_count *k);

/* What is counted lives in the arena, for report_value().  `among`: complaints behind a figure of the first table are
 * those of rows with these keys (NULL: of any); lives as long. */
struct report_count *report_count_new(struct desk *d, const struct report *r, const struct db_bits *among,
                                      struct arena *a);

/* Whether any table counts this fact. */
bool report_count_wants(const struct report_count *k, enum report_fact fact, int period);
void report_count_tell(struct report_count *k, const struct report_told *t);

/* Puts the rows in order and hands them to the tables of r. */
void report_count_end(struct report_count *k, struct report *r);

#endif
