/* report_came: how each complaint came: whether its customer came again within REPORT_REPEAT_DAYS, and whether they were
 * difficult by then.  For a pass over all complaints in the order of their numbers.
 *
 * As a rule a customer's complaints are numbered as they came, and what was told before is all that an answer needs: four
 * bytes for each customer.  Where one came late (entered afterwards, imported the newest first), what was said of that
 * customer is not right: then all of theirs are read and put in order, 24 bytes for each of these, and a second pass
 * is answered from that.
 */
#ifndef DESK_REPORT_CAME_H
#define DESK_REPORT_CAME_H

#include "desk/desk.h"
#include "rule/matter.h"

struct report_came;

/* For repeats that came in [from, to).  The caller frees it. */
struct report_came *report_came_new(instant from, instant to);
void report_came_free(struct report_came *p);

/* How a complaint came that is none of the void ones. */
struct report_came_how {
    bool again;     /* another one of theirs came less than REPORT_REPEAT_DAYS before it */
    bool difficult; /* it, or one of theirs that came before it, shows a difficult customer (standing.h) */
};
struct report_came_how report_came(struct report_came *p, int64_t customer, const struct complaint *c);

/* This customer is asked about soon: they lie scattered, and every look would be a wait. */
void report_came_soon(const struct report_came *p, int64_t customer);

/* After a pass: whether some answers were not right; then this reads what the next pass needs.  Reads end after some
 * 10 ms, as those of db_walk(). */
bool report_came_mixed(const struct report_came *p);
struct err *report_came_sort(struct report_came *p, struct desk *d, int64_t as_of) ERR_CHECK;

#endif
