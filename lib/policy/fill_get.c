#include "policy/fill_get.h"

#include "base/civil.h"

static const struct tree none;

const struct tree *fill_get(const struct tree *map, const char *key)
{
    return tree_get(map, str_of(key));
}

const struct tree *fill_get_any(const struct tree *map, const char *key)
{
    const struct tree *t = fill_get(map, key);

    return t != NULL ? t : &none;
}

const struct tree *fill_get_need(struct policy_errors *errors, const struct tree *map, const char *key)
{
    const struct tree *t = fill_get_any(map, key);

    if (t != &none || map->kind == TREE_NULL) /* it was said already of what is not there itself */
        return t;
    if (map->key.n > 0)
        policy_errors_add(errors, map->key_line, map->key_col, "\"%s\" has no \"%s\"; add it", map->key.p,
                          key);
    else
        policy_errors_add(errors, 0, 0, "the policy has no \"%s\"; add it", key);
    return t;
}

const char *fill_get_text(const struct tree *map, const char *key, const char *otherwise)
{
    const char *text = fill_get_any(map, key)->text.p;

    return text != NULL ? text : otherwise;
}

int64_t fill_get_day(const struct tree *map, const char *key, int64_t otherwise)
{
    const struct tree *t = fill_get(map, key);
    int64_t day = otherwise;

    if (t != NULL)
        err_free(civil_parse_date(t->text, &day)); /* read already: setvalue_date() */
    return day;
}

const char *const *fill_get_texts(struct arena *a, const struct tree *list, size_t *n)
{
    const char **out = arena_alloc(a, (list->n + 1) * sizeof *out);

    *n = 0;
    for (const struct tree *t = list->child; t != NULL; t = t->next)
        out[(*n)++] = t->text.p;
    return out;
}

bool fill_get_span(struct policy_errors *errors, const struct tree *t, struct deadline_span *out)
{
    *out = (struct deadline_span){0, DEADLINE_MINUTES};
    if (t->text.p == NULL)
        return false;
    struct err *e = deadline_parse_span(t->text, out);
    bool good = e == NULL;
    if (!good)
        fill_get_wrong(errors, t, e->text);
    err_free(e);
    return good;
}

void fill_get_wrong(struct policy_errors *errors, const struct tree *t, const char *what)
{
    policy_errors_add(errors, t->line, t->col, "%s", what);
}
