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

/* Appends a text as one YAML scalar: plain when it cannot be mistaken for anything else, else in double quotes. */
void yamlout_text(struct str s, struct buf *out);

#endif
