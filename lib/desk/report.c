#include "desk/report.h"

#include "base/zone.h"
#include "desk/report_facts.h"
#include "desk/report_rows.h"
#include "store/db_text.h"

bool report_how_is_decimal(enum report_how how)
{
    return how == REPORT_SUM || how == REPORT_AVERAGE;
}

bool report_how_is_business(enum report_how how)
{
    return how == REPORT_BUSINESS_MEDIAN || how == REPORT_BUSINESS_P90;
}

bool report_how_is_time(enum report_how how)
{
    return how == REPORT_MEDIAN || how == REPORT_P90 || report_how_is_business(how);
}

int64_t report_key(const struct report_table *t, size_t i)
{
    return report_rows_key(t->counted, i);
}

int64_t report_value(const struct report_table *t, size_t i, size_t column)
{
    return report_rows_value(t->counted, i, column);
}

/* As long by the clock: 31 days are 31 days, also when clocks were changed in them. */
static instant before(const struct zone *zone, instant from, instant to)
{
    struct zone_time a, b;

    zone_local(zone, from, &a);
    zone_local(zone, to, &b);
    int64_t start = civil_seconds(&a.c), span = civil_seconds(&b.c) - start;
    struct civil c = civil_of_seconds(start - span);
    instant t = zone_instant(zone, &c, ZONE_FIRST, NULL);
    return t < from ? t : from - (to - from); /* all of it in an hour that came twice */
}

/* `mixed`: whether figures are not right yet, because complaints are not numbered as they came. */
static struct err *count(struct desk *d, struct report *r, const struct db_bits *among,
                         struct report_came *came, struct arena *a, bool *mixed)
{
    struct report_count *k = report_count_new(d, r, among, a);
    struct err *e = report_facts_walk(d, r, came, k);

    *mixed = report_facts_ask_how_they_came(k) && report_came_mixed(came);
    report_count_end(k, r);
    return e;
}

static struct err *pass(struct desk *d, struct report *r, const struct db_bits *among, struct arena *a)
{
    const instant from[] = {r->from, r->before}, to[] = {r->to, r->from};
    struct report_came *came = report_came_new(from, to);
    bool mixed;
    struct err *e = count(d, r, among, came, a, &mixed);

    if (e == NULL && mixed) {
        e = err_first(report_end(r), report_came_sort(came, d, r->as_of));
        if (r->ids != NULL)
            db_bits_free(r->ids);
        if (e == NULL)
            e = count(d, r, among, came, a, &mixed);
    }
    report_came_free(came);
    return e;
}

/* Which rows there are is known at the end, and the complaints behind a figure of all rows are theirs alone: so the rows
 * are counted first. */
static struct err *find_rows(struct desk *d, const struct report *r, struct db_bits *keys, struct arena *a)
{
    struct report_table table = r->tables[0];
    struct report rows = *r;

    rows.ids = NULL;
    rows.tables = &table;
    rows.n = 1;
    struct err *e = pass(d, &rows, NULL, a);
    for (size_t i = 0; e == NULL && i < table.n; i++)
        db_bits_add(keys, report_key(&table, i));
    return err_first(e, report_end(&rows));
}

struct err *report_run(struct desk *d, struct report *r, struct arena *a)
{
    struct db_bits keys = {0};
    int64_t last = 0;
    struct err *e = db_seq_now(d->db, &last);

    if (e != NULL)
        return e;
    if (r->as_of > last)
        r->as_of = last;
    r->before = before(d->policy->zone, r->from, r->to);
    bool some = r->ids != NULL && r->ids_any && r->tables[0].spec->may != 0;
    if (some)
        e = find_rows(d, r, &keys, a);
    if (e == NULL)
        e = pass(d, r, some ? &keys : NULL, a);
    db_bits_free(&keys);
    return e;
}

struct err *report_end(struct report *r)
{
    struct err *e = NULL;

    for (size_t i = 0; i < r->n; i++) {
        if (r->tables[i].counted == NULL)
            continue;
        e = err_first(e, report_rows_failed(r->tables[i].counted));
        report_rows_free(r->tables[i].counted);
        r->tables[i].counted = NULL;
    }
    return e;
}

/* The local day on which a step begins. */
static struct str step_label(struct desk *d, const struct report *r, int64_t step, struct arena *a)
{
    struct zone_time start;
    int64_t day;

    if (step < 0)
        return str_of("before");
    zone_local(d->policy->zone, r->from, &start);
    if (r->step == REPORT_MONTHS) {
        int64_t months = (int64_t)start.c.y * 12 + start.c.mo - 1 + step;
        return str_of(
            arena_printf(a, "%04lld-%02lld", (long long)(months / 12), (long long)(months % 12 + 1)));
    }
    day = civil_days(start.c.y, start.c.mo, start.c.d) + step * (r->step == REPORT_WEEKS ? 7 : 1);
    char text[CIVIL_SIZE];
    return str_of(arena_strdup(a, civil_format_date(day, text)));
}

struct err *report_label(struct desk *d, const struct report *r, enum report_key key, int64_t row,
                         struct arena *a, struct str *out)
{
    *out = str_of("");
    switch (key) {
    case REPORT_BY_KIND:
        *out = str_of(word_name(WORD_KIND, (int)row));
        return NULL;
    case REPORT_BY_TIME:
        *out = step_label(d, r, row, a);
        return NULL;
    case REPORT_BY_CUSTOMER:
        return db_text_customer(d->db, row, r->as_of, a, out);
    case REPORT_WHOLE:
        return NULL;
    default:
        return db_name_text(d->db, row, a, out);
    }
}

struct err *report_labels(struct desk *d, const struct report *r, const struct report_table *t, size_t from,
                          size_t n, struct arena *a, struct str *out)
{
    int64_t row[REPORT_LABELS];
    struct err *e = NULL;

    for (size_t i = 0; i < n; i++)
        row[i] = report_key(t, from + i);
    if (t->spec->key == REPORT_BY_CUSTOMER)
        return db_text_customers(d->db, row, n, r->as_of, a, out);
    for (size_t i = 0; e == NULL && i < n; i++)
        e = report_label(d, r, t->spec->key, row[i], a, &out[i]);
    return e;
}
