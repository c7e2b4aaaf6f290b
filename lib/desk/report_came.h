/* report_came: how customers came and how they left, for a pass over all complaints in the order of their numbers:
 * whether they came again within REPORT_REPEAT_DAYS, and in each of two periods, once for each customer, whether one who
 * was difficult is loyal now (standing.h).
 *
 * As a rule a customer's complaints are numbered as they came, and the one before is all that an answer needs: sixteen
 * bytes for each customer.  Where one came late (entered afterwards, imported the newest first), what was said of that
 * customer is not right: then all of theirs are read and put in order, 24 bytes for each of these, and a second pass
 * is answered from that.
 */
#ifndef DESK_REPORT_CAME_H
#define DESK_REPORT_CAME_H

#include "desk/desk.h"
#include "rule/matter.h"

struct report_came;

/* For periods [from, to): the one asked for, then the one before it, which ends where that begins.  The caller frees it. */
struct report_came *report_came_new(const instant from[2], const instant to[2]);
void report_came_free(struct report_came *p);

/* A customer who was difficult by the end of the period: by the last complaint of theirs that had come by then, which
 * was open at that end or closed in the period.  Of `last` only id, customer and owner mean something.  `loyal`: it was
 * closed with their yes. */
typedef void report_came_stands(void *context, int period, const struct complaint *last, bool loyal);

/* Each pass begins with the first of these and ends with the last one; both may tell. */
void report_came_begin(struct report_came *p, report_came_stands *stands, void *context);
/* Of a complaint that is none of the void ones: whether another one of theirs came less than REPORT_REPEAT_DAYS before it. */
bool report_came(struct report_came *p, int64_t customer, const struct complaint *c);
void report_came_end(struct report_came *p);

/* This customer is asked about soon: they lie scattered, and every look would be a wait. */
void report_came_soon(const struct report_came *p, int64_t customer);

/* After a pass: whether some answers were not right; then this reads what the next pass needs.  Reads end after some
 * 10 ms, as those of db_walk(). */
bool report_came_mixed(const struct report_came *p);
struct err *report_came_sort(struct report_came *p, struct desk *d, int64_t as_of) ERR_CHECK;

#endif
