/* fill_debt: what the policy charges for what is paid late. */
#ifndef POLICY_FILL_DEBT_H
#define POLICY_FILL_DEBT_H

#include "base/arena.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/debt.h"

/* All of the map `interest`.  What is wrong is added to the errors. */
struct debt_terms fill_debt_terms(struct arena *a, struct policy_errors *errors, const struct tree *map);

#endif
