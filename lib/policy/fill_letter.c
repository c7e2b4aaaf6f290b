#include "policy/fill_letter.h"

#include <string.h>

static const struct tree *need(struct policy_errors *errors, const struct tree *map, const char *key)
{
    const struct tree *t = tree_get(map, str_of(key));

    if (t == NULL)
        policy_errors_add(errors, map->key_line, map->key_col, "\"%s\" has no \"%s\"; add it", map->key.p,
                          key);
    return t;
}

const struct policy_letter *fill_letter_all(struct arena *a, struct policy_errors *errors,
                                            const struct tree *map, size_t *n)
{
    struct policy_letter *all = arena_alloc(a, (map->n + 1) * sizeof *all), *l = all;

    *n = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, l++) {
        const struct tree *title = need(errors, t, "subject"), *say = need(errors, t, "say");
        const char **out = arena_alloc(a, ((say != NULL ? say->n : 0) + 1) * sizeof *out);
        *l = (struct policy_letter){
            .name = t->key.p, .subject = title != NULL ? title->text.p : "", .say = out};
        for (const struct tree *p = say != NULL ? say->child : NULL; p != NULL; p = p->next)
            out[l->nsay++] = p->text.p;
        if (say != NULL && l->nsay == 0)
            policy_errors_add(errors, say->line, say->col, "the letter has no words; write a paragraph");
    }
    return all;
}

const char *fill_letter_of(struct policy_errors *errors, const struct tree *map,
                           const struct policy_letter *letters, size_t n)
{
    const struct tree *t = tree_get(map, str_of("letter"));

    for (size_t i = 0; t != NULL && i < n; i++)
        if (str_is(t->text, letters[i].name))
            return letters[i].name;
    if (t != NULL)
        policy_errors_add(errors, t->line, t->col, "there is no letter \"%s\"; add it to \"letters\"",
                          t->text.p);
    return "";
}
