#include "desk/merge.h"

#include "desk/change.h"
#include "desk/review.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_merged.h"

/* What goes along, read before its history ends. */
struct load {
    struct complaint c;
    struct followup *f;
    size_t nf;
};

static struct err *not_itself(const char *verb, const char *prefix, int64_t id, int64_t into)
{
    if (id != into)
        return NULL;
    return err_new(ERR_USAGE, verb, "%s%lld cannot be merged into itself; name the one that stays", prefix,
                   (long long)id);
}

/* --- complaints -------------------------------------------------------------------------------------------------- */

/* What one customer said must not be told to another. */
static struct err *same_customer(struct change *ch, const struct complaint *c, const struct complaint *into)
{
    subject one, other;
    struct err *e;

    if ((e = db_merged_root(ch->desk->db, -c->customer, DB_NOW, &one)) != NULL ||
        (e = db_merged_root(ch->desk->db, -into->customer, DB_NOW, &other)) != NULL || one == other)
        return e;
    return err_new(
        ERR_DATA, NULL,
        "%lld is c%lld's and %lld is c%lld's; if they are one, cust-log customer c%lld merge --into "
        "c%lld first",
        (long long)c->id, -(long long)one, (long long)into->id, -(long long)other, -(long long)one,
        -(long long)other);
}

static struct err *may_take_in(const struct matter *m, const struct complaint *c)
{
    const struct complaint *into = &m->c;

    if (into->merged && m->into != 0)
        return err_new(ERR_DATA, "--into", "%lld was merged into %lld itself; say --into %lld",
                       (long long)into->id, (long long)m->into, (long long)m->into);
    if (into->status == STATUS_CLOSED)
        return err_new(ERR_DATA, "--into", "%lld is %s; reopen it first, since the matter goes on there",
                       (long long)into->id, into->voided ? "void" : "closed");
    if (into->status == STATUS_RESOLVED && c->status != STATUS_RESOLVED)
        return err_new(
            ERR_DATA, "--into",
            "%lld is resolved and %lld is not; reopen it first, or cust-log merge %lld --into %lld",
            (long long)into->id, (long long)c->id, (long long)into->id, (long long)c->id);
    return NULL;
}

static struct err *has_invoice(struct change *ch, int64_t id, bool *has)
{
    struct db_complaint_field *f;
    size_t n;
    struct err *e = db_complaint_fields(ch->desk->db, id, ch->arena, &f, &n);

    *has = false;
    for (size_t i = 0; e == NULL && i < n; i++)
        *has = *has || f[i].field == FIELD_INVOICE_AMOUNT;
    return e;
}

/* What is owed is reckoned where the invoice stands. */
static struct err *invoices_stay(struct change *ch, int64_t id, int64_t into)
{
    bool one, other;
    struct err *e = has_invoice(ch, id, &one);

    if (e != NULL || !one || (e = has_invoice(ch, into, &other)) != NULL)
        return e;
    if (other)
        return err_new(ERR_DATA, NULL, "%lld and %lld have an invoice each; two debts are two matters",
                       (long long)id, (long long)into);
    return err_new(ERR_DATA, NULL,
                   "%lld has an invoice, which stays where it is; cust-log merge %lld --into %lld",
                   (long long)id, (long long)into, (long long)id);
}

static struct err *end_here(struct change *ch, int64_t id, int64_t into, struct str why, struct load *out,
                            struct merge_done *done)
{
    struct event ev = {.kind = EVENT_MERGED, .ref = (uint32_t)into, .happened = INSTANT_NONE};
    struct matter *m = &ch->m;
    struct err *e = change_take(ch, id);

    if (e != NULL)
        return e;
    out->c = m->c;
    out->f = arena_alloc(ch->arena, (m->nf + 1) * sizeof *out->f);
    for (size_t i = 0; i < m->nf; i++)
        if (matter_goes_along(&m->f[i]))
            out->f[out->nf++] = m->f[i];
    if ((e = change_words(ch, &ev, WORDS_TEXT, why)) == NULL)
        e = change_settle(ch);
    done->event = ev.no;
    done->along = out->nf;
    return e;
}

