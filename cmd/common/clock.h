/* clock: what time it is.  The only place that asks; what lies below cmd is told. */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include "base/instant.h"

/* The second that runs.  Not time(3): that may lag by some milliseconds behind the clock which clock_pass() waits for, and
 * what is entered after a second would be dated within it. */
instant clock_now(void);

/* Sleeps until the second t is over; returns at once when it is. */
void clock_pass(instant t);

#endif
