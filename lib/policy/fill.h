/* fill: a merged tree of settings into the structs of rule and judge. */
#ifndef POLICY_FILL_H
#define POLICY_FILL_H

#include "policy/policy.h"
#include "policy/tree.h"

/* The policy, which takes the arena that the tree lives in; or NULL, with every mistake added to `errors`, and the
 * arena stays the caller's.  Finds what no single value shows: a setting that is missing, a zone that does not exist,
 * hours that overlap, points in the wrong order. */
struct policy *fill_policy(struct arena *a, const struct tree *t, const struct policy_place *at,
                           struct policy_errors *errors);

/* The policy's phrases are in this compiled text, which lives as long as the policy, and are read by fill_compile(). */
void fill_later(struct policy *p, struct str phrases);

/* Reads and compiles the phrases of a policy, once.  ERR_POLICY; `where` is the name of the rule. */
struct err *fill_compile(const struct policy *p, const struct phrases **out) ERR_CHECK;

void fill_free(struct policy *p); /* with its arena; NULL is fine */

#endif
