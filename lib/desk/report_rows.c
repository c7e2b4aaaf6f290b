#include "desk/report_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_spill.h"

/* Rows in pieces: a table has as many rows as customers, and what holds them must not be moved. */
enum { CHUNK = 256 };
struct chunk {
    int64_t key[CHUNK];
    struct report_more *more; /* CHUNK of them; NULL in tables that only count */
    uint32_t *n;              /* of each row, each column: facts and, in a table with shares, `of` */
};

struct report_counted {
    const struct report_spec *spec;
    struct arena *a;
    struct chunk **chunks;
    size_t n, n_chunks, cap;
    size_t width;    /* counters of a row */
    bool of, more;   /* a row has `of` counters, and more than counters */
    uint32_t *order; /* the rows as they come */
    int64_t *
        *figure; /* by column: of all rows, in their order, where counters alone do not tell it; else NULL */
    uint32_t *slot;         /* rows by key, their place + 1: open addressing */
    size_t slots;           /* a power of two */
    size_t most;            /* rows in memory */
    struct db_spill *spill; /* NULL: they all are */
    size_t at;              /* the row of it that is in the only chunk; SIZE_MAX: none */
    struct err *failed;
};

bool report_rows_takes_time(enum report_how how)
{
    return how >= REPORT_MEDIAN && how <= REPORT_BUSINESS_P90;
}

bool report_rows_asks_more(enum report_how how)
{
    return report_rows_takes_time(how) || report_how_is_decimal(how);
}

/* --- rows by key ------------------------------------------------------------------------------------------------- */

static int64_t key_at(const struct report_counted *t, size_t i)
{
    return t->chunks[i / CHUNK]->key[i % CHUNK];
}

static struct report_row row_at(const struct report_counted *t, size_t i)
{
    const struct chunk *c = t->chunks[i / CHUNK];

    return (struct report_row){c->n + i % CHUNK * t->width, c->more != NULL ? c->more + i % CHUNK : NULL};
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
    t->chunks = mem_grow(t->chunks, &t->cap, t->n_chunks + 1, sizeof(struct chunk *));
    t->chunks[t->n_chunks++] = c;
}

/* Many rows of few numbers: they become parts of rows in a file, and memory begins anew. */
static void spill(struct report_counted *t)
{
    if (t->spill == NULL)
        t->spill = db_spill_new(t->width);
    for (size_t i = 0; i < t->n && t->failed == NULL; i++)
        t->failed = db_spill_add(t->spill, key_at(t, i), row_at(t, i).n);
    for (size_t i = 0; i < t->n; i += CHUNK)
        memset(t->chunks[i / CHUNK]->n, 0, CHUNK * t->width * sizeof(uint32_t));
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    t->n = 0;
}

struct report_row report_rows_find(struct report_counted *t, int64_t key)
{
    if (t->slots < (t->n + 1) * 2)
        more_slots(t);
    size_t i = place(t, key);
    if (t->slot[i] == 0) {
        if (t->n == t->most) {
            spill(t);
            i = place(t, key);
        }
        if (t->n % CHUNK == 0 && t->n / CHUNK == t->n_chunks)
            more_rows(t);
        t->chunks[t->n / CHUNK]->key[t->n % CHUNK] = key;
        t->slot[i] = (uint32_t)++t->n;
    }
    return row_at(t, t->slot[i] - 1);
}

/* No figure that needs more than the row's own counters, and no order by another one. */
static bool only_counts(const struct report_spec *spec)
{
    for (size_t c = 0; c < spec->n; c++)
        if (spec->columns[c].how > REPORT_PERCENT)
            return false;
    return spec->key != REPORT_WHOLE && (spec->sort < 0 || spec->columns[spec->sort].how == REPORT_COUNT);
}

struct report_counted *report_rows_new(const struct report_spec *spec, size_t most, struct arena *a)
{
    struct report_counted *t = mem_zero(sizeof *t);

    *t = (struct report_counted){.spec = spec, .a = a, .at = SIZE_MAX};
    for (size_t c = 0; c < spec->n; c++) {
        t->of = t->of || spec->columns[c].of != 0;
        t->more = t->more || report_rows_asks_more(spec->columns[c].how);
    }
    t->width = spec->n * (t->of ? 2 : 1);
    t->most = only_counts(spec) && t->width <= DB_SPILL_WIDTH ? most : SIZE_MAX;
    more_rows(t);
    if (spec->key == REPORT_WHOLE)
        (void)report_rows_find(t, 0);
    return t;
}

