#include "policy/tree.h"

struct tree *tree_new(struct arena *a, enum tree_kind kind, struct str key, struct str text)
{
    struct tree *t = arena_alloc(a, sizeof *t);

    t->kind = kind;
    t->key = key;
    t->text = text;
    return t;
}

void tree_add(struct tree *parent, struct tree *child)
{
    child->next = NULL;
    if (parent->last != NULL)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
    parent->n++;
}

struct tree *tree_get(const struct tree *map, struct str key)
{
    for (struct tree *t = map->child; t != NULL; t = t->next)
        if (str_eq(t->key, key))
            return t;
    return NULL;
}

struct tree *tree_take(struct tree *map, struct str key)
{
    struct tree *rest = map->child, *gone = tree_get(map, key);

    map->child = map->last = NULL;
    map->n = 0;
    while (rest != NULL) {
        struct tree *t = rest;
        rest = rest->next;
        if (t != gone)
            tree_add(map, t);
    }
    return gone;
}

const char *tree_kind_name(const struct tree *t)
{
    static const char *const names[] = {
        [TREE_NULL] = "nothing", [TREE_TEXT] = "a text", [TREE_LIST] = "a list", [TREE_MAP] = "a map"};

    return names[t->kind];
}
