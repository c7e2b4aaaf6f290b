/* strike_with: what goes with an event that is struck, because it was made because of it. */
#ifndef DESK_STRIKE_WITH_H
#define DESK_STRIKE_WITH_H

#include "rule/event.h"

/* Whether somebody did it: it neither followed from another event nor was made by policy. */
bool strike_with_typed(const struct event *ev);

/* Whether the event goes with `main`, made by the same transaction because of it.  Nothing goes with what was itself
 * made because of something else: a deadline struck leaves its neighbours alone.  With a strike go the strikes that it
 * implied, so that striking it brings back all that it took. */
bool strike_with_belongs(const struct event *ev, const struct event *main);

#endif
