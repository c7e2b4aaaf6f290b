#include "cmd/cust-report/figures.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cmd/common/say.h"
#include "form/record.h"

const struct opt figures_opts[] = {
    {"period", 0, OPT_VALUE, "TIME",
     "2026-11, 2026Q4, 2026H2, november, last month, 2026-11-01..2026-11-10, 7d, 30d (default): "
     "compared with the same length before"},
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"ids", 0, OPT_VALUE, "[ROW/]FIGURE", "the complaints behind a figure, for a pipe"},
    {"format", 0, OPT_VALUE, "FORM", "tsv, table, json, jsonl or csv"},
    {"fields", 0, OPT_VALUE, "A,B,C", "only these fields, in this order"},
    {"color", 0, OPT_VALUE, "WHEN", "always, auto or never"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { DAY = 86400, MOST_DAYS = 35, MOST_WEEKS = 27 };

struct err *figures_span(struct work *w, const char *text, instant *from, instant *to)
{
    struct when cx = desk_when(w->desk, WHEN_PAST);

    return err_at(when_range(str_of(text), &cx, from, to), "--period");
}

/* The period asked for, up to now at the latest; a span such as 30d ends now. */
static struct err *period(struct work *w, instant *from, instant *to)
{
    const char *text = opt_text(w->s->args, "period");
    struct err *e = figures_span(w, text != NULL ? text : "30d", from, to);

    if (e != NULL)
        return e;
    if (*to - *from <= 1) /* an instant: everything since */
        *to = w->place.now + 1;
    if (*to > w->place.now + 1)
        *to = w->place.now + 1;
    if (*from >= *to)
        return err_new(ERR_USAGE, "--period", "'%s' has not begun yet", text != NULL ? text : "30d");
    return NULL;
}

struct err *figures_open(struct work *w, struct report *r)
{
    struct err *e = work_as_of(w, &r->as_of);

    if (e == NULL)
        e = period(w, &r->from, &r->to);
    if (e == NULL && r->to - r->from > (instant)MOST_DAYS * DAY)
        r->step = r->to - r->from > (instant)MOST_WEEKS * 7 * DAY ? REPORT_MONTHS : REPORT_WEEKS;
    return e;
}

bool figures_for_eyes(struct work *w)
{
    const char *format = opt_text(w->s->args, "format");

    return format != NULL ? strcmp(format, "table") == 0 : out_is_terminal(w->s->out);
}

struct str figures_label(const char *name, struct arena *a)
{
    static const struct {
        const char *end, *label;
    } ends[] = {{" business minutes", ", business"}, {" minutes", ""}};
    size_t n = strlen(name);

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t m = strlen(ends[i].end);
        if (n > m && strcmp(name + n - m, ends[i].end) == 0)
            return str_of(arena_printf(a, "%.*s%s", (int)(n - m), name, ends[i].label));
    }
    return str_of(name);
}

struct err *figures_run(struct work *w, struct report *r, enum report_which which)
{
    r->tables = arena_alloc(w->arena, sizeof *r->tables);
    r->tables[0].spec = &report_tables_get(which)->spec;
    r->n = 1;
    return report_run(w->desk, r, w->arena);
}

/* --- --ids ------------------------------------------------------------------------------------------------------- */

/* Whether it is the figure's name or its label, in any case. */
static bool is_called(struct str text, const char *name, struct arena *a)
{
    struct str label = figures_label(name, a);

    return (strlen(name) == text.n && strncasecmp(name, text.p, text.n) == 0) ||
           (label.n == text.n && strncasecmp(label.p, text.p, text.n) == 0);
}

/* The column that is called so, in any case; the summary's of the period only.  `whole`: of all rows. */
static struct err *find_column(struct work *w, enum report_which which, struct str name, bool whole,
                               size_t *column)
{
    const struct report_spec *spec = &report_tables_get(which)->spec;
    size_t n = which == REPORT_SUMMARY ? report_tables_figures() : spec->n;
    const char *names[128];

    for (size_t c = 0; c < n && c < sizeof names / sizeof names[0]; c++) {
        names[c] = spec->columns[c].name;
        if (!is_called(name, names[c], w->arena))
            continue;
        *column = c;
        if (whole && spec->columns[c].how == REPORT_RUNNING)
            return err_new(
                ERR_USAGE, "--ids",
                "the backlog is of one step, as in 2026-11-09/backlog; cust-report list status:open lists "
                "what is open now");
        return NULL;
    }
    char *upper = arena_strdup(w->arena, "");
    if (which != REPORT_SUMMARY) { /* columns are in capitals */
        upper = arena_dup(w->arena, name.p, name.n);
        for (size_t i = 0; i < name.n; i++)
            upper[i] = (char)toupper((unsigned char)upper[i]);
    }
    const char *near = str_near(*upper != '\0' ? str_of(upper) : name, names, n);
    return err_new(ERR_USAGE, "--ids", "there is no figure '%.*s'%s%s%s", (int)name.n, name.p,
                   near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                   near != NULL ? "'?" : "");
}

