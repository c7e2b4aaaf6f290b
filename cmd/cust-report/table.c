/* promises, deadlines, staff, customers, causes, remedies, trend: one table each. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/cust-report/figures.h"
#include "cmd/cust-report/verbs.h"
#include "desk/fields.h"
#include "form/bars.h"
#include "form/form_when.h"

const struct opt verbs_table_opts[] = {
    {"limit", 'n', OPT_VALUE, "N", "at most N rows"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { MOST = 16, BAR = 20, NAME = 32 }; /* columns of a table; of a bar; of a customer's name */

struct table {
    struct work *w;
    const struct report *r;
    const struct report_tables *t;
    enum report_which which;
    struct form_column columns[MOST];
    size_t n;
    bool bar;     /* for eyes */
    int64_t most; /* what fills a bar */
    size_t width; /* columns of a bar */
};

static void add_column(struct table *t, const char *name, enum form_type type, size_t max)
{
    t->columns[t->n++] = (struct form_column){.name = name, .type = type, .max = max};
}

enum { LEAST = 6, GAP = 2 }; /* the shortest bar that is worth its room; between two columns */

static size_t wider(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The columns that figure `c` takes. */
static size_t figure_width(const struct table *t, size_t c)
{
    const struct report_table *rows = &t->r->tables[0];
    size_t width = strlen(rows->spec->columns[c].name);
    char text[32];

    for (size_t i = 0; i < rows->n && i < FORM_BLOCK; i++)
        if (report_value(rows, i, c) != REPORT_NONE)
            width = wider(width,
                          (size_t)snprintf(text, sizeof text, "%lld", (long long)report_value(rows, i, c)));
    return width;
}

static size_t label_width(const struct table *t)
{
    const struct report_table *rows = &t->r->tables[0];
    size_t n = rows->n < FORM_BLOCK ? rows->n : FORM_BLOCK, width = strlen(t->t->label);
    struct str label[FORM_BLOCK] = {{0}};
    struct arena *a = arena_new();

    err_free(report_labels(t->w->desk, t->r, rows, 0, n, a, label));
    for (size_t i = 0; i < n; i++)
        width = wider(width, text_width(label[i]));
    arena_free(a);
    return width < NAME ? width : NAME;
}

/* What the line has left for a bar: BAR columns where there is no line's end. */
static size_t bar_width(const struct table *t)
{
    size_t line = out_width(t->w->s->out), used = label_width(t) + GAP;

    if (line == 0)
        return BAR;
    if (t->which == REPORT_CUSTOMERS)
        used += strlen("c1000000") + GAP;
    for (size_t c = 0; c < t->t->spec.n; c++)
        used += figure_width(t, c) + GAP;
    return used + LEAST > line ? 0 : line - used < BAR ? line - used : BAR;
}

static void lay_out(struct table *t)
{
    const struct report_spec *spec = &t->t->spec;

    add_column(t, t->t->label, FORM_TEXT, NAME);
    if (t->which == REPORT_CUSTOMERS)
        add_column(t, "CUSTOMER", FORM_TEXT, NAME);
    else
        t->columns[0].look = FORM_LABEL;
    for (size_t c = 0; c < spec->n; c++)
        add_column(t, spec->columns[c].name, FORM_NUMBER, 0);
    t->width = t->t->bar >= 0 && figures_for_eyes(t->w) ? bar_width(t) : 0;
    t->bar = t->width > 0;
    if (t->bar)
        add_column(t, "BAR", FORM_TEXT, t->width);
    t->most = t->t->split ? 100 : 0;
    size_t rows = spec->sort == t->t->bar ? 1 : t->r->tables[0].n; /* the first is the greatest */
    for (size_t i = 0; i < rows && i < t->r->tables[0].n && t->bar && !t->t->split; i++)
        if (report_value(&t->r->tables[0], i, (size_t)t->t->bar) > t->most)
            t->most = report_value(&t->r->tables[0], i, (size_t)t->t->bar);
}

static struct form_value figure(bool eyes, enum report_how how, int64_t value, struct arena *a)
{
    char span[FORM_WHEN_SIZE];

    if (value == REPORT_NONE)
        return form_none();
    if (eyes && report_how_is_time(how))
        return form_decimal(
            str_of(arena_strdup(a, form_when_span(value, report_how_is_business(how), span))));
    return report_how_is_decimal(how) ? form_decimal(fields_money_text(value, a)) : form_number(value);
}

static struct err *row(struct table *t, struct form *f, struct arena *a, size_t i, struct str label)
{
    const struct report_spec *spec = &t->t->spec;
    const struct report_table *rows = &t->r->tables[0];
    int64_t key = report_key(rows, i);
    struct form_value v[MOST];
    bool eyes = figures_for_eyes(t->w);
    struct buf bar = {0};
    size_t n = 0;

    if (t->which == REPORT_CUSTOMERS)
        v[n++] = form_text(str_of(arena_printf(a, "c%lld", (long long)key)));
    v[n++] = form_text(label);
    for (size_t c = 0; c < spec->n; c++)
        v[n++] = figure(eyes, spec->columns[c].how, report_value(rows, i, c), a);
    if (t->bar) {
        bars_add(report_value(rows, i, (size_t)t->t->bar), t->most, t->width, &bar);
        v[n++] = form_text(buf_str(&bar));
    }
    struct err *e = form_row(f, v);
    buf_free(&bar);
    return e;
}

/* What was before the first step is counted, and has no row. */
static size_t hidden(const struct report_table *rows)
{
    return rows->spec->key == REPORT_BY_TIME && rows->n > 0 && report_key(rows, 0) < 0 ? 1 : 0;
}

/* Rows from `from` on, whose names are read at once. */
static struct err *rows_from(struct table *t, struct form *f, struct arena *a, size_t from, size_t n)
{
    const struct report_table *rows = &t->r->tables[0];
    struct str label[REPORT_LABELS];
    struct err *e = report_labels(t->w->desk, t->r, rows, from, n, a, label);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (from + i >= hidden(rows))
            e = row(t, f, a, from + i, label[i]);
    return e;
}

/* The footing, with how many rows are left out. */
static const char *footing(const struct table *t, size_t shown)
{
    const struct report_table *rows = &t->r->tables[0];
    const char *text = figures_footing(t->w, t->r);
    size_t all = rows->n - hidden(rows);

    return shown < all ? arena_printf(t->w->arena, "%zu of %zu, %s", shown, all, text) : text;
}

static struct err *print(struct table *t, long long limit)
{
    char schema[40];
    struct arena *a = arena_new();
    struct form *f = NULL;
    size_t rows = t->r->tables[0].n;

    if (limit != 0 && rows > (size_t)limit + hidden(&t->r->tables[0]))
        rows = (size_t)limit + hidden(&t->r->tables[0]);
    snprintf(schema, sizeof schema, "cust.%s/1", t->w->s->args->verb->name);
    lay_out(t);
    struct err *e = session_listing(t->w->s, arena_strdup(t->w->arena, schema), t->columns, t->n,
                                    t->w->desk->policy->zone, true, &f);
    for (size_t i = 0; e == NULL && i < rows; i += REPORT_LABELS) {
        e = rows_from(t, f, a, i, rows - i < REPORT_LABELS ? rows - i : REPORT_LABELS);
        arena_reset(a);
    }
    arena_free(a);
    return form_end(f, e, e == NULL ? footing(t, form_rows(f)) : NULL);
}

static struct err *table(struct session *s, const struct opt_args *args, enum report_which which)
{
    struct report r = {0};
    struct work w = {0};
    struct table t = {.w = &w, .r = &r, .t = report_tables_get(which), .which = which};
    bool done = false;
    long long limit;
    struct err *e = opt_number(args, "limit", 1, 1000000000, 0, &limit);

    if (e == NULL && (e = work_open(s, WORK_READ, &w)) == NULL && (e = figures_open(&w, &r)) == NULL &&
        (e = figures_ids(&w, &r, which, &done)) == NULL && !done && (e = figures_run(&w, &r, which)) == NULL)
        e = print(&t, limit);
    e = err_first(e, report_end(&r));
    work_close(&w);
    return e;
}

struct err *verbs_promises(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_PROMISES);
}

struct err *verbs_deadlines(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_DEADLINES);
}

struct err *verbs_staff(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_STAFF);
}

struct err *verbs_customers(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_CUSTOMERS);
}

struct err *verbs_causes(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_CAUSES);
}

struct err *verbs_trend(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_TREND);
}

struct err *verbs_remedies(struct session *s, const struct opt_args *args)
{
    return table(s, args, REPORT_REMEDIES);
}
