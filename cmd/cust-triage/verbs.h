/* verbs: what cust-triage can do; one function and one file a verb. */
#ifndef CUST_TRIAGE_VERBS_H
#define CUST_TRIAGE_VERBS_H

#include "cmd/common/tool.h"

tool_run verbs_queue, verbs_explain, verbs_score, verbs_train, verbs_eval;

extern const struct opt verbs_explain_opts[], verbs_eval_opts[];

#endif
