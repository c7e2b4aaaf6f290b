/* report_facts: what a complaint and its follow-ups tell of a period: the definitions of cust-report(1). */
#ifndef DESK_REPORT_FACTS_H
#define DESK_REPORT_FACTS_H

#include "desk/report_came.h"
#include "desk/report_count.h"

/* Walks the store and tells every fact that the tables count. */
struct err *report_facts_walk(struct desk *d, const struct report *r, struct report_came *came,
                              struct report_count *k) ERR_CHECK;

/* Whether any of these facts depends on what report_came() says. */
bool report_facts_ask_how_they_came(const struct report_count *k);

#endif
