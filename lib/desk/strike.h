/* strike: mistakes happen; the original stays in the history and counts for nothing. */
#ifndef DESK_STRIKE_H
#define DESK_STRIKE_H

#include "desk/change.h"
#include "rule/event.h"

/* Strikes event `no` of a complaint, or of a customer, and what it implied; striking a strike brings the event back.  Of a
 * merge both halves are struck, or brought back: *other is whose the other half is; 0 for other events.  ERR_DATA when a
 * later event could not stand without it (the text names it), or when it is no event that can be struck. */
struct err *strike_event(struct desk *d, subject of, uint32_t no, struct str why, subject *other) ERR_CHECK;

/* The pieces for who strikes inside a change of their own; what is in hand then is settled.  Several of one history are
 * struck at once.  The first event of a complaint cannot be struck: strike_in() voids it. */
struct err *strike_all(struct change *ch, subject of, const uint32_t *no, size_t n, struct str why,
                       subject *other) ERR_CHECK;
struct err *strike_in(struct change *ch, subject of, uint32_t no, struct str why) ERR_CHECK;

#endif
