/* told: a complaint as one JSON object: what its page says, for programs (cust-report(1)). */
#ifndef CUST_REPORT_TOLD_H
#define CUST_REPORT_TOLD_H

#include "desk/about.h"

#define TOLD_COMPLAINT_SCHEMA "cust.show/1"

/* Appends the object.  `all`: also events that policy and the desk recorded by themselves. */
void told_complaint(const struct show *s, const struct about *at, bool all, struct buf *out);

#endif
