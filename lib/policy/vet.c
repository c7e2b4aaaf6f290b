#include "policy/vet.h"

#include <string.h>

#include "base/text.h"

struct vetting {
    struct arena *a;
    struct policy_errors *errors;
    struct buf out, why; /* used again for each value */
};

static void vet(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent);

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

static void vet_value(struct vetting *v, const struct setting *s, struct tree *t)
{
    buf_reset(&v->out);
    buf_reset(&v->why);
    if (s->value(t->text, s->min, s->max, &v->out, &v->why))
        t->text = arena_str(v->a, buf_str(&v->out));
    else
        policy_errors_add(v->errors, t->line, t->col, "%s", v->why.p);
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

/* Two spellings of one name, as Mon and mon. */
static void vet_twin(struct vetting *v, const struct tree *map, const struct tree *t)
{
    const struct tree *first = tree_get(map, t->key);

    if (first != t)
        policy_errors_add(v->errors, t->key_line, t->key_col,
                          "\"%s\" stands twice in one map; keep one of them", t->key.p);
}

static void vet_named(struct vetting *v, const struct setting *s, struct tree *map)
{
    for (struct tree *t = map->child; t != NULL; t = t->next) {
        buf_reset(&v->out);
        buf_reset(&v->why);
        if (!s->name(t->key, &v->out, &v->why)) {
            policy_errors_add(v->errors, t->key_line, t->key_col, "%s", v->why.p);
            continue;
        }
        if (!str_eq(t->key, buf_str(&v->out))) {
            t->key = arena_str(v->a, buf_str(&v->out));
            vet_twin(v, map, t);
        }
        vet(v, s->sub, t, map);
    }
}

static void vet_map(struct vetting *v, const struct setting *s, struct tree *map)
{
    for (struct tree *t = map->child; t != NULL; t = t->next) {
        const struct setting *sub = setting_find(s, t->key);
        if (sub != NULL)
            vet(v, sub, t, map);
        else
            say_unknown(v, s, t, map);
    }
}

static void vet_list(struct vetting *v, const struct setting *s, struct tree *list)
{
    for (struct tree *t = list->child; t != NULL; t = t->next)
        vet(v, s->sub, t, list);
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
static void vet_null(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent)
{
    bool written = t->text.n > 0;

    if (!written && (s->type == SETTING_MAP || s->type == SETTING_NAMED))
        t->kind = TREE_MAP;
    else if (!written)
        policy_errors_add(v->errors, t->line, t->col, "nothing stands behind \"%s\"; write %s%s",
                          called(t, parent), expected(s), s->removable ? ", or null to take it away" : "");
    else if (!s->removable)
        policy_errors_add(v->errors, t->line, t->col,
                          "\"%s\" cannot be taken away; leave the line out for the default",
                          called(t, parent));
}

static void vet(struct vetting *v, const struct setting *s, struct tree *t, const struct tree *parent)
{
    static const enum tree_kind wanted[] = {[SETTING_MAP] = TREE_MAP,
                                            [SETTING_NAMED] = TREE_MAP,
                                            [SETTING_LIST] = TREE_LIST,
                                            [SETTING_VALUE] = TREE_TEXT};

    if (t->kind == TREE_NULL) {
        vet_null(v, s, t, parent);
        return;
    }
    if (s->type == SETTING_LIST && t->kind == TREE_TEXT)
        make_list(v, s, t);
    if (t->kind != wanted[s->type]) {
        policy_errors_add(v->errors, t->line, t->col, "\"%s\" needs %s; here is %s", called(t, parent),
                          expected(s), tree_kind_name(t));
        return;
    }
    switch (s->type) {
    case SETTING_MAP:
        vet_map(v, s, t);
        break;
    case SETTING_NAMED:
        vet_named(v, s, t);
        break;
    case SETTING_LIST:
        vet_list(v, s, t);
        break;
    case SETTING_VALUE:
        vet_value(v, s, t);
        break;
    }
}

void vet_tree(struct arena *a, const struct setting *root, struct tree *t, struct policy_errors *errors)
{
    struct vetting v = {.a = a, .errors = errors};

    vet(&v, root, t, NULL);
    buf_free(&v.out);
    buf_free(&v.why);
}
