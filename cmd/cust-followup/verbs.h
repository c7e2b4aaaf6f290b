/* verbs: what cust-followup can do. */
#ifndef CUST_FOLLOWUP_VERBS_H
#define CUST_FOLLOWUP_VERBS_H

#include "cmd/common/tool.h"
#include "cmd/common/words.h"

tool_run verbs_due;                                                       /* due.c */
tool_run verbs_add, verbs_done, verbs_snooze, verbs_cancel, verbs_extend; /* act.c */
tool_run verbs_proof;                                                     /* proof.c */
tool_run verbs_ical;                                                      /* ical.c */
tool_run verbs_remind;                                                    /* remind.c */

extern const struct opt verbs_add_opts[], verbs_done_opts[], verbs_snooze_opts[], verbs_remind_opts[],
    verbs_ical_opts[];

#endif
