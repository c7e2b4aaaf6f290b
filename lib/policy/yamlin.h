/* yamlin: YAML text into a tree.
 *
 * The part of YAML 1.1 that settings need: one document, maps with plain words as keys, lists, texts.  Refused, each
 * with its place: aliases, anchors, tags, directives, a key twice in one map, keys that are no text, a second document,
 * nesting deeper than YAMLIN_DEPTH, a map or list of more than YAMLIN_ENTRIES, text longer than YAMLIN_MAX, bytes that
 * are no UTF-8.  Every value is a text; what it means is not guessed from its looks (`no` is "no"), only an unquoted
 * `null`, `~` or nothing at all is TREE_NULL.
 */
#ifndef POLICY_YAMLIN_H
#define POLICY_YAMLIN_H

#include "policy/policy_errors.h"
#include "policy/tree.h"

enum { YAMLIN_MAX = 1 << 20, YAMLIN_DEPTH = 64, YAMLIN_ENTRIES = 4096 };

/* The tree, whose root is a map (an empty one for an empty text), or NULL when the text cannot be read to its end.
 * A tree may come with errors, so that its meaning can be checked in the same go; it is good only without any. */
struct tree *yamlin_read(struct arena *a, struct str text, struct policy_errors *errors);

#endif
