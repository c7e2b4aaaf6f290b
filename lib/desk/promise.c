#include "desk/promise.h"

#include "base/buf.h"
#include "desk/change.h"

/* The one open follow-up that a person made, when the command named only the complaint. */
static struct err *only_one(const struct change *ch, uint32_t *no)
{
    struct buf list = {0};
    size_t n = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < ch->m.nf; i++) {
        if (!matter_is_step(&ch->m.f[i]))
            continue;
        *no = ch->m.f[i].no;
        buf_printf(&list, "%s%lld/%u", n > 0 ? ", " : "", (long long)ch->m.c.id, *no);
        n++;
    }
    if (n == 0)
        e = err_new(ERR_DATA, NULL, "%lld has no open promise; name a deadline in full, such as %lld/1",
                    (long long)ch->m.c.id, (long long)ch->m.c.id);
    else if (n > 1)
        e = err_new(ERR_DATA, NULL, "%lld has %zu open ones: %s; say which", (long long)ch->m.c.id, n,
                    list.p);
    buf_free(&list);
    return e;
}

static struct err *begin(struct desk *d, int64_t id, uint32_t *no, struct change *ch)
{
    struct err *e;

    if ((e = change_begin(d, ch)) != NULL)
        return e;
    if ((e = change_take(ch, id)) == NULL && *no == 0)
        e = only_one(ch, no);
    if (e != NULL)
        change_abort(ch);
    return e;
}

static struct err *finish(struct change *ch, struct event *ev, struct str why)
{
    struct err *e = change_words(ch, ev, WORDS_TEXT, why);

    if (e == NULL)
        e = change_settle(ch);
    return change_end(ch, e);
}

struct err *promise_add(struct desk *d, int64_t id, const struct promise *p, uint32_t *no)
{
    struct change ch;
    int64_t owner = 0;
    struct err *e;

    if ((e = desk_colleague(d, p->owner)) != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    e = change_take(&ch, id);
    if (e == NULL && ch.m.c.status == STATUS_CLOSED)
        e = err_new(ERR_DATA, NULL, "%lld is closed; reopen it first", (long long)id);
    if (e == NULL && p->owner.n > 0)
        e = db_name(d->db, p->owner, &owner);
    if (e == NULL)
        e = change_followup(&ch, p->kind, p->due, owner, p->words, no);
    if (e == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

struct err *promise_done(struct desk *d, int64_t id, uint32_t *no, struct str why, instant when)
{
    struct change ch;
    struct err *e = begin(d, id, no, &ch);

    if (e != NULL)
        return e;
    return finish(&ch, &(struct event){.kind = EVENT_DONE, .ref = *no, .happened = when}, why);
}

struct err *promise_cancel(struct desk *d, int64_t id, uint32_t *no, struct str why)
{
    struct change ch;
    struct err *e = begin(d, id, no, &ch);

    if (e != NULL)
        return e;
    return finish(&ch, &(struct event){.kind = EVENT_CANCELLED, .ref = *no, .happened = INSTANT_NONE}, why);
}

/* A deadline is not ours to move: what sets it is policy, or a standard that allows an extension. */
static struct err *refuse_deadline(const struct change *ch, uint32_t no)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == no && event_kind_is_deadline(ch->m.f[i].kind))
            return err_new(ERR_DATA, NULL, "%lld/%u is a deadline that policy sets; it cannot be snoozed",
                           (long long)ch->m.c.id, no);
    return NULL;
}

struct err *promise_snooze(struct desk *d, int64_t id, uint32_t *no, instant due, struct str why)
{
    struct change ch;
    struct err *e = begin(d, id, no, &ch);

    if (e != NULL)
        return e;
    if ((e = refuse_deadline(&ch, *no)) != NULL) {
        change_abort(&ch);
        return e;
    }
    return finish(&ch, &(struct event){.kind = EVENT_MOVED, .ref = *no, .num = due, .happened = INSTANT_NONE},
                  why);
}
