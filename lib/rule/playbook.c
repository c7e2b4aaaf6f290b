#include "rule/playbook.h"

#include <string.h>

#include "rule/word.h"

const char *playbook_part_name(enum playbook_part part)
{
    static const char *const names[PLAYBOOK_PARTS] = {"first", "say", "not", "ask", "offer", "next"};

    return names[part];
}

static const struct playbook_entry *find(const struct playbook_entry *all, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

static bool is_there(const struct playbook_line *lines, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(lines[i].text, text) == 0)
            return true;
    return false;
}

size_t playbook_pick(const struct playbook_entry *all, size_t n, const char *const *holds, size_t nholds,
                     enum playbook_part part, struct playbook_line *out, size_t max)
{
    size_t found = 0;
    bool more = true;

    for (size_t round = 0; more && found < max; round++) {
        more = false;
        for (size_t i = 0; i < nholds && found < max; i++) {
            const struct playbook_entry *e = find(all, n, holds[i]);
            if (e == NULL || round >= e->n[part])
                continue;
            more = true;
            if (!is_there(out, found, e->lines[part][round]))
                out[found++] = (struct playbook_line){e->lines[part][round], e->name};
        }
    }
    return found;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static bool none_such(struct str name, const char *what, const char *near, struct buf *why)
{
    buf_printf(why, "\"%.*s\" is no %s", (int)name.n, name.p, what);
    if (near != NULL)
        buf_printf(why, "; did you mean \"%s\"?", near);
    else
        buf_adds(why, "; cust-policy(5) lists them");
    return false;
}

bool playbook_name_good(struct str name, struct buf *why)
{
    static const char *const kinds[] = {"signal", "trait", "step", "category", "matter"};
    static const char *const matters[] = {"late", "reopened", "recurrence", "heat", "abused"};
    static const enum word_set sets[] = {WORD_SIGNAL, WORD_TRAIT, WORD_STEP};
    struct str rest = name, kind;

    if (!str_cut(&rest, '.', &kind) || rest.n == 0) {
        buf_adds(why, "an entry is called after what it is for: signal.anger, trait.needy, step.offer, "
                      "category.billing, matter.late");
        return false;
    }
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (str_is(kind, kinds[i])) /* no other case: holds are compared byte by byte */
            return str_is(rest, word_name(sets[i], word_find(sets[i], rest))) ||
                   none_such(rest, kinds[i], word_near(sets[i], rest), why);
    if (str_is(kind, "category"))
        return true;
    if (!str_is(kind, "matter"))
        return none_such(kind, "kind of entry", str_near(kind, kinds, sizeof kinds / sizeof kinds[0]), why);
    for (size_t i = 0; i < sizeof matters / sizeof matters[0]; i++)
        if (str_is(rest, matters[i]))
            return true;
    return none_such(rest, "matter", str_near(rest, matters, sizeof matters / sizeof matters[0]), why);
}

bool playbook_question(struct str text, struct str *question, struct str *field)
{
    size_t from = text.n;

    *question = text;
    *field = (struct str){"", 0};
    if (text.n == 0 || text.p[text.n - 1] != '}')
        return false;
    while (from > 0 && text.p[from - 1] != '{')
        from--;
    if (from == 0)
        return false;
    *question = str_trim((struct str){text.p, from - 1});
    *field = (struct str){text.p + from, text.n - 1 - from};
    return true;
}
