/* told: a complaint, and a customer, as one JSON object each: what their pages say, for programs (cust-report(1)). */
#ifndef CUST_REPORT_TOLD_H
#define CUST_REPORT_TOLD_H

#include "base/buf.h"
#include "desk/person.h"
#include "desk/show.h"
#include "desk/traits.h"

#define TOLD_COMPLAINT_SCHEMA "cust.show/1"
#define TOLD_CUSTOMER_SCHEMA "cust.customer/1"

/* Appends the object.  `all`: also events that policy and the desk recorded by themselves. */
void told_complaint(const struct show *s, bool all, struct buf *out);
void told_customer(const struct person *p, const struct traits *t, struct buf *out);

#endif
