/* owed: what a late payer owes, read from a complaint's history.
 *
 * The fields invoice, invoice-amount and invoice-due say what was to be paid; each standing `paid` is a payment on the
 * day on which it happened; policy's `interest` says what being late costs (rule/debt.h).
 */
#ifndef DESK_OWED_H
#define DESK_OWED_H

#include "desk/desk.h"
#include "rule/debt.h"
#include "rule/event.h"
#include "store/db_list.h"

struct owed {
    bool known; /* an amount was set; else nothing below means anything */
    struct debt debt;
    bool has_due; /* when it was due is known: else it is never late */
    struct debt_sum sum;
    int64_t today;           /* the day for which it was reckoned */
    struct str invoice;      /* its number, may be empty */
    struct str currency;     /* may be empty */
    bool disputed;           /* the customer says that they do not owe it */
    struct str dispute;      /* why; empty when erased */
    uint32_t amount_event;   /* that set the amount */
    const uint32_t *payment; /* the event behind each payment of `debt` */
};

/* As it stands at `now`.  Everything lives in the arena; nothing is written. */
struct err *owed_get(struct desk *d, int64_t id, int64_t as_of, instant now, struct arena *a,
                     struct owed *out) ERR_CHECK;
/* The same of a history in hand. */
struct err *owed_fold(struct desk *d, const struct event *ev, size_t n, instant now, struct arena *a,
                      struct owed *out) ERR_CHECK;

/* The terms of policy, for debt_next(). */
struct debt_terms owed_terms(const struct desk *d);

/* What is owed and what it is made of, which adds up: "112.52 EUR: invoice 4711 of 120.50, interest 2.02, fixed sum 40.00,
 * less 50.00 paid; due 2026-10-01, 51 days late"; of an invoice alone "50.00, invoice 4713 due 2026-11-21".  In the
 * arena. */
struct str owed_text(const struct owed *o, struct arena *a);

/* "120.50 EUR" */
struct str owed_money(const struct owed *o, int64_t hundredths, struct arena *a);

/* What is open: "300.00 EUR", or, where policy's `interest` makes it more, "120.50; with interest of 1.86 until today and
 * the fixed sum of 40.00 that the law sets, 162.36"; once more than the invoice came in "23.30: interest of 3.80 until
 * today and the fixed sum of 40.00 that the law sets, less 20.50 that you paid beyond the invoice". */
struct str owed_sum(const struct owed *o, struct arena *a);

/* A step of escalation on a late payment says what is owed by now: "payment agency: 163.59 owed, 78 days late, interest
 * 3.09, fixed sum 40.00; decide: collection agency?". */
struct err *owed_tell(struct desk *d, struct db_due *row, struct arena *a) ERR_CHECK;

#endif
