/* rules: the desk's policy: checked, shown, applied. */
#ifndef DESK_RULES_H
#define DESK_RULES_H

#include "desk/desk.h"

/* The policy file of the desk: FOLDER/policy.yaml; malloc()ed. */
char *rules_path(const struct desk_place *place);

/* Compiles the file and puts it in force under a new version (none when it is what is in force already), then brings
 * the open deadlines in line, in short transactions: `moved` counts complaints whose clocks changed.  Running it again
 * after a crash finishes the work.  Mistakes in the file go to `errors`, then nothing is changed and *version is 0. */
struct err *rules_apply(struct desk *d, const char *path, struct policy_errors *errors, int64_t *version,
                        int64_t *moved) ERR_CHECK;

/* The policy in force as YAML. */
struct err *rules_show(struct desk *d, struct buf *out) ERR_CHECK;

/* Whether the desk's file differs from what was applied: for a word on stderr. */
struct err *rules_newer(struct desk *d, bool *newer) ERR_CHECK;

#endif
