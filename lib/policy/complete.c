#include "policy/complete.h"

#include <string.h>

static bool is_fixed(const struct setting *s)
{
    return !s->removable && !s->made && (s->type == SETTING_MAP || s->type == SETTING_VALUE);
}

static bool among(const char *key, const char *const *but, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(key, but[i]) == 0)
            return true;
    return false;
}

bool complete_lacks(const struct setting *map, const struct tree *t, const char *const *but, size_t n)
{
    for (size_t i = 0; i < map->n; i++) {
        const struct setting *s = &map->sub[i];
        if (!is_fixed(s) || among(s->key, but, n))
            continue;
        const struct tree *c = tree_get(t, str_of(s->key));
        if (c == NULL || (s->type == SETTING_MAP && complete_lacks(s, c, NULL, 0)))
            return true;
    }
    return false;
}

void complete_from(const struct setting *map, struct tree *t, struct tree *from, struct arena *a)
{
    for (size_t i = 0; i < map->n; i++) {
        const struct setting *s = &map->sub[i];
        struct tree *c = tree_get(t, str_of(s->key)), *d = tree_get(from, str_of(s->key));
        if (!is_fixed(s) || d == NULL)
            continue;
        if (c != NULL && s->type == SETTING_MAP)
            complete_from(s, c, d, a);
        if (c != NULL)
            continue;
        struct tree *copy = arena_alloc(a, sizeof *copy);
        *copy = *d;
        copy->next = NULL;
        tree_add(t, copy);
    }
}
