#include "store/db_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_gather.h"
#include "store/db_row.h"
#include "store/db_stmt.h"

/* Complaints between two looks at the clock; and milliseconds after which writers get their turn: shorter than a page of a
 * list, because a walk takes many of them and each writer in the queue waits for one. */
enum { CLOCK_EVERY = 64, HOLD_MS = 10 };

/* Numbers of complaints whose rows and follow-ups are read at once. */
enum { BLOCK = 256 };

/* How many rows ahead `soon` is: further than memory takes to answer. */
enum { SOON = 8 };

/* One statement whose rows come by subject, and the row that it stands at. */
struct source {
    sqlite3_stmt *st;
    bool row;
    subject of;
};

struct walk {
    struct db *db;
    const int64_t *at;
    int64_t oldest; /* of at */
    subject last;   /* all up to here were visited */
    struct db_walk_wants wants;
    struct source past, fpast, told;
    subject block; /* up to here these two hold what stands now: */
    struct complaint *now;
    struct followup *fnow;
    size_t n, i, cap; /* how many, the next one */
    size_t nf, k, cap_fnow;
    struct complaint c[DB_WALK_AT];
    struct db_walk_row row;
    struct followup *f;
    size_t cap_f, cap_ev;
    bool done;
};

/* --- one subject's rows ------------------------------------------------------------------------------------------ */

static struct err *step(struct walk *w, struct source *s)
{
    struct err *e = db_stmt_step(w->db, s->st, &s->row);

    if (e == NULL && s->row)
        s->of = sqlite3_column_int64(s->st, 0);
    return e;
}

/* A version of the complaint that stood from its seq up to, not including, `to`. */
static void stood(struct walk *w, const struct complaint *c, int64_t to)
{
    for (int i = 0; i < DB_WALK_AT; i++)
        if (c->seq <= w->at[i] && to > w->at[i])
            w->row.at[i] = c;
}

/* The same of one that the next step takes away. */
static void stood_past(struct walk *w, sqlite3_stmt *st)
{
    struct complaint c;
    int kept = -1;

    db_row_complaint(st, &c);
    stood(w, &c, sqlite3_column_int64(st, DB_ROW_COMPLAINT));
    for (int i = 0; i < DB_WALK_AT; i++) {
        if (w->row.at[i] != &c)
            continue;
        if (kept < 0)
            w->c[kept = i] = c;
        w->row.at[i] = &w->c[kept];
    }
}

static struct err *take_complaint(struct walk *w, subject of)
{
    struct err *e = NULL;

    memset(w->row.at, 0, sizeof w->row.at);
    while (e == NULL && w->past.row && w->past.of == of) {
        stood_past(w, w->past.st);
        e = step(w, &w->past);
    }
    if (w->i < w->n && w->now[w->i].id == of)
        stood(w, &w->now[w->i++], DB_NOW);
    return e;
}

static void add_followup(struct walk *w, const struct followup *f, int64_t to)
{
    if (f->seq > w->at[0] || to <= w->at[0])
        return;
    if (w->row.nf == w->cap_f)
        w->f = mem_grow(w->f, &w->cap_f, w->row.nf + 1, sizeof *w->f);
    w->f[w->row.nf++] = *f;
}

static int by_number(const void *a, const void *b)
{
    const struct followup *x = a, *y = b;

    return (x->no > y->no) - (x->no < y->no);
}

static struct err *take_followups(struct walk *w, subject of)
{
    struct err *e = NULL;
    size_t past;

    w->row.nf = 0;
    while (e == NULL && w->fpast.row && w->fpast.of == of) {
        struct followup f;
        db_row_followup(w->fpast.st, &f);
        add_followup(w, &f, sqlite3_column_int64(w->fpast.st, DB_ROW_FOLLOWUP));
        e = step(w, &w->fpast);
    }
    past = w->row.nf;
    while (w->k < w->nf && w->fnow[w->k].of == of)
        add_followup(w, &w->fnow[w->k++], DB_NOW);
    if (past > 0 && w->row.nf > past)
        qsort(w->f, w->row.nf, sizeof *w->f, by_number);
    w->row.f = w->f;
    return e;
}

