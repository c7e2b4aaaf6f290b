#include "desk/returns.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/zone.h"
#include "desk/fields.h"
#include "desk/sealwords.h"
#include "form/csv_out.h"
#include "form/record.h"
#include "rule/correction.h"
#include "store/db_walk.h"

enum { DAY = 86400 };

/* One row that is being counted. */
struct row {
    struct str *key; /* profile->nrows of them */
    int64_t *cells;  /* a column each */
};

struct run {
    struct desk *d;
    const struct returns_job *job;
    const struct tally_profile *p;
    struct arena *keep, *a; /* for the run; for one complaint */
    struct row *rows;       /* by key */
    size_t n, cap;
    struct buf *csv;         /* of rows that are one complaint each */
    uint32_t set[FIELDS];    /* the event that brought each text of this one */
    struct db_bits *ids;     /* of a column's complaints */
    size_t column;           /* that one */
    struct returns_gap *gap; /* what is lacking */
    size_t ngaps, cap_gaps;
    bool gaps;
};

/* --- what is known of a complaint -------------------------------------------------------------------------------- */

static instant day_start(const struct run *r, int64_t day)
{
    struct civil c = civil_of_day(day);

    return zone_instant(r->d->policy->zone, &c, ZONE_FIRST, NULL);
}

static struct str day_text(const struct run *r, instant t)
{
    char text[CIVIL_SIZE];

    if (t == INSTANT_NONE)
        return str_of("");
    return str_of(arena_strdup(r->a, civil_format_date(zone_day(r->d->policy->zone, t), text)));
}

static void earlier(instant *at, instant t)
{
    if (t < *at)
        *at = t;
}

static struct err *take_set(struct run *r, const struct event *ev, struct tally_case *k)
{
    if (ev->code < 0 || ev->code >= FIELDS)
        return NULL;
    enum field f = (enum field)ev->code;
    bool none = ev->who == 0 && ev->words == 0 && ev->num == 0 && event_field_type(f) != FIELD_IS_MONEY;
    instant day = none || event_field_type(f) != FIELD_IS_DATE ? INSTANT_NONE : day_start(r, ev->num / DAY);

    if (f == FIELD_AMOUNT)
        k->at[TALLY_PAID] = ev->happened; /* a day in remedy-paid wins, below */
    if (f == FIELD_REFERRED)
        k->at[TALLY_REFERRED] = day;
    k->amount[f] = event_field_type(f) == FIELD_IS_MONEY ? ev->num : 0;
    k->text[f] = str_of("");
    r->set[f] = ev->no;
    return none || !tally_wants(r->p, (int)f) ? NULL : fields_text(r->d->db, ev, r->a, &k->text[f]);
}

/* The day on which redress was paid, where somebody wrote it down. */
static void take_paid(const struct run *r, const struct db_walk_row *row, struct tally_case *k)
{
    for (size_t i = row->nev; i-- > 0;) {
        const struct event *ev = &row->ev[i];
        if (ev->kind != EVENT_SET || ev->code != FIELD_REMEDY_PAID)
            continue;
        if (ev->num != 0)
            k->at[TALLY_PAID] = day_start(r, ev->num / DAY);
        return;
    }
}

static struct err *take_events(struct run *r, const struct db_walk_row *row, struct tally_case *k)
{
    struct err *e = NULL;

    for (size_t i = 0; i < row->nev && e == NULL; i++) {
        const struct event *ev = &row->ev[i];
        bool final = ev->kind == EVENT_SAID && (ev->ref == ANSWER_FINAL || ev->ref == ANSWER_SUMMARY);
        if (final || ev->kind == EVENT_RESOLVED)
            earlier(&k->at[TALLY_ANSWERED], ev->happened);
        if (ev->kind == EVENT_SET)
            e = take_set(r, ev, k);
    }
    take_paid(r, row, k);
    return e;
}

/* Whether deadlines for answers were met; one that is open is missed once its time is over. */
static struct str timely(const struct run *r, const struct db_walk_row *row)
{
    bool any = false, missed = false;

    for (size_t i = 0; i < row->nf; i++) {
        const struct followup *f = &row->f[i];
        if ((f->kind != KIND_RESPONSE && f->kind != KIND_RESOLUTION) || f->state == STATE_CANCELLED)
            continue;
        bool open = f->state == STATE_OPEN;
        any = any || !open || f->due < r->d->place->now;
        missed = missed || (open ? f->due < r->d->place->now : f->state != STATE_KEPT);
    }
    return str_of(!any ? "" : missed ? "no" : "yes");
}

