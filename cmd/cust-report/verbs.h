/* verbs: what cust-report can do; one function and one file a verb. */
#ifndef CUST_REPORT_VERBS_H
#define CUST_REPORT_VERBS_H

#include "cmd/common/tool.h"

tool_run verbs_summary, verbs_list, verbs_search, verbs_show, verbs_customer;

extern const struct opt verbs_summary_opts[], verbs_search_opts[], verbs_show_opts[], verbs_customer_opts[];

#endif