static void row_event(sqlite3_stmt *st, struct event *ev)
{
    *ev = (struct event){.of = sqlite3_column_int64(st, 0),
                         .no = (uint32_t)sqlite3_column_int64(st, 1),
                         .seq = sqlite3_column_int64(st, 2),
                         .happened = sqlite3_column_int64(st, 3),
                         .kind = (enum event_kind)sqlite3_column_int64(st, 4),
                         .flags = (uint32_t)sqlite3_column_int64(st, 5),
                         .code = (int32_t)sqlite3_column_int64(st, 6),
                         .ref = (uint32_t)sqlite3_column_int64(st, 7),
                         .num = sqlite3_column_int64(st, 8),
                         .who = sqlite3_column_int64(st, 9),
                         .words = sqlite3_column_int64(st, 10)};
}

/* Takes out what was struck, and the strikes.  From the last back, since a strike may be struck itself. */
static void strike(struct walk *w)
{
    struct event *ev = w->row.ev;

    for (size_t i = w->row.nev; i-- > 0;) {
        if (ev[i].kind != EVENT_STRUCK || ev[i].no == 0)
            continue;
        for (size_t k = i; k-- > 0;)
            if (ev[k].no == ev[i].ref)
                ev[k].no = 0;
    }
    size_t kept = 0;
    for (size_t i = 0; i < w->row.nev; i++)
        if (ev[i].no != 0 && ev[i].kind != EVENT_STRUCK)
            ev[kept++] = ev[i];
    w->row.nev = kept;
}

static struct err *take_events(struct walk *w, subject of)
{
    struct err *e = NULL;
    bool struck = false;

    w->row.nev = 0;
    while (e == NULL && w->told.row && w->told.of == of) {
        if (sqlite3_column_int64(w->told.st, 2) <= w->at[0]) {
            if (w->row.nev == w->cap_ev)
                w->row.ev = mem_grow(w->row.ev, &w->cap_ev, w->row.nev + 1, sizeof *w->row.ev);
            row_event(w->told.st, &w->row.ev[w->row.nev]);
            struck = struck || w->row.ev[w->row.nev].kind == EVENT_STRUCK;
            w->row.nev++;
        }
        e = step(w, &w->told);
    }
    if (struck)
        strike(w);
    return e;
}

/* --- reads ------------------------------------------------------------------------------------------------------- */

static void gather_complaint(void *context, sqlite3_value **v)
{
    struct walk *w = context;

    if (w->n == w->cap)
        w->now = mem_grow(w->now, &w->cap, w->n + 1, sizeof *w->now);
    db_row_complaint_of(v, &w->now[w->n++]);
}

static void gather_figures(void *context, sqlite3_value **v)
{
    struct walk *w = context;

    if (w->n == w->cap)
        w->now = mem_grow(w->now, &w->cap, w->n + 1, sizeof *w->now);
    db_row_figures_of(v, &w->now[w->n++]);
}

static void gather_followup(void *context, sqlite3_value **v)
{
    struct walk *w = context;

    if (w->nf == w->cap_fnow)
        w->fnow = mem_grow(w->fnow, &w->cap_fnow, w->nf + 1, sizeof *w->fnow);
    db_row_followup_of(v, &w->fnow[w->nf++]);
}

static struct err *open_source(struct walk *w, struct source *s, enum db_sql which, size_t n)
{
    const int64_t key[2] = {w->last, INT64_MAX};
    struct err *e = db_stmt_numbers(w->db, which, &s->st, key, n);

    return e != NULL ? e : step(w, s);
}

static struct err *open_events(struct walk *w)
{
    if (w->wants.events == DB_WALK_ROWS)
        return NULL;
    return open_source(w, &w->told, w->wants.events == DB_WALK_TOLD ? SQL_WALK_TOLD : SQL_WALK_EVENTS, 2);
}

/* Behind the last subject.  Where nothing was changed since the oldest instant, what was superseded matters to none. */
static struct err *start(struct walk *w)
{
    int64_t seq = 0;
    struct err *e = db_seq_now(w->db, &seq);

    w->past = w->fpast = w->told = (struct source){0};
    w->block = w->last;
    w->n = w->i = w->nf = w->k = 0;
    if (e != NULL || (e = open_events(w)) != NULL)
        return e;
    if (seq > w->oldest && (e = open_source(w, &w->past, SQL_LIST_NUMBER_PAST, 1)) != NULL)
        return e;
    return seq > w->at[0] ? open_source(w, &w->fpast, SQL_LIST_FOLLOWUPS_PAST, 2) : NULL;
}

