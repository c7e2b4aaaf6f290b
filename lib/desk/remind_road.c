#include "desk/remind_road.h"

#include "desk/change.h"
#include "desk/ladder.h"
#include "desk/owed.h"

/* So many lines are flushed together before they are marked: what a crash can repeat of them. */
enum { CHUNK = 256, CLOCK_EVERY = 16 };

/* The follow-up's row; *due is false when it was done or moved since it was found. */
static struct err *read_row(struct desk *d, const struct db_reminder *of, struct arena *a, struct db_due *row,
                            bool *due)
{
    struct err *e = db_list_one_due(d->db, of->f.of, of->f.no, DB_NOW, a, row);

    if (e == NULL)
        e = owed_tell(d, row, a);
    *due = e == NULL && row->f.state == STATE_OPEN && row->f.moved == of->step;
    return e;
}

/* One transaction, until the store has been held for long enough; *at moves on. */
static struct err *mark_some(struct desk *d, const struct remind *r, const struct db_reminder *of, size_t n,
                             size_t *at)
{
    size_t from = *at;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    for (; e == NULL && *at < n && (*at == from || *at % CLOCK_EVERY != 0 || db_may_hold(d->db)); ++*at) {
        if ((e = db_remind_mark(d->db, &of[*at], (int)r->channel, ch.recorded)) == NULL)
            e = ladder_told(&ch, &of[*at].f);
        arena_reset(ch.arena);
    }
    return change_end(&ch, e);
}

/* They were told: in short transactions, since each may take the next step of a ladder. */
static struct err *mark(struct desk *d, const struct remind *r, const struct db_reminder *of, size_t n)
{
    size_t at = 0;
    struct err *e = NULL;

    while (at < n && e == NULL)
        e = mark_some(d, r, of, n, &at);
    return e;
}

static struct err *tell_one(struct desk *d, const struct remind *r, const struct db_reminder *of,
                            struct arena *a, int64_t *told)
{
    struct db_due row;
    bool due;
    struct err *e = read_row(d, of, a, &row, &due);

    if (e != NULL || !due)
        return e;
    *told += 1;
    /* cppcheck-suppress returnDanglingLifetime ; an error keeps no row */
    return r->tell(r->context, &row);
}

static struct err *tell_some(struct desk *d, const struct remind *r, const struct db_reminder *of, size_t n,
                             int64_t *told)
{
    struct arena *a = arena_new();
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        e = tell_one(d, r, &of[i], a, told);
    arena_free(a);
    if (e == NULL && r->deliver && (e = r->flush(r->context)) == NULL)
        e = mark(d, r, of, n);
    return e;
}

struct err *remind_road_rows(struct desk *d, const struct remind *r, const struct remind_group *g,
                             int64_t *told)
{
    size_t shown = r->most > 0 && g->n > r->most ? r->most : g->n;
    struct err *e = NULL;

    for (size_t i = 0; i < shown && e == NULL; i += CHUNK)
        e = tell_some(d, r, g->of + i, shown - i < CHUNK ? shown - i : CHUNK, told);
    if (e != NULL || shown == g->n)
        return e;
    r->more(r->context, g->recipient, g->n - shown);
    *told += (int64_t)(g->n - shown);
    return r->deliver ? mark(d, r, g->of + shown, g->n - shown) : NULL;
}

static struct err *letter(struct desk *d, const struct remind *r, const struct remind_group *g, int64_t *told)
{
    struct arena *a = arena_new();
    size_t room = g->n < REMIND_ROWS ? g->n : REMIND_ROWS, at = 0;
    struct db_due *rows = arena_alloc(a, room * sizeof *rows);
    struct remind_letter l = {
        .recipient = g->recipient, .number = g->of->recipient, .batch = g->of->batch, .rows = rows};
    struct err *e = NULL;

    for (; at < g->n && l.n < room && e == NULL; at++) {
        bool due;
        if ((e = read_row(d, &g->of[at], a, &rows[l.n], &due)) == NULL && due)
            l.n++;
    }
    l.more = g->n - at;
    if (e == NULL && l.n > 0)
        e = r->send(r->context, &l);
    arena_free(a);
    if (e == NULL)
        *told += (int64_t)(l.n + l.more);
    return e != NULL ? e : mark(d, r, g->of, g->n);
}

struct err *remind_road_letters(struct desk *d, const struct remind *r, const struct remind_group *g,
                                int64_t *told)
{
    struct err *first = NULL;
    size_t from = 0;

    while (from < g->n) {
        size_t to = from + 1;
        while (to < g->n && g->of[to].batch == g->of[from].batch)
            to++;
        const struct remind_group one = {g->of + from, to - from, g->recipient};
        first = err_first(first, letter(d, r, &one, told));
        from = to;
    }
    return first;
}
