/* prove_debt: what a late payer owes, sum by sum: the part of prove_run() behind the deadlines. */
#ifndef DESK_PROVE_DEBT_H
#define DESK_PROVE_DEBT_H

#include "desk/prove.h"
#include "rule/event.h"

/* Nothing for a complaint without an invoice.  *told says whether there were rows. */
struct err *prove_debt(struct desk *d, const struct event *ev, size_t n, struct arena *a, prove_tell *tell,
                       void *context, bool *told) ERR_CHECK;

#endif