struct report_row report_rows_whole(const struct report_counted *t)
{
    return row_at(t, 0);
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

static int64_t percent(int64_t part, int64_t of)
{
    return of > 0 ? (part * 100 + of / 2) / of : REPORT_NONE;
}

static int64_t minutes(const struct report_row *row, size_t c, int rank)
{
    if (row->more == NULL || row->more->q == NULL || row->more->q[c].n == 0)
        return REPORT_NONE;
    return db_quantile_get(&row->more->q[c], rank) / 60;
}

/* What the row's own counts say; over_rows() has the rest. */
static int64_t figure(const struct report_counted *t, const struct report_row *row, size_t c)
{
    int64_t n = row->n[c], of = t->of ? row->n[t->spec->n + c] : 0;
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
        struct report_row x = row_at(t, a), y = row_at(t, b);
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

/* The columns of which one at least must count something, for a row to be; 0: none. */
static uint64_t telling(const struct report_spec *spec)
{
    uint64_t columns = 0;

    for (size_t c = 0; c < spec->n; c++)
        if ((spec->columns[c].facts & spec->may) != 0)
            columns |= UINT64_C(1) << c;
    return columns;
}

static bool tells(const struct report_row *row, uint64_t columns)
{
    for (size_t c = 0; columns >> c != 0; c++)
        if ((columns >> c & 1) != 0 && row->n[c] != 0)
            return true;
    return columns == 0;
}

/* Those that tell, in their order. */
static void sort_rows(struct report_counted *t)
{
    uint32_t *from = mem_array(NULL, t->n + 1, sizeof *from), *to = mem_array(NULL, t->n + 1, sizeof *to);
    uint64_t columns = telling(t->spec);
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        struct report_row row = row_at(t, i);
        if (tells(&row, columns))
            from[n++] = (uint32_t)i;
    }
    t->n = n;
    for (size_t width = 1; width < t->n; width *= 2) {
        for (size_t i = 0; i < t->n; i += 2 * width)
            merge(t, from, to, i, width);
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    t->order = from;
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
            struct report_row row = row_at(t, t->order[i]);
            t->figure[c][i] = figure(t, &row, c);
        }
        if (how >= REPORT_SHARE)
            over_rows(how, t->figure[c], t->n);
    }
}

size_t report_rows_end(struct report_counted *t)
{
    if (t->spill == NULL) {
        sort_rows(t);
        compute(t);
        return t->n;
    }
    spill(t);
    if (t->failed == NULL)
        t->failed = db_spill_sort(t->spill, telling(t->spec), t->spec->sort, &t->n);
    return t->failed == NULL ? t->n : 0;
}

/* Row i of the file is brought to the first place in memory. */
static void bring(struct report_counted *t, size_t i)
{
    if (t->at != i && t->failed == NULL)
        t->failed = db_spill_row(t->spill, i, &t->chunks[0]->key[0], t->chunks[0]->n);
    t->at = i;
}

int64_t report_rows_key(struct report_counted *t, size_t i)
{
    if (t->spill == NULL)
        return key_at(t, t->order[i]);
    bring(t, i);
    return key_at(t, 0);
}

int64_t report_rows_value(struct report_counted *t, size_t i, size_t column)
{
    struct report_row row;

    if (t->spill == NULL) {
        if (t->figure[column] != NULL)
            return t->figure[column][i];
        row = row_at(t, t->order[i]);
    } else {
        bring(t, i);
        row = row_at(t, 0);
    }
    return figure(t, &row, column);
}

struct err *report_rows_failed(struct report_counted *t)
{
    struct err *e = t->failed;

    t->failed = NULL;
    return e;
}

static void end_more(struct report_counted *t, struct report_more *m)
{
    for (size_t c = 0; m->q != NULL && c < t->spec->n; c++)
        db_quantile_free(&m->q[c]);
    free(m->sum);
    free(m->q);
}

void report_rows_free(struct report_counted *t)
{
    for (size_t i = 0; i < t->n_chunks * CHUNK && t->more; i++)
        end_more(t, &t->chunks[i / CHUNK]->more[i % CHUNK]);
    free(t->chunks);
    free(t->slot);
    free(t->order);
    db_spill_free(t->spill);
    err_free(t->failed);
    free(t);
}
