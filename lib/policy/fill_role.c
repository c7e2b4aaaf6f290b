#include "policy/fill_role.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "policy/fill_get.h"
#include "policy/setvalue.h"

static int64_t amount(struct policy_errors *errors, const struct tree *t)
{
    int64_t v = AUTHORITY_FREE;

    if (t != NULL && !setvalue_to_money(t->text, &v))
        fill_get_wrong(errors, t, "this is no amount");
    return v;
}

static int rank(struct policy_errors *errors, const struct tree *role)
{
    const struct tree *t = fill_get_need(errors, role, "rank");
    long v = 0;

    if (t->text.p != NULL && !setvalue_to_number(t->text, &v))
        fill_get_wrong(errors, t, "this is no number");
    return (int)v;
}

/* As offers keep it: "Refund" limits refunds. */
static const char *folded(struct arena *a, struct str name)
{
    struct buf key = {0};

    text_fold(name, &key);
    const char *text = arena_str(a, buf_str(&key)).p;
    buf_free(&key);
    return text;
}

static void limits(struct arena *a, struct policy_errors *errors, const struct tree *map,
                   struct authority_role *role)
{
    struct authority_limit *l;

    if (map == NULL)
        return;
    l = arena_alloc(a, (map->n + 1) * sizeof *l);
    role->limits = l;
    role->nlimits = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next)
        *l++ = (struct authority_limit){folded(a, t->key), amount(errors, t)};
}

const struct authority_role *fill_role_all(struct arena *a, struct policy_errors *errors,
                                           const struct tree *map, size_t *n)
{
    struct authority_role *all = arena_alloc(a, (map->n + 1) * sizeof *all), *r = all;

    *n = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, r++) {
        *r = (struct authority_role){.name = t->key.p,
                                     .rank = rank(errors, t),
                                     .offer = amount(errors, fill_get(t, "offer")),
                                     .month = amount(errors, fill_get(t, "month"))};
        limits(a, errors, fill_get(t, "limits"), r);
    }
    return all;
}

/* "'manger' is none of the roles; did you mean manager?" */
static void unknown(struct policy_errors *errors, const struct tree *t, const struct authority_role *roles,
                    size_t n)
{
    const char **names = mem_array(NULL, n + 1, sizeof *names);
    char q[TEXT_QUOTE];
    struct buf all = {0};

    for (size_t i = 0; i < n; i++) {
        names[i] = roles[i].name;
        buf_printf(&all, "%s%s", i > 0 ? ", " : "", roles[i].name);
    }
    const char *near = str_near(t->text, names, n);
    text_quote(t->text, q);
    if (near != NULL)
        policy_errors_add(errors, t->line, t->col, "%s is none of the roles; did you mean %s?", q, near);
    else if (n > 0)
        policy_errors_add(errors, t->line, t->col, "%s is none of the roles; there are %s", q, all.p);
    else
        policy_errors_add(errors, t->line, t->col, "%s is none of the roles; no roles are set", q);
    buf_free(&all);
    free(names);
}

const struct authority_role *fill_role_of(struct policy_errors *errors, const struct tree *person,
                                          const struct authority_role *roles, size_t n)
{
    const struct tree *t = fill_get(person, "role");

    for (size_t i = 0; t != NULL && i < n; i++)
        if (str_is(t->text, roles[i].name))
            return &roles[i];
    if (t != NULL)
        unknown(errors, t, roles, n);
    return NULL;
}
