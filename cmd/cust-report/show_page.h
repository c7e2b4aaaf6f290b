/* show_page: one complaint as people read it: at a glance, then every event (cust-report(1), show). */
#ifndef CUST_REPORT_SHOW_PAGE_H
#define CUST_REPORT_SHOW_PAGE_H

#include "cmd/common/work.h"
#include "desk/about.h"

/* `all`: also what policy and the desk recorded by themselves. */
struct err *show_page_write(struct work *w, const struct show *show, const struct about *at,
                            bool all) ERR_CHECK;

#endif
