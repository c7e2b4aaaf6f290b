#include "desk/reread.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/learned.h"
#include "desk/reading.h"
#include "desk/teach.h"
#include "store/db_event.h"
#include "store/db_list.h"

enum {
    TURNS = 16384,
    ASKED = 4096, /* at once */
    BATCH = 512,
    BATCH_BYTES = 1024 * 1024,
    CLOCK_EVERY = 16,
    KEEP = 3500 /* kilobytes */
};

/* A complaint that was read from the store before its turn. */
struct one {
    struct matter m;
    struct event *ev;
    size_t nev;
    struct reading_texts texts;
    struct db_before_ask *turn;
};

/* Some in a row.  Their texts wait in `ahead`. */
struct batch {
    struct arena *a;
    size_t n, at, bytes;
    struct one one[BATCH];
};

struct rereading {
    struct reread_job *job;
    struct desk *d;
    struct change ch;
    struct reading_tools *tools;
    struct ahead *ahead;
    struct batch *now, *next;
    int64_t seq;                      /* the last transaction when the batches were read */
    struct db_before_ask turn[TURNS]; /* whose turn it is, and what their customers had brought before */
    size_t n, asked, fetched,
        done;              /* how many there are, that is known of, are in batches or done, are done */
    int64_t differ[TURNS]; /* in this transaction */
    size_t ndiffer;
};

/* --- reading from the store -------------------------------------------------------------------------------------- */

static void empty(struct batch *b)
{
    for (size_t i = b->at; i < b->n; i++)
        matter_clear(&b->one[i].m);
    arena_reset(b->a);
    b->n = b->at = b->bytes = 0;
}

static struct err *fetch_one(struct rereading *r, struct db_before_ask *turn, struct batch *b)
{
    struct db *db = r->d->db;
    struct one *one = &b->one[b->n++];
    struct err *e = db_complaint_matter(db, turn->id, true, DB_NOW, &one->m);
    const struct complaint *c = &one->m.c;

    one->turn = turn;
    one->texts = (struct reading_texts){0};
    if (c->customer != turn->customer || history_since(c) != turn->since)
        turn->known = false; /* it was otherwise when the list was read */
    if (e != NULL || c->status >= STATUS_CLOSED ||
        (e = db_event_list(db, turn->id, DB_NOW, b->a, &one->ev, &one->nev)) != NULL ||
        (e = reading_texts_get(db, turn->id, DB_NOW, one->ev, one->nev, b->a, &one->texts)) != NULL ||
        one->texts.kept)
        return e;
    for (size_t i = 0; i < one->texts.n; i++) {
        b->bytes += one->texts.t[i].text.n;
        (void)ahead_add(r->ahead, one->texts.t[i].text, i == 0); /* there is room: see may_fetch() */
    }
    return NULL;
}

static bool may_fetch(const struct rereading *r, const struct batch *b)
{
    return r->fetched < r->n && b->n < BATCH && b->bytes < BATCH_BYTES &&
           ahead_waiting(r->ahead) + READING_TEXTS <= AHEAD_TEXTS &&
           (b->n % CLOCK_EVERY != 0 || b->n == 0 || db_may_hold(r->d->db));
}

/* Far ahead: the more are asked about at once, the nearer each other lie the rows that tell. */
static struct err *ask_before(struct rereading *r)
{
    size_t n = r->n - r->asked < ASKED ? r->n - r->asked : ASKED;
    struct db_before_ask *first = r->turn + r->asked;

    r->asked += n;
    return db_before_many(r->d->db, first, n, HISTORY_COMPLAINTS, DB_LONG_MS);
}

/* The next ones, while the store may be held. */
static struct err *fetch(struct rereading *r, struct batch *b)
{
    struct err *e = NULL;

    empty(b);
    while (e == NULL && may_fetch(r, b))
        if (r->fetched < r->asked || (e = ask_before(r)) == NULL)
            e = fetch_one(r, &r->turn[r->fetched++], b);
    return e;
}

/* --- one after the other ----------------------------------------------------------------------------------------- */

/* Steps of ladders that this change added to the complaint in hand. */
static int64_t new_steps(const struct change *ch)
{
    int64_t n = 0;

    for (size_t i = 0; i < ch->m.nf; i++)
        n += ch->m.f[i].kind == KIND_ESCALATION && ch->m.f[i].seq == ch->seq;
    return n;
}

/* They count in the later complaints of the same customer, of which it was asked before. */
static void count_steps(struct rereading *r, const struct complaint *c, int64_t steps)
{
    for (size_t i = r->done; i < r->asked; i++) {
        struct db_before_ask *ask = &r->turn[i];
        if (ask->customer != c->customer)
            continue;
        ask->known = ask->known && ask->all;
        if (!c->voided && c->received >= ask->since)
            ask->before.escalated += steps;
    }
}

static struct err *read_one(struct rereading *r)
{
    struct batch *b = r->now;
    struct one *one = &b->one[b->at++];
    struct reading_ready ready = {.texts = &one->texts, .ahead = r->ahead, .before = one->turn};
    struct change *ch = &r->ch;
    struct err *e = NULL;

