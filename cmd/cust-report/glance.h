/* glance: the upper part of a complaint's page: what it is, whose, what they want, what is still to be asked, and how far
 * it has come. */
#ifndef CUST_REPORT_GLANCE_H
#define CUST_REPORT_GLANCE_H

#include "cmd/common/work.h"
#include "desk/about.h"

/* Its lines down to PATH, AGAIN and HOLD. */
void glance_add(const struct work *w, const struct show *s, const struct about *at, struct buf *out);

#endif
