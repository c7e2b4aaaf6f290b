#include "desk/remind.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/ladder.h"
#include "desk/notice.h"
#include "desk/remind_lock.h"
#include "desk/remind_road.h"
#include "store/db_remind.h"

/* PAGE are read at a time.  PILE is what one run holds at most before it tells and goes on, so that memory stays flat:
 * more than that after a long time without cron is told in more than one piece. */
enum { PAGE = 256, PILE = 65536, CLOCK_EVERY = 16 };

/* What is due, to be told. */
struct pile {
    struct db_reminder *due;
    size_t n, cap;
};

/* Reads behind *last until all is found or the pile is full; *last moves on.  *more: there may be more. */
static struct err *gather(struct desk *d, const struct remind *r, int64_t owner, struct db_reminder *last,
                          bool *more, struct pile *p)
{
    bool goes_on = *more;
    struct err *e = NULL;

    p->n = 0;
    *more = true;
    while (*more && p->n < PILE) {
        size_t n = 0;
        p->due = mem_grow(p->due, &p->cap, p->n + PAGE, sizeof *p->due);
        if ((e = db_remind_due(d->db, r->until, owner, (int)r->channel, goes_on ? last : NULL, p->due + p->n,
                               PAGE, &n)) != NULL)
            return e;
        p->n += n;
        if (n > 0)
            *last = p->due[p->n - 1];
        goes_on = true;
        *more = n == PAGE;
    }
    return NULL;
}

/* Claims some of the pile, from *at on, until the store has been held for long enough; what must wait or was told already
 * falls out of it.  All of a run have one batch. */
static struct err *claim_some(struct desk *d, const struct remind *r, const struct pile *p, size_t *at,
                              struct pile *kept, int64_t *batch)
{
    size_t from = *at;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if (*batch == 0)
        *batch = ch.seq;
    for (; e == NULL && *at < p->n && (*at == from || *at % CLOCK_EVERY != 0 || db_may_hold(d->db)); ++*at) {
        struct db_reminder one = p->due[*at];
        bool claimed = false;
        if (!ladder_waits(&one.f, d->place->now) && !notice_waits(d, &one.f))
            e = db_remind_claim(d->db, &one, (int)r->channel, *batch, ch.recorded, &claimed);
        if (claimed)
            kept->due[kept->n++] = one;
    }
    return change_end(&ch, e);
}

static struct err *claim(struct desk *d, const struct remind *r, struct pile *p, int64_t *batch)
{
    struct pile kept = {p->due, 0, 0};
    size_t at = 0;
    struct err *e = NULL;

    while (e == NULL && at < p->n)
        e = claim_some(d, r, p, &at, &kept, batch);
    p->n = kept.n;
    return e;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_recipient(const void *p, const void *q)
{
    const struct db_reminder *a = p, *b = q;
    int c = compare(a->recipient, b->recipient);

    c = c != 0 ? c : compare(a->batch, b->batch);
    c = c != 0 ? c : compare(a->f.due, b->f.due);
    c = c != 0 ? c : compare(a->f.of, b->f.of);
    return c != 0 ? c : compare(a->f.no, b->f.no);
}

static int by_name(const void *p, const void *q)
{
    const struct remind_group *a = p, *b = q;
    size_t n = a->recipient.n < b->recipient.n ? a->recipient.n : b->recipient.n;
    int c = n > 0 ? memcmp(a->recipient.p, b->recipient.p, n) : 0;

    return c != 0 ? c : compare((int64_t)a->recipient.n, (int64_t)b->recipient.n);
}

/* The pile parted by recipient, in the order of their names. */
static struct err *part(struct desk *d, struct pile *p, struct arena *a, struct remind_group **out, size_t *n)
{
    struct remind_group *g = NULL;
    size_t cap = 0;
    struct err *e = NULL;

    *n = 0;
    if (p->n > 0)
        qsort(p->due, p->n, sizeof *p->due, by_recipient);
    for (size_t i = 0; i < p->n && e == NULL; i++) {
        if (i > 0 && p->due[i].recipient == p->due[i - 1].recipient) {
            g[*n - 1].n++;
            continue;
        }
        g = mem_grow(g, &cap, *n + 1, sizeof *g);
        g[*n] = (struct remind_group){&p->due[i], 1, str_of("")};
        if (p->due[i].recipient != 0)
            e = db_name_text(d->db, p->due[i].recipient, a, &g[*n].recipient);
        *n += 1;
    }
    if (*n > 0)
        qsort(g, *n, sizeof *g, by_name);
    *out = g;
    return e;
}

static struct err *tell(struct desk *d, const struct remind *r, struct pile *p, int64_t *told)
{
    bool mail = r->deliver && r->channel == REMIND_MAIL;
    struct arena *a = arena_new();
    struct remind_group *g = NULL;
    size_t n = 0;
    struct err *e = part(d, p, a, &g, &n), *failed = NULL;

    for (size_t i = 0; i < n && e == NULL; i++) {
        if (mail)
            failed = err_first(failed, remind_road_letters(d, r, &g[i], told));
        else
            e = remind_road_rows(d, r, &g[i], told);
    }
    free(g);
    arena_free(a);
    return err_first(e, failed);
}

static struct err *all(struct desk *d, const struct remind *r, int64_t owner, int64_t *told)
{
    struct pile p = {0};
    struct db_reminder last;
    int64_t batch = 0;
    bool more = false;
    struct err *e = NULL, *failed = NULL;

    do {
        if ((e = gather(d, r, owner, &last, &more, &p)) != NULL || p.n == 0 ||
            (r->deliver && (e = claim(d, r, &p, &batch)) != NULL))
            break;
        failed = err_first(failed, tell(d, r, &p, told));
    } while (more && (failed == NULL || r->channel == REMIND_MAIL));
    free(p.due);
    return err_first(e, failed);
}

struct err *remind_run(struct desk *d, const struct remind *r, int64_t *told, bool *busy)
{
    int64_t owner = 0;
    int fd = -1;
    struct err *e = NULL;

    *told = 0;
    *busy = false;
    if (r->owner.n > 0 && ((e = db_name_find(d->db, r->owner, &owner)) != NULL || owner == 0))
        return e; /* nobody of that name owns anything */
    if (r->deliver &&
        ((e = remind_lock_take(d->place->folder, owner, (int)r->channel, &fd, busy)) != NULL || *busy))
        return e;
    e = all(d, r, owner, told);
    if (fd >= 0)
        close(fd);
    return e;
}
