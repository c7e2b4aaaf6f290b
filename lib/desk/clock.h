/* clock: the deadlines that policy starts by itself, kept in step with what happens to a complaint. */
#ifndef DESK_CLOCK_H
#define DESK_CLOCK_H

#include "desk/change.h"

/* Brings the deadlines of the complaint in hand up to date with what changed since `before` (all zero: it is new):
 * starts response and resolution on a new one, a new resolution on a reopened one, and moves the open ones when
 * priority or category changed and policy gives another due time.  Records `added` and `moved` events marked auto. */
struct err *clock_keep(struct change *ch, const struct complaint *before) ERR_CHECK;

/* Moves the open deadlines of the complaint in hand to where the policy in force puts them. */
struct err *clock_adjust(struct change *ch) ERR_CHECK;

#endif
