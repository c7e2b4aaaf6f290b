/* report_repeat: whether a customer came again within REPORT_REPEAT_DAYS, for a pass over all complaints in the order of
 * their numbers.  Four bytes for each customer. */
#ifndef DESK_REPORT_REPEAT_H
#define DESK_REPORT_REPEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"

struct report_repeat;

/* For repeats that came in [from, to).  The caller frees it. */
struct report_repeat *report_repeat_new(instant from, instant to);
void report_repeat_free(struct report_repeat *p);

/* Notes that the customer came, and says whether their complaint before this one came shortly before it. */
bool report_repeat_came(struct report_repeat *p, int64_t customer, instant received);

/* This customer is asked about soon: they lie scattered, and every look would be a wait. */
void report_repeat_soon(const struct report_repeat *p, int64_t customer);

#endif
