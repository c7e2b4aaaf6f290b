/* fill_get: single settings taken from a merged tree, and what is said of one that is wrong: for the parts of fill.
 *
 * Values were vetted when the policy was compiled; what is wrong with one here was damaged since, or taken away by null.
 */
#ifndef POLICY_FILL_GET_H
#define POLICY_FILL_GET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "policy/policy_errors.h"
#include "policy/tree.h"
#include "rule/deadline.h"

/* The child of that name; NULL when there is none. */
const struct tree *fill_get(const struct tree *map, const char *key);

/* The same, an empty one in its place when there is none; and of one that has to be there, whose lack is an error. */
const struct tree *fill_get_any(const struct tree *map, const char *key);
const struct tree *fill_get_need(struct policy_errors *errors, const struct tree *map, const char *key);

/* What stands there, or `otherwise`: a text, which lives as long as the tree, and a day (base/civil.h). */
const char *fill_get_text(const struct tree *map, const char *key, const char *otherwise);
int64_t fill_get_day(const struct tree *map, const char *key, int64_t otherwise);

/* The texts of a list, as an array in the arena; they live as long as the tree. */
const char *const *fill_get_texts(struct arena *a, const struct tree *list, size_t *n);

/* A span; amount 0 and false for an empty one, and for none, which is an error. */
bool fill_get_span(struct policy_errors *errors, const struct tree *t, struct deadline_span *out);

/* An error at the place of `t`. */
void fill_get_wrong(struct policy_errors *errors, const struct tree *t, const char *what);

#endif
