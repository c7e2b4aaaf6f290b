#include "policy/overlay.h"

static void put_in_place(struct tree *old, const struct tree *t)
{
    struct tree *next = old->next;

    *old = *t;
    old->next = next;
}

/* An entry that is new holds no null but the ones that would take nothing away. */
static void drop_nulls(struct tree *t)
{
    struct tree *rest = t->child;

    t->child = t->last = NULL;
    t->n = 0;
    while (rest != NULL) {
        struct tree *c = rest;
        rest = rest->next;
        if (c->kind == TREE_NULL)
            continue;
        drop_nulls(c);
        tree_add(t, c);
    }
}

static void lay(const struct setting *s, struct tree *base, struct tree *t, struct policy_errors *errors)
{
    struct tree *old = tree_get(base, t->key);
    const struct setting *sub = setting_find(s, t->key);

    if (t->kind == TREE_NULL && old == NULL && s->type == SETTING_NAMED)
        policy_errors_add(errors, t->key_line, t->key_col,
                          "there is no \"%s\" that null could take away; leave the line out", t->key.p);
    else if (t->kind == TREE_NULL && old != NULL)
        tree_take(base, t->key);
    else if (t->kind == TREE_NULL)
        return;
    else if (old == NULL) {
        drop_nulls(t);
        tree_add(base, t);
    } else if (t->kind == TREE_MAP && old->kind == TREE_MAP)
        overlay_merge(sub, old, t, errors);
    else
        put_in_place(old, t);
}

void overlay_merge(const struct setting *root, struct tree *base, struct tree *over,
                   struct policy_errors *errors)
{
    struct tree *rest = over->child;

    if (over->line > 0) {
        base->line = over->line;
        base->col = over->col;
        base->key_line = over->key_line;
        base->key_col = over->key_col;
    }
    while (rest != NULL) {
        struct tree *t = rest;
        rest = rest->next;
        lay(root, base, t, errors);
    }
}
