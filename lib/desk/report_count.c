#include "desk/report_count.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/zone.h"
#include "desk/report_rows.h"

enum { PERIODS = 2 };

/* A column that a fact goes to, and which counter of the row that is. */
struct use {
    uint16_t column, counter;
    bool of;
};

struct table {
    const struct report_spec *spec;
    struct report_counted *rows;
    struct use *uses;
    uint16_t first[PERIODS][REPORT_FACTS + 1]; /* into uses */
};

struct report_count {
    struct desk *d;
    const struct report *r;
    const struct db_bits *among;
    struct table *tables;
    size_t n;
    uint64_t wanted[PERIODS], business[PERIODS];
    struct report_plain plain;  /* for tables of one row */
    int64_t start, later, last; /* set_steps() */
    size_t ids_own;             /* of r */
};

/* --- columns by fact --------------------------------------------------------------------------------------------- */

static bool is_business(enum report_how how)
{
    return how == REPORT_BUSINESS_MEDIAN || how == REPORT_BUSINESS_P90;
}

static void add_uses(struct table *t, int period, int fact, uint16_t *n)
{
    uint64_t bit = REPORT_BIT(fact);

    t->first[period][fact] = *n;
    for (size_t c = 0; c < t->spec->n; c++) {
        const struct report_column *col = &t->spec->columns[c];
        if (col->period != period)
            continue;
        if ((col->facts & bit) != 0)
            t->uses[(*n)++] = (struct use){(uint16_t)c, (uint16_t)c, false};
        if ((col->of & bit) != 0)
            t->uses[(*n)++] = (struct use){(uint16_t)c, (uint16_t)(t->spec->n + c), true};
    }
    t->first[period][fact + 1] = *n;
}

static void index_columns(struct report_count *k, struct table *t)
{
    uint16_t n = 0;

    t->uses = mem_zero(t->spec->n * REPORT_FACTS * 2 * sizeof *t->uses);
    for (int p = 0; p < PERIODS; p++)
        for (int f = 0; f < REPORT_FACTS; f++)
            add_uses(t, p, f, &n);
    for (size_t c = 0; c < t->spec->n; c++) {
        const struct report_column *col = &t->spec->columns[c];
        k->wanted[col->period] |= col->facts | col->of;
        if (is_business(col->how))
            k->business[col->period] |= col->facts;
    }
}

/* What the desk's clock shows, as seconds. */
static int64_t clock_of(const struct desk *d, instant t)
{
    struct zone_time local;

    zone_local(d->policy->zone, t, &local);
    return civil_seconds(&local.c);
}

/* Steps between two clock times. */
static int64_t steps(enum report_step step, int64_t from, int64_t to)
{
    struct civil a = civil_of_seconds(from), b = civil_of_seconds(to);

    if (step == REPORT_MONTHS)
        return (int64_t)(b.y - a.y) * 12 + b.mo - a.mo;
    int64_t days = civil_days(b.y, b.mo, b.d) - civil_days(a.y, a.mo, a.d);
    return step == REPORT_DAYS ? days : days / 7;
}

/* The period's steps; what happened in the period before belongs to the step that it would be in as much later. */
static void set_steps(struct report_count *k)
{
    k->start = clock_of(k->d, k->r->from);
    k->later = k->start - clock_of(k->d, k->r->before);
    k->last = steps(k->r->step, k->start, clock_of(k->d, k->r->to - 1));
}

/* The step that a fact belongs to; what lies before the period counts at its beginning. */
static int64_t step_of(const struct report_count *k, const struct report_told *t)
{
    if (t->at < (t->period == 0 ? k->r->from : k->r->before))
        return -1;
    int64_t step = steps(k->r->step, k->start, clock_of(k->d, t->at) + (t->period == 0 ? 0 : k->later));
    return step < k->last ? step : k->last; /* clocks may have been set back at the end */
}

static bool key_of(const struct report_count *k, enum report_key key, const struct report_told *t,
                   int64_t *out)
{
    switch (key) {
    case REPORT_BY_OWNER:
        *out = t->f != NULL && t->f->owner != 0 ? t->f->owner : t->c != NULL ? t->c->owner : 0;
        return true;
    case REPORT_BY_KIND:
        *out = t->f != NULL ? (int64_t)t->f->kind : -1;
        return t->f != NULL;
    case REPORT_BY_CUSTOMER:
        *out = t->customer;
        return true;
    case REPORT_BY_CAUSE:
        *out = t->c != NULL ? t->c->cause : 0;
        return t->c != NULL;
    case REPORT_BY_REMEDY:
        *out = t->name;
        return t->name != 0;
    case REPORT_BY_TIME:
        *out = step_of(k, t);
        return true;
    default:
        *out = 0;
        return true;
    }
}

/* --- counting ---------------------------------------------------------------------------------------------------- */

static void add_duration(const struct report_row *row, const struct report_spec *spec, size_t column,
                         const struct report_told *t, int64_t business)
{
    int64_t took = t->at > t->from ? t->at - t->from : 0;

    if (t->from == INSTANT_NONE || row->more == NULL)
        return;
    if (row->more->q == NULL)
        row->more->q = mem_zero(spec->n * sizeof *row->more->q);
    db_quantile_add(&row->more->q[column], is_business(spec->columns[column].how) ? business : took);
}

