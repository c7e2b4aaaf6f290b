/* told_customer: a customer as one JSON object: what their page says, for programs (cust-report(1)). */
#ifndef CUST_REPORT_TOLD_CUSTOMER_H
#define CUST_REPORT_TOLD_CUSTOMER_H

#include "desk/course.h"
#include "desk/traits.h"

#define TOLD_CUSTOMER_SCHEMA "cust.customer/1"

/* Appends the object. */
void told_customer(const struct person *p, const struct course *c, const struct traits *t, struct buf *out);

#endif
