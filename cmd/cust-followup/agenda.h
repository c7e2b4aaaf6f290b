/* agenda: the grouped view of what is due, for a terminal. */
#ifndef CUST_FOLLOWUP_AGENDA_H
#define CUST_FOLLOWUP_AGENDA_H

#include "cmd/common/work.h"
#include "store/db_list.h"

/* Open follow-ups due until then, at most `limit` (0: all), in a table with the groups LATE, TODAY and SOON and the
 * line NO NEXT STEP.  *n is how many. */
struct err *agenda_show(struct work *w, instant until, long long limit, int64_t as_of, size_t *n) ERR_CHECK;

/* What a row is about, for eyes: its words, how often it was moved; of a deadline, which has none, the complaint's
 * subject.  In `mem`. */
struct err *agenda_text(struct work *w, const struct db_due *row, int64_t as_of, struct arena *mem,
                        struct str *out) ERR_CHECK;

#endif
