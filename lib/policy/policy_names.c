#include "policy/policy_names.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "rule/word.h"

/* Every name that fits in one place. */
struct names {
    const char **all;
    size_t n, cap;
};

static void add(struct names *names, const char *name)
{
    names->all = mem_grow(names->all, &names->cap, names->n + 1, sizeof *names->all);
    names->all[names->n++] = name;
}

static void add_set(struct names *names, enum word_set set)
{
    for (int i = 0; i < word_count(set); i++)
        add(names, word_name(set, i));
}

static void add_keys(struct names *names, const struct tree *map)
{
    for (const struct tree *t = map != NULL ? map->child : NULL; t != NULL; t = t->next)
        add(names, t->key.p);
}

static void expect(const struct names *names, struct str name, uint32_t line, uint32_t col, const char *what,
                   struct policy_errors *errors)
{
    char quote[TEXT_QUOTE];

    for (size_t i = 0; i < names->n; i++)
        if (str_is(name, names->all[i]))
            return;
    const char *near = str_near(name, names->all, names->n);
    text_quote(name, quote);
    if (near != NULL)
        policy_errors_add(errors, line, col, "%s is no %s; did you mean \"%s\"?", quote, what, near);
    else
        policy_errors_add(errors, line, col, "%s is no %s; cust-policy(5) says which there are", quote, what);
}

static const struct tree *get(const struct tree *map, const char *key)
{
    return map != NULL ? tree_get(map, str_of(key)) : NULL;
}

/* Of each entry of the map that has this key. */
static void check_key(const struct tree *map, const struct tree *base, const char *key,
                      const struct names *names, const char *what, struct policy_errors *errors)
{
    for (const struct tree *t = map != NULL ? map->child : NULL; t != NULL; t = t->next) {
        const struct tree *v = get(t, key), *below = get(get(base, t->key.p), key);
        if (v != NULL && (below == NULL || !str_eq(v->text, below->text)))
            expect(names, v->text, v->line, v->col, what, errors);
    }
}

void policy_names_check(const struct tree *root, const struct tree *base, struct policy_errors *errors)
{
    static const struct str prefix = {"category.", sizeof "category." - 1};
    const struct tree *categories = get(root, "categories"), *playbook = get(root, "playbook");
    struct names known = {0}, occasions = {0};

    add_keys(&known, categories);
    add_set(&occasions, WORD_SIGNAL);
    add_set(&occasions, WORD_TRAIT);
    add_set(&occasions, WORD_STEP);
    add_set(&occasions, WORD_ANSWER);
    add_keys(&occasions, categories);
    add(&occasions, "late");
    add(&occasions, "reopened");
    add(&occasions, "settled");
    add(&occasions, "no-signpost");
    check_key(get(root, "wordings"), get(base, "wordings"), "when", &occasions, "occasion for a wording",
              errors);
    check_key(get(root, "traits"), get(base, "traits"), "category", &known, "category", errors);
    for (const struct tree *t = playbook != NULL ? playbook->child : NULL; t != NULL; t = t->next)
        if (get(get(base, "playbook"), t->key.p) == NULL && str_starts(t->key, prefix.p))
            expect(&known, (struct str){t->key.p + prefix.n, t->key.n - prefix.n}, t->key_line, t->key_col,
                   "category", errors);
    free(known.all);
    free(occasions.all);
}
