/* vet: settings as written against the table of settings: every key known, every value of its type. */
#ifndef POLICY_VET_H
#define POLICY_VET_H

#include "policy/policy_errors.h"
#include "policy/setting.h"
#include "policy/tree.h"

/* Adds an error for everything that is wrong in `t` and takes it out, so that what is left can be looked at further.
 * What is right is put into the form in which it is kept: values and names as setting_value and setting_name give them,
 * a single value where a list may stand as a list of one, the word for an empty list as an empty list. */
void vet_tree(struct arena *a, const struct setting *root, struct tree *t, struct policy_errors *errors);

#endif
