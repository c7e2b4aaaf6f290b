/* asking: of a complaint's page: what it is about, what they want, what history shows of them, what is still to be asked,
 * and whether it must go up. */
#ifndef CUST_REPORT_ASKING_H
#define CUST_REPORT_ASKING_H

#include "base/buf.h"
#include "cmd/common/work.h"
#include "desk/show.h"

struct err *asking_about(struct work *w, const struct show *s, struct buf *out) ERR_CHECK;

#endif
