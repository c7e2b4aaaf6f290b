/* holidays: the days that calendar files name, worked out when a policy is compiled, so that no later command reads a
 * calendar. */
#ifndef POLICY_HOLIDAYS_H
#define POLICY_HOLIDAYS_H

#include "policy/policy.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"

/* Who reads calendar files, which this room may not. */
struct holidays_files {
    /* Appends what cust-ical says of the file at `path` (cmd/helper/cust-ical/days.h has the lines). */
    struct err *(*days)(void *context, const char *path, struct buf *out);
    void *context;
};

/* What the files of `holidays-from` close goes under `holidays-read` of the merged policy `root`, whose zone and hours
 * `p` has: whole days are closed, a time of day takes its part of that day's hours.  A day that stands in the policy's
 * own `holidays` stays as it stands there.  Files are found from `folder`; with `files` NULL none can be read.  What is
 * wrong goes to `errors`, at the line that names the file, and says the file's own line. */
void holidays_read(struct arena *a, struct tree *root, const struct policy *p, const struct policy_place *at,
                   const struct holidays_files *files, const char *folder, struct policy_errors *errors);

#endif
