#include "desk/report_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/zone.h"
#include "store/db_quantile.h"

enum { PERIODS = 2 };

/* What few tables need of a row: a column each. */
struct more {
    int64_t *sum;          /* of amounts; NULL until the first */
    struct db_quantile *q; /* of durations; NULL until the first */
};

/* Rows in pieces: a table has as many rows as customers, and what holds them must not be moved. */
enum { CHUNK = 256 };
struct chunk {
    int64_t key[CHUNK];
    struct more *more; /* CHUNK of them; NULL in tables that only count */
    uint32_t *n;       /* of each row, each column: facts and, in a table with shares, `of` */
};

/* A row while it is in hand. */
struct row {
    uint32_t *n;
    struct more *more;
};

/* A column that a fact goes to. */
struct use {
    uint16_t column;
    bool of;
};

struct report_counted {
    const struct report_spec *spec;
    struct arena *a;
    struct chunk **chunks;
    size_t n, cap;
    size_t width;    /* counters of a row */
    bool of, more;   /* a row has `of` counters, and more than counters */
    uint32_t *order; /* the rows as they come */
    int64_t *
        *figure; /* by column: of all rows, in their order, where counters alone do not tell it; else NULL */
    uint32_t *slot; /* rows by key, their place + 1: open addressing */
    size_t slots;   /* a power of two */
    struct use *uses;
    uint16_t first[PERIODS][REPORT_FACTS + 1]; /* into uses */
};

struct report_count {
    struct desk *d;
    const struct report *r;
    struct report_counted *tables; /* in the arena */
    size_t n;
    struct arena *a;
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

static void add_uses(struct report_counted *t, int period, int fact, uint16_t *n)
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

static void index_columns(struct report_count *k, struct report_counted *t)
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

static int64_t key_at(const struct report_counted *t, size_t i)
{
    return t->chunks[i / CHUNK]->key[i % CHUNK];
}

static struct row row_at(const struct report_counted *t, size_t i)
{
    const struct chunk *c = t->chunks[i / CHUNK];

