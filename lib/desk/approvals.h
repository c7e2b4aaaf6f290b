/* approvals: complaints with an option that waits for a yes which somebody may give. */
#ifndef DESK_APPROVALS_H
#define DESK_APPROVALS_H

#include "desk/desk.h"

enum { APPROVALS_NAMED = 8 };

struct approvals {
    int64_t ids[APPROVALS_NAMED]; /* the most urgent ones */
    size_t n, all;                /* of these, and of all */
};

/* Those that `login` may give, as far as one option counts (limits_may_approve()); none where policy has no
 * roles. */
struct err *approvals_of(struct desk *d, struct str login, int64_t as_of, struct approvals *out) ERR_CHECK;

#endif
