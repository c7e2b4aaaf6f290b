#include "desk/remind_mail.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/ladder.h"
#include "store/db_remind.h"

/* How many are gathered before letters are made of them: more than this at once is more than one letter each. */
enum { GATHER = 16 * REMIND_BATCH };

struct gathered {
    struct db_reminder due[GATHER];
    size_t n;
};

static struct err *gather(struct desk *d, const struct remind *r, int64_t owner, bool goes_on,
                          struct gathered *g)
{
    struct db_reminder last = goes_on ? g->due[g->n - 1] : (struct db_reminder){0};
    const struct db_reminder *after = goes_on ? &last : NULL;
    size_t page = 1;
    struct err *e = NULL;

    g->n = 0;
    while (e == NULL && page > 0 && g->n < GATHER) {
        e = db_remind_due(d->db, r->until, owner, REMIND_MAIL, after, g->due + g->n, REMIND_BATCH, &page);
        g->n += e == NULL ? page : 0;
        if (g->n > 0)
            after = &g->due[g->n - 1];
    }
    return e;
}

/* Claims what nobody else has; the others are left out of `mine`. */
static struct err *claim(struct desk *d, struct gathered *g, struct db_reminder *mine, size_t *n)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    *n = 0;
    if (e != NULL)
        return e;
    for (size_t i = 0; i < g->n && e == NULL; i++) {
        bool claimed = false;
        if (ladder_waits(&g->due[i].f, d->place->now))
            continue;
        e = db_remind_claim(d->db, &g->due[i], REMIND_MAIL, ch.recorded, &claimed);
        if (claimed)
            mine[(*n)++] = g->due[i];
    }
    return change_end(&ch, e);
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_letter(const void *p, const void *q)
{
    const struct db_reminder *a = p, *b = q;
    int c = compare(a->recipient, b->recipient);

    c = c != 0 ? c : compare(a->batch, b->batch);
    c = c != 0 ? c : compare(a->f.due, b->f.due);
    c = c != 0 ? c : compare(a->f.of, b->f.of);
    return c != 0 ? c : compare(a->f.no, b->f.no);
}

static struct err *mark(struct desk *d, const struct db_reminder *of, size_t n)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < n && e == NULL; i++)
        if ((e = db_remind_mark(d->db, &of[i], REMIND_MAIL, ch.recorded)) == NULL)
            e = ladder_told(&ch, &of[i].f);
    return change_end(&ch, e);
}

static struct err *letter(struct desk *d, const struct remind *r, const struct db_reminder *of, size_t n)
{
    struct arena *a = arena_new();
    size_t shown = n < REMIND_ROWS ? n : REMIND_ROWS;
    struct db_due *rows = arena_alloc(a, shown * sizeof *rows);
    struct remind_letter l = {
        .number = of->recipient, .batch = of->batch, .rows = rows, .n = shown, .more = n - shown};
    struct err *e = NULL;

    for (size_t i = 0; i < shown && e == NULL; i++)
        e = db_list_one_due(d->db, of[i].f.of, of[i].f.no, DB_NOW, a, &rows[i]);
    if (e == NULL)
        e = db_name_text(d->db, of->recipient, a, &l.recipient);
    if (e == NULL)
        e = r->send(r->context, &l);
    arena_free(a);
    return e != NULL ? e : mark(d, of, n);
}

static struct err *letters(struct desk *d, const struct remind *r, struct db_reminder *mine, size_t n,
                           int64_t *told)
{
    struct err *first = NULL;
    size_t from = 0;

    qsort(mine, n, sizeof *mine, by_letter);
    while (from < n) {
        size_t to = from + 1;
        while (to < n && mine[to].recipient == mine[from].recipient && mine[to].batch == mine[from].batch)
            to++;
        struct err *e = letter(d, r, mine + from, to - from);
        if (e == NULL)
            *told += (int64_t)(to - from);
        first = err_first(first, e);
        from = to;
    }
    return first;
}

struct err *remind_mail(struct desk *d, const struct remind *r, int64_t owner, int64_t *told)
{
    struct gathered *g = mem_zero(sizeof *g);
    struct db_reminder *mine = mem_array(NULL, GATHER, sizeof *mine);
    struct err *e = NULL, *failed = NULL;
    bool goes_on = false;

    do {
        size_t n = 0;
        if ((e = gather(d, r, owner, goes_on, g)) != NULL || g->n == 0 || (e = claim(d, g, mine, &n)) != NULL)
            break;
        failed = err_first(failed, letters(d, r, mine, n, told));
        goes_on = g->n == GATHER;
    } while (goes_on);
    free(mine);
    free(g);
    return err_first(e, failed);
}