/* What a person said is no complaint is none; nor is an invoice that they do not pay, unless they say why. */
static bool is_none(const struct db_walk_row *row, const struct tally_case *k, struct arena *a)
{
    bool debt = str_is(k->text[FIELD_CATEGORY], "late-payment"), disputed = false, none = false;
    bool *stands = arena_alloc(a, row->nev + 1);

    correction_standing(row->ev, row->nev, stands);
    for (size_t i = 0; i < row->nev; i++) {
        const struct event *ev = &row->ev[i];
        if (ev->kind == EVENT_SET && ev->code == FIELD_INVOICE_AMOUNT)
            debt = debt || ev->num > 0;
        else if (ev->kind == EVENT_SET && ev->code == FIELD_DISPUTED)
            disputed = ev->words != 0;
        else if (stands[i] && ev->code == OUTPUT_COMPLAINT && ev->ref == 1) /* of what they said first */
            none = ev->num == 0;
    }
    return none || (debt && !disputed);
}

static struct err *take_row(struct run *r, const struct db_walk_row *row, struct tally_case *k)
{
    const struct complaint *c = row->at[0];
    struct err *e = db_name_text(r->d->db, c->category, r->a, &k->text[FIELD_CATEGORY]);

    if (e == NULL)
        e = db_name_text(r->d->db, c->cause, r->a, &k->text[FIELD_CAUSE]);
    k->text[FIELD_CHANNEL] = str_of(word_name(WORD_CHANNEL, (int)c->channel));
    k->text[FIELD_PRIORITY] = str_of(word_name(WORD_PRIORITY, (int)c->priority));
    k->text[TALLY_REF] = str_of(arena_printf(r->a, "%lld", (long long)c->id));
    k->text[TALLY_STATUS] = str_of(record_status(c));
    k->text[TALLY_TIMELY] = timely(r, row);
    k->text[TALLY_REOPENED] = str_of(c->reopened > 0 ? "yes" : "no");
    k->text[TALLY_DESK] = str_of(r->d->policy->desk);
    return e;
}

static struct err *take(struct run *r, const struct db_walk_row *row, struct tally_case *k)
{
    const struct complaint *c = row->at[0];
    struct err *e;

    *k = (struct tally_case){.at = {c->received, c->acknowledged, INSTANT_NONE, c->resolved,
                                    c->status == STATUS_CLOSED ? c->closed : INSTANT_NONE, INSTANT_NONE,
                                    INSTANT_NONE}};
    if ((e = take_events(r, row, k)) != NULL || (e = take_row(r, row, k)) != NULL)
        return e;
    earlier(&k->at[TALLY_ANSWERED], k->at[TALLY_CLOSED]);
    for (int m = 0; m < TALLY_OUTSTANDING; m++)
        if (tally_wants(r->p, TALLY_DAY + m))
            k->text[TALLY_DAY + m] = day_text(r, k->at[m]);
    return NULL;
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static int compare(const struct run *r, const struct row *row, const struct tally_case *k)
{
    int order = 0;

    for (size_t i = 0; i < r->p->nrows && order == 0; i++) {
        struct str a = row->key[i], b = k->text[r->p->rows[i]];
        order = memcmp(a.n > 0 ? a.p : "", b.n > 0 ? b.p : "", a.n < b.n ? a.n : b.n);
        if (order == 0)
            order = (a.n > b.n) - (a.n < b.n);
    }
    return order;
}

/* The complaint's row, made where it is missing. */
static struct row *row_of(struct run *r, const struct tally_case *k)
{
    size_t lo = 0, hi = r->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = compare(r, &r->rows[mid], k);
        if (order == 0)
            return &r->rows[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    r->rows = mem_grow(r->rows, &r->cap, r->n + 1, sizeof *r->rows);
    memmove(r->rows + lo + 1, r->rows + lo, (r->n - lo) * sizeof *r->rows);
    r->n++;
    struct row *row = &r->rows[lo];
    row->key = arena_alloc(r->keep, (r->p->nrows + 1) * sizeof *row->key);
    row->cells = arena_alloc(r->keep, (r->p->ncolumns + 1) * sizeof *row->cells);
    memset(row->cells, 0, (r->p->ncolumns + 1) * sizeof *row->cells);
    for (size_t i = 0; i < r->p->nrows; i++)
        row->key[i] = arena_str(r->keep, k->text[r->p->rows[i]]);
    return row;
}

static bool counts(const struct run *r, const struct tally_column *c, const struct tally_case *k)
{
    if (c->what == TALLY_SHOW)
        return tally_happened(k, r->p->of, r->job->from, r->job->to);
    return tally_counts(c, k, r->job->from, r->job->to, r->d->policy->calendar);
}

static void count(struct run *r, const struct tally_case *k)
{
    struct row *row = NULL;

    for (size_t i = 0; i < r->p->ncolumns; i++) {
        const struct tally_column *c = &r->p->columns[i];
        if (!counts(r, c, k))
            continue;
        if (row == NULL)
            row = row_of(r, k);
        row->cells[i] += c->what == TALLY_SUM ? k->amount[c->value] : 1;
    }
}

static struct err *cell(struct run *r, int64_t id, const struct tally_column *c, const struct tally_case *k)
{
    bool shown = c->what == TALLY_SHOW;

