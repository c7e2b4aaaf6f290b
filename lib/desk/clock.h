/* clock: what policy starts by itself, kept in step with what happens to a complaint: its own deadlines, those of
 * standards, and asking whether they are satisfied.
 *
 * An own deadline has no words; one of a standard has the standard's name as its words.
 */
#ifndef DESK_CLOCK_H
#define DESK_CLOCK_H

#include "desk/change.h"

/* Brings the follow-ups of the complaint in hand that policy makes up to date with what changed since `before` (all
 * zero: it is new): starts response and resolution on a new one, a new resolution on a reopened one, and moves the
 * open ones when priority or category changed and policy gives another due time; starts and drops those of standards;
 * has a resolved one checked.  A final answer or a summary ends a standard's resolution.
 * Records `added`, `moved`, `cancelled` and `done` events marked auto. */
struct err *clock_keep(struct change *ch, const struct complaint *before) ERR_CHECK;

/* Moves the open deadlines of the complaint in hand to where the policy in force puts them. */
struct err *clock_adjust(struct change *ch) ERR_CHECK;

/* The complaint in hand became a late payment, or is disputed, or none of these any more: to who owes us an invoice and
 * does not dispute it no answer is owed and no resolution, neither by the desk's own deadlines nor by standards; else they
 * are, from now on. */
struct err *clock_debt(struct change *ch) ERR_CHECK;

/* The complaint in hand was settled after a yes: when it was a difficult one, its customer is rung once more later.
 * The customer is in hand afterwards. */
struct err *clock_win_over(struct change *ch) ERR_CHECK;

#endif
