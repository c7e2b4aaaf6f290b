#include "policy/fill_return.h"

#include "rule/event.h"

enum { ROWS_MAX = 4 }; /* values that a row may be told by */

struct filling {
    struct arena *a;
    struct policy_errors *errors;
};

static void wrong(struct filling *f, const struct tree *t, const char *what)
{
    policy_errors_add(f->errors, t->line, t->col, "%s", what);
}

static const struct tree *get(const struct tree *map, const char *key)
{
    static const struct tree none;
    const struct tree *t = tree_get(map, str_of(key));

    return t != NULL ? t : &none;
}

static bool has(const struct tree *map, const char *key)
{
    return tree_get(map, str_of(key)) != NULL;
}

static const char *text_or(const struct tree *map, const char *key, const char *otherwise)
{
    return has(map, key) ? get(map, key)->text.p : otherwise;
}

static const char *const *texts(struct filling *f, const struct tree *list, size_t *n)
{
    const char **out = arena_alloc(f->a, (list->n + 1) * sizeof *out);

    *n = 0;
    for (const struct tree *t = list->child; t != NULL; t = t->next)
        out[(*n)++] = t->text.p;
    return out;
}

/* Read already by the setting's own type: what is damaged in a compiled text is said here. */
static enum tally_moment moment(struct filling *f, const struct tree *t, enum tally_moment otherwise)
{
    int m = t->text.p != NULL ? tally_moment_find(t->text) : (int)otherwise;

    if (m < 0)
        wrong(f, t, "this is no moment of a complaint");
    return m < 0 ? otherwise : (enum tally_moment)m;
}

static void span(struct filling *f, const struct tree *t, struct deadline_span *out)
{
    *out = (struct deadline_span){0, DEADLINE_MINUTES};
    if (t->text.p == NULL)
        return;
    struct err *e = deadline_parse_span(t->text, out);
    if (e != NULL)
        wrong(f, t, e->text);
    err_free(e);
}

static const struct tally_where *conditions(struct filling *f, const struct tree *map, size_t *n)
{
    struct tally_where *w = arena_alloc(f->a, (map->n + 1) * sizeof *w);

    *n = 0;
    for (const struct tree *t = map->child; t != NULL; t = t->next) {
        int field = word_find(WORD_FIELD, t->key);
        if (field < 0) {
            wrong(f, t, "this is no field of a complaint");
            continue;
        }
        w[*n].field = (enum field)field;
        w[*n].values = texts(f, t, &w[*n].n);
        ++*n;
    }
    return w;
}

/* A column does one of the three things. */
static void what(struct filling *f, const struct tree *t, struct tally_column *c)
{
    const struct tree *count = get(t, "count"), *sum = get(t, "sum"), *show = get(t, "show");
    int ways = (count->text.p != NULL) + (sum->text.p != NULL) + (show->text.p != NULL);

    c->at = moment(f, count->text.p != NULL ? count : get(t, "at"), TALLY_ANSWERED);
    if (ways != 1) {
        policy_errors_add(f->errors, t->key_line, t->key_col,
                          "column \"%s\" must have one of \"count\", \"sum\" and \"show\"", c->name);
        return;
    }
    c->what = count->text.p != NULL ? TALLY_COUNT : sum->text.p != NULL ? TALLY_SUM : TALLY_SHOW;
    if (c->what != TALLY_COUNT)
        c->value = tally_value_find(c->what == TALLY_SUM ? sum->text : show->text);
    if (c->what == TALLY_SUM &&
        (c->value < 0 || c->value >= FIELDS || event_field_type((enum field)c->value) != FIELD_IS_MONEY))
        wrong(f, sum, "only an amount can be summed");
    else if (c->what == TALLY_SHOW && c->value < 0)
        wrong(f, show, "a complaint has no such value");
}

static void column(struct filling *f, const struct tree *t, struct tally_column *c)
{
    c->name = t->key.p;
    c->title = text_or(t, "title", c->name);
    what(f, t, c);
    span(f, get(t, "after"), &c->after);
    span(f, get(t, "within"), &c->within);
    c->where = conditions(f, get(t, "where"), &c->nwhere);
}

static void columns(struct filling *f, const struct tree *t, struct tally_profile *p)
{
    const struct tree *map = get(t, "columns");
    struct tally_column *c = arena_alloc(f->a, (map->n + 1) * sizeof *c);

    p->columns = c;
    p->ncolumns = map->n;
    for (const struct tree *one = map->child; one != NULL; one = one->next, c++) {
        column(f, one, c);
        if (c->what == TALLY_SHOW && !p->each)
            policy_errors_add(f->errors, one->key_line, one->key_col,
                              "column \"%s\" shows a value of one complaint; that needs rows: [complaint]",
                              c->name);
    }
    if (map->n == 0)
        policy_errors_add(f->errors, t->key_line, t->key_col, "\"%s\" has no columns; add some", p->name);
}

static void rows(struct filling *f, const struct tree *t, struct tally_profile *p)
{
    const struct tree *list = get(t, "rows");
    int *out = arena_alloc(f->a, (list->n + 1) * sizeof *out);

    p->each = list->n == 1 && str_is(list->child->text, "complaint");
    p->of = moment(f, get(t, "of"), TALLY_RECEIVED);
    p->rows = out;
    if (list->n > ROWS_MAX)
        wrong(f, list, "a row is told by at most four values");
    for (const struct tree *one = list->child; one != NULL && !p->each && p->nrows < ROWS_MAX;
         one = one->next) {
        int value = tally_value_find(one->text);
        if (value < 0)
            wrong(f, one, "a complaint has no such value");
        else if (value < FIELDS && event_field_type((enum field)value) == FIELD_IS_TEXT)
            wrong(f, one, "these are words, of which no two may be alike; rows are told by names");
        else
            out[p->nrows++] = value;
    }
}

static void needs(struct filling *f, const struct tree *t, struct tally_profile *p)
{
    const struct tree *map = get(t, "required");
    struct tally_need *out = arena_alloc(f->a, (map->n + 1) * sizeof *out);

    p->needs = out;
    for (const struct tree *one = map->child; one != NULL; one = one->next) {
        int field = word_find(WORD_FIELD, one->key);
        if (field < 0)
            wrong(f, one, "this is no field of a complaint");
        else
            out[p->nneeds++] = (struct tally_need){(enum field)field, moment(f, one, TALLY_RECEIVED)};
    }
}

const struct tally_profile *fill_return_all(struct arena *a, struct policy_errors *errors,
                                            const struct tree *map, size_t *n)
{
    struct filling f = {a, errors};
    struct tally_profile *all = arena_alloc(a, (map->n + 1) * sizeof *all), *p = all;

    *n = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, p++) {
        *p = (struct tally_profile){
            .name = t->key.p, .source = text_or(t, "source", ""), .checked = text_or(t, "checked", "")};
        rows(&f, t, p);
        columns(&f, t, p);
        needs(&f, t, p);
    }
    return all;
}