    if (shown && r->job->sealing && tally_is_words(c->value))
        return sealwords_cell(r->d, id, r->set[c->value], k->text[c->value], r->csv);
    if (shown)
        csv_out_guarded(k->text[c->value], r->csv);
    else if (c->what == TALLY_SUM && counts(r, c, k))
        csv_out_text(fields_money_text(k->amount[c->value], r->a), r->csv);
    else if (c->what == TALLY_COUNT)
        csv_out_text(str_of(counts(r, c, k) ? "1" : "0"), r->csv);
    return NULL;
}

static struct err *line(struct run *r, int64_t id, const struct tally_case *k)
{
    struct err *e = NULL;

    if (!tally_happened(k, r->p->of, r->job->from, r->job->to))
        return NULL;
    for (size_t i = 0; i < r->p->ncolumns && e == NULL; i++) {
        buf_adds(r->csv, i > 0 ? "," : "");
        e = cell(r, id, &r->p->columns[i], k);
    }
    buf_adds(r->csv, CSV_OUT_END);
    return e;
}

static void lacks(struct run *r, int64_t id, const struct tally_case *k)
{
    for (size_t i = 0; i < r->p->nneeds; i++) {
        const struct tally_need *need = &r->p->needs[i];
        if (k->text[need->field].n > 0 || !tally_happened(k, need->from, r->job->from, r->job->to))
            continue;
        r->gap = mem_grow(r->gap, &r->cap_gaps, r->ngaps + 1, sizeof *r->gap);
        r->gap[r->ngaps++] = (struct returns_gap){id, need->field};
    }
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct err *visit(void *context, const struct db_walk_row *row)
{
    struct run *r = context;
    struct tally_case k;

    if (row->at[0] == NULL || row->at[0]->voided)
        return NULL;
    struct err *e = take(r, row, &k);
    if (e == NULL && is_none(row, &k, r->a)) {
        arena_reset(r->a);
        return NULL;
    }
    if (e == NULL && r->gaps)
        lacks(r, row->of, &k);
    else if (e == NULL && r->ids != NULL && counts(r, &r->p->columns[r->column], &k))
        db_bits_add(r->ids, row->of);
    else if (e == NULL && r->csv != NULL && r->p->each)
        e = line(r, row->of, &k);
    else if (e == NULL && r->csv != NULL)
        count(r, &k);
    arena_reset(r->a);
    return e;
}

static struct err *walk(struct run *r)
{
    int64_t last = 0;
    struct err *e = db_seq_now(r->d->db, &last);

    r->p = r->job->profile;
    if (e != NULL)
        return e;
    if (r->job->as_of < last)
        last = r->job->as_of;
    const int64_t at[DB_WALK_AT] = {last, last, last};
    r->a = arena_new();
    e = db_walk(r->d->db, at, (struct db_walk_wants){DB_WALK_ALL, DB_WALK_EVERY, DB_WALK_WHOLE}, visit, r);
    arena_free(r->a);
    return e;
}

static void titles(const struct tally_profile *p, struct buf *csv)
{
    for (size_t i = 0; i < p->nrows; i++) {
        buf_adds(csv, i > 0 ? "," : "");
        csv_out_text(str_of(tally_value_name(p->rows[i])), csv);
    }
    for (size_t i = 0; i < p->ncolumns; i++) {
        buf_adds(csv, p->nrows + i > 0 ? "," : "");
        csv_out_guarded(str_of(p->columns[i].title), csv);
    }
    buf_adds(csv, CSV_OUT_END);
}

static void print_row(const struct run *r, const struct row *row, struct buf *csv)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < r->p->nrows; i++) {
        buf_adds(csv, i > 0 ? "," : "");
        csv_out_guarded(row->key[i], csv);
    }
    for (size_t i = 0; i < r->p->ncolumns; i++) {
        buf_adds(csv, r->p->nrows + i > 0 ? "," : "");
        if (r->p->columns[i].what == TALLY_SUM)
            csv_out_text(fields_money_text(row->cells[i], a), csv);
        else
            buf_printf(csv, "%lld", (long long)row->cells[i]);
    }
    buf_adds(csv, CSV_OUT_END);
    arena_free(a);
}

struct err *returns_table(struct desk *d, const struct returns_job *job, struct buf *csv)
{
    struct run r = {.d = d, .job = job, .keep = arena_new(), .csv = csv};

