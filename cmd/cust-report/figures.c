#include "cmd/cust-report/figures.h"

#include <string.h>

#include "cmd/common/say.h"
#include "cmd/cust-report/named.h"
#include "form/record.h"

const struct opt figures_opts[] = {
    {"period", 0, OPT_VALUE, "TIME",
     "2026-11, 2026Q4, november, last month, A..B, 7d, 30d (default), "
     "beside the same length before"},
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

enum { PAGE = 128 };

/* A page of them from *id on, which moves behind the last one. */
static struct err *lines_page(struct work *w, struct form *f, const struct db_bits *ids, int64_t as_of,
                              struct arena *a, int64_t *id)
{
    struct db_line rows[PAGE];
    int64_t page[PAGE];
    size_t n = 0;

    for (; n < PAGE && (*id = db_bits_next(ids, *id)) > 0; ++*id)
        page[n++] = *id;
    struct err *e = db_list_some(w->desk->db, page, n, as_of, a, rows);
    for (size_t i = 0; e == NULL && i < n; i++)
        e = record_complaint_row(f, &rows[i]);
    return e;
}

struct err *figures_lines(struct work *w, const struct db_bits *ids, int64_t as_of)
{
    struct arena *a = arena_new();
    struct form *f = NULL;
    int64_t id = 1;
    struct err *e = session_listing(w->s, RECORD_COMPLAINT_SCHEMA, record_complaint, RECORD_COMPLAINT_COLUMNS,
                                    w->desk->policy->zone, true, &f);

    while (e == NULL && id > 0) {
        e = lines_page(w, f, ids, as_of, a, &id);
        arena_reset(a);
    }
    arena_free(a);
    e = form_end(f, e, NULL);
    if (e == NULL && ids->count == 0)
        e = err_new(ERR_NONE_FOUND, NULL, "no complaint is behind that figure");
    return e;
}

/* What stands in front of a figure of the summary: "now", or "before" for the period before. */
static struct err *find_period(struct str name, const char *text, size_t *columns_before)
{
    *columns_before = str_is(name, "before") ? report_tables_figures() : 0;
    return *columns_before > 0 || str_is(name, "now")
               ? NULL
               : err_new(
                     ERR_USAGE, "--ids",
                     "a figure is of now or before, not of '%.*s'; write before/received, or open a row in "
                     "its table, as in cust-report staff --ids %s",
                     (int)name.n, name.p, text);
}

struct err *figures_ids(struct work *w, struct report *r, enum report_which which, bool *done)
{
    const char *text = opt_text(w->s->args, "ids");
    const char *slash = text != NULL ? strrchr(text, '/') : NULL;
    size_t columns_before = 0;
    struct db_bits ids = {0};
    struct err *e;

    *done = text != NULL;
    if (text == NULL)
        return NULL;
    struct str row = {text, slash != NULL ? (size_t)(slash - text) : 0};
    bool of_row = slash != NULL && which != REPORT_SUMMARY;
    if (slash != NULL && !of_row && (e = find_period(row, text, &columns_before)) != NULL)
        return e;
    if ((e = named_column(w, which, str_of(slash != NULL ? slash + 1 : text), slash == NULL,
                          &r->ids_column)) != NULL)
        return e;
    r->ids_column += columns_before;
    r->ids_any = !of_row;
    if (of_row && ((e = figures_run(w, r, which)) != NULL || (e = named_row(w, r, row, &r->ids_key)) != NULL))
        return e;
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
