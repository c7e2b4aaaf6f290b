#include "desk/report_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/zone.h"
#include "store/db_quantile.h"

enum { PERIODS = 2 };

/* One row while it is counted: two counters a column, and what durations need. */
struct row {
    int64_t key;
    uint32_t (*n)[2];      /* facts and `of` */
    int64_t *sum;          /* of amounts, a column each; NULL until the first */
    struct db_quantile *q; /* a column each; NULL until the first */
};

/* A column that a fact goes to. */
struct use {
    uint16_t column;
    bool of;
};

struct table {
    const struct report_spec *spec;
    struct row *rows;
    size_t n, cap;
    uint32_t *slot; /* rows by key, their place + 1: open addressing */
    size_t slots;   /* a power of two */
    struct use *uses;
    uint16_t first[PERIODS][REPORT_FACTS + 1]; /* into uses */
};

struct report_count {
    struct desk *d;
    const struct report *r;
    struct table *tables;
    size_t n;
    uint64_t wanted[PERIODS], business[PERIODS];
};

/* --- columns by fact --------------------------------------------------------------------------------------------- */

static bool is_duration(enum report_how how)
{
    return how >= REPORT_MEDIAN && how <= REPORT_BUSINESS_P90;
}

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
            t->uses[(*n)++] = (struct use){(uint16_t)c, false};
        if ((col->of & bit) != 0)
            t->uses[(*n)++] = (struct use){(uint16_t)c, true};
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

/* --- rows by key ------------------------------------------------------------------------------------------------- */

