/* fill_traits: what policy says of a customer's traits. */
#ifndef POLICY_FILL_TRAITS_H
#define POLICY_FILL_TRAITS_H

#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/trait.h"

/* Of the map `traits` (NULL: there is none); a trait that was taken away has a window of 0.  What is wrong is added to
 * the errors.  Names live as long as the tree. */
void fill_traits_all(struct policy_errors *errors, const struct tree *map, struct trait_rule out[TRAITS]);

#endif
