#include "store/db_list.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_complaint.h"
#include "store/db_filter.h"
#include "store/db_merged.h"
#include "store/db_stmt.h"
#include "store/db_stream.h"
#include "store/db_text.h"

/* Rows of a page: few at first, since most lists are looked at from the top, then more. */
enum { FIRST_PAGE = 20, LARGEST_PAGE = 256, PAGE_BYTES = 1024 * 1024 };

struct db_list {
    struct db *db;
    enum db_list_order order;
    int64_t as_of;
    bool open_only; /* follow-ups: the query asks for no state */
    instant until;  /* follow-ups: none that matches is due then or later */
    struct db_filter *filter;
    struct db_stream stream;
    bool bare;   /* no texts are wanted */
    bool picked; /* few can match: they were read and sorted at the opening */
    struct complaint *c;
    struct followup *f;
    size_t n_picked, at, cap;
    size_t page; /* rows wanted of the next one */
    size_t bytes;
    struct arena *a; /* of the page */
    struct db_line lines[LARGEST_PAGE];
    struct db_due due[LARGEST_PAGE];
};

/* --- few candidates ---------------------------------------------------------------------------------------------- */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_queue(const void *p, const void *q)
{
    const struct complaint *a = p, *b = q;
    int d = compare(a->priority, b->priority);

    if (d == 0)
        d = compare(a->due, b->due);
    if (d == 0)
        d = compare(b->points, a->points);
    return d != 0 ? d : compare(a->id, b->id);
}

static int by_due(const void *p, const void *q)
{
    const struct followup *a = p, *b = q;
    int d = compare(a->due, b->due);

    if (d == 0)
        d = compare(a->of, b->of);
    return d != 0 ? d : compare(a->no, b->no);
}

/* The complaint as of then; *found is false when it was not there. */
static struct err *complaint_then(struct db_list *l, int64_t id, struct complaint *c, bool *found)
{
    struct err *e = db_complaint_get(l->db, id, l->as_of, c);

    *found = e == NULL;
    if (e != NULL && e->code == ERR_NOINPUT) {
        err_free(e);
        e = NULL;
    }
    return e;
}

static struct err *pick_complaint(struct db_list *l, subject of)
{
    struct complaint c;
    bool match;
    struct err *e = complaint_then(l, of, &c, &match);

    if (match)
        e = db_filter_complaint(l->filter, &c, &match);
    if (e != NULL || !match || (l->order == DB_BY_QUEUE && c.status >= STATUS_CLOSED))
        return e;
    l->c = mem_grow(l->c, &l->cap, l->n_picked + 1, sizeof *l->c);
    l->c[l->n_picked++] = c;
    return NULL;
}

static struct err *pick_followups(struct db_list *l, subject of, struct arena *a)
{
    struct complaint c;
    struct followup *f;
    bool found = of < 0;
    size_t n = 0;
    struct err *e = of > 0 ? complaint_then(l, of, &c, &found) : NULL;

    if (e == NULL && found)
        e = db_complaint_followup_list(l->db, of, l->open_only, l->as_of, a, &f, &n);
    for (size_t i = 0; e == NULL && i < n; i++) {
        bool match;
        e = db_filter_followup(l->filter, &f[i], of > 0 ? &c : NULL, &match);
        if (e != NULL || !match)
            continue;
        l->f = mem_grow(l->f, &l->cap, l->n_picked + 1, sizeof *l->f);
        l->f[l->n_picked++] = f[i];
    }
    return e;
}

static struct err *pick(struct db_list *l, const subject *subjects, size_t n)
{
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; e == NULL && i < n; i++) {
        if (l->order == DB_BY_DUE)
            e = pick_followups(l, subjects[i], a);
        else if (subjects[i] > 0)
            e = pick_complaint(l, subjects[i]);
        arena_reset(a);
    }
    arena_free(a);
    if (l->n_picked > 0 && l->order == DB_BY_QUEUE)
        qsort(l->c, l->n_picked, sizeof *l->c, by_queue); /* by number they come from the candidates */
    if (l->n_picked > 0 && l->order == DB_BY_DUE)
        qsort(l->f, l->n_picked, sizeof *l->f, by_due);
    return e;
}

/* --- opening ----------------------------------------------------------------------------------------------------- */

