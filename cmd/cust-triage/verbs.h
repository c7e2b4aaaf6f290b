/* verbs: what cust-triage can do; one function and one file a verb. */
#ifndef CUST_TRIAGE_VERBS_H
#define CUST_TRIAGE_VERBS_H

#include "cmd/common/tool.h"
#include "cmd/common/work.h"

tool_run verbs_queue, verbs_explain, verbs_score, verbs_train, verbs_eval, verbs_next, verbs_run, verbs_set,
    verbs_advise, verbs_correct;

/* The explanation of one complaint, on standard output. */
struct err *verbs_explain_one(struct work *w, int64_t id, int64_t as_of) ERR_CHECK;

/* What to do about it; `head`: with a line that says what it is. */
struct err *verbs_advise_one(struct work *w, int64_t id, bool head) ERR_CHECK;

extern const struct opt verbs_explain_opts[], verbs_eval_opts[], verbs_run_opts[];

#endif
