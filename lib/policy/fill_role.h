/* fill_role: the policy's roles, and which one a colleague has. */
#ifndef POLICY_FILL_ROLE_H
#define POLICY_FILL_ROLE_H

#include "base/arena.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/authority.h"

/* All of the map `roles`; *n is how many.  What is wrong is added to the errors. */
const struct authority_role *fill_role_all(struct arena *a, struct policy_errors *errors,
                                           const struct tree *map, size_t *n);

/* The role that a person of `staff` names; NULL when none is named, or none is called so, which is an error. */
const struct authority_role *fill_role_of(struct policy_errors *errors, const struct tree *person,
                                          const struct authority_role *roles, size_t n);

#endif
