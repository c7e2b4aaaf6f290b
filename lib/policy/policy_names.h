/* policy_names: names in one part of a policy that must stand in another, or in a vocabulary of several. */
#ifndef POLICY_POLICY_NAMES_H
#define POLICY_POLICY_NAMES_H

#include "policy/policy_errors.h"
#include "policy/tree.h"

/* Looks at `when` of wordings, and at categories of the playbook and of traits, and adds an error, with the near name,
 * for each that there is not.  What `base` (the policy below it) says too is passed over: a category that is taken away
 * takes nothing else with it. */
void policy_names_check(const struct tree *root, const struct tree *base, struct policy_errors *errors);

#endif
