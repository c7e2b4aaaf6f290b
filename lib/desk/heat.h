/* heat: anger that stays after we have answered twice: then the matter goes up, and is not answered a third time by the
 * same hand.
 *
 * It is hot when triage finds anger or hostility, strong enough to be shown, in words that came after our second answer,
 * while the complaint is open and nobody above was called in.  What we said within half an hour on one channel is one
 * answer: a telephone call is.
 */
#ifndef DESK_HEAT_H
#define DESK_HEAT_H

#include "desk/show.h"

struct heat {
    uint32_t event;   /* where the angry words are; 0: it is not hot */
    uint32_t answers; /* how often we had answered */
};

/* As of s->as_of.  Scratch lies in the arena. */
struct err *heat_find(struct desk *d, const struct show *s, struct arena *a, struct heat *out) ERR_CHECK;

#endif
