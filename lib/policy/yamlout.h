/* yamlout: a policy as YAML again. */
#ifndef POLICY_YAMLOUT_H
#define POLICY_YAMLOUT_H

#include "base/buf.h"
#include "policy/setting.h"
#include "policy/tree.h"

/* Appends the policy `t` with a comment above each part.  What `base` has and `t` has not is written as null: read
 * and laid over that base, the text gives `t` again. */
void yamlout_write(const struct setting *root, const struct tree *t, const struct tree *base,
                   struct buf *out);

#endif
