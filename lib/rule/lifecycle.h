/* lifecycle: which step a matter may take when (cust(7), LIFECYCLE), and what to do instead. */
#ifndef RULE_LIFECYCLE_H
#define RULE_LIFECYCLE_H

#include "rule/matter.h"

/* Whether the event can happen to the matter as it is now.  ERR_DATA says what is possible instead; ERR_NOINPUT names a
 * follow-up that is not there. */
struct err *lifecycle_check(const struct matter *m, const struct event *ev) ERR_CHECK;

#endif
