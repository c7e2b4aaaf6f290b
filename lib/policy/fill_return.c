#include "policy/fill_return.h"

#include "policy/fill_get.h"
#include "rule/event.h"

enum { ROWS_MAX = 4 }; /* values that a row may be told by */

struct filling {
    struct arena *a;
    struct policy_errors *errors;
};

/* Read already by the setting's own type: what is damaged in a compiled text is said here. */
static enum tally_moment moment(struct filling *f, const struct tree *t, enum tally_moment otherwise)
{
    int m = t->text.p != NULL ? tally_moment_find(t->text) : (int)otherwise;

    if (m < 0)
        fill_get_wrong(f->errors, t, "this is no moment of a complaint");
    return m < 0 ? otherwise : (enum tally_moment)m;
}

static const struct tally_where *conditions(struct filling *f, const struct tree *map, size_t *n)
{
    struct tally_where *w = arena_alloc(f->a, (map->n + 1) * sizeof *w);

    *n = 0;
    for (const struct tree *t = map->child; t != NULL; t = t->next) {
        int field = word_find(WORD_FIELD, t->key);
        if (field < 0) {
            fill_get_wrong(f->errors, t, "this is no field of a complaint");
            continue;
        }
        w[*n].field = (enum field)field;
        w[*n].values = fill_get_texts(f->a, t, &w[*n].n);
        ++*n;
    }
    return w;
}

/* A column does one of the three things. */
static void what(struct filling *f, const struct tree *t, struct tally_column *c)
{
    const struct tree *count = fill_get_any(t, "count"), *sum = fill_get_any(t, "sum"),
                      *show = fill_get_any(t, "show");
    int ways = (count->text.p != NULL) + (sum->text.p != NULL) + (show->text.p != NULL);

    c->at = moment(f, count->text.p != NULL ? count : fill_get_any(t, "at"), TALLY_ANSWERED);
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
        fill_get_wrong(f->errors, sum, "only an amount can be summed");
    else if (c->what == TALLY_SHOW && c->value < 0)
        fill_get_wrong(f->errors, show, "a complaint has no such value");
}

static void column(struct filling *f, const struct tree *t, struct tally_column *c)
{
    c->name = t->key.p;
    c->title = fill_get_text(t, "title", c->name);
    what(f, t, c);
    (void)fill_get_span(f->errors, fill_get_any(t, "after"), &c->after);
    (void)fill_get_span(f->errors, fill_get_any(t, "within"), &c->within);
    c->where = conditions(f, fill_get_any(t, "where"), &c->nwhere);
}

static void columns(struct filling *f, const struct tree *t, struct tally_profile *p)
{
    const struct tree *map = fill_get_any(t, "columns");
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
    const struct tree *list = fill_get_any(t, "rows");
    int *out = arena_alloc(f->a, (list->n + 1) * sizeof *out);

    p->each = list->n == 1 && str_is(list->child->text, "complaint");
    p->of = moment(f, fill_get_any(t, "of"), TALLY_RECEIVED);
    p->rows = out;
    if (list->n > ROWS_MAX)
        fill_get_wrong(f->errors, list, "a row is told by at most four values");
    for (const struct tree *one = list->child; one != NULL && !p->each && p->nrows < ROWS_MAX;
         one = one->next) {
        int value = tally_value_find(one->text);
        if (value < 0)
            fill_get_wrong(f->errors, one, "a complaint has no such value");
        else if (value < FIELDS && event_field_type((enum field)value) == FIELD_IS_TEXT)
            fill_get_wrong(f->errors, one,
                           "these are words, of which no two may be alike; rows are told by names");
        else
            out[p->nrows++] = value;
    }
}

static void needs(struct filling *f, const struct tree *t, struct tally_profile *p)
{
    const struct tree *map = fill_get_any(t, "required");
    struct tally_need *out = arena_alloc(f->a, (map->n + 1) * sizeof *out);

    p->needs = out;
    for (const struct tree *one = map->child; one != NULL; one = one->next) {
        int field = word_find(WORD_FIELD, one->key);
        if (field < 0)
            fill_get_wrong(f->errors, one, "this is no field of a complaint");
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
        *p = (struct tally_profile){.name = t->key.p,
                                    .source = fill_get_text(t, "source", ""),
                                    .checked = fill_get_text(t, "checked", "")};
        rows(&f, t, p);
        columns(&f, t, p);
        needs(&f, t, p);
    }
    return all;
}
