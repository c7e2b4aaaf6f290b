/* The desk at a glance: figures of a period beside those of the one before. */
#include "cmd/cust-report/figures.h"
#include "cmd/cust-report/verbs.h"
#include "desk/fields.h"
#include "form/form_when.h"

enum { COLUMNS = 4 };
static const struct form_column columns[COLUMNS] = {
    {"FIGURE", FORM_TEXT, FORM_LABEL, 0, false},
    {"NOW", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"BEFORE", FORM_NUMBER, FORM_FAINT, 0, false},
    {"CHANGE", FORM_NUMBER, FORM_FAINT, 0, false},
};

static struct form_value value_of(enum report_how how, int64_t v, bool eyes, struct arena *a)
{
    char span[FORM_WHEN_SIZE];

    if (v == REPORT_NONE)
        return form_none();
    if (eyes && report_how_is_time(how))
        return form_decimal(str_of(arena_strdup(a, form_when_span(v, report_how_is_business(how), span))));
    return report_how_is_decimal(how) ? form_decimal(fields_money_text(v, a)) : form_number(v);
}

/* "+3", "-0.25", "-5 h" */
static struct form_value change(enum report_how how, int64_t by, bool eyes, struct arena *a)
{
    char span[FORM_WHEN_SIZE];

    if (eyes && report_how_is_time(how))
        return form_decimal(
            str_of(arena_printf(a, "%c%s", by < 0 ? '-' : '+',
                                form_when_span(by < 0 ? -by : by, report_how_is_business(how), span))));
    if (!report_how_is_decimal(how))
        return form_decimal(str_of(arena_printf(a, "%+lld", (long long)by)));
    struct str size = fields_money_text(by < 0 ? -by : by, a);
    return form_decimal(str_of(arena_printf(a, "%c%.*s", by < 0 ? '-' : '+', (int)size.n, size.p)));
}

static struct err *rows(struct form *f, struct arena *a, const struct report_table *t, bool eyes)
{
    size_t n = report_tables_figures();
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        int64_t here = report_value(t, 0, i), there = report_value(t, 0, n + i);
        enum report_how how = t->spec->columns[i].how;
        const char *name = t->spec->columns[i].name;
        struct form_value v[COLUMNS] = {form_text(eyes ? figures_label(name, a) : str_of(name)),
                                        value_of(how, here, eyes, a), value_of(how, there, eyes, a),
                                        form_none()};
        if (here != REPORT_NONE && there != REPORT_NONE && here != there)
            v[3] = change(how, here - there, eyes, a);
        e = form_row(f, v);
    }
    return e;
}

static struct err *print(struct work *w, const struct report *r)
{
    struct form *f = NULL;
    struct err *e =
        session_listing(w->s, "cust.summary/1", columns, COLUMNS, w->desk->policy->zone, true, &f);

    if (e != NULL)
        return e;
    e = rows(f, w->arena, &r->tables[0], figures_for_eyes(w));
    return form_end(f, e, figures_footing(w, r));
}

struct err *verbs_summary(struct session *s, const struct opt_args *args)
{
    struct report r = {0};
    struct work w;
    bool done = false;
    struct err *e = work_open(s, WORK_READ, &w);

    (void)args;
    if (e == NULL && (e = figures_open(&w, &r)) == NULL &&
        (e = figures_ids(&w, &r, REPORT_SUMMARY, &done)) == NULL && !done &&
        (e = figures_run(&w, &r, REPORT_SUMMARY)) == NULL)
        e = print(&w, &r);
    e = err_first(e, report_end(&r));
    work_close(&w);
    return e;
}