    titles(job->profile, csv);
    struct err *e = walk(&r);
    for (size_t i = 0; e == NULL && i < r.n; i++)
        print_row(&r, &r.rows[i], csv);
    free(r.rows);
    arena_free(r.keep);
    return e;
}

static bool is_called(struct str text, const char *name)
{
    return text.n == strlen(name) && strncasecmp(text.p, name, text.n) == 0;
}

/* By its name in the profile, or else as it is titled in the table; `ncolumns` when there is none. */
static size_t find_column(const struct tally_profile *p, struct str text)
{
    for (size_t i = 0; i < p->ncolumns; i++)
        if (is_called(text, p->columns[i].name))
            return i;
    for (size_t i = 0; i < p->ncolumns; i++)
        if (is_called(text, p->columns[i].title))
            return i;
    return p->ncolumns;
}

struct err *returns_ids(struct desk *d, const struct returns_job *job, struct str column, struct db_bits *ids)
{
    const struct tally_profile *p = job->profile;
    struct run r = {.d = d, .job = job, .ids = ids, .column = find_column(p, column)};
    const char **names = mem_array(NULL, 2 * p->ncolumns + 1, sizeof *names);
    struct err *e = NULL;

    for (size_t i = 0; i < p->ncolumns; i++) {
        names[i] = p->columns[i].name;
        names[p->ncolumns + i] = p->columns[i].title;
    }
    if (r.column < p->ncolumns) {
        e = walk(&r);
    } else {
        const char *near = str_near(column, names, 2 * p->ncolumns);
        e = err_new(ERR_USAGE, "--ids", "return %s has no column '%.*s'%s%s%s", p->name, (int)column.n,
                    column.p, near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                    near != NULL ? "'?" : "");
    }
    free(names);
    return e;
}

struct err *returns_gaps(struct desk *d, const struct returns_job *job, struct arena *a,
                         struct returns_gap **out, size_t *n)
{
    struct run r = {.d = d, .job = job, .gaps = true};
    struct err *e = walk(&r);

    *n = r.ngaps;
    *out = arena_alloc(a, (r.ngaps + 1) * sizeof **out);
    if (r.ngaps > 0)
        memcpy(*out, r.gap, r.ngaps * sizeof **out);
    free(r.gap);
    return e;
}

struct err *returns_profile(const struct desk *d, struct str name, const struct tally_profile **out)
{
    const struct policy *p = d->policy;
    struct buf known = {0};

    for (size_t i = 0; i < p->nreturns; i++) {
        *out = &p->returns[i];
        if (str_is(name, p->returns[i].name))
            goto found;
        buf_printf(&known, "%s%s", i > 0 ? ", " : "", p->returns[i].name);
    }
    struct err *e =
        p->nreturns == 0
            ? err_new(
                  ERR_USAGE, "return",
                  "policy knows no returns; include one of share/cust/profiles in policy.yaml and apply it")
            : err_new(ERR_USAGE, "return", "policy has no return '%.*s'; it has: %s", (int)name.n, name.p,
                      known.p);
    buf_free(&known);
    *out = NULL;
    return e;
found:
    buf_free(&known);
    return NULL;
}