static size_t place(const struct table *t, int64_t key)
{
    size_t i = (size_t)((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (t->slots - 1);

    while (t->slot[i] != 0 && t->rows[t->slot[i] - 1].key != key)
        i = (i + 1) & (t->slots - 1);
    return i;
}

static void more_slots(struct table *t)
{
    free(t->slot);
    t->slots = t->slots == 0 ? 64 : t->slots * 2;
    t->slot = mem_zero(t->slots * sizeof *t->slot);
    for (size_t i = 0; i < t->n; i++)
        t->slot[place(t, t->rows[i].key)] = (uint32_t)(i + 1);
}

static struct row *find(struct table *t, int64_t key, bool make)
{
    if (t->slots < (t->n + 1) * 2)
        more_slots(t);
    size_t i = place(t, key);
    if (t->slot[i] != 0)
        return &t->rows[t->slot[i] - 1];
    if (!make)
        return NULL;
    if (t->n == t->cap)
        t->rows = mem_grow(t->rows, &t->cap, t->n + 1, sizeof *t->rows);
    t->rows[t->n] = (struct row){.key = key, .n = mem_zero(t->spec->n * sizeof *t->rows[t->n].n)};
    t->slot[i] = (uint32_t)++t->n;
    return &t->rows[t->n - 1];
}

int64_t report_count_step(const struct desk *d, enum report_step step, instant start, instant t)
{
    struct zone_time a, b;

    zone_local(d->policy->zone, start, &a);
    zone_local(d->policy->zone, t, &b);
    if (step == REPORT_MONTHS)
        return (int64_t)(b.c.y - a.c.y) * 12 + b.c.mo - a.c.mo;
    int64_t days = civil_days(b.c.y, b.c.mo, b.c.d) - civil_days(a.c.y, a.c.mo, a.c.d);
    return step == REPORT_DAYS ? days : days / 7;
}

/* The step that a fact belongs to; what lies before the period counts at its beginning. */
static int64_t step_of(const struct report_count *k, const struct report_told *t)
{
    instant start = t->period == 0 ? k->r->from : k->r->from - (k->r->to - k->r->from);

    return t->at < start ? -1 : report_count_step(k->d, k->r->step, start, t->at);
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

static void add_duration(const struct report_count *k, struct row *row, const struct report_spec *spec,
                         size_t column, const struct report_told *t, int64_t business)
{
    int64_t took = t->at > t->from ? t->at - t->from : 0;

    (void)k;
    if (t->from == INSTANT_NONE)
        return;
    if (row->q == NULL)
        row->q = mem_zero(spec->n * sizeof *row->q);
    db_quantile_add(&row->q[column], is_business(spec->columns[column].how) ? business : took);
}

static void add_amount(struct row *row, const struct report_spec *spec, size_t column,
                       const struct report_told *t)
{
    if (row->sum == NULL)
        row->sum = mem_zero(spec->n * sizeof *row->sum);
    row->sum[column] += t->amount;
}

static void add_id(const struct report_count *k, size_t table, int64_t key, const struct use *u,
                   const struct report_told *t)
{
    const struct report *r = k->r;

    if (r->ids != NULL && table == 0 && !u->of && u->column == r->ids_column && t->c != NULL &&
        (r->ids_any || r->ids_key == key))
        db_bits_add(r->ids, t->c->id);
}

bool report_count_wants(const struct report_count *k, enum report_fact fact, int period)
{
    return (k->wanted[period] & REPORT_BIT(fact)) != 0;
}

void report_count_tell(struct report_count *k, const struct report_told *t)
{
    int64_t business = 0, key;

    if ((k->business[t->period] & REPORT_BIT(t->fact)) != 0 && t->from != INSTANT_NONE)
        business = calendar_between(k->d->policy->calendar, t->from, t->at, NULL, 0);
    for (size_t i = 0; i < k->n; i++) {
        struct table *table = &k->tables[i];
        const struct report_spec *spec = table->spec;
        uint16_t from = table->first[t->period][t->fact], to = table->first[t->period][t->fact + 1];
        if (from == to || !key_of(k, spec->key, t, &key))
            continue;
        struct row *row = spec->key == REPORT_WHOLE
                              ? &table->rows[0] /* made first */
                              : find(table, key, spec->may == 0 || (spec->may & REPORT_BIT(t->fact)) != 0);
        for (uint16_t u = from; row != NULL && u < to; u++) {
            const struct use *use = &table->uses[u];
            row->n[use->column][use->of]++;
            if (!use->of && is_duration(spec->columns[use->column].how))
                add_duration(k, row, spec, use->column, t, business);
            if (!use->of && report_how_is_decimal(spec->columns[use->column].how))
                add_amount(row, spec, use->column, t);
            add_id(k, i, key, use, t);
        }
    }
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

static int64_t percent(int64_t part, int64_t of)
{
    return of > 0 ? (part * 100 + of / 2) / of : REPORT_NONE;
}

static int64_t minutes(struct row *row, size_t c, int rank)
{
    if (row->q == NULL || row->q[c].n == 0)
        return REPORT_NONE;
    return db_quantile_get(&row->q[c], rank) / 60;
}

static int64_t figure(struct row *row, const struct report_spec *spec, size_t c)
{
    switch (spec->columns[c].how) {
    case REPORT_PERCENT:
        return percent(row->n[c][0], row->n[c][1]);
    case REPORT_MEDIAN:
    case REPORT_BUSINESS_MEDIAN:
        return minutes(row, c, 50);
    case REPORT_P90:
    case REPORT_BUSINESS_P90:
        return minutes(row, c, 90);
    case REPORT_SUM:
        return row->sum != NULL ? row->sum[c] : 0;
    case REPORT_AVERAGE:
        return row->sum != NULL && row->n[c][0] > 0 ? (row->sum[c] + row->n[c][0] / 2) / row->n[c][0]
                                                    : REPORT_NONE;
    case REPORT_RUNNING:
        return (int64_t)row->n[c][0] - (int64_t)row->n[c][1];
    default:
        return row->n[c][0];
    }
}

/* Columns that come from the rows above, too. */
static void over_rows(struct report_table *t, size_t c)
{
    enum report_how how = t->spec->columns[c].how;
    int64_t total = 0, so_far = 0;

    for (size_t i = 0; i < t->n; i++)
        total += t->rows[i].value[c];
    for (size_t i = 0; i < t->n; i++) {
        int64_t *v = (int64_t *)&t->rows[i].value[c];
        so_far += *v;
        if (how == REPORT_RUNNING)
            *v = so_far;
        else
            *v = percent(how == REPORT_SHARE ? *v : so_far, total);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct report_row *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

/* The greatest first; those alike keep their order. */
static void sort_rows(struct report_table *t, struct arena *a)
{
    int column = t->spec->sort;

    qsort(t->rows, t->n, sizeof *t->rows, by_key);
    if (column < 0 || t->n < 2)
        return;
    struct report_row *from = t->rows, *to = arena_alloc(a, t->n * sizeof *to);
    for (size_t width = 1; width < t->n; width *= 2) {
        for (size_t i = 0; i < t->n; i += 2 * width) {
            size_t l = i, mid = i + width < t->n ? i + width : t->n, r = mid;
            size_t end = i + 2 * width < t->n ? i + 2 * width : t->n;
            for (size_t k = i; k < end; k++) {
                bool left = l < mid && (r == end || from[l].value[column] >= from[r].value[column]);
                to[k] = left ? from[l++] : from[r++];
            }
        }
        struct report_row *swap = from;
        from = to;
        to = swap;
    }
    t->rows = from;
}

static void finish(struct table *t, struct report_table *out, struct arena *a)
{
    out->rows = arena_alloc(a, (t->n + 1) * sizeof *out->rows);
    out->n = t->n;
    for (size_t i = 0; i < t->n; i++) {
        int64_t *value = arena_alloc(a, t->spec->n * sizeof *value);
        for (size_t c = 0; c < t->spec->n; c++)
            value[c] = figure(&t->rows[i], t->spec, c);
        out->rows[i] = (struct report_row){t->rows[i].key, value};
    }
    sort_rows(out, a);
    for (size_t c = 0; c < t->spec->n; c++)
        if (t->spec->columns[c].how >= REPORT_SHARE)
            over_rows(out, c);
}

static void table_free(struct table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        for (size_t c = 0; t->rows[i].q != NULL && c < t->spec->n; c++)
            db_quantile_free(&t->rows[i].q[c]);
        free(t->rows[i].sum);
        free(t->rows[i].q);
        free(t->rows[i].n);
    }
    free(t->rows);
    free(t->slot);
    free(t->uses);
}

/* ----------------------------------------------------------------------------------------------------------------- */

/* Rows that are there without a fact: the whole, and every step of the period. */
static void first_rows(struct report_count *k, struct table *t)
{
    int64_t last = report_count_step(k->d, k->r->step, k->r->from, k->r->to - 1);

    if (t->spec->key == REPORT_WHOLE)
        (void)find(t, 0, true);
    for (int64_t i = 0; t->spec->key == REPORT_BY_TIME && i <= last; i++)
        (void)find(t, i, true);
}

struct report_count *report_count_new(struct desk *d, const struct report *r)
{
    struct report_count *k = mem_zero(sizeof *k);

    k->d = d;
    k->r = r;
    k->n = r->n;
    k->tables = mem_zero((r->n + 1) * sizeof *k->tables);
    for (size_t i = 0; i < r->n; i++) {
        k->tables[i].spec = r->tables[i].spec;
        index_columns(k, &k->tables[i]);
        first_rows(k, &k->tables[i]);
    }
    return k;
}

void report_count_end(struct report_count *k, struct report *r, struct arena *a)
{
    for (size_t i = 0; i < k->n; i++) {
        finish(&k->tables[i], &r->tables[i], a);
        table_free(&k->tables[i]);
    }
    free(k->tables);
    free(k);
}
