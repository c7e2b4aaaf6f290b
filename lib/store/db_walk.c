#include "store/db_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/db_row.h"
#include "store/db_stmt.h"

/* Complaints between two looks at the clock; and milliseconds after which writers get their turn: shorter than a page of a
 * list, because a walk takes many of them and each writer in the queue waits for one. */
enum { CLOCK_EVERY = 64, HOLD_MS = 10 };

/* Numbers of complaints whose follow-ups one statement goes through: however few of them it gives, it comes back. */
enum { WINDOW = 20000 };

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
    subject last;   /* the one that was visited last */
    struct db_walk_wants wants;
    subject window; /* the last one whose follow-ups `fnow` gives */
    struct source now, past, fnow, fpast, told;
    struct complaint c[DB_WALK_AT];
    struct db_walk_row row;
    struct followup *f;
    size_t cap, cap_ev;
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
static void stood(struct walk *w, sqlite3_stmt *st, int64_t to)
{
    int64_t seq = sqlite3_column_int64(st, 1);
    const struct complaint *same = NULL;

    for (int i = 0; i < DB_WALK_AT; i++) {
        if (seq > w->at[i] || to <= w->at[i])
            continue;
        if (same == NULL) {
            db_row_complaint(st, &w->c[i]);
            same = &w->c[i];
        }
        w->row.at[i] = same;
    }
}

static struct err *take_complaint(struct walk *w, subject of)
{
    struct err *e = NULL;

    memset(w->row.at, 0, sizeof w->row.at);
    while (e == NULL && w->past.row && w->past.of == of) {
        stood(w, w->past.st, sqlite3_column_int64(w->past.st, DB_ROW_COMPLAINT));
        e = step(w, &w->past);
    }
    if (e == NULL && w->now.row && w->now.of == of) {
        stood(w, w->now.st, DB_NOW);
        e = step(w, &w->now);
    }
    return e;
}

static void add_followup(struct walk *w, sqlite3_stmt *st, int64_t to)
{
    if (sqlite3_column_int64(st, 2) > w->at[0] || to <= w->at[0])
        return;
    if (w->row.nf == w->cap)
        w->f = mem_grow(w->f, &w->cap, w->row.nf + 1, sizeof *w->f);
    db_row_followup(st, &w->f[w->row.nf++]);
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
        add_followup(w, w->fpast.st, sqlite3_column_int64(w->fpast.st, DB_ROW_FOLLOWUP));
        e = step(w, &w->fpast);
    }
    past = w->row.nf;
    while (e == NULL && w->fnow.row && w->fnow.of == of) {
        add_followup(w, w->fnow.st, DB_NOW);
        e = step(w, &w->fnow);
    }
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

/* The next subject of any source. */
static bool next_subject(const struct walk *w, subject *of)
{
    const struct source *all[] = {&w->now, &w->past, &w->fnow, &w->fpast, &w->told};
    bool any = false;

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (!all[i]->row || (any && all[i]->of >= *of))
            continue;
        *of = all[i]->of;
        any = true;
    }
    return any;
}

/* --- reads ------------------------------------------------------------------------------------------------------- */

static struct err *open_source(struct walk *w, struct source *s, enum db_sql which, size_t n)
{
    const int64_t key[3] = {w->last, n >= 2 ? INT64_MAX : 0, w->window};
    struct err *e = db_stmt_numbers(w->db, which, &s->st, key, n);

    return e != NULL ? e : step(w, s);
}

/* The follow-ups: those that have ended for the next WINDOW complaints only. */
static struct err *open_followups(struct walk *w)
{
    bool ended = w->wants.followups == DB_WALK_ENDED;

    w->window = ended && w->now.row ? w->now.of + WINDOW : INT64_MAX;
    return ended ? open_source(w, &w->fnow, SQL_WALK_ENDED, 3)
                 : open_source(w, &w->fnow, SQL_LIST_FOLLOWUPS, 2);
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

    w->now = w->past = w->fnow = w->fpast = w->told = (struct source){0};
    if (e != NULL || (e = open_source(w, &w->now, SQL_LIST_NUMBER, 1)) != NULL ||
        (e = open_followups(w)) != NULL || (e = open_events(w)) != NULL)
        return e;
    if (seq > w->oldest && (e = open_source(w, &w->past, SQL_LIST_NUMBER_PAST, 1)) != NULL)
        return e;
    return seq > w->at[0] ? open_source(w, &w->fpast, SQL_LIST_FOLLOWUPS_PAST, 2) : NULL;
}

static void stop(struct walk *w)
{
    const struct source *all[] = {&w->now, &w->past, &w->fnow, &w->fpast, &w->told};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i]->st != NULL)
            db_stmt_end(all[i]->st);
}

/* Visits until the lock was held for long enough. */
static struct err *stretch(struct walk *w, db_walk_visit *visit, void *context)
{
    int64_t began = db_stmt_clock();
    struct err *e = start(w);
    subject of = 0;

    for (unsigned n = 1; e == NULL; n++) {
        w->done = !next_subject(w, &of);
        if (w->done || of > w->window)
            break;
        w->row.of = w->last = of;
        if ((e = take_complaint(w, w->last)) != NULL || (e = take_followups(w, w->last)) != NULL ||
            (e = take_events(w, w->last)) != NULL)
            break;
        if (w->row.at[0] != NULL || w->row.at[1] != NULL || w->row.at[2] != NULL || w->row.nf > 0 ||
            w->row.nev > 0)
            e = visit(context, &w->row);
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
    free(w.f);
    free(w.row.ev);
    return e;
}
