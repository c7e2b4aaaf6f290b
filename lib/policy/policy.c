#include "policy/policy.h"

#include <stdlib.h>

#include "base/mem.h"
#include "policy/compiled.h"
#include "policy/default_policy.h"
#include "policy/fill.h"
#include "policy/overlay.h"
#include "policy/vet.h"
#include "policy/yamlin.h"
#include "policy/yamlout.h"

struct str policy_default_text(void)
{
    return (struct str){default_policy_text, default_policy_size};
}

struct err *policy_load(struct str compiled, const struct policy_place *at, struct policy **out)
{
    struct arena *a = arena_new();
    struct policy_errors errors = {.name = "policy"};
    struct tree *t = NULL;
    struct policy *p = NULL;

    struct err *e = compiled_read(a, setting_root(), compiled, &t);
    if (e == NULL)
        p = fill_policy(a, t, at, &errors);
    if (errors.n > 0) {
        e = errors.e[0];
        errors.e[0] = NULL;
    }
    policy_errors_free(&errors);
    if (p == NULL)
        arena_free(a);
    *out = p;
    return e;
}

struct err *policy_default(const struct policy_place *at, struct policy **out)
{
    return policy_load(policy_default_text(), at, out);
}

void policy_free(struct policy *p)
{
    fill_free(p);
}

struct err *policy_phrases(const struct policy *p, const struct phrases **out)
{
    return fill_compile(p, out);
}

const struct policy_category *policy_category(const struct policy *p, struct str name)
{
    for (size_t i = 0; i < p->ncategories; i++)
        if (str_is(name, p->categories[i].name))
            return &p->categories[i];
    return NULL;
}

const struct policy_person *policy_person(const struct policy *p, struct str login)
{
    for (size_t i = 0; i < p->nstaff; i++)
        if (str_is(login, p->staff[i].login))
            return &p->staff[i];
    return NULL;
}

const char *policy_category_near(const struct policy *p, struct str name)
{
    const char **names = mem_array(NULL, p->ncategories + 1, sizeof *names);

    for (size_t i = 0; i < p->ncategories; i++)
        names[i] = p->categories[i].name;
    const char *near = str_near(name, names, p->ncategories);
    free(names);
    return near;
}

/* The merge of YAML over a base, or NULL. */
static struct tree *merge(struct arena *a, struct str yaml, struct str base, struct policy_errors *errors)
{
    struct tree *under = NULL, *over = yamlin_read(a, yaml, errors);
    struct err *e = compiled_read(a, setting_root(), base, &under);

    if (e != NULL)
        policy_errors_add(errors, 0, 0, "%s", e->text);
    err_free(e);
    if (over != NULL)
        vet_tree(a, setting_root(), over, errors);
    if (over == NULL || under == NULL)
        return NULL;
    overlay_merge(setting_root(), under, over, errors);
    return under;
}

/* What is wrong with the phrases as a whole. */
static void check_phrases(const struct policy *p, const struct tree *root, struct policy_errors *errors)
{
    const struct phrases *compiled;
    struct err *e = fill_compile(p, &compiled);

    if (e == NULL)
        return;
    const struct tree *map = tree_get(root, str_of("phrases"));
    const struct tree *t = map != NULL && e->where != NULL ? tree_get(map, str_of(e->where)) : NULL;
    if (t != NULL)
        policy_errors_add(errors, t->key_line, t->key_col, "%s: %s", e->where, e->text);
    else
        policy_errors_add(errors, map != NULL ? map->line : 0, map != NULL ? map->col : 0, "%s", e->text);
    err_free(e);
}

bool policy_compile(struct str yaml, struct str base, const struct policy_place *at, struct buf *out,
                    struct policy_errors *errors)
{
    struct arena *a = arena_new();
    struct tree *t = merge(a, yaml, base, errors);
    struct policy *p = NULL;

    if (t != NULL)
        p = fill_policy(a, t, at, errors);
    if (p != NULL)
        check_phrases(p, t, errors);
    bool good = errors->n == 0 && p != NULL;
    if (good)
        compiled_write(setting_root(), t, out);
    policy_errors_sort(errors);
    if (p != NULL)
        policy_free(p);
    else
        arena_free(a);
    return good;
}

struct err *policy_check_file(const char *path, const struct policy_place *at, struct buf *source,
                              struct buf *compiled, struct policy_errors *errors)
{
    struct err *e = buf_read_file(source, path, YAMLIN_MAX);

    if (e != NULL) {
        if (e->code == ERR_DATA)
            e->code = ERR_POLICY;
        return e;
    }
    errors->name = path;
    policy_compile(buf_str(source), policy_default_text(), at, compiled, errors);
    return NULL;
}

struct err *policy_show(struct str compiled, struct buf *out)
{
    struct arena *a = arena_new();
    struct tree *t = NULL, *base = NULL;
    struct err *e = compiled_read(a, setting_root(), compiled, &t);

    if (e == NULL)
        e = compiled_read(a, setting_root(), policy_default_text(), &base);
    if (e == NULL)
        yamlout_write(setting_root(), t, base, out);
    arena_free(a);
    return e;
}
