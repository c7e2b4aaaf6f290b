/* strike_answer: who answered first, once an answer is struck.
 *
 * An offer, its approval and resolving imply an answer where there was none (cust-log(1), offer).  When one came before
 * them they imply none, so with that struck the history would say that nobody ever answered: what they would have implied
 * is put in, behind the strike, with the time of the step.  It goes again when it is needed no more.
 */
#ifndef DESK_STRIKE_ANSWER_H
#define DESK_STRIKE_ANSWER_H

#include <stddef.h>

#include "rule/event.h"

/* Whether the event is an answer that a strike put in: an implied one that nothing but the strike made. */
bool strike_answer_is(const struct event *ev);

struct strike_answer {
    uint32_t *gone; /* numbers of those put in before that are to be struck now; the caller's (free()) */
    size_t n;
    bool owed;
    /* Owed: what is to be put in; its channel and transaction are the caller's to fill in. */
    struct event put_in;
};

/* What a complaint's history needs after its new strikes.  Nothing is put into one that was merged, which takes nothing
 * more, or cannot stand. */
void strike_answer(const struct event *ev, size_t n, struct strike_answer *out);

#endif