    r->done++;
    change_take_read(ch, &one->m, one->ev, one->nev);
    ch->ready = &ready;
    if (ch->m.c.status < STATUS_CLOSED)
        e = reading_judge(ch);
    if (e == NULL && ch->m.c.events != ch->before.events) {
        r->differ[r->ndiffer++] = ch->m.c.id;
        e = change_settle(ch);
        int64_t steps = e == NULL ? new_steps(ch) : 0;
        if (steps > 0)
            count_steps(r, &ch->m.c, steps);
    }
    ch->ready = NULL;
    arena_reset(ch->arena);
    return e;
}

/* Something to read; and while that is done, what comes behind it is read ahead. */
static struct err *prepare(struct rereading *r, bool *any)
{
    struct err *e = NULL;

    if (r->now->at == r->now->n) {
        struct batch *b = r->now;
        r->now = r->next;
        r->next = b;
        empty(r->next);
        if (r->now->n == 0) {
            ahead_drop(r->ahead); /* nobody asked for what is left there */
            e = fetch(r, r->now);
        }
        if (e == NULL && r->fetched < r->n)
            e = fetch(r, r->next);
    }
    *any = r->now->at < r->now->n;
    return e;
}

static struct err *read_some(struct rereading *r)
{
    struct err *e = NULL;
    bool any = true;

    for (size_t i = 0; e == NULL && (i == 0 || i % CLOCK_EVERY != 0 || db_may_hold(r->d->db)); i++)
        if ((e = prepare(r, &any)) != NULL || !any || (e = read_one(r)) != NULL)
            break;
    return e;
}

/* --- transactions ------------------------------------------------------------------------------------------------ */

static void put_away(struct rereading *r)
{
    empty(r->now);
    empty(r->next);
    r->fetched = r->asked = r->done;
    ahead_free(r->ahead);
    r->ahead = NULL;
    reading_tools_free(r->tools);
    r->tools = NULL;
}

/* What was read before somebody else wrote may be otherwise now, and so may be what the desk has learned. */
static struct err *set_up(struct rereading *r)
{
    struct err *e = NULL;

    if (r->tools != NULL && r->ch.seq == r->seq + 1)
        return NULL;
    put_away(r);
    if ((e = reading_tools_open(r->d, &r->tools)) == NULL)
        r->ahead = ahead_new(r->tools);
    return e;
}

/* One transaction, until the store has been held for long enough; none when nothing differs. */
static struct err *transaction(struct rereading *r)
{
    struct reread_job *job = r->job;
    size_t first = r->done;
    struct err *e = change_begin(r->d, &r->ch);

    if (e != NULL)
        return e;
    r->ndiffer = 0;
    if ((e = set_up(r)) == NULL) {
        r->ch.tools = r->tools;
        e = read_some(r);
        r->ch.tools = NULL; /* they outlive the change */
    }
    r->seq = r->ch.seq;
    if (e == NULL && (r->ndiffer == 0 || job->dry)) {
        r->seq--;
        change_abort(&r->ch);
    } else if ((e = change_end(&r->ch, e)) != NULL) {
        return e;
    }
    job->read += (int64_t)(r->done - first);
    job->differ += (int64_t)r->ndiffer;
    if (r->ndiffer > 0 && job->changed != NULL)
        job->changed(job->context, r->differ, r->ndiffer);
    return NULL;
}

static struct err *read_all(struct rereading *r)
{
    struct err *e = NULL;

    while (e == NULL && r->done < r->n)
        e = transaction(r);
    r->n = r->asked = r->fetched = r->done = 0;
    return e;
}

/* A page of the list.  Its rows are the list's own only until the next call. */
static struct err *take_page(struct rereading *r, const struct db_line *rows, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (rows[i].c.status < STATUS_CLOSED)
            r->turn[r->n++] = (struct db_before_ask){
                .customer = rows[i].c.customer, .id = rows[i].c.id, .since = history_since(&rows[i].c)};
        if (r->n == TURNS)
            e = read_all(r);
    }
    return e;
}

static struct err *read_list(struct rereading *r)
{
    const struct db_line *rows;
    struct db_list *list;
    size_t n;
    struct err *e = db_list_open(r->d->db, r->job->query, DB_BY_NUMBER, DB_NOW, &list);

    if (e != NULL)
        return e;
    while ((e = db_list_rows(list, &rows, &n)) == NULL && n > 0)
        if ((e = take_page(r, rows, n)) != NULL)
            break;
    db_list_close(list);
    return e != NULL ? e : read_all(r);
}

static struct batch *batch_new(void)
{
    struct batch *b = mem_zero(sizeof *b);

    b->a = arena_new();
    return b;
}

static void batch_free(struct batch *b)
{
    arena_free(b->a);
    free(b);
}

/* To learn anew is to write. */
static struct err *need_no_lessons(struct desk *d)
{
    struct arena *a = arena_new();
    const char *what = NULL;
    struct err *e = learned_check(d->db, a, &what);

    if (e == NULL && what != NULL)
        e = err_new(ERR_DATA, NULL, "%s", what);
    arena_free(a);
    return e;
}

struct err *reread_run(struct desk *d, struct reread_job *job)
{
    struct err *e = job->dry ? need_no_lessons(d) : teach_renew(d);

    job->read = job->differ = 0;
    if (e != NULL || (e = db_keep(d->db, KEEP)) != NULL)
        return e;
    struct rereading *r = mem_zero(sizeof *r);
    r->job = job;
    r->d = d;
    r->now = batch_new();
    r->next = batch_new();
    e = read_list(r);
    put_away(r);
    batch_free(r->now);
    batch_free(r->next);
    free(r);
    return e;
}
