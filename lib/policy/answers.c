#include "policy/answers.h"

#include "policy/compiled.h"
#include "policy/fill_get.h"
#include "policy/setvalue.h"

/* The entries under `key`, which is all that the text holds; an empty text has none. */
static struct err *entries(struct arena *a, struct str text, const char *key, const struct tree **out)
{
    static const struct tree none;
    struct tree *t;

    *out = &none;
    if (text.n == 0)
        return NULL;
    struct err *e = compiled_read_part(a, setting_root(), text, &t);
    if (e != NULL)
        return e;
    const struct tree *found = tree_get(t, str_of(key));
    if (t->n != 1 || found == NULL) /* another setting behind the last one: no text of ours */
        return err_new(ERR_POLICY, "policy", "settings stand where only %s may; apply the policy again", key);
    *out = found;
    return NULL;
}

static struct err *incomplete(const char *name, const char *key)
{
    return err_new(ERR_POLICY, name, "has no \"%s\"; add it", key);
}

struct err *answers_tone(const struct policy *p, struct arena *a, struct tone **out)
{
    const struct tree *map;
    struct err *e = entries(a, p->tone, "tone", &map);

    *out = NULL;
    if (e != NULL)
        return e;
    struct tone_rule *rules = arena_alloc(a, (map->n + 1) * sizeof *rules), *r = rules;
    for (const struct tree *t = map->child; t != NULL; t = t->next, r++) {
        r->name = t->key.p;
        r->kind = tone_find(str_of(fill_get_text(t, "finding", "")));
        r->say = fill_get_text(t, "say", "");
        r->negated_ok = str_is(str_of(fill_get_text(t, "negated", "no")), "yes");
        r->patterns = fill_get_texts(a, fill_get_any(t, "patterns"), &r->npatterns);
        if (r->kind < 0)
            return incomplete(r->name, "finding");
        if (!setvalue_to_permille(str_of(fill_get_text(t, "strength", "")), &r->strength))
            return incomplete(r->name, "strength");
    }
    return tone_compile(rules, map->n, out);
}

struct err *answers_wordings(const struct policy *p, struct arena *a, const struct letter_wording **out,
                             size_t *n)
{
    const struct tree *map;
    struct err *e = entries(a, p->wordings, "wordings", &map);

    if (e != NULL)
        return e;
    struct letter_wording *all = arena_alloc(a, (map->n + 1) * sizeof *all), *w = all;
    for (const struct tree *t = map->child; t != NULL; t = t->next, w++) {
        w->name = t->key.p;
        w->part = letter_part_find(str_of(fill_get_text(t, "part", "")));
        w->when = fill_get_text(t, "when", "");
        w->say = fill_get_texts(a, fill_get_any(t, "say"), &w->nsay);
        if (w->part < 0)
            return incomplete(w->name, "part");
    }
    *out = all;
    *n = map->n;
    return NULL;
}

struct err *answers_playbook(const struct policy *p, struct arena *a, const struct playbook_entry **out,
                             size_t *n)
{
    const struct tree *map;
    struct err *e = entries(a, p->playbook, "playbook", &map);

    if (e != NULL)
        return e;
    struct playbook_entry *all = arena_alloc(a, (map->n + 1) * sizeof *all), *entry = all;
    for (const struct tree *t = map->child; t != NULL; t = t->next, entry++) {
        entry->name = t->key.p;
        for (enum playbook_part part = 0; part < PLAYBOOK_PARTS; part++)
            entry->lines[part] =
                fill_get_texts(a, fill_get_any(t, playbook_part_name(part)), &entry->n[part]);
    }
    *out = all;
    *n = map->n;
    return NULL;
}
