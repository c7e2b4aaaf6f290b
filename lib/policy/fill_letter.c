#include "policy/fill_letter.h"

#include "policy/fill_get.h"

const struct policy_letter *fill_letter_all(struct arena *a, struct policy_errors *errors,
                                            const struct tree *map, size_t *n)
{
    struct policy_letter *all = arena_alloc(a, (map->n + 1) * sizeof *all), *l = all;

    *n = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, l++) {
        const struct tree *title = fill_get_need(errors, t, "subject");
        const struct tree *say = fill_get_need(errors, t, "say");
        *l = (struct policy_letter){.name = t->key.p, .subject = title->text.p};
        l->say = fill_get_texts(a, say, &l->nsay);
        if (say->kind != TREE_NULL && l->nsay == 0)
            fill_get_wrong(errors, say, "the letter has no words; write a paragraph");
    }
    return all;
}

const char *fill_letter_of(struct policy_errors *errors, const struct tree *map,
                           const struct policy_letter *letters, size_t n)
{
    const struct tree *t = fill_get(map, "letter");

    for (size_t i = 0; t != NULL && i < n; i++)
        if (str_is(t->text, letters[i].name))
            return letters[i].name;
    if (t != NULL)
        policy_errors_add(errors, t->line, t->col, "there is no letter \"%s\"; add it to \"letters\"",
                          t->text.p);
    return "";
}
