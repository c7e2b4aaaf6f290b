/* complete: a policy that an older version compiled gets the settings that it did not know, as the default has them: a
 * desk must open, and `cust-log policy apply` must run, whatever version put its policy in force.
 */
#ifndef POLICY_COMPLETE_H
#define POLICY_COMPLETE_H

#include "base/arena.h"
#include "policy/setting.h"
#include "policy/tree.h"

/* Whether a fixed setting that cannot be taken away is missing.  Settings named in `but` (n of them) are left out. */
bool complete_lacks(const struct setting *map, const struct tree *t, const char *const *but, size_t n);

/* Puts in what is missing.  `from` is the default's tree, which is used up.  Named entries and lists are left alone: that
 * they are missing may be what somebody wants. */
void complete_from(const struct setting *map, struct tree *t, struct tree *from, struct arena *a);

#endif