static struct err *prepare(struct db_list *l, const struct query *query)
{
    static const enum db_stream_order orders[] = {
        [DB_BY_QUEUE] = STREAM_QUEUE, [DB_BY_NUMBER] = STREAM_NUMBER, [DB_BY_DUE] = STREAM_DUE_ALL};
    const subject *subjects;
    size_t n;
    int64_t now = 0;
    instant from;
    struct err *e = db_seq_now(l->db, &now);

    if (l->as_of > now)
        l->as_of = now;
    if (e == NULL)
        e = db_filter_open(l->db, query, l->as_of, &l->filter);
    if (e != NULL)
        return e;
    l->open_only = !query_mentions(query, QUERY_STATE);
    enum db_stream_order order = orders[l->order];
    if (l->order == DB_BY_DUE && l->open_only)
        order = db_filter_followup_only(l->filter) ? STREAM_DUE_TEXTS : STREAM_DUE;
    db_stream_init(&l->stream, l->db, order, l->as_of);
    l->stream.arena = l->a;
    if (l->order == DB_BY_DUE) {
        db_filter_due(l->filter, &from, &l->until);
        l->stream.key[0] =
            from; /* with the least of subjects behind it: all that are due then are still to come */
    }
    l->picked = db_filter_candidates(l->filter, &subjects, &n);
    if (!l->picked)
        return NULL;
    e = db_stmt_page(l->db);
    if (e == NULL)
        e = pick(l, subjects, n);
    db_stmt_page_end(l->db);
    return e;
}

struct err *db_list_open(struct db *db, const struct query *query, enum db_list_order order, int64_t as_of,
                         struct db_list **out)
{
    struct db_list *l = mem_zero(sizeof *l);

    l->db = db;
    l->order = order;
    l->as_of = as_of;
    l->page = FIRST_PAGE;
    l->a = arena_new();
    struct err *e = prepare(l, query);
    if (e != NULL) {
        db_list_close(l);
        l = NULL;
    }
    *out = l;
    return e;
}

void db_list_close(struct db_list *l)
{
    if (l == NULL)
        return;
    db_filter_close(l->filter);
    arena_free(l->a);
    free(l->c);
    free(l->f);
    free(l);
}

/* --- pages ------------------------------------------------------------------------------------------------------- */

static struct err *keep_line(struct db_list *l, const struct complaint *c, size_t *n)
{
    struct db_line *line = &l->lines[*n];

    *line = (struct db_line){.c = *c};
    ++*n;
    if (l->bare)
        return NULL;
    struct err *e = db_text_line(l->db, l->as_of, l->a, line);
    l->bytes += line->subject.n + line->customer.n;
    return e;
}

static struct err *keep_due(struct db_list *l, const struct followup *f, const struct complaint *c, size_t *n)
{
    struct db_due *due = &l->due[*n];

    *due = (struct db_due){.f = *f};
    ++*n;
    struct err *e = db_text_due(l->db, l->as_of, c, l->a, due);
    l->bytes += due->text.n + due->customer.n;
    return e;
}

/* Most lists ask nothing of the complaint, whose texts came with the row then; false: they must be looked for. */
static struct err *keep_with_texts(struct db_list *l, size_t *n, bool *kept)
{
    const struct db_stream *s = &l->stream;
    struct db_due *due = &l->due[*n];
    subject root;

    *kept = false;
    if (s->order != STREAM_DUE_TEXTS || s->texts.customer == 0 || s->texts.name.n == 0)
        return NULL;
    struct err *e = db_merged_root(l->db, -s->texts.customer, l->as_of, &root);
    if (e != NULL || root != -s->texts.customer)
        return e;
    *due = (struct db_due){.f = s->f, .customer = s->texts.name, .priority = s->texts.priority};
    e = db_text_due_rest(l->db, s->texts.owner, l->a, due);
    l->bytes += due->text.n + due->customer.n;
    ++*n;
    *kept = true;
    return e;
}

/* A row of the stream: kept when it matches. */
static struct err *offer(struct db_list *l, size_t *n)
{
    struct complaint c;
    const struct followup *f = &l->stream.f;
    bool match = true, kept;
    struct err *e;

