/* tree: settings as they were written, each with its place, before anything is known of their meaning. */
#ifndef POLICY_TREE_H
#define POLICY_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum tree_kind { TREE_NULL, TREE_TEXT, TREE_LIST, TREE_MAP };

/* One value.  Everything in a tree lives in one arena; texts have a NUL behind them. */
struct tree {
    enum tree_kind kind;
    struct str key;     /* its name in the map that holds it; empty in a list */
    struct str text;    /* of a TREE_TEXT */
    uint32_t line, col; /* of the value, from 1; 0 when it was not read from a file */
    uint32_t key_line, key_col;
    struct tree *child, *last, *next;
    size_t n; /* children */
};

/* Key and text are borrowed: they lie in that arena, or outlive it. */
struct tree *tree_new(struct arena *a, enum tree_kind kind, struct str key, struct str text);
void tree_add(struct tree *parent, struct tree *child);

/* The child of that name, or NULL. */
struct tree *tree_get(const struct tree *map, struct str key);

/* Takes the child of that name out, and gives it; NULL when there is none. */
struct tree *tree_take(struct tree *map, struct str key);

const char *tree_kind_name(const struct tree *t); /* "a text", "a list", ... for messages */

#endif
