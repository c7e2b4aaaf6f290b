/* payment: what happens to a late payment: money comes in, a plan of instalments is agreed on, the customer disputes it.
 *
 * Each payment is a `set` event of the field `paid`, on the day on which it came in; they add up.  One that leaves
 * nothing owed resolves and closes the matter, which ends its ladder.  An open follow-up of kind `expected` whose words
 * begin with an amount is an instalment: those that the payments since the agreement cover are done.
 */
#ifndef DESK_PAYMENT_H
#define DESK_PAYMENT_H

#include "desk/change.h"

/* Pieces for a change: of the complaint in hand, settling is the caller's.  ERR_DATA for no amount, for more than is owed
 * at that time, and for a complaint without an invoice-amount. */
struct err *payment_take(struct change *ch, struct str amount, instant when) ERR_CHECK;

/* `disputed` was set or taken away: the ladder of late payments stands still, or goes on. */
struct err *payment_disputed(struct change *ch, bool disputed) ERR_CHECK;

/* Whether the words of an instalment begin with an amount, written with a point, and which: "40.00 by bank transfer". */
bool payment_instalment(struct str words, int64_t *amount);

/* The complaint in hand has an invoice-amount. */
struct err *payment_owes(struct change *ch, bool *owes) ERR_CHECK;

/* It has one that is not paid whole and that they do not dispute. */
struct err *payment_unpaid(struct change *ch, bool *unpaid) ERR_CHECK;

/* An instalment is still to come, and not late: nobody is pressed while a plan is kept. */
struct err *payment_planned(struct change *ch, bool *planned) ERR_CHECK;

#endif
