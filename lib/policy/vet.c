#include "policy/vet.h"

#include <string.h>

#include "base/text.h"

struct vetting {
    struct arena *a;
    struct policy_errors *errors;
    struct buf out, why; /* used again for each value */
};

static bool vet(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent);

static const char *expected(const struct setting *s)
{
    switch (s->type) {
    case SETTING_LIST:
        return "a list, one \"- \" line for each";
    case SETTING_VALUE:
        return "one value";
    default:
        return "more settings, indented below it";
    }
}

static const char *called(const struct tree *t, const struct tree *parent)
{
    if (t->key.n > 0)
        return t->key.p;
    return parent != NULL && parent->key.n > 0 ? parent->key.p : "this";
}

static bool vet_value(struct vetting *v, const struct setting *s, struct tree *t)
{
    buf_reset(&v->out);
    buf_reset(&v->why);
    if (!s->value(t->text, s->min, s->max, &v->out, &v->why)) {
        policy_errors_add(v->errors, t->line, t->col, "%s", v->why.p);
        return false;
    }
    t->text = arena_str(v->a, buf_str(&v->out));
    return true;
}

static void say_unknown(struct vetting *v, const struct setting *s, const struct tree *t,
                        const struct tree *in)
{
    char quote[TEXT_QUOTE];
    const char *near = setting_near(s, t->key);

    text_quote(t->key, quote);
    if (near != NULL)
        policy_errors_add(v->errors, t->key_line, t->key_col, "unknown key %s; did you mean \"%s\"?", quote,
                          near);
    else if (in->key.n > 0)
        policy_errors_add(v->errors, t->key_line, t->key_col,
                          "unknown key %s in %s; cust-policy(5) lists them all", quote, in->key.p);
    else
        policy_errors_add(v->errors, t->key_line, t->key_col, "unknown key %s; cust-policy(5) lists them all",
                          quote);
}

static bool vet_list(struct vetting *v, const struct setting *s, struct tree *list)
{
    bool good = true;

    for (struct tree *t = list->child; t != NULL; t = t->next)
        good &= vet(v, s->sub, t, list);
    return good;
}

/* An entry under a name: what is wrong in it may be just what it is about, so it is good as a whole or not at all. */
static bool vet_named(struct vetting *v, const struct setting *s, const struct tree *map, struct tree *t)
{
    buf_reset(&v->why);
    if (s->name(t->key, &v->why))
        return vet(v, s->sub, t, map);
    policy_errors_add(v->errors, t->key_line, t->key_col, "%s", v->why.p);
    return false;
}

/* A key of a map.  Maps below it stay without what is wrong in them. */
static bool vet_key(struct vetting *v, const struct setting *s, const struct tree *map, struct tree *t)
{
    const struct setting *sub = setting_find(s, t->key);

    if (sub == NULL || sub->made) {
        say_unknown(v, s, t, map);
        return false;
    }
    return vet(v, sub, t, map) || t->kind == TREE_MAP;
}

/* Takes out what is wrong. */
static bool vet_map(struct vetting *v, const struct setting *s, struct tree *map)
{
    struct tree *rest = map->child;
    bool good = true;

    map->child = map->last = NULL;
    map->n = 0;
    while (rest != NULL) {
        struct tree *t = rest;
        rest = rest->next;
        if (s->type == SETTING_NAMED ? vet_named(v, s, map, t) : vet_key(v, s, map, t))
            tree_add(map, t);
        else
            good = false;
    }
    return good;
}

/* One value where a list may stand. */
static void make_list(struct vetting *v, const struct setting *s, struct tree *t)
{
    struct tree *only = tree_new(v->a, TREE_TEXT, (struct str){NULL, 0}, t->text);

    only->line = t->line;
    only->col = t->col;
    t->kind = TREE_LIST;
    if (s->none == NULL || !str_is(t->text, s->none))
        tree_add(t, only);
}

/* Nothing where something should be: a heading whose lines are all comments changes nothing; null takes away. */
static bool vet_null(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent)
{
    bool written = t->text.n > 0, map = s->type == SETTING_MAP || s->type == SETTING_NAMED;

    if (!written && map) {
        t->kind = TREE_MAP;
        return true;
    }
    if (written && s->removable)
        return true;
    if (written)
        policy_errors_add(v->errors, t->line, t->col,
                          "\"%s\" cannot be taken away; leave the line out for the default",
                          called(t, parent));
    else
        policy_errors_add(v->errors, t->line, t->col, "nothing stands behind \"%s\"; write %s%s",
                          called(t, parent), expected(s), s->removable ? ", or null to take it away" : "");
    return false;
}

static bool vet(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent)
{
    static const enum tree_kind wanted[] = {[SETTING_MAP] = TREE_MAP,
                                            [SETTING_NAMED] = TREE_MAP,
                                            [SETTING_LIST] = TREE_LIST,
                                            [SETTING_VALUE] = TREE_TEXT};

    if (t->kind == TREE_NULL)
        return vet_null(v, s, t, parent);
    if (s->type == SETTING_LIST && t->kind == TREE_TEXT)
        make_list(v, s, t);
    if (t->kind != wanted[s->type]) {
        policy_errors_add(v->errors, t->line, t->col, "\"%s\" needs %s; here is %s", called(t, parent),
                          expected(s), tree_kind_name(t));
        t->kind = TREE_NULL;
        return false;
    }
    switch (s->type) {
    case SETTING_LIST:
        return vet_list(v, s, t);
    case SETTING_VALUE:
        return vet_value(v, s, t);
    default:
        return vet_map(v, s, t);
    }
}

void vet_tree(struct arena *a, const struct setting *root, struct tree *t, struct policy_errors *errors)
{
    struct vetting v = {.a = a, .errors = errors};

    (void)vet(&v, root, t, NULL);
    buf_free(&v.out);
    buf_free(&v.why);
}