    return (struct row){c->n + i % CHUNK * t->width, c->more != NULL ? c->more + i % CHUNK : NULL};
}

static size_t place(const struct report_counted *t, int64_t key)
{
    size_t i = (size_t)((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (t->slots - 1);

    while (t->slot[i] != 0 && key_at(t, t->slot[i] - 1) != key)
        i = (i + 1) & (t->slots - 1);
    return i;
}

static void more_slots(struct report_counted *t)
{
    free(t->slot);
    t->slots = t->slots == 0 ? 64 : t->slots * 2;
    t->slot = mem_zero(t->slots * sizeof *t->slot);
    for (size_t i = 0; i < t->n; i++)
        t->slot[place(t, key_at(t, i))] = (uint32_t)(i + 1);
}

static void more_rows(struct report_counted *t)
{
    struct chunk *c = arena_alloc(t->a, sizeof *c);

    c->n = arena_alloc(t->a, CHUNK * t->width * sizeof *c->n);
    c->more = t->more ? arena_alloc(t->a, CHUNK * sizeof *c->more) : NULL;
    t->chunks = mem_grow(t->chunks, &t->cap, t->n / CHUNK + 1, sizeof(struct chunk *));
    t->chunks[t->n / CHUNK] = c;
}

/* False: there is no such row, and none is to be made. */
static bool find(struct report_counted *t, int64_t key, bool make, struct row *out)
{
    if (t->slots < (t->n + 1) * 2)
        more_slots(t);
    size_t i = place(t, key);
    if (t->slot[i] == 0) {
        if (!make)
            return false;
        if (t->n % CHUNK == 0)
            more_rows(t);
        t->chunks[t->n / CHUNK]->key[t->n % CHUNK] = key;
        t->slot[i] = (uint32_t)++t->n;
    }
    *out = row_at(t, t->slot[i] - 1);
    return true;
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

static void add_duration(const struct row *row, const struct report_spec *spec, size_t column,
                         const struct report_told *t, int64_t business)
{
    int64_t took = t->at > t->from ? t->at - t->from : 0;

    if (t->from == INSTANT_NONE || row->more == NULL)
        return;
    if (row->more->q == NULL)
        row->more->q = mem_zero(spec->n * sizeof *row->more->q);
    db_quantile_add(&row->more->q[column], is_business(spec->columns[column].how) ? business : took);
}

static void add_amount(const struct row *row, const struct report_spec *spec, size_t column,
                       const struct report_told *t)
{
    if (row->more == NULL)
        return;
    if (row->more->sum == NULL)
        row->more->sum = mem_zero(spec->n * sizeof *row->more->sum);
    row->more->sum[column] += t->amount;
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

/* Counts a fact in the columns from..to of its uses. */
static void count(const struct report_count *k, size_t table, int64_t key, const struct row *row, size_t from,
                  size_t to, const struct report_told *t, int64_t business)
{
    const struct report_counted *c = &k->tables[table];
    const struct report_spec *spec = c->spec;

    for (size_t u = from; u < to; u++) {
        const struct use *use = &c->uses[u];
        row->n[c->of ? use->column * 2u + use->of : use->column]++;
        if (!use->of && is_duration(spec->columns[use->column].how))
            add_duration(row, spec, use->column, t, business);
        if (!use->of && report_how_is_decimal(spec->columns[use->column].how))
            add_amount(row, spec, use->column, t);
        add_id(k, table, key, use, t);
    }
}

void report_count_tell(struct report_count *k, const struct report_told *t)
{
    int64_t business = 0, key;
    struct row row;

    if ((k->business[t->period] & REPORT_BIT(t->fact)) != 0 && t->from != INSTANT_NONE)
        business = calendar_between(k->d->policy->calendar, t->from, t->at, NULL, 0);
    for (size_t i = 0; i < k->n; i++) {
        struct report_counted *table = &k->tables[i];
        const struct report_spec *spec = table->spec;
        uint16_t from = table->first[t->period][t->fact], to = table->first[t->period][t->fact + 1];
        if (from == to || !key_of(k, spec->key, t, &key))
            continue;
        if (spec->key == REPORT_WHOLE) /* made first */
            row = row_at(table, 0);
        else if (!find(table, key, spec->may == 0 || (spec->may & REPORT_BIT(t->fact)) != 0, &row))
            continue;
        count(k, i, key, &row, from, to, t, business);
    }
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

static int64_t percent(int64_t part, int64_t of)
{
    return of > 0 ? (part * 100 + of / 2) / of : REPORT_NONE;
}

static int64_t minutes(const struct row *row, size_t c, int rank)
{
    if (row->more == NULL || row->more->q == NULL || row->more->q[c].n == 0)
        return REPORT_NONE;
    return db_quantile_get(&row->more->q[c], rank) / 60;
}

/* What the row's own counts say; over_rows() has the rest. */
static int64_t figure(const struct report_counted *t, const struct row *row, size_t c)
{
    int64_t n = row->n[t->of ? c * 2 : c], of = t->of ? row->n[c * 2 + 1] : 0;
    const int64_t *sum = row->more != NULL ? row->more->sum : NULL;

    switch (t->spec->columns[c].how) {
    case REPORT_PERCENT:
        return percent(n, of);
    case REPORT_MEDIAN:
    case REPORT_BUSINESS_MEDIAN:
        return minutes(row, c, 50);
    case REPORT_P90:
    case REPORT_BUSINESS_P90:
        return minutes(row, c, 90);
    case REPORT_SUM:
        return sum != NULL ? sum[c] : 0;
    case REPORT_AVERAGE:
        return sum != NULL && n > 0 ? (sum[c] + n / 2) / n : REPORT_NONE;
    case REPORT_RUNNING:
        return n - of;
    default:
        return n;
    }
}

/* Columns that come from the rows above, too. */
static void over_rows(enum report_how how, int64_t *values, size_t n)
{
    int64_t total = 0, so_far = 0;

    for (size_t i = 0; i < n; i++)
        total += values[i];
    for (size_t i = 0; i < n; i++) {
        so_far += values[i];
        if (how == REPORT_RUNNING)
            values[i] = so_far;
        else
            values[i] = percent(how == REPORT_SHARE ? values[i] : so_far, total);
    }
}

/* The greatest first; those alike by key. */
static bool before(const struct report_counted *t, uint32_t a, uint32_t b)
{
    if (t->spec->sort >= 0) {
        struct row x = row_at(t, a), y = row_at(t, b);
        int64_t v = figure(t, &x, (size_t)t->spec->sort), w = figure(t, &y, (size_t)t->spec->sort);
        if (v != w)
            return v > w;
    }
    return key_at(t, a) < key_at(t, b);
}

static void merge(const struct report_counted *t, const uint32_t *from, uint32_t *to, size_t at, size_t width)
{
    size_t mid = at + width < t->n ? at + width : t->n, end = at + 2 * width < t->n ? at + 2 * width : t->n;
    size_t l = at, r = mid;

    for (size_t k = at; k < end; k++)
        to[k] = l < mid && (r == end || !before(t, from[r], from[l])) ? from[l++] : from[r++];
}

static void sort_rows(struct report_counted *t)
{
    uint32_t *from = mem_array(NULL, t->n + 1, sizeof *from), *to = mem_array(NULL, t->n + 1, sizeof *to);

    for (size_t i = 0; i < t->n; i++)
        from[i] = (uint32_t)i;
    for (size_t width = 1; width < t->n; width *= 2) {
        for (size_t i = 0; i < t->n; i += 2 * width)
            merge(t, from, to, i, width);
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    t->order = arena_alloc(t->a, (t->n + 1) * sizeof *t->order);
    memcpy(t->order, from, t->n * sizeof *from);
    free(from);
    free(to);
}

/* Columns that need more than counters, once and for all. */
static void compute(struct report_counted *t)
{
    t->figure = arena_alloc(t->a, (t->spec->n + 1) * sizeof *t->figure);
    for (size_t c = 0; c < t->spec->n; c++) {
        enum report_how how = t->spec->columns[c].how;
        t->figure[c] = NULL;
        if (how <= REPORT_PERCENT)
            continue;
        t->figure[c] = arena_alloc(t->a, (t->n + 1) * sizeof *t->figure[c]);
        for (size_t i = 0; i < t->n; i++) {
            struct row row = row_at(t, t->order[i]);
            t->figure[c][i] = figure(t, &row, c);
        }
        if (how >= REPORT_SHARE)
            over_rows(how, t->figure[c], t->n);
    }
}

static void end_more(struct report_counted *t, struct more *m)
{
    for (size_t c = 0; m->q != NULL && c < t->spec->n; c++)
        db_quantile_free(&m->q[c]);
    free(m->sum);
    free(m->q);
    *m = (struct more){NULL, NULL};
}

static void finish(struct report_counted *t)
{
    struct chunk **chunks = arena_alloc(t->a, (t->n / CHUNK + 1) * sizeof *chunks);

    free(t->slot);
    free(t->uses);
    if (t->n > 0)
        memcpy(chunks, t->chunks, (t->n + CHUNK - 1) / CHUNK * sizeof *chunks);
    free(t->chunks);
    t->chunks = chunks;
    sort_rows(t);
    compute(t);
    for (size_t i = 0; i < t->n; i++)
        if (t->chunks[i / CHUNK]->more != NULL)
            end_more(t, &t->chunks[i / CHUNK]->more[i % CHUNK]);
}

int64_t report_count_key(const struct report_counted *t, size_t i)
{
    return key_at(t, t->order[i]);
}

int64_t report_count_value(const struct report_counted *t, size_t i, size_t column)
{
    if (t->figure[column] != NULL)
        return t->figure[column][i];
    struct row row = row_at(t, t->order[i]);
    return figure(t, &row, column);
}

/* ----------------------------------------------------------------------------------------------------------------- */

/* Rows that are there without a fact: the whole, and every step of the period. */
static void first_rows(struct report_count *k, struct report_counted *t)
{
    int64_t last = report_count_step(k->d, k->r->step, k->r->from, k->r->to - 1);
    struct row row;

    if (t->spec->key == REPORT_WHOLE)
        (void)find(t, 0, true, &row);
    for (int64_t i = 0; t->spec->key == REPORT_BY_TIME && i <= last; i++)
        (void)find(t, i, true, &row);
}

/* What a row of the table has to hold. */
static void lay_out(struct report_counted *t)
{
    for (size_t c = 0; c < t->spec->n; c++) {
        const struct report_column *col = &t->spec->columns[c];
        t->of = t->of || col->of != 0;
        t->more = t->more || is_duration(col->how) || report_how_is_decimal(col->how);
    }
    t->width = t->spec->n * (t->of ? 2 : 1);
}

struct report_count *report_count_new(struct desk *d, const struct report *r, struct arena *a)
{
    struct report_count *k = mem_zero(sizeof *k);

    k->d = d;
    k->r = r;
    k->n = r->n;
    k->a = a;
    k->tables = arena_alloc(a, (r->n + 1) * sizeof *k->tables);
    for (size_t i = 0; i < r->n; i++) {
        k->tables[i] = (struct report_counted){.spec = r->tables[i].spec, .a = a};
        lay_out(&k->tables[i]);
        index_columns(k, &k->tables[i]);
        first_rows(k, &k->tables[i]);
    }
    return k;
}

void report_count_end(struct report_count *k, struct report *r)
{
    for (size_t i = 0; i < k->n; i++) {
        finish(&k->tables[i]);
        r->tables[i].n = k->tables[i].n;
        r->tables[i].counted = &k->tables[i];
    }
    free(k);
}
