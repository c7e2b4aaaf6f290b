/* undo: what one did last is taken back, whatever it was. */
#ifndef DESK_UNDO_H
#define DESK_UNDO_H

#include "desk/desk.h"
#include "rule/event.h"

enum { UNDO_TOUCHED = 2 };

/* Strikes everything that this login's last change did, newest first; whom it touched goes to `touched`: complaints, or
 * customers below 0.  A new complaint is voided; what was moved stands where it stood; what was merged is parted.
 * ERR_NOINPUT when there is nothing to take back; ERR_DATA when others built on it, or when it was a strike, an import, a
 * policy, a lesson, a seal, a reading or something of a customer: then the text says which, names the change before it and
 * what takes that back.  Nothing before the last change is ever taken back instead of it. */
struct err *undo_last(struct desk *d, struct str why, subject touched[UNDO_TOUCHED], size_t *n) ERR_CHECK;

#endif
