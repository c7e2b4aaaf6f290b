/* html: the desk's figures as one page: to read, to print, to send on. */
#include "form/html.h"

#include "cmd/cust-report/figures.h"
#include "cmd/cust-report/named.h"
#include "cmd/cust-report/verbs.h"
#include "desk/fields.h"
#include "form/form_when.h"
#include "form/svg.h"

const struct opt verbs_html_opts[] = {
    {"period", 0, OPT_VALUE, "TIME",
     "2026-11, 2026Q4, november, last month, A..B, 7d, 30d (default), "
     "beside the same length before"},
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

enum { ITEMS = 2, CAUSES = 10, OWNERS = 12, HEADS = 16 };

static const enum report_which shown[] = {REPORT_SUMMARY,   REPORT_TREND, REPORT_CAUSES,  REPORT_PROMISES,
                                          REPORT_DEADLINES, REPORT_STAFF, REPORT_REMEDIES};
enum { SHOWN = sizeof shown / sizeof shown[0] };

struct page {
    struct work *w;
    struct report r;
    struct buf b;
    struct svg_item *items; /* for the longest table, and ITEMS at least; in the arena */
    size_t most;
    struct buf text; /* a chart's own words */
};

static const struct report_table *table_of(const struct page *g, enum report_which which)
{
    size_t i = 0;

    while (i < SHOWN - 1 && shown[i] != which)
        i++;
    return &g->r.tables[i];
}

static struct err *label_of(struct page *g, enum report_which which, int64_t row, struct str *label)
{
    struct err *e =
        report_label(g->w->desk, &g->r, report_tables_get(which)->spec.key, row, g->w->arena, label);

    if (e == NULL && label->n == 0)
        *label = str_of(named_nothing(report_tables_get(which)->spec.key));
    return e;
}

static struct str number(struct page *g, enum report_how how, int64_t v)
{
    char span[FORM_WHEN_SIZE];

    if (v == REPORT_NONE)
        return str_of("-");
    if (report_how_is_time(how))
        return str_of(arena_strdup(g->w->arena, form_when_span(v, report_how_is_business(how), span)));
    return report_how_is_decimal(how) ? fields_money_text(v, g->w->arena)
                                      : str_of(arena_printf(g->w->arena, "%lld", (long long)v));
}

/* --- headline figures -------------------------------------------------------------------------------------------- */

/* The place of the figure of that name. */
static size_t place(const struct page *g, const char *name)
{
    const struct report_table *t = table_of(g, REPORT_SUMMARY);
    size_t i = 0;

    while (i < report_tables_figures() - 1 && !str_is(str_of(name), t->spec->columns[i].name))
        i++;
    return i;
}

/* Its value of the period (0) or the one before (1). */
static int64_t figure(const struct page *g, const char *name, int period)
{
    size_t i = place(g, name);

    return report_value(table_of(g, REPORT_SUMMARY), 0, i + (period != 0 ? report_tables_figures() : 0));
}

static void change(struct page *g, enum report_how how, int64_t by)
{
    struct str size = number(g, how, by < 0 ? -by : by);

    buf_printf(&g->b, " (%c%.*s)", by < 0 ? '-' : '+', (int)size.n, size.p);
}

static void cards(struct page *g)
{
    static const struct {
        const char *figure, *name, *unit;
    } all[] = {{"received", "received", ""},
               {"resolved", "resolved", ""},
               {"open at the end", "open at the end", ""},
               {"late at the end", "late at the end", ""},
               {"first response, median minutes", "first response, median", ""},
               {"first response in time, percent", "first response in time", " %"},
               {"promises kept, percent", "promises kept", " %"},
               {"won back, percent", "difficult customers won back", " %"},
               {"satisfaction, average of 1 to 5", "satisfaction, of 5", ""},
               {"again after a fix", "again after a fix", ""}};

    buf_adds(&g->b, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        int64_t now = figure(g, all[i].figure, 0), before = figure(g, all[i].figure, 1);
        enum report_how how = table_of(g, REPORT_SUMMARY)->spec->columns[place(g, all[i].figure)].how;
        struct str v = number(g, how, now), old = number(g, how, before);
        buf_printf(&g->b, "<li>%s<b>%.*s%s</b><span class=\"soft\">before: %.*s%s", all[i].name, (int)v.n,
                   v.p, now != REPORT_NONE ? all[i].unit : "", (int)old.n, old.p,
                   before != REPORT_NONE ? all[i].unit : "");
        if (now != REPORT_NONE && before != REPORT_NONE && now != before)
            change(g, how, now - before);
        buf_adds(&g->b, "</span></li>\n");
    }
    buf_adds(&g->b, "</ul>\n");
}

/* --- charts ------------------------------------------------------------------------------------------------------ */

/* Draws it as a section of its own, with its figures in words; `note`, which may be NULL, says what they are of. */
static void draw(struct page *g, struct svg_chart *c, void (*how)(const struct svg_chart *, struct buf *),
                 const char *note)
{
    char text[SVG_FIGURE];

    buf_reset(&g->text);
    for (size_t i = 0; i < c->n; i++) {
        buf_adds(&g->text, i > 0 ? "; " : "");
        buf_addstr(&g->text, c->items[i].label);
        for (int p = 0; p < SVG_PARTS && c->parts[p] != NULL; p++)
            buf_printf(&g->text, "%s %s %s", p > 0 ? "," : ":", c->parts[p],
                       svg_figure(c, c->items[i].part[p], text));
        if (c->line != NULL && c->items[i].line >= 0)
            buf_printf(&g->text, ", %s %lld", c->line, (long long)c->items[i].line);
        if (c->mark != NULL && c->items[i].mark > 0)
            buf_printf(&g->text, ", %s %s", c->mark, svg_figure(c, c->items[i].mark, text));
    }
    c->head.text = c->n > 0 ? buf_str(&g->text) : str_of("nothing in this period");
    buf_printf(&g->b, "<section>\n<h2>%s</h2>\n", c->head.title);
    how(c, &g->b);
    if (note != NULL)
        buf_printf(&g->b, "<p class=\"soft\">%s</p>\n", note);
    buf_adds(&g->b, "</section>\n");
}

static int64_t some(int64_t v)
{
    return v != REPORT_NONE ? v : 0;
}

/* Whether a row has a figure in any of these columns: of nothing there is no bar. */
static bool says(const struct report_table *t, size_t i, const int parts[SVG_PARTS])
{
    for (int p = 0; p < SVG_PARTS; p++)
        if (parts[p] >= 0 && report_value(t, i, (size_t)parts[p]) != REPORT_NONE)
            return true;
    return false;
}

/* Fills items from a table: parts from these columns (-1: none), the line from that one. */
static struct err *take(struct page *g, enum report_which which, size_t most, const int parts[SVG_PARTS],
                        int line, size_t *n)
{
    const struct report_table *t = table_of(g, which);
    struct err *e = NULL;

    *n = 0;
    for (size_t i = 0; i < t->n && *n < most && e == NULL; i++) {
        struct svg_item *item = &g->items[*n];
        if ((t->spec->key == REPORT_BY_TIME && report_key(t, i) < 0) || !says(t, i, parts))
            continue;
        *item = (struct svg_item){.line = line >= 0 ? report_value(t, i, (size_t)line) : -1};
        for (int p = 0; p < SVG_PARTS; p++)
            item->part[p] = parts[p] >= 0 ? some(report_value(t, i, (size_t)parts[p])) : 0;
        e = label_of(g, which, report_key(t, i), &item->label);
        ++*n;
    }
    return e;
}

static struct err *volume(struct page *g)
{
    static const int parts[SVG_PARTS] = {0, -1, -1}; /* RECEIVED; the line is BACKLOG */
    struct svg_chart c = {.head = {.key = "volume", .title = "Received, and the backlog"},
                          .parts = {"received"},
                          .line = "backlog",
                          .items = g->items};
    struct err *e = take(g, REPORT_TREND, g->most, parts, 6, &c.n);

    if (e == NULL)
        draw(g, &c, svg_columns, NULL);
    return e;
}

/* Minutes by the clock that policy gives an ordinary complaint that begins when the desk opens. */
static int64_t allowed(struct page *g, enum kind kind)
{
    const struct policy *p = g->w->desk->policy;
    const struct deadline_rule *rule = deadline_pick(p->deadlines, p->ndeadlines, kind, PRIORITY_P3, NULL);
    instant from = calendar_next_open(p->calendar, g->r.from);
    instant due =
        rule != NULL && from != INSTANT_NONE ? deadline_due(rule, p->calendar, from, NULL, 0) : INSTANT_NONE;

    return due != INSTANT_NONE && due > from ? (due - from) / 60 : 0;
}

static struct err *times(struct page *g)
{
    static const int parts[SVG_PARTS] = {4, 5, -1}; /* MEDIAN and P90 */
    struct svg_chart c = {.head = {.key = "times", .title = "How long deadlines took"},
                          .parts = {"median", "90th percentile"},
                          .mark = "deadline of P3",
                          .items = g->items,
                          .nested = true,
                          .minutes = true};
    struct err *e = take(g, REPORT_DEADLINES, g->most, parts, -1, &c.n);

    const struct report_table *t = table_of(g, REPORT_DEADLINES);
    for (size_t i = 0, k = 0; i < t->n && k < c.n; i++)
        if (says(t, i, parts))
            g->items[k++].mark = allowed(g, (enum kind)report_key(t, i));
    if (e == NULL)
        draw(g, &c, svg_bars,
             "By the clock, of the deadlines that ended in the period, met or missed. A complaint that was "
             "opened "
             "again has new ones; \xe2\x80\x9c"
             "first response\xe2\x80\x9d above is of first answers alone.");
    return e;
}

static struct err *pareto(struct page *g)
{
    static const int parts[SVG_PARTS] = {0, -1, -1}; /* RESOLVED; the line is CUMULATIVE */
    struct svg_chart c = {.head = {.key = "causes", .title = "Causes, the most frequent first"},
                          .parts = {"resolved"},
                          .line = "cumulative percent",
                          .items = g->items,
                          .percent = true};
    struct err *e = take(g, REPORT_CAUSES, CAUSES, parts, 3, &c.n);

    if (e == NULL)
        draw(g, &c, svg_bars, NULL);
    return e;
}

/* Leaves only those with a bar to draw. */
static size_t with_something(struct svg_item *items, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (items[i].part[0] + items[i].part[1] + items[i].part[2] > 0)
            items[kept++] = items[i];
    return kept;
}

static struct err *promises(struct page *g)
{
    static const int parts[SVG_PARTS] = {0, 1, 2}; /* KEPT, LATE, BROKEN */
    struct svg_chart c = {.head = {.key = "promises", .title = "Promises, by owner"},
                          .parts = {"kept", "late", "broken"},
                          .items = g->items};
    struct err *e = take(g, REPORT_PROMISES, g->most, parts, -1, &c.n);

    c.n = with_something(g->items, c.n);
    c.n = c.n < OWNERS ? c.n : OWNERS;
    if (e == NULL)
        draw(g, &c, svg_bars, NULL);
    return e;
}

static struct err *won_back(struct page *g)
{
    struct svg_chart c = {.head = {.key = "loyal", .title = "From difficult to loyal"},
                          .parts = {"won back", "difficult"},
                          .items = g->items,
                          .n = 2,
                          .nested = true};
    static const char *const labels[] = {"this period", "before"};

    for (int p = 0; p < 2; p++)
        g->items[p] = (struct svg_item){
            .label = str_of(labels[p]),
            .part = {figure(g, "won back", p), figure(g, "difficult customers", p)},
        };
    draw(g, &c, svg_bars, NULL);
    return NULL;
}

/* --- tables ------------------------------------------------------------------------------------------------------ */

static void figures_table(struct page *g)
{
    static const char *const heads[] = {"FIGURE", "NOW", "BEFORE"};
    const struct report_table *t = table_of(g, REPORT_SUMMARY);
    size_t n = report_tables_figures();

    html_table_open("summary", "All figures", heads, 3, &g->b);
    for (size_t i = 0; i < n; i++) {
        html_row(figures_label(t->spec->columns[i].name, g->w->arena), &g->b);
        html_cell(number(g, t->spec->columns[i].how, report_value(t, 0, i)), &g->b);
        html_cell(number(g, t->spec->columns[i].how, report_value(t, 0, n + i)), &g->b);
        html_row_close(&g->b);
    }
    html_table_close(&g->b);
}

static struct err *table(struct page *g, enum report_which which, const char *key, const char *caption)
{
    const struct report_tables *named = report_tables_get(which);
    const struct report_table *t = table_of(g, which);
    const char *heads[HEADS] = {named->label};
    struct err *e = NULL;

    for (size_t c = 0; c < named->spec.n; c++)
        heads[c + 1] = named->spec.columns[c].name;
    html_table_open(key, caption, heads, named->spec.n + 1, &g->b);
    for (size_t i = 0; i < t->n && e == NULL; i++) {
        struct str label;
        if (t->spec->key == REPORT_BY_TIME && report_key(t, i) < 0)
            continue;
        e = label_of(g, which, report_key(t, i), &label);
        if (e != NULL)
            break;
        html_row(label, &g->b);
        for (size_t c = 0; c < named->spec.n; c++)
            html_cell(number(g, t->spec->columns[c].how, report_value(t, i, c)), &g->b);
        html_row_close(&g->b);
    }
    html_table_close(&g->b);
    return e;
}

/* ----------------------------------------------------------------------------------------------------------------- */

static void heading(struct page *g)
{
    const char *desk = g->w->desk->policy->desk;
    char from[ZONE_SHOW], to[ZONE_SHOW], before[ZONE_SHOW];
    const struct zone *zone = g->w->desk->policy->zone;

    html_open(str_of(arena_printf(g->w->arena, "%s: report", desk)), &g->b);
    buf_adds(&g->b, "<header>\n<h1>");
    html_text(str_of(desk), &g->b);
    buf_printf(&g->b,
               "</h1>\n<p class=\"soft\">%s to %s, beside the same length from %s.</p>\n</header>\n<main>\n",
               zone_show(zone, g->r.from, from), zone_show(zone, g->r.to - 1, to),
               zone_show(zone, g->r.before, before));
}

static struct err *charts(struct page *g)
{
    struct err *(*const all[])(struct page *) = {volume, times, pareto, promises, won_back};
    struct err *e = NULL;

    buf_adds(&g->b, "<div class=\"charts\">\n");
    for (size_t i = 0; i < sizeof all / sizeof all[0] && e == NULL; i++)
        e = all[i](g);
    buf_adds(&g->b, "</div>\n");
    return e;
}

static struct err *compose(struct page *g)
{
    struct err *e;

    g->most = ITEMS;
    for (size_t i = 0; i < g->r.n; i++)
        g->most = g->r.tables[i].n > g->most ? g->r.tables[i].n : g->most;
    g->items = arena_alloc(g->w->arena, g->most * sizeof *g->items);

    heading(g);
    cards(g);
    if ((e = charts(g)) != NULL)
        return e;
    figures_table(g);
    if ((e = table(g, REPORT_DEADLINES, "deadlines", "Deadlines")) != NULL ||
        (e = table(g, REPORT_PROMISES, "promises", "Promises")) != NULL ||
        (e = table(g, REPORT_CAUSES, "causes", "Causes")) != NULL ||
        (e = table(g, REPORT_STAFF, "staff", "Staff")) != NULL ||
        (e = table(g, REPORT_REMEDIES, "remedies", "Remedies")) != NULL ||
        (e = table(g, REPORT_TREND, "trend", "Trend")) != NULL)
        return e;
    buf_adds(&g->b, "<p class=\"soft\">Times are by the clock, those called business while the desk is open. "
                    "cust-report(1) defines every figure.</p>\n</main>\n");
    html_close(&g->b);
    return NULL;
}

struct err *verbs_html(struct session *s, const struct opt_args *args)
{
    struct report_table tables[SHOWN] = {{0}};
    struct page g = {.r = {.tables = tables, .n = SHOWN}};
    struct work w;
    struct err *e;

    (void)args;
    if (out_is_terminal(s->out))
        return err_new(ERR_USAGE, "html", "makes a page for a browser: cust-report html > desk.html");
    for (size_t i = 0; i < SHOWN; i++)
        tables[i].spec = &report_tables_get(shown[i])->spec;
    g.w = &w;
    if ((e = work_open(s, WORK_READ, &w)) == NULL && (e = figures_open(&w, &g.r)) == NULL &&
        (e = report_run(w.desk, &g.r, w.arena)) == NULL && (e = compose(&g)) == NULL)
        e = out_write(s->out, buf_str(&g.b));
    e = err_first(e, report_end(&g.r));
    buf_free(&g.b);
    buf_free(&g.text);
    work_close(&w);
    return e;
}
