/* fill_letter: the letters that a desk writes by itself, and who names them. */
#ifndef POLICY_FILL_LETTER_H
#define POLICY_FILL_LETTER_H

#include "policy/policy.h"
#include "policy/tree.h"

/* All of the map `letters`; *n is how many.  What is wrong is added to the errors. */
const struct policy_letter *fill_letter_all(struct arena *a, struct policy_errors *errors,
                                            const struct tree *map, size_t *n);

/* The name under the key `letter` of `map`; "" when none is named, or none is called so, which is an error. */
const char *fill_letter_of(struct policy_errors *errors, const struct tree *map,
                           const struct policy_letter *letters, size_t n);

#endif
