/* import_tie: both halves of a merge, of histories that get new numbers here.
 *
 * Each half names the other by its number there.  The one that comes first cannot know what number the other will get,
 * so it names none until that one is here and ties the two.
 */
#ifndef DESK_IMPORT_TIE_H
#define DESK_IMPORT_TIE_H

#include "desk/change.h"
#include "form/form_event.h"

/* The event of the line with our number of the other half in place of theirs; 0 while it is not here. */
struct err *import_tie_number(struct db *db, struct str store, struct form_event *fe) ERR_CHECK;

/* Whether others were merged into the complaint in hand: it is read when they are here, with their words. */
struct err *import_tie_waits(struct change *ch, bool *waits) ERR_CHECK;

/* The complaint in hand is written whole: what names it as the other half gets its number, and the one in which both go
 * on is read by triage.  The complaint in hand stays the same, taken anew. */
struct err *import_tie_others(struct change *ch) ERR_CHECK;

#endif
