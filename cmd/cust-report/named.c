#include "cmd/cust-report/named.h"

#include <strings.h>

#include "base/text.h"
#include "cmd/cust-report/figures.h"
#include "form/form_name.h"

enum {
    SHOWN = 12,   /* names in a message */
    LIKENESS = 3, /* as many letters make a word like another one */
    NAMES = 128
};

const char *named_nothing(enum report_key key)
{
    static const char *const names[] = {
        [REPORT_WHOLE] = "-",       [REPORT_BY_OWNER] = "nobody",   [REPORT_BY_KIND] = "-",
        [REPORT_BY_CUSTOMER] = "-", [REPORT_BY_CAUSE] = "no cause", [REPORT_BY_REMEDY] = "no remedy",
        [REPORT_BY_TIME] = "-",
    };

    return names[key];
}

/* --- columns ----------------------------------------------------------------------------------------------------- */

static size_t columns_of(enum report_which which)
{
    return which == REPORT_SUMMARY ? report_tables_figures() : report_tables_get(which)->spec.n;
}

static bool is_called(struct str text, const char *name, struct arena *a)
{
    return form_name_is(text, name) ||
           form_name_is(text,
                        arena_printf(a, "%.*s", (int)figures_label(name, a).n, figures_label(name, a).p));
}

static bool counts_the_same(const struct report_column *a, const struct report_column *b)
{
    return a->how == b->how && a->period == b->period && a->facts == b->facts && a->of == b->of;
}

/* Its place; as many as there are when there is none. */
static size_t place_of(enum report_which which, struct str name, struct arena *a)
{
    const struct report_spec *spec = &report_tables_get(which)->spec,
                             *summary = &report_tables_get(REPORT_SUMMARY)->spec;
    size_t n = columns_of(which);

    for (size_t c = 0; c < n; c++)
        if (is_called(name, spec->columns[c].name, a))
            return c;
    for (size_t f = 0; f < columns_of(REPORT_SUMMARY); f++)
        for (size_t c = 0; c < n && is_called(name, summary->columns[f].name, a); c++)
            if (counts_the_same(&spec->columns[c], &summary->columns[f]))
                return c;
    return n;
}

/* Whether a word of one begins as a word of the other does. */
static bool is_like(struct str said, struct str name)
{
    struct str a, b;

    while (str_cut(&said, ' ', &a))
        for (struct str rest = name; a.n >= LIKENESS && str_cut(&rest, ' ', &b);)
            if (b.n >= LIKENESS && strncasecmp(a.p, b.p, LIKENESS) == 0)
                return true;
    return false;
}

/* "a, b and c" */
static const char *listed(const char *const *names, size_t n, struct arena *a)
{
    const char *all = n > 0 ? names[0] : "";

    for (size_t i = 1; i < n; i++)
        all = arena_printf(a, "%s%s%s", all, i + 1 < n ? ", " : " and ", names[i]);
    return all;
}

static const char *in_small(const char *name, struct arena *a)
{
    char *copy = arena_strdup(a, name);

    for (char *p = copy; *p != '\0'; p++)
        *p = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
    return copy;
}

static struct err *no_such(struct work *w, enum report_which which, struct str name)
{
    const struct report_spec *spec = &report_tables_get(which)->spec;
    size_t n = columns_of(which) < NAMES ? columns_of(which) : NAMES, like = 0;
    const char *names[NAMES], *alike[SHOWN], *near;
    char q[TEXT_QUOTE];

    for (size_t c = 0; c < n; c++) {
        names[c] =
            which == REPORT_SUMMARY ? spec->columns[c].name : in_small(spec->columns[c].name, w->arena);
        if (like < SHOWN && is_like(name, str_of(names[c])))
            alike[like++] = names[c];
    }
    text_quote(name, q);
    if ((near = str_near(str_of(in_small(arena_dup(w->arena, name.p, name.n), w->arena)), names, n)) != NULL)
        return err_new(ERR_USAGE, "--ids", "there is no figure %s; did you mean '%s'?", q, near);
    if (which != REPORT_SUMMARY)
        return err_new(ERR_USAGE, "--ids", "there is no figure %s in this table; there are %s", q,
                       listed(names, n, w->arena));
    if (like > 0)
        return err_new(ERR_USAGE, "--ids", "there is no figure %s; like it are: %s", q,
                       listed(alike, like, w->arena));
    return err_new(ERR_USAGE, "--ids",
                   "there is no figure %s; cust-report without --ids prints the names of all", q);
}

struct err *named_column(struct work *w, enum report_which which, struct str name, bool whole, size_t *column)
{
    const struct report_spec *spec = &report_tables_get(which)->spec;
    size_t c = place_of(which, name, w->arena);

    if (c == columns_of(which))
        return no_such(w, which, name);
    *column = c;
    return whole && spec->columns[c].how == REPORT_RUNNING
               ? err_new(ERR_USAGE, "--ids",
                         "the backlog is of one step, as in 2026-11-09/backlog; cust-report list status:open "
                         "lists what is open now")
               : NULL;
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static bool same(struct str a, struct str b)
{
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool is_row(enum report_key by, int64_t key, struct str label, struct str name, struct arena *a)
{
    if (by == REPORT_BY_CUSTOMER && same(name, str_of(arena_printf(a, "c%lld", (long long)key))))
        return true; /* who is erased has no name */
    return label.n > 0 ? same(label, name) : str_is(name, "-") || same(name, str_of(named_nothing(by)));
}

/* A row that nobody has gives way to one of that name. */
static struct err *find(struct work *w, const struct report *r, struct str name, bool nobodys, int64_t *key,
                        bool *found)
{
    const struct report_table *t = &r->tables[0];
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && !*found && i < t->n; i++) {
        struct str label;
        *key = report_key(t, i);
        if ((e = report_label(w->desk, r, t->spec->key, *key, a, &label)) == NULL)
            *found = (label.n == 0) == nobodys && is_row(t->spec->key, *key, label, name, a);
        arena_reset(a);
    }
    arena_free(a);
    return e;
}

static struct err *no_row(struct work *w, const struct report *r, struct str name)
{
    const struct report_table *t = &r->tables[0];
    const char *names[SHOWN];
    size_t n = t->n < SHOWN ? t->n : SHOWN;
    struct err *e = NULL;
    char q[TEXT_QUOTE];

    for (size_t i = 0; e == NULL && i < n; i++) {
        struct str label;
        e = report_label(w->desk, r, t->spec->key, report_key(t, i), w->arena, &label);
        names[i] = e == NULL && label.n > 0 ? arena_dup(w->arena, label.p, label.n) : "-";
    }
    if (e != NULL)
        return e;
    text_quote(name, q);
    const char *near = str_near(name, names, n);
    if (near != NULL)
        return err_new(ERR_USAGE, "--ids", "there is no row %s in this table; did you mean '%s'?", q, near);
    return n == 0
               ? err_new(ERR_USAGE, "--ids", "there is no row %s; this table has none in the period", q)
               : err_new(ERR_USAGE, "--ids", "there is no row %s in this table; there %s %s%s", q,
                         t->n == 1 ? "is" : "are", listed(names, n, w->arena), t->n > n ? ", and more" : "");
}

struct err *named_row(struct work *w, const struct report *r, struct str name, int64_t *key)
{
    bool found = false;
    struct err *e = find(w, r, name, false, key, &found);

    if (e == NULL && !found)
        e = find(w, r, name, true, key, &found);
    return e == NULL && !found ? no_row(w, r, name) : e;
}
