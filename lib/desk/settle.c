#include "desk/settle.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/clock.h"
#include "desk/ladder.h"
#include "store/db_list.h"
#include "store/db_policy.h"

enum {
    TURNS = 4096, /* numbers that are read ahead of the transactions */
    CLOCK_EVERY = 16,
    KEEP = 3500 /* kilobytes of the store in memory */
};

struct settling {
    struct desk *d;
    struct settle_job *job;
    struct change ch;
    int64_t version; /* of the policy that is brought to all */
    int64_t turn[TURNS];
    size_t n, done;
};

/* Whether a deadline that this change started or moved is past. */
static bool is_late_now(const struct change *ch)
{
    for (size_t i = 0; i < ch->m.nf; i++) {
        const struct followup *f = &ch->m.f[i];
        if (ch->m.touched[i] && f->state == STATE_OPEN && f->due < ch->recorded && f->kind != KIND_ESCALATION)
            return true;
    }
    return false;
}

/* Brings one complaint in line. */
static struct err *one(struct change *ch, int64_t id, struct settle_job *job, bool *changed)
{
    size_t begun;
    struct err *e = change_take(ch, id);

    if (e != NULL || ch->m.c.status >= STATUS_CLOSED) /* closed since its number was read */
        return e;
    uint32_t before = ch->m.c.events;
    if ((e = clock_adjust(ch)) != NULL)
        return e;
    if (ch->m.c.events != before) {
        job->moved++;
        job->late += is_late_now(ch);
    }
    if ((e = ladder_catch_up(ch, &begun)) != NULL)
        return e;
    job->begun += begun > 0;
    if (ch->m.c.events == before)
        return NULL;
    *changed = true;
    return change_settle(ch);
}

static struct err *some(struct settling *s, bool *changed)
{
    struct err *e = NULL;

    for (size_t i = 0;
         e == NULL && s->done < s->n && (i % CLOCK_EVERY != 0 || i == 0 || db_may_hold(s->d->db)); i++) {
        e = one(&s->ch, s->turn[s->done++], s->job, changed);
        s->job->looked++;
        arena_reset(s->ch.arena);
    }
    return e;
}

/* One transaction, until the store has been held for long enough. */
static struct err *transaction(struct settling *s)
{
    struct settle_job before = *s->job;
    bool changed = false;
    struct err *e = change_begin(s->d, &s->ch);

    if (e != NULL)
        return e;
    if (s->d->policy_version != s->version)
        s->job->instead_of = s->d->policy_version;
    else
        e = some(s, &changed);
    if (e == NULL && !changed)
        change_abort(&s->ch);
    else
        e = change_end(&s->ch, e);
    if (e != NULL)
        *s->job = before; /* it is as if they had not been looked at */
    else if (s->job->progress != NULL)
        s->job->progress(s->job->context, s->job);
    return e;
}

static struct err *empty(struct settling *s)
{
    struct err *e = NULL;

    while (e == NULL && s->done < s->n && s->job->instead_of == 0)
        e = transaction(s);
    s->n = s->done = 0;
    return e;
}

static struct err *page(struct settling *s, const struct db_line *rows, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL && s->job->instead_of == 0; i++) {
        if (rows[i].c.status < STATUS_CLOSED)
            s->turn[s->n++] = rows[i].c.id;
        if (s->n == TURNS)
            e = empty(s);
    }
    return e;
}

static struct err *all(struct settling *s)
{
    const struct db_line *rows;
    struct db_list *list;
    size_t n;
    struct err *e = db_list_open(s->d->db, NULL, DB_BY_NUMBER, DB_NOW, &list);

    if (e != NULL)
        return e;
    while (s->job->instead_of == 0 && (e = db_list_rows(list, &rows, &n)) == NULL && n > 0)
        if ((e = page(s, rows, n)) != NULL)
            break;
    db_list_close(list);
    return e != NULL ? e : empty(s);
}

struct err *settle_run(struct desk *d, struct settle_job *job)
{
    struct settling *s = mem_zero(sizeof *s);
    struct err *e = db_keep(d->db, KEEP);

    job->looked = job->moved = job->late = job->begun = job->instead_of = 0;
    s->d = d;
    s->version = d->policy_version;
    s->job = job;
    if (e == NULL)
        e = all(s);
    if (e == NULL && job->instead_of == 0)
        e = db_policy_settled(d->db, s->version);
    free(s);
    return e;
}
