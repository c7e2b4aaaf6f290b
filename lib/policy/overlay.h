/* overlay: one policy laid over another, as JSON Merge Patch (RFC 7396) has it: maps merge key by key, null takes an
 * entry away, anything else - lists too - replaces what was there. */
#ifndef POLICY_OVERLAY_H
#define POLICY_OVERLAY_H

#include "policy/policy_errors.h"
#include "policy/setting.h"
#include "policy/tree.h"

/* Changes `base` to the merge of it with `over`, both vetted; nodes of `over` move into it and keep their places.
 * New entries come behind those of the base.  Adds an error for a null whose name the base does not have. */
void overlay_merge(const struct setting *root, struct tree *base, struct tree *over,
                   struct policy_errors *errors);

#endif
