/* pledge: what we promised to the customer themselves, as against what we mean to do among us.
 *
 * A follow-up is told when it came with our own words to them (said, reply, agree, call, or --promise of a command): its
 * `added` carries EVENT_TOLD.  One that was added by hand, a talk with a colleague, or a ladder's step is ours alone: no
 * letter may speak of it.
 */
#ifndef DESK_PLEDGE_H
#define DESK_PLEDGE_H

#include "desk/change.h"
#include "desk/show.h"

/* A promise to the customer of the complaint in hand; *no gets its number.  When nobody has the complaint it belongs to
 * who made it. */
struct err *pledge_add(struct change *ch, enum kind kind, instant due, struct str words,
                       uint32_t *no) ERR_CHECK;

/* Whether the customer was told of it; one that a merge brought along, where it was made. */
bool pledge_is_told(const struct show *s, const struct db_due *f);

#endif