static void stop(struct walk *w)
{
    const struct source *all[] = {&w->past, &w->fpast, &w->told};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i]->st != NULL)
            db_stmt_end(all[i]->st);
}

static void lower(subject *of, bool is, subject other)
{
    if (is && other < *of)
        *of = other;
}

/* The next subject of any source: in the block, or anywhere behind it.  INT64_MAX: none. */
static subject next_in_block(const struct walk *w)
{
    subject of = INT64_MAX;

    lower(&of, w->i < w->n, w->i < w->n ? w->now[w->i].id : 0);
    lower(&of, w->k < w->nf, w->k < w->nf ? w->fnow[w->k].of : 0);
    lower(&of, w->past.row, w->past.of);
    lower(&of, w->fpast.row, w->fpast.of);
    lower(&of, w->told.row, w->told.of);
    return of;
}

/* The next block begins with the next subject that there is. */
static struct err *read_block(struct walk *w)
{
    bool figures = w->wants.columns == DB_WALK_FIGURES;
    subject next = next_in_block(w), complaint = INT64_MAX, followup = INT64_MAX;
    struct err *e = db_stmt_one(w->db, SQL_WALK_NEXT, &complaint, "i", w->block);

    if (e == NULL)
        e = db_stmt_one(w->db, SQL_WALK_NEXT_FOLLOWUP, &followup, "i", w->block);
    lower(&next, true, complaint);
    lower(&next, true, followup);
    w->done = next == INT64_MAX;
    if (e != NULL || w->done)
        return e;
    w->block = next - 1 + BLOCK;
    w->n = w->i = w->nf = w->k = 0;
    if ((e = db_gather(w->db, figures ? SQL_WALK_FIGURES : SQL_WALK_COMPLAINTS, next - 1, w->block,
                       figures ? gather_figures : gather_complaint, w)) != NULL)
        return e;
    return db_gather(w->db, w->wants.followups == DB_WALK_ENDED ? SQL_WALK_ENDED : SQL_WALK_FOLLOWUPS,
                     next - 1, w->block, gather_followup, w);
}

static struct err *visit_one(struct walk *w, subject of, db_walk_visit *visit, void *context)
{
    struct err *e;

    w->row.of = w->last = of;
    w->row.soon = w->i + SOON < w->n ? &w->now[w->i + SOON] : NULL;
    if ((e = take_complaint(w, of)) != NULL || (e = take_followups(w, of)) != NULL ||
        (e = take_events(w, of)) != NULL)
        return e;
    bool any = w->row.at[0] != NULL || w->row.at[1] != NULL || w->row.at[2] != NULL || w->row.nf > 0 ||
               w->row.nev > 0;
    return any ? visit(context, &w->row) : NULL;
}

/* Visits until the lock was held for long enough. */
static struct err *stretch(struct walk *w, db_walk_visit *visit, void *context)
{
    int64_t began = db_stmt_clock();
    struct err *e = start(w);

    for (unsigned n = 1; e == NULL && !w->done; n++) {
        subject of = next_in_block(w);
        if (of > w->block) {
            w->last = w->block;
            e = read_block(w);
        } else {
            e = visit_one(w, of, visit, context);
        }
        if (n % CLOCK_EVERY == 0 && db_stmt_clock() - began > HOLD_MS)
            break;
    }
    stop(w);
    return e;
}

struct err *db_walk(struct db *db, const int64_t at[DB_WALK_AT], struct db_walk_wants wants,
                    db_walk_visit *visit, void *context)
{
    struct walk w = {.db = db, .at = at, .wants = wants, .oldest = at[0], .last = INT64_MIN};
    struct err *e = NULL;

    for (int i = 1; i < DB_WALK_AT; i++)
        if (at[i] < w.oldest)
            w.oldest = at[i];
    while (e == NULL && !w.done) {
        e = db_stmt_page(db);
        if (e == NULL)
            e = stretch(&w, visit, context);
        db_stmt_page_end(db);
    }
    free(w.now);
    free(w.fnow);
    free(w.f);
    free(w.row.ev);
    return e;
}
