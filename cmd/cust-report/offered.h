/* offered: what an event of an offer says, behind its name. */
#ifndef CUST_REPORT_OFFERED_H
#define CUST_REPORT_OFFERED_H

#include "cmd/common/work.h"
#include "desk/show.h"

/* Of `offered`, `approved` and `agreed`: " option 2: refund 500.00, not said: it waits for approval by ben,dora". */
void offered_event(const struct work *w, const struct show *show, const struct show_event *s,
                   struct buf *out);

/* "NEXT   option 2: refund 500.00 waits for approval by ben,dora: cust-log approve 4 --option 2", a line for each that
 * does; how many. */
size_t offered_next(const struct work *w, const struct show *show, struct buf *out);

#endif
