/* verbs: what cust-report can do; one function and one file a verb. */
#ifndef CUST_REPORT_VERBS_H
#define CUST_REPORT_VERBS_H

#include "cmd/common/tool.h"

tool_run verbs_summary, verbs_list, verbs_search, verbs_similar, verbs_show, verbs_customer, verbs_promises,
    verbs_deadlines, verbs_staff, verbs_customers, verbs_causes, verbs_remedies, verbs_trend, verbs_return,
    verbs_mail, verbs_html;

extern const struct opt verbs_search_opts[], verbs_show_opts[], verbs_customer_opts[], verbs_table_opts[],
    verbs_return_opts[], verbs_mail_opts[], verbs_html_opts[];

#endif