    if (l->order != DB_BY_DUE) {
        e = db_filter_complaint(l->filter, &l->stream.c, &match);
        return e == NULL && match ? keep_line(l, &l->stream.c, n) : e;
    }
    if ((l->open_only && f->state != STATE_OPEN) || !db_filter_followup_may(l->filter, f))
        return NULL;
    if ((e = keep_with_texts(l, n, &kept)) != NULL || kept)
        return e;
    e = f->of > 0 ? complaint_then(l, f->of, &c, &match) : NULL;
    if (e == NULL && match)
        e = db_filter_followup(l->filter, f, f->of > 0 ? &c : NULL, &match);
    return e == NULL && match ? keep_due(l, f, f->of > 0 ? &c : NULL, n) : e;
}

/* One short read; may find nothing although there is more. */
static struct err *read_some(struct db_list *l, size_t *n)
{
    bool got = true;
    struct err *e = db_stream_start(&l->stream);

    while (e == NULL && *n < l->page && l->bytes < PAGE_BYTES) {
        e = db_stream_next(&l->stream, &got);
        if (e != NULL || !got)
            break;
        if (l->order == DB_BY_DUE && l->until != INSTANT_NONE && l->stream.f.due >= l->until) {
            l->stream.done = true;
            break;
        }
        e = offer(l, n);
    }
    db_stream_stop(&l->stream);
    return e;
}

static struct err *serve_picked(struct db_list *l, size_t *n)
{
    struct err *e = db_stmt_page(l->db);

    while (e == NULL && *n < l->page && l->bytes < PAGE_BYTES && l->at < l->n_picked) {
        struct complaint c;
        bool found = true;
        size_t at = l->at++;
        if (l->order != DB_BY_DUE) {
            e = keep_line(l, &l->c[at], n);
            continue;
        }
        if (l->f[at].of > 0)
            e = complaint_then(l, l->f[at].of, &c, &found);
        if (e == NULL && found)
            e = keep_due(l, &l->f[at], l->f[at].of > 0 ? &c : NULL, n);
    }
    db_stmt_page_end(l->db);
    return e;
}

static struct err *next_page(struct db_list *l, size_t *n)
{
    struct err *e = NULL;

    *n = 0;
    l->bytes = 0;
    arena_reset(l->a);
    if (l->picked)
        e = serve_picked(l, n);
    while (e == NULL && !l->picked && *n == 0 && !l->stream.done)
        e = read_some(l, n);
    l->page = l->page * 2 > LARGEST_PAGE ? LARGEST_PAGE : l->page * 2;
    return e;
}

struct err *db_list_lines(struct db_list *l, const struct db_line **rows, size_t *n)
{
    *rows = l->lines;
    return next_page(l, n);
}

struct err *db_list_rows(struct db_list *l, const struct db_line **rows, size_t *n)
{
    l->bare = true;
    return db_list_lines(l, rows, n);
}

struct err *db_list_due(struct db_list *l, const struct db_due **rows, size_t *n)
{
    *rows = l->due;
    return next_page(l, n);
}

/* --- one row ----------------------------------------------------------------------------------------------------- */

struct err *db_list_line(struct db *db, int64_t id, int64_t as_of, struct arena *a, struct db_line *row)
{
    struct err *e = db_stmt_page(db);

    *row = (struct db_line){0};
    if (e == NULL)
        e = db_complaint_get(db, id, as_of, &row->c);
    if (e == NULL)
        e = db_text_line(db, as_of, a, row);
    db_stmt_page_end(db);
    return e;
}

struct err *db_list_some(struct db *db, const int64_t *ids, size_t n, int64_t as_of, struct arena *a,
                         struct db_line *rows)
{
    struct err *e = db_stmt_page(db);

    for (size_t i = 0; i < n && e == NULL; i++)
        e = db_list_line(db, ids[i], as_of, a, &rows[i]);
    db_stmt_page_end(db);
    return e;
}

struct err *db_list_one_due(struct db *db, subject of, uint32_t no, int64_t as_of, struct arena *a,
                            struct db_due *row)
{
    struct complaint c;
    struct err *e = db_stmt_page(db);

    *row = (struct db_due){0};
    if (e == NULL)
        e = db_complaint_followup_get(db, of, no, as_of, &row->f);
    if (e == NULL && of > 0)
        e = db_complaint_get(db, of, as_of, &c);
    if (e == NULL)
        e = db_text_due(db, as_of, of > 0 ? &c : NULL, a, row);
    db_stmt_page_end(db);
    return e;
}
