/* fill_return: the returns to regulators that policy describes. */
#ifndef POLICY_FILL_RETURN_H
#define POLICY_FILL_RETURN_H

#include "base/arena.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/tally.h"

/* All of the map `returns`; *n is how many.  What is wrong is added to the errors. */
const struct tally_profile *fill_return_all(struct arena *a, struct policy_errors *errors,
                                            const struct tree *map, size_t *n);

#endif
