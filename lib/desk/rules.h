/* rules: the desk's policy: checked, shown, applied. */
#ifndef DESK_RULES_H
#define DESK_RULES_H

#include "desk/desk.h"

struct rules_applied {
    int64_t version; /* 0: nothing is changed */
    int64_t open;    /* complaints that it is about: what is closed stays as it is */
    int64_t moved;   /* of these, such whose clocks changed */
    int64_t late;    /* of those, such as have a deadline that is past now, and was not before or is new */
    int64_t begun;   /* complaints in which a ladder began that is new */
    bool reads; /* triage reads otherwise than before: open complaints can be read again (desk/reread.h) */
};

/* Compiles the file and puts it in force under a new version (none when it is what is in force already), then brings
 * the open deadlines in line, in short transactions.  Running it again after a crash finishes the work.  Mistakes in the
 * file go to `errors`, then nothing is changed.  Where the policy in force gives somebody a role, who has none above them
 * changes roles and staff, or whose folder the desk is and says so (`owner`); ERR_NOPERM for anybody else. */
struct err *rules_apply(struct desk *d, const char *path, bool owner, struct policy_errors *errors,
                        struct rules_applied *out) ERR_CHECK;

/* The policy in force as YAML. */
struct err *rules_show(struct desk *d, struct buf *out) ERR_CHECK;

#endif
