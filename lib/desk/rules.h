/* rules: the desk's policy: checked, shown, applied. */
#ifndef DESK_RULES_H
#define DESK_RULES_H

#include "desk/desk.h"
#include "desk/settle.h"

struct rules_applied {
    int64_t version; /* that is in force now; 0: nothing is changed */
    bool reads; /* triage reads otherwise than before: open complaints can be read again (desk/reread.h) */
};

/* Compiles the file and puts it in force under a new version (none when it is what is in force already), then brings
 * what is open in line (desk/settle.h), in short transactions; `job` says who is told and what became of it.  An error
 * when `version` is set came in the midst of that: running it again finishes the work, as it does after a crash, and
 * until then db_policy_unsettled() is true.  Mistakes in the file go to `errors`, then nothing is changed.  Where the
 * policy in force gives somebody a role, who has none above them changes roles and staff, or whose folder the desk is
 * and says so (`owner`); ERR_NOPERM for anybody else. */
struct err *rules_apply(struct desk *d, const char *path, bool owner, struct policy_errors *errors,
                        struct rules_applied *out, struct settle_job *job) ERR_CHECK;

/* The policy in force as YAML. */
struct err *rules_show(struct desk *d, struct buf *out) ERR_CHECK;

#endif
