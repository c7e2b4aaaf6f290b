/* ahead: texts read by triage before they are asked for, by a second thread, while the first one is at the store.
 *
 * Texts go in, what was found in them comes out, in the same order.  Each is read once, by whoever gets there: the thread
 * begins only when a few texts wait, and where none can be made, or none has begun, they are read when they are taken.
 * What comes out is the same.  The thread touches the texts, tools of its own and what those only read, never the store;
 * it takes no signals.  Memory is bounded by AHEAD_TEXTS; the texts stay the caller's.
 */
#ifndef DESK_AHEAD_H
#define DESK_AHEAD_H

#include "desk/reading_tools.h"

enum {
    AHEAD_TEXTS = 2048, /* that may wait at a time */
    AHEAD_FEW = 16      /* so many are read sooner than a thread is made */
};

struct ahead;

/* The tools must outlive it.  Until it is freed nobody else may read with them. */
struct ahead *ahead_new(struct reading_tools *tools);
void ahead_free(struct ahead *a); /* texts that were not taken are left unread */

/* How many texts were added and not taken. */
size_t ahead_waiting(const struct ahead *a);

/* One more; it must live until it is taken or dropped.  `beside` as in reading_tools_read().  False: AHEAD_TEXTS wait
 * already, so take some first. */
bool ahead_add(struct ahead *a, struct str text, bool beside);

/* What was found in the text that waited longest, until the next call; one must wait. */
const struct reading_found *ahead_take(struct ahead *a);

/* That text itself; one must wait. */
struct str ahead_text(const struct ahead *a);

/* Those that wait are not wanted: none of them is looked at any more once this returns. */
void ahead_drop(struct ahead *a);

#endif
