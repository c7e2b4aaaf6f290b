/* strike: mistakes happen; the original stays in the history and counts for nothing. */
#ifndef DESK_STRIKE_H
#define DESK_STRIKE_H

#include "desk/change.h"
#include "rule/event.h"

/* Of a customer's history (minus their number) only what happened to a follow-up can be struck.
 *
 * Strikes event `no` and what it implied; striking a strike brings the event back.  ERR_DATA when a later event could
 * not stand without it (the text names it), or when it is the first. */
struct err *strike_event(struct desk *d, subject of, uint32_t no, struct str why) ERR_CHECK;

/* The piece for who strikes inside a change of their own; the complaint in hand is then this one, settled.  The first
 * event cannot be struck: its complaint is voided. */
struct err *strike_in(struct change *ch, subject of, uint32_t no, struct str why) ERR_CHECK;

/* Strikes everything that this login's last change did, newest first; the complaint touched, or minus the customer, goes
 * to *of.  A new
 * complaint is voided.  ERR_NOINPUT when there is nothing to take back; ERR_DATA when others built on it. */
struct err *strike_undo(struct desk *d, struct str why, subject *of) ERR_CHECK;

#endif
