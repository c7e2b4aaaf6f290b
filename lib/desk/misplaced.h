/* misplaced: words that were typed on the wrong complaint are moved to the right one.
 *
 * They are struck where they stood, with the place that they went to, and stand in the other history as if they had been
 * said there, with a note of where they came from.  The first words of a complaint void it, since without them it is none.
 */
#ifndef DESK_MISPLACED_H
#define DESK_MISPLACED_H

#include "desk/desk.h"

/* Moves what was heard, said, noted or attached in event `no` of complaint `id` to complaint *to, or, when *to is 0, to
 * a new one of the same customer, whose number goes there.  Promises that were typed with the words stay.  ERR_DATA for
 * another kind of event, a struck one, or erased words. */
struct err *misplaced_move(struct desk *d, int64_t id, uint32_t no, int64_t *to) ERR_CHECK;

#endif
