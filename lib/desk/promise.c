#include "desk/promise.h"

#include "base/buf.h"
#include "base/zone.h"
#include "desk/change.h"
#include "desk/clock_past.h"
#include "rule/ref.h"
#include "store/db_event.h"

/* "42/3" or "c7/2"; without a number "42" or "c7". */
static const char *name_of(const struct change *ch, uint32_t no, char out[REF_SIZE])
{
    bool theirs = ch->m.c.id < 0;
    struct ref ref = {theirs ? REF_CUSTOMER : REF_COMPLAINT, theirs ? -ch->m.c.id : ch->m.c.id, no};

    if (no > 0)
        ref.kind = theirs ? REF_CUSTOMER_FOLLOWUP : REF_FOLLOWUP;
    return ref_format(&ref, out);
}

/* The one open follow-up that a person made, when the command named only the complaint. */
static struct err *only_one(const struct change *ch, uint32_t *no)
{
    char name[REF_SIZE];
    struct buf list = {0};
    size_t n = 0;
    struct err *e = NULL;

    for (size_t i = 0; i < ch->m.nf; i++) {
        if (!matter_is_step(&ch->m.f[i]))
            continue;
        *no = ch->m.f[i].no;
        buf_printf(&list, "%s%s", n > 0 ? ", " : "", name_of(ch, *no, name));
        n++;
    }
    name_of(ch, 0, name);
    if (n == 0)
        e = err_new(ERR_DATA, NULL, "%s has no open promise", name);
    else if (n > 1)
        e = err_new(ERR_DATA, NULL, "%s has %zu open ones: %s; say which", name, n, list.p);
    buf_free(&list);
    return e;
}

/* A deadline is not ours to tick off, give up or move: what ends it is the answer that it waits for. */
static struct err *refuse_deadline(const struct change *ch, uint32_t no)
{
    for (size_t i = 0; i < ch->m.nf; i++) {
        enum kind kind = ch->m.f[i].kind;
        if (ch->m.f[i].no != no || (kind != KIND_RESPONSE && kind != KIND_UPDATE && kind != KIND_RESOLUTION))
            continue;
        return err_new(ERR_DATA, NULL, "%lld/%u is a deadline that policy sets; cust-log %s %lld ends it",
                       (long long)ch->m.c.id, no, kind == KIND_RESOLUTION ? "resolve" : "said",
                       (long long)ch->m.c.id);
    }
    return NULL;
}

static struct err *begin(struct desk *d, subject of, uint32_t *no, struct change *ch)
{
    struct err *e;

    if ((e = change_begin(d, ch)) != NULL)
        return e;
    if ((e = change_take(ch, of)) == NULL && *no == 0)
        e = only_one(ch, no);
    if (e == NULL)
        e = refuse_deadline(ch, *no);
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

struct err *promise_add(struct desk *d, subject of, const struct promise *p, uint32_t *no)
{
    struct change ch;
    int64_t owner = 0;
    struct err *e;

    if ((e = desk_colleague(d, p->owner)) != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    e = change_take(&ch, of);
    if (e == NULL && of > 0 && ch.m.c.status == STATUS_CLOSED)
        e = err_new(ERR_DATA, NULL, "%lld is closed; reopen it first", (long long)of);
    if (e == NULL && p->owner.n > 0)
        e = db_name(d->db, p->owner, &owner);
    if (e == NULL)
        e = change_followup(&ch, p->kind, p->due, owner, p->words, no);
    if (e == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

struct err *promise_done(struct desk *d, subject of, uint32_t *no, struct str why, instant when)
{
    struct change ch;
    struct err *e = begin(d, of, no, &ch);

    if (e != NULL)
        return e;
    return finish(&ch, &(struct event){.kind = EVENT_DONE, .ref = *no, .happened = when}, why);
}

struct err *promise_cancel(struct desk *d, subject of, uint32_t *no, struct str why)
{
    struct change ch;
    struct err *e = begin(d, of, no, &ch);

    if (e != NULL)
        return e;
    return finish(&ch, &(struct event){.kind = EVENT_CANCELLED, .ref = *no, .happened = INSTANT_NONE}, why);
}

struct err *promise_snooze(struct desk *d, subject of, uint32_t *no, instant due, struct str why)
{
    struct change ch;
    struct err *e = begin(d, of, no, &ch);

    if (e != NULL)
        return e;
    return finish(&ch, &(struct event){.kind = EVENT_MOVED, .ref = *no, .num = due, .happened = INSTANT_NONE},
                  why);
}

static const struct followup *open_one(const struct change *ch, uint32_t no)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == no && ch->m.f[i].state == STATE_OPEN)
            return &ch->m.f[i];
    return NULL;
}

/* The latest time that the standard behind the follow-up allows; INSTANT_NONE when it allows none. */
static struct err *latest(const struct change *ch, const struct followup *f, instant *out)
{
    const struct policy *p = ch->desk->policy;
    const struct deadline_standard *s = NULL;
    struct clock_past past;
    struct event *ev;
    size_t n;
    struct err *e;

    *out = INSTANT_NONE;
    if ((e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &n)) != NULL ||
        (e = clock_past(ch->desk->db, ev, n, ch->arena, &past)) != NULL)
        return e;
    for (size_t i = 0; i < past.nstandards; i++)
        if (past.standards[i].no == f->no)
            s = clock_past_standard(p, past.standards[i].name);
    if (s != NULL && s->extend.amount > 0)
        *out = deadline_span_due(&s->extend, p->calendar, f->made, past.pauses,
                                 s->rule.runs_on ? 0 : past.npauses);
    return NULL;
}

static struct err *may_extend(const struct change *ch, uint32_t no, instant due)
{
    const struct followup *f = open_one(ch, no);
    char name[REF_SIZE], until[ZONE_SHOW];
    instant limit;
    struct err *e;

    name_of(ch, no, name);
    if (f == NULL || !event_kind_is_deadline(f->kind))
        return err_new(ERR_DATA, NULL, "%s is no open deadline; snooze moves what people promised", name);
    if ((e = latest(ch, f, &limit)) != NULL)
        return e;
    if (limit == INSTANT_NONE)
        return err_new(ERR_DATA, NULL, "%s cannot be extended: no standard in the policy allows it", name);
    if (due > limit)
        return err_new(ERR_DATA, NULL, "%s can be extended until %s, not longer", name,
                       zone_show(ch->desk->policy->zone, limit, until));
    if (due <= f->due)
        return err_new(ERR_DATA, NULL, "%s is due at %s already", name,
                       zone_show(ch->desk->policy->zone, f->due, until));
    return NULL;
}

struct err *promise_extend(struct desk *d, subject of, uint32_t no, instant due, struct str why)
{
    struct event ev = {.kind = EVENT_MOVED, .ref = no, .num = due, .happened = INSTANT_NONE};
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = change_take(&ch, of)) == NULL)
        e = may_extend(&ch, no, due);
    return e != NULL ? change_end(&ch, e) : finish(&ch, &ev, why);
}