/* With the due time that it had at first, and moved as often as it was. */
static struct err *bring(struct change *ch, const struct load *from, const struct followup *f)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_IMPLIED,
                       .code = (int32_t)f->kind,
                       .ref = ch->m.c.followups + 1,
                       .num = f->first_due,
                       .who = f->owner != 0                    ? f->owner
                              : from->c.owner != ch->m.c.owner ? from->c.owner
                                                               : 0,
                       .happened = f->made};
    struct str words;
    struct err *e = db_words_get(ch->desk->db, f->words, ch->arena, &words, NULL);

    if (e == NULL)
        e = change_words(ch, &ev, WORDS_TEXT, words);
    for (uint32_t i = 0; i < f->moved && e == NULL; i++) {
        struct event moved = {.kind = EVENT_MOVED,
                              .flags = EVENT_IMPLIED,
                              .ref = ev.ref,
                              .num = f->due,
                              .happened = INSTANT_NONE};
        e = change_event(ch, &moved);
    }
    return e;
}

/* Who has it and what it is about, where the other one does not say. */
static struct err *fill(struct change *ch, const struct complaint *from)
{
    struct event owner = {
        .kind = EVENT_ASSIGNED, .flags = EVENT_IMPLIED, .who = from->owner, .happened = INSTANT_NONE};
    struct event category = {.kind = EVENT_SET,
                             .flags = EVENT_IMPLIED,
                             .code = FIELD_CATEGORY,
                             .who = from->category,
                             .happened = INSTANT_NONE};
    struct err *e = NULL;

    if (ch->m.c.owner == 0 && from->owner != 0)
        e = change_event(ch, &owner);
    if (e == NULL && ch->m.c.category == 0 && from->category != 0)
        e = change_event(ch, &category);
    return e;
}

static struct err *go_on_there(struct change *ch, int64_t into, const struct load *from)
{
    const struct complaint *c = &from->c;
    struct event ev = {
        .kind = EVENT_JOINED, .ref = (uint32_t)c->id, .num = c->received, .happened = INSTANT_NONE};
    struct err *e = change_take(ch, into);

    if (c->acknowledged != INSTANT_NONE) {
        int64_t after = c->acknowledged - c->received;
        ev.code = after < 1 ? 1 : after < INT32_MAX ? (int32_t)after : INT32_MAX;
    }
    if (e != NULL || (e = change_event(ch, &ev)) != NULL || (e = fill(ch, c)) != NULL)
        return e;
    for (size_t i = 0; i < from->nf && e == NULL; i++)
        e = bring(ch, from, &from->f[i]);
    ch->spoken = true; /* there is more of theirs to read */
    return e != NULL ? e : change_settle(ch);
}

static struct err *complaint(struct change *ch, int64_t id, int64_t into, struct str why,
                             struct merge_done *out)
{
    struct load load = {0};
    struct review_guard guard;
    struct complaint c;
    struct err *e;

    if ((e = db_complaint_get(ch->desk->db, id, DB_NOW, &c)) != NULL || (e = change_take(ch, into)) != NULL ||
        (e = same_customer(ch, &c, &ch->m.c)) != NULL)
        return e;
    if (c.status < STATUS_CLOSED &&
        (e = may_take_in(&ch->m, &c)) != NULL) /* a closed one is refused by its own law */
        return e;
    if ((e = invoices_stay(ch, id, into)) != NULL)
        return e;
    out->further = c.status > ch->m.c.status && c.status > STATUS_ACKNOWLEDGED;
    if ((e = review_guard_begin(ch, id, &guard)) != NULL ||
        (e = review_guard_end(ch, &guard, end_here(ch, id, into, why, &load, out))) != NULL)
        return e;
    return go_on_there(ch, into, &load);
}

struct err *merge_complaint(struct desk *d, int64_t id, int64_t into, struct str why, struct merge_done *out)
{
    struct change ch;
    struct err *e = not_itself("merge", "", id, into);

    *out = (struct merge_done){0};
    if (e == NULL && (id > UINT32_MAX || into > UINT32_MAX))
        e = err_new(ERR_NOINPUT, "merge", "there is no complaint of such a number");
    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    return change_end(&ch, complaint(&ch, id, into, why, out));
}

/* --- customers --------------------------------------------------------------------------------------------------- */

static struct err *alive(struct change *ch, int64_t id, const char *option)
{
    struct db_customer c;
    struct err *e = db_customer_get(ch->desk->db, id, &c);

