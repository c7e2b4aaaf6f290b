/* strike_with: what goes with an event that is struck, because it was made because of it. */
#ifndef DESK_STRIKE_WITH_H
#define DESK_STRIKE_WITH_H

#include <stddef.h>

#include "rule/event.h"

/* Whether somebody did it: it neither followed from another event nor was made by policy. */
bool strike_with_typed(const struct event *ev);

/* Whether the event goes with `main`, made by the same transaction because of it.  Nothing goes with what was itself
 * made because of something else: a deadline struck leaves its neighbours alone.  With a strike go the strikes that it
 * implied, and where it moved deadlines to, so that striking it brings back all that it took. */
bool strike_with_belongs(const struct event *ev, const struct event *main);

/* Whether the event, of whichever transaction, has no ground without `main`: what triage was corrected in goes with the
 * words, and the talk that a report of abuse asked for goes with it, wherever it was put, unless that is over.  `all` is
 * the history of `n` events, with what is struck in it. */
bool strike_with_hangs(const struct event *ev, const struct event *main, const struct event *all,
                       const bool *struck, size_t n);

/* A deadline that policy set, or moved, stands until what it is for was done: what made it; NULL for any other event. */
const struct event *strike_with_clock(const struct event *ev, const struct event *all, size_t n);

/* Whether an event of this kind can be struck in a customer's history: their names and addresses are no row that could
 * be folded anew. */
bool strike_with_customers(enum event_kind kind);

/* Whether what was struck, and is, differs in something that bears on the score besides their words: our answers, and
 * fields that are weighed. */
bool strike_with_weighs(const struct event *ev, size_t n, const bool *was, const bool *is);

#endif
