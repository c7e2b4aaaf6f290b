/* next: the most urgent complaint that nobody has becomes somebody's. */
#ifndef DESK_NEXT_H
#define DESK_NEXT_H

#include "desk/desk.h"
#include "rule/query.h"

/* Gives the first of the queue that matches, has no owner and is neither resolved nor waiting for the customer to who
 * is working; *id is 0 when there is none.  However many ask at once, no complaint is given twice. */
struct err *next_take(struct desk *d, const struct query *query, int64_t *id) ERR_CHECK;

#endif