    if (e == NULL && c.erased)
        e = err_new(ERR_DATA, option, "c%lld is erased; nobody can say any more who they were",
                    (long long)id);
    if (e == NULL && c.into != 0)
        e = err_new(ERR_DATA, option, "c%lld was merged into c%lld already; name that one", (long long)id,
                    (long long)c.into);
    return e;
}

static struct err *customer(struct change *ch, int64_t id, int64_t into, struct str why,
                            struct merge_done *out)
{
    struct event merged = {.kind = EVENT_MERGED, .ref = (uint32_t)into, .happened = INSTANT_NONE};
    struct event joined = {
        .kind = EVENT_JOINED, .ref = (uint32_t)id, .num = INSTANT_NONE, .happened = INSTANT_NONE};
    struct err *e;

    if ((e = alive(ch, id, NULL)) != NULL || (e = alive(ch, into, "--into")) != NULL)
        return e;
    if ((e = change_take(ch, -id)) != NULL || (e = change_words(ch, &merged, WORDS_TEXT, why)) != NULL ||
        (e = change_settle(ch)) != NULL)
        return e;
    out->event = merged.no;
    if ((e = change_take(ch, -into)) != NULL || (e = change_event(ch, &joined)) != NULL)
        return e;
    return change_settle(ch);
}

struct err *merge_customer(struct desk *d, int64_t id, int64_t into, struct str why, struct merge_done *out)
{
    struct change ch;
    struct err *e = not_itself("customer", "c", id, into);

    *out = (struct merge_done){0};
    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    return change_end(&ch, customer(&ch, id, into, why, out));
}

/* --- follow-ups that went along ---------------------------------------------------------------------------------- */

/* Which of those that went along it is, from 0; -1: it did not. */
static struct err *place(struct desk *d, subject of, uint32_t no, const struct event *merge, struct arena *a,
                         int *out)
{
    struct followup *f;
    size_t n;
    int at = 0;
    struct err *e = db_complaint_followup_list(d->db, of, true, merge->seq - 1, a, &f, &n);

    *out = -1;
    for (size_t i = 0; e == NULL && i < n; i++) {
        if (!matter_goes_along(&f[i]))
            continue;
        if (f[i].no == no)
            *out = at;
        at++;
    }
    return e;
}

/* The last event of a kind that stands and names `ref`; NULL when there is none. */
static struct err *standing(struct desk *d, subject of, enum event_kind kind, uint32_t ref, struct arena *a,
                            const struct event **out, const struct event **end)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, of, DB_NOW, a, &ev, &n);

    *out = *end = NULL;
    if (e != NULL)
        return e;
    bool *struck = arena_alloc(a, n + 1);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++)
        if (ev[i].kind == kind && ev[i].ref == ref && !struck[i])
            *out = &ev[i];
    *end = ev + n;
    return NULL;
}

static struct err *step_on(struct desk *d, subject *of, uint32_t *no, subject into, struct arena *a,
                           bool *moved)
{
    const struct event *merge, *join, *end;
    int at = -1;
    struct err *e = standing(d, *of, EVENT_MERGED, (uint32_t)into, a, &merge, &end);

    *moved = false;
    if (e != NULL || merge == NULL || (e = place(d, *of, *no, merge, a, &at)) != NULL || at < 0)
        return e;
    if ((e = standing(d, into, EVENT_JOINED, (uint32_t)*of, a, &join, &end)) != NULL || join == NULL)
        return e;
    for (const struct event *ev = join + 1; ev < end && ev->seq == join->seq && !*moved; ev++) {
        if (ev->kind != EVENT_ADDED || ev->flags != EVENT_IMPLIED || at-- > 0)
            continue;
        *of = into;
        *no = ev->ref;
        *moved = true;
    }
    return NULL;
}

struct err *merge_followup(struct desk *d, subject *of, uint32_t *no)
{
    struct arena *a = arena_new();
    bool moved = *of > 0;
    struct err *e = NULL;

    while (e == NULL && moved) {
        subject into;
        moved = false;
        if ((e = db_merged_into(d->db, *of, DB_NOW, &into)) == NULL && into != 0)
            e = step_on(d, of, no, into, a, &moved);
    }
    arena_free(a);
    return e;
}
