/* fill_calendar: when the desk works: its week, and the days that are different. */
#ifndef POLICY_FILL_CALENDAR_H
#define POLICY_FILL_CALENDAR_H

#include "base/arena.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/calendar.h"

/* The calendar of a whole policy.  What is wrong is added to the errors; `zone` may be NULL then. */
const struct calendar *fill_calendar_of(struct arena *a, struct policy_errors *errors,
                                        const struct tree *root, const char *name, const struct zone *zone);

#endif
