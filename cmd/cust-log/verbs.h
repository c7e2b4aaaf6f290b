/* verbs: what cust-log can do; one function a verb, one file a family. */
#ifndef CUST_LOG_VERBS_H
#define CUST_LOG_VERBS_H

#include "cmd/common/tool.h"

tool_run verbs_new, verbs_heard, verbs_said, verbs_note;                      /* speak.c */
tool_run verbs_call;                                                          /* call.c */
tool_run verbs_offer, verbs_approve, verbs_agree;                             /* offer.c */
tool_run verbs_attach;                                                        /* attach.c */
tool_run verbs_abuse;                                                         /* abuse.c */
tool_run verbs_escalate;                                                      /* escalate.c */
tool_run verbs_customer;                                                      /* customer.c */
tool_run verbs_cause, verbs_fix;                                              /* cause.c */
tool_run verbs_resolve, verbs_confirm, verbs_close, verbs_reopen, verbs_void, /* step.c */
    verbs_wait, verbs_resume, verbs_assign, verbs_set;
tool_run verbs_strike, verbs_move, verbs_undo;   /* strike.c */
tool_run verbs_merge;                            /* merge.c */
tool_run verbs_check, verbs_draft, verbs_reply;  /* check.c, draft.c, reply.c */
tool_run verbs_mail;                             /* mail.c */
tool_run verbs_import, verbs_export;             /* import.c */
tool_run verbs_init, verbs_backup, verbs_verify; /* store.c */
tool_run verbs_policy;                           /* policy.c */

extern const struct opt verbs_new_opts[], verbs_speak_opts[], verbs_channel_opts[], verbs_said_opts[];
extern const struct opt verbs_when_opts[], verbs_resolve_opts[], verbs_confirm_opts[], verbs_assign_opts[];
extern const struct opt verbs_init_opts[], verbs_call_opts[], verbs_offer_opts[], verbs_mail_opts[],
    verbs_cause_opts[], verbs_fix_opts[], verbs_agree_opts[], verbs_move_opts[], verbs_abuse_opts[],
    verbs_escalate_opts[], verbs_approve_opts[], verbs_invoice_opts[], verbs_import_opts[],
    verbs_export_opts[], verbs_merge_opts[], verbs_customer_opts[], verbs_policy_opts[];

/* Of a complaint that was given a cause: loud when that cause should not have come back. */
struct work;
struct err *verbs_say_recurrence(struct work *w, int64_t id) ERR_CHECK; /* cause.c */

extern const struct opt verbs_attach_opts[];
extern const struct opt verbs_check_opts[], verbs_draft_opts[], verbs_reply_opts[];

#endif
