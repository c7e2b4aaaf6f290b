/* policyfile: the desk's policy.yaml: whether it is what is in force, and putting it there. */
#ifndef DESK_POLICYFILE_H
#define DESK_POLICYFILE_H

#include "desk/desk.h"
#include "desk/settle.h"

/* The policy file of the desk: FOLDER/policy.yaml; malloc()ed. */
char *policyfile_path(const struct desk_place *place);

/* Whether the file differs from what was applied, and then what is wrong with it (*wrong, the first mistake that
 * `policy check` would name but for calendars, which are not read; NULL when it could be applied): for a word on stderr.
 * No file is no difference. */
struct err *policyfile_newer(struct desk *d, bool *newer, struct err **wrong) ERR_CHECK;

struct policyfile_applied {
    int64_t version; /* that is in force now; 0: nothing is changed */
    bool reads; /* triage reads otherwise than before: open complaints can be read again (desk/reread.h) */
};

/* Compiles the file and puts it in force under a new version (none when it is what is in force already), then brings
 * what is open in line (desk/settle.h), in short transactions; `job` says who is told and what became of it.  An error
 * when `version` is set came in the midst of that: running it again finishes the work, as it does after a crash, and
 * until then db_policy_unsettled() is true.  Mistakes in the file go to `errors`, then nothing is changed.  Where the
 * policy in force gives somebody a role, who has none above them changes roles and staff, or whose folder the desk is
 * and says so (`owner`); ERR_NOPERM for anybody else. */
struct err *policyfile_apply(struct desk *d, const char *path, bool owner, struct policy_errors *errors,
                             struct policyfile_applied *out, struct settle_job *job) ERR_CHECK;

/* The policy in force as YAML. */
struct err *policyfile_show(struct desk *d, struct buf *out) ERR_CHECK;

#endif