static void add_amount(const struct report_row *row, const struct report_spec *spec, size_t column,
                       const struct report_told *t)
{
    if (row->more == NULL)
        return;
    if (row->more->sum == NULL)
        row->more->sum = mem_zero(spec->n * sizeof *row->more->sum);
    row->more->sum[column] += t->amount;
}

/* What runs on is made of all rows so far: a complaint comes into it once, and leaves it once after that. */
static void add_id(struct report_count *k, size_t table, int64_t key, const struct use *u,
                   const struct report_told *t)
{
    const struct report *r = k->r;

    if (r->ids == NULL || table != 0 || u->column != r->ids_column)
        return;
    if (k->among != NULL && !db_bits_has(k->among, key))
        return;
    bool runs = k->tables[0].spec->columns[u->column].how == REPORT_RUNNING;
    if (!r->ids_any && (runs ? key > r->ids_key : key != r->ids_key))
        return;
    if (t->c == NULL)
        k->ids_own += !u->of;
    else if (!u->of)
        db_bits_add(r->ids, t->c->id);
    else if (runs)
        db_bits_remove(r->ids, t->c->id);
}

bool report_count_wants(const struct report_count *k, enum report_fact fact, int period)
{
    return (k->wanted[period] & REPORT_BIT(fact)) != 0;
}

struct report_plain *report_count_plain(struct report_count *k)
{
    return &k->plain;
}

/* Counts a fact in the columns from..to of its uses. */
static void count(struct report_count *k, size_t table, int64_t key, const struct report_row *row,
                  size_t from, size_t to, const struct report_told *t, int64_t business)
{
    const struct table *c = &k->tables[table];
    const struct report_spec *spec = c->spec;

    for (size_t u = from; u < to; u++) {
        const struct use *use = &c->uses[u];
        row->n[use->counter]++;
        if (!use->of && report_rows_takes_time(spec->columns[use->column].how))
            add_duration(row, spec, use->column, t, business);
        if (!use->of && report_how_is_decimal(spec->columns[use->column].how))
            add_amount(row, spec, use->column, t);
        add_id(k, table, key, use, t);
    }
}

void report_count_tell(struct report_count *k, const struct report_told *t)
{
    int64_t business = 0, key;
    struct report_row row;

    if ((k->business[t->period] & REPORT_BIT(t->fact)) != 0 && t->from != INSTANT_NONE)
        business = calendar_between(k->d->policy->calendar, t->from, t->at, NULL, 0);
    for (size_t i = 0; i < k->n; i++) {
        struct table *table = &k->tables[i];
        const struct report_spec *spec = table->spec;
        uint16_t from = table->first[t->period][t->fact], to = table->first[t->period][t->fact + 1];
        if (from == to || !key_of(k, spec->key, t, &key))
            continue;
        row = spec->key == REPORT_WHOLE ? report_rows_whole(table->rows) /* made first */
                                        : report_rows_find(table->rows, key);
        count(k, i, key, &row, from, to, t, business);
    }
}

/* ----------------------------------------------------------------------------------------------------------------- */

/* Rows that are there without a fact: every step of the period. */
static void first_rows(const struct report_count *k, struct table *t)
{
    for (int64_t i = 0; t->spec->key == REPORT_BY_TIME && i <= k->last; i++)
        (void)report_rows_find(t->rows, i);
}

/* Which facts need not be told whole. */
static void find_plain(struct report_count *k)
{
    for (int p = 0; p < PERIODS; p++)
        k->plain.facts[p] = k->r->ids == NULL ? k->wanted[p] : 0;
    for (size_t i = 0; i < k->n; i++) {
        const struct report_spec *spec = k->tables[i].spec;
        for (size_t c = 0; c < spec->n; c++) {
            const struct report_column *col = &spec->columns[c];
            if (spec->key != REPORT_WHOLE)
                k->plain.facts[col->period] &= ~(col->facts | col->of);
            else if (report_rows_asks_more(col->how))
                k->plain.facts[col->period] &= ~col->facts;
        }
    }
}

/* Puts what was only counted into its columns. */
static void add_plain(const struct report_count *k, struct table *t)
{
    if (t->spec->key != REPORT_WHOLE)
        return;
    struct report_row row = report_rows_whole(t->rows);
    for (int p = 0; p < PERIODS; p++)
        for (int f = 0; f < REPORT_FACTS; f++)
            for (uint16_t u = t->first[p][f]; u < t->first[p][f + 1]; u++)
                row.n[t->uses[u].counter] += k->plain.n[p][f];
}

struct report_count *report_count_new(struct desk *d, const struct report *r, const struct db_bits *among,
                                      struct arena *a)
{
    struct report_count *k = mem_zero(sizeof *k);

    k->d = d;
    k->r = r;
    k->among = among;
    k->n = r->n;
    set_steps(k);
    k->tables = mem_zero((r->n + 1) * sizeof *k->tables);
    for (size_t i = 0; i < r->n; i++) {
        struct table *t = &k->tables[i];
        t->spec = r->tables[i].spec;
        t->rows = report_rows_new(t->spec, REPORT_ROWS, a);
        index_columns(k, t);
        first_rows(k, t);
    }
    find_plain(k);
    return k;
}

void report_count_end(struct report_count *k, struct report *r)
{
    for (size_t i = 0; i < k->n; i++) {
        add_plain(k, &k->tables[i]);
        r->tables[i].n = report_rows_end(k->tables[i].rows);
        r->tables[i].counted = k->tables[i].rows;
        free(k->tables[i].uses);
    }
    r->ids_own = k->ids_own;
    free(k->tables);
    free(k);
}