/* Whether a row prints so. */
static struct err *is_row(struct work *w, const struct report *r, enum report_which which, int64_t key,
                          struct str name, struct arena *a, bool *is)
{
    struct str label;
    struct err *e = report_label(w->desk, r, r->tables[0].spec->key, key, a, &label);

    if (e != NULL)
        return e;
    *is = str_eq(label, name) || (label.n == 0 && str_is(name, "-")) ||
          (which == REPORT_CUSTOMERS && str_is(name, arena_printf(a, "c%lld", (long long)key)));
    return NULL;
}

static struct err *find_row(struct work *w, const struct report *r, enum report_which which, struct str name,
                            int64_t *key)
{
    struct arena *a = arena_new();
    struct err *e = NULL;
    bool is = false;

    for (size_t i = 0; e == NULL && !is && i < r->tables[0].n; i++) {
        *key = report_key(&r->tables[0], i);
        e = is_row(w, r, which, *key, name, a, &is);
        arena_reset(a);
    }
    arena_free(a);
    if (e == NULL && !is)
        e = err_new(ERR_USAGE, "--ids", "there is no row '%.*s' in this table", (int)name.n, name.p);
    return e;
}

struct err *figures_lines(struct work *w, const struct db_bits *ids, int64_t as_of)
{
    struct arena *a = arena_new();
    struct form *f = NULL;
    size_t n = 0;
    struct err *e = session_listing(w->s, RECORD_COMPLAINT_SCHEMA, record_complaint, RECORD_COMPLAINT_COLUMNS,
                                    w->desk->policy->zone, true, &f);

    for (int64_t id = 1; e == NULL && (id = db_bits_next(ids, id)) > 0; id++) {
        struct db_line row;
        if ((e = db_list_line(w->desk->db, id, as_of, a, &row)) == NULL)
            e = record_complaint_row(f, &row);
        arena_reset(a);
        n++;
    }
    arena_free(a);
    if (f != NULL && e == NULL)
        e = form_close(f, NULL);
    else if (f != NULL)
        form_abandon(f);
    if (e == NULL && n == 0)
        e = err_new(ERR_NONE_FOUND, NULL, "no complaint is behind that figure");
    return e;
}

/* What stands in front of a figure of the summary: "now", or "before" for the period before. */
static struct err *find_period(struct report *r, struct str name)
{
    r->ids_any = true;
    if (str_is(name, "before"))
        r->ids_column += report_tables_figures();
    else if (!str_is(name, "now"))
        return err_new(ERR_USAGE, "--ids",
                       "a figure is of now or before, not of '%.*s'; write before/received", (int)name.n,
                       name.p);
    return NULL;
}

struct err *figures_ids(struct work *w, struct report *r, enum report_which which, bool *done)
{
    const char *text = opt_text(w->s->args, "ids");
    const char *slash = text != NULL ? strrchr(text, '/') : NULL;
    struct db_bits ids = {0};
    struct err *e;

    *done = text != NULL;
    if (text == NULL)
        return NULL;
    if ((e = find_column(w, which, str_of(slash != NULL ? slash + 1 : text), slash == NULL,
                         &r->ids_column)) != NULL)
        return e;
    r->ids_any = slash == NULL;
    struct str row = {text, slash != NULL ? (size_t)(slash - text) : 0};
    if (slash != NULL && which == REPORT_SUMMARY) {
        if ((e = find_period(r, row)) != NULL)
            return e;
    } else if (slash != NULL) {
        if ((e = figures_run(w, r, which)) != NULL || (e = find_row(w, r, which, row, &r->ids_key)) != NULL)
            return e;
    }
    if ((e = report_end(r)) != NULL)
        return e;
    r->ids = &ids;
    if ((e = figures_run(w, r, which)) == NULL)
        e = figures_lines(w, r->ids, r->as_of);
    if (r->ids_own > 0 && (e == NULL || e->code == ERR_NONE_FOUND))
        say_line(w->s->tool, NULL, "%zu behind that figure %s of a customer, not of a complaint", r->ids_own,
                 r->ids_own == 1 ? "is a follow-up" : "are follow-ups");
    r->ids = NULL;
    db_bits_free(&ids);
    return e;
}

const char *figures_footing(struct work *w, const struct report *r)
{
    char a[ZONE_SHOW], b[ZONE_SHOW], c[ZONE_SHOW];
    const struct zone *zone = w->desk->policy->zone;

    return arena_printf(w->arena, "for %s, %s to %s, beside the same length from %s", w->desk->policy->desk,
                        zone_show(zone, r->from, a), zone_show(zone, r->to - 1, b),
                        zone_show(zone, r->before, c));
}
