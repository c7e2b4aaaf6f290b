#include "desk/payment.h"

#include <string.h>

#include "desk/fields.h"
#include "desk/ladder.h"
#include "desk/owed.h"
#include "store/db_event.h"

static struct err *reckon(struct change *ch, struct event **ev, size_t *n, struct owed *o)
{
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, ev, n);

    return e != NULL ? e : owed_fold(ch->desk, *ev, *n, ch->recorded, ch->arena, o);
}

struct err *payment_owes(struct change *ch, bool *owes)
{
    struct event *ev;
    struct owed o;
    size_t n;
    struct err *e = reckon(ch, &ev, &n, &o);

    *owes = e == NULL && o.known;
    return e;
}

struct err *payment_unpaid(struct change *ch, bool *unpaid)
{
    struct event *ev;
    struct owed o;
    size_t n;
    struct err *e = reckon(ch, &ev, &n, &o);

    *unpaid = e == NULL && o.known && !o.disputed && o.sum.left > 0;
    return e;
}

/* --- instalments ------------------------------------------------------------------------------------------------- */

bool payment_instalment(struct str words, int64_t *amount)
{
    struct str rest = str_trim(words), first;

    str_cut(&rest, ' ', &first);
    if (first.n == 0 || memchr(first.p, '.', first.n) == NULL) /* "2 photos" is no sum */
        return false;
    struct err *e = fields_money(first, amount);
    bool is = e == NULL && *amount > 0;

    err_free(e);
    return is;
}

/* What an instalment comes to; 0: it is none. */
static struct err *instalment_of(struct change *ch, enum kind kind, int64_t words, int64_t *amount)
{
    struct str text;
    struct err *e = NULL;

    *amount = 0;
    if (kind != KIND_EXPECTED || words == 0 ||
        (e = db_words_get(ch->desk->db, words, ch->arena, &text, NULL)) != NULL)
        return e;
    if (!payment_instalment(text, amount))
        *amount = 0;
    return NULL;
}

/* What came in since the last agreement and is not counted for an instalment yet. */
static struct err *credit(struct change *ch, const struct event *ev, size_t n, int64_t *out)
{
    bool *struck = arena_alloc(ch->arena, n + 1);
    int64_t *due = arena_alloc(ch->arena, ((size_t)ch->m.c.followups + 1) * sizeof *due);
    struct err *e = NULL;

    *out = 0;
    matter_struck(ev, n, struck);
    for (uint32_t i = 0; i <= ch->m.c.followups; i++)
        due[i] = 0;
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (struck[i])
            continue;
        if (ev[i].kind == EVENT_AGREED)
            *out = 0;
        else if (ev[i].kind == EVENT_SET && ev[i].code == FIELD_PAID)
            *out += ev[i].num;
        else if (ev[i].kind == EVENT_ADDED && ev[i].ref <= ch->m.c.followups)
            e = instalment_of(ch, (enum kind)ev[i].code, ev[i].words, &due[ev[i].ref]);
        else if (ev[i].kind == EVENT_DONE && ev[i].ref <= ch->m.c.followups)
            *out -= due[ev[i].ref];
    }
    return e;
}

/* The open instalment that is due first; NULL: there is none. */
static struct err *first_open(struct change *ch, const struct followup **out, int64_t *amount)
{
    struct err *e = NULL;

    *out = NULL;
    for (size_t i = 0; i < ch->m.nf && e == NULL; i++) {
        const struct followup *f = &ch->m.f[i];
        int64_t sum = 0;
        if (f->state != STATE_OPEN || (*out != NULL && (*out)->due <= f->due))
            continue;
        if ((e = instalment_of(ch, f->kind, f->words, &sum)) == NULL && sum > 0) {
            *out = f;
            *amount = sum;
        }
    }
    return e;
}

struct err *payment_planned(struct change *ch, bool *planned)
{
    const struct followup *f;
    int64_t amount;
    struct err *e = first_open(ch, &f, &amount);

    *planned = e == NULL && f != NULL && f->due >= ch->recorded;
    return e;
}

/* Ticks off what is covered; while nothing of the plan is late, the ladder rests. */
static struct err *follow_plan(struct change *ch, const struct event *ev, size_t n, instant when)
{
    const struct followup *f;
    int64_t in_hand, amount = 0;
    struct err *e = credit(ch, ev, n, &in_hand);

    while (e == NULL && (e = first_open(ch, &f, &amount)) == NULL && f != NULL && amount <= in_hand) {
        struct event done = {.kind = EVENT_DONE, .flags = EVENT_IMPLIED, .ref = f->no, .happened = when};
        in_hand -= amount;
        e = change_event(ch, &done);
    }
    if (e == NULL && f != NULL && f->due >= ch->recorded)
        e = ladder_halt(ch);
    return e;
}

/* --- payments ---------------------------------------------------------------------------------------------------- */

static struct err *close_paid(struct change *ch, instant when)
{
    const enum event_kind steps[] = {EVENT_RESOLVED, EVENT_CLOSED};
    struct err *e = NULL;

    if (ch->m.c.status == STATUS_CLOSED)
        return NULL;
    if (ch->m.c.status < STATUS_RESOLVED)
        e = change_implied(ch, EVENT_RESOLVED, when);
    for (size_t i = ch->m.c.status < STATUS_RESOLVED ? 0 : 1; i < 2 && e == NULL; i++) {
        struct event ev = {.kind = steps[i], .flags = EVENT_IMPLIED, .happened = when};
        e = change_words(ch, &ev, WORDS_TEXT, str_of(i == 0 ? "paid in full" : ""));
    }
    return e;
}

static struct err *check(struct change *ch, const struct owed *o, int64_t amount)
{
    struct str owed = owed_money(o, o->sum.owed, ch->arena), paid = owed_money(o, amount, ch->arena);

    if (amount == 0)
        return err_new(ERR_DATA, "paid", "0 is no payment; write what came in, such as 50.00");
    if (!o->known)
        return err_new(ERR_DATA, "paid", "%lld has no invoice; cust-log set %lld invoice-amount=120.50 first",
                       (long long)ch->m.c.id, (long long)ch->m.c.id);
    if (amount > o->sum.owed)
        return err_new(
            ERR_DATA, "paid",
            "%.*s is more than the %.*s that %lld owes; payments add up: set each one once, strike "
            "takes one back",
            (int)paid.n, paid.p, (int)owed.n, owed.p, (long long)ch->m.c.id);
    return NULL;
}

struct err *payment_take(struct change *ch, struct str amount, instant when)
{
    struct event *ev;
    struct owed o;
    int64_t sum;
    size_t n;
    struct err *e = fields_money(amount, &sum);

    if (e != NULL)
        return err_at(e, "paid");
    if ((e = reckon(ch, &ev, &n, &o)) != NULL || (e = check(ch, &o, sum)) != NULL ||
        (e = fields_set_at(ch, FIELD_PAID, amount, when)) != NULL || (e = reckon(ch, &ev, &n, &o)) != NULL ||
        (e = follow_plan(ch, ev, n, when)) != NULL)
        return e;
    return o.sum.owed == 0 ? close_paid(ch, when) : NULL;
}

/* --- disputes ---------------------------------------------------------------------------------------------------- */

struct err *payment_disputed(struct change *ch, bool disputed)
{
    return disputed ? ladder_halt(ch) : ladder_resume(ch, ch->recorded);
}
