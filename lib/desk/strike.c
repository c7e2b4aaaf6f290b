#include "desk/strike.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/fields.h"
#include "desk/reading.h"
#include "rule/ref.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

/* A history in hand, with room for the strikes that are appended to it. */
struct history {
    struct event *ev;
    size_t n;
};

static struct err *load(struct change *ch, subject of, struct history *h)
{
    struct event *read;
    struct err *e;

    *h = (struct history){0};
    if ((e = change_take(ch, of)) != NULL ||
        (e = db_event_list(ch->desk->db, of, DB_NOW, ch->arena, &read, &h->n)) != NULL)
        return e;
    h->ev = mem_array(NULL, h->n * 2 + 2, sizeof *h->ev);
    memcpy(h->ev, read, h->n * sizeof *read);
    return NULL;
}

/* Appends one strike; its words are already kept. */
static struct err *append(struct change *ch, struct history *h, uint32_t no, uint32_t flags, int64_t words)
{
    struct event *ev = &h->ev[h->n];

    *ev = (struct event){.of = ch->m.c.id,
                         .no = (uint32_t)h->n + 1,
                         .seq = ch->seq,
                         .recorded = ch->recorded,
                         .happened = ch->recorded,
                         .kind = EVENT_STRUCK,
                         .flags = flags,
                         .ref = no,
                         .words = words};
    h->n++;
    return db_event_add(ch->desk->db, ev);
}

static bool typed(const struct event *ev)
{
    return (ev->flags & (EVENT_IMPLIED | EVENT_AUTO)) == 0;
}

#define KIND(kind) (1u << (kind))

/* What setting a field brings along. */
static uint32_t set_brings(enum field f)
{
    switch (f) {
    case FIELD_CATEGORY:
    case FIELD_PRIORITY:
        return KIND(EVENT_MOVED);
    case FIELD_PAID: /* instalments are done with it; the last payment closes the matter */
        return KIND(EVENT_DONE) | KIND(EVENT_CANCELLED) | KIND(EVENT_SAID) | KIND(EVENT_OFFERED) |
               KIND(EVENT_AGREED) | KIND(EVENT_RESOLVED) | KIND(EVENT_CLOSED);
    case FIELD_DISPUTED: /* the ladder stands still, or goes on */
        return KIND(EVENT_CANCELLED) | KIND(EVENT_ADDED);
    default:
        return 0;
    }
}

/* The kinds of event that one of this kind brings along: what it implies and the clocks that it starts or moves.  A
 * subject brings nothing, though a new complaint's deadlines share its transaction. */
static uint32_t brings(const struct event *main)
{
    const uint32_t clocks = KIND(EVENT_ADDED) | KIND(EVENT_MOVED);

    switch (main->kind) {
    case EVENT_HEARD:
        return KIND(EVENT_REOPENED) | KIND(EVENT_RESUMED) | KIND(EVENT_ATTACHED) | clocks;
    case EVENT_SAID:
        return KIND(EVENT_ATTACHED);
    case EVENT_RESOLVED:
        return KIND(EVENT_SAID) | KIND(EVENT_OFFERED) | KIND(EVENT_AGREED) | KIND(EVENT_SET) |
               KIND(EVENT_ADDED);
    case EVENT_OFFERED:
    case EVENT_APPROVED:
        return KIND(EVENT_SAID);
    case EVENT_AGREED:
        return KIND(EVENT_SET) | KIND(EVENT_CANCELLED);
    case EVENT_CONFIRMED:
        return KIND(EVENT_SET) | clocks;
    case EVENT_REOPENED:
    case EVENT_WAITING:
    case EVENT_RESUMED:
        return clocks;
    case EVENT_SET:
        return set_brings((enum field)main->code);
    case EVENT_STRUCK:
        return KIND(EVENT_STRUCK);
    default:
        return 0;
    }
}

/* Whether the event goes with `main`, made by the same transaction because of it.  Nothing goes with what was itself
 * made because of something else: a deadline struck leaves its neighbours alone.  With a strike go the strikes that it
 * implied, so that striking it brings back all that it took. */
static bool belongs(const struct event *ev, const struct event *main)
{
    return typed(main) && !typed(ev) && ev->seq == main->seq && (brings(main) & KIND(ev->kind)) != 0;
}

static bool same_row(const struct followup *a, const struct followup *b)
{
    return a->state == b->state && a->due == b->due && a->owner == b->owner && a->moved == b->moved &&
           a->ended == b->ended && a->kind == b->kind && a->words == b->words;
}

/* Takes over what the history now says, touching only follow-ups that it changes. */
static struct err *take_over(struct change *ch, struct matter *now)
{
    struct followup *old;
    size_t nold;
    struct err *e =
        db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &old, &nold);

    for (size_t i = 0; i < now->nf && e == NULL; i++) {
        size_t j = 0;
        while (j < nold && old[j].no != now->f[i].no)
            j++;
        now->touched[i] = j == nold || !same_row(&now->f[i], &old[j]);
        now->f[i].seq = now->touched[i] ? ch->seq : old[j].seq;
    }
    for (size_t j = 0; j < nold && e == NULL; j++) {
        size_t i = 0;
        while (i < now->nf && now->f[i].no != old[j].no)
            i++;
        if (i == now->nf)
            e = db_complaint_followup_drop(ch->desk->db, ch->m.c.id, old[j].no, ch->seq);
    }
    if (e == NULL)
        change_replace(ch, now);
    return e;
}

/* Fields beside the row go back to what the last standing event says. */
static struct err *fields_again(struct change *ch, const struct history *h, const bool *was, const bool *is)
{
    struct err *e = NULL;

    for (size_t i = 0; i < h->n && e == NULL; i++) {
        if (h->ev[i].kind != EVENT_SET || was[i] == is[i] || fields_in_row((enum field)h->ev[i].code))
            continue;
        const struct event *last = NULL;
        for (size_t j = 0; j < h->n; j++)
            if (h->ev[j].kind == EVENT_SET && h->ev[j].code == h->ev[i].code && !is[j])
                last = &h->ev[j];
        e = db_complaint_set_field(ch->desk->db, ch->m.c.id, (enum field)h->ev[i].code, last ? last->num : 0,
                                   last ? last->who : 0, last ? last->words : 0);
    }
    return e;
}

/* Folds the history with its new strikes, and reads again what the customer said if that changed. */
static struct err *refold(struct change *ch, const struct history *h, size_t before)
{
    struct matter now = {0};
    bool *was = mem_zero(h->n + 1), *is = mem_zero(h->n + 1);
    bool words = false;
    struct err *e;

    matter_struck(h->ev, before, was);
    matter_struck(h->ev, h->n, is);
    for (size_t i = 0; i < before; i++)
        words = words || (h->ev[i].kind == EVENT_HEARD && was[i] != is[i]);
    if ((e = matter_replay(&now, h->ev, h->n)) == NULL && (e = fields_again(ch, h, was, is)) == NULL &&
        (e = take_over(ch, &now)) == NULL) {
        ch->spoken = words;
        ch->before = ch->m.c; /* clocks stand as the history has them */
        e = change_settle(ch);
    }
    matter_clear(&now);
    free(was);
    free(is);
    return e;
}

/* Whether this change has struck it already: two typed events may share what they implied. */
static bool struck_now(const struct history *h, size_t from, uint32_t no)
{
    for (size_t i = from; i < h->n; i++)
        if (h->ev[i].ref == no)
            return true;
    return false;
}

/* "42@17", "c7@3" */
static const char *name_of(const struct change *ch, uint32_t no, char out[REF_SIZE])
{
    bool theirs = ch->m.c.id < 0;
    struct ref ref = {theirs ? REF_CUSTOMER_EVENT : REF_EVENT, theirs ? -ch->m.c.id : ch->m.c.id, no};

    return ref_format(&ref, out);
}

/* A customer's names and addresses are no row that could be folded anew. */
static bool can_be_struck(subject of, enum event_kind kind)
{
    const uint32_t theirs =
        KIND(EVENT_ADDED) | KIND(EVENT_DONE) | KIND(EVENT_MOVED) | KIND(EVENT_CANCELLED) | KIND(EVENT_STRUCK);

    return of > 0 || (theirs & KIND(kind)) != 0;
}

/* A second strike would take nothing back. */
static struct err *refuse_twice(const struct change *ch, const struct history *h, size_t n, uint32_t no)
{
    bool *struck = mem_zero(n + 1);
    size_t by = n;

    matter_struck(h->ev, n, struck);
    bool again = struck[no - 1];
    while (again && by > 0 &&
           (h->ev[by - 1].kind != EVENT_STRUCK || h->ev[by - 1].ref != no || struck[by - 1]))
        by--;
    free(struck);
    if (!again)
        return NULL;
    char name[REF_SIZE], strike[REF_SIZE];
    return err_new(ERR_DATA, NULL, "%s is struck already; cust-log strike %s brings it back",
                   name_of(ch, no, name), name_of(ch, (uint32_t)by, strike));
}

static struct err *strike_one(struct change *ch, struct history *h, uint32_t no, struct str why)
{
    size_t n = h->n;
    while (n > 0 && h->ev[n - 1].seq == ch->seq) /* what this change itself appended */
        n--;
    int64_t words = 0;
    char name[REF_SIZE];
    struct err *e = NULL;

    if (ch->m.c.id < 0 && (no == 0 || no > n))
        return err_new(ERR_NOINPUT, NULL,
                       "there is no event %s; cust-report customer c%lld --all --format=jsonl has them",
                       name_of(ch, no, name), -(long long)ch->m.c.id);
    if (no > 0 && no <= n && !can_be_struck(ch->m.c.id, h->ev[no - 1].kind))
        return err_new(ERR_DATA, NULL,
                       "%s is no follow-up's; of a customer only what happened to a follow-up can be struck",
                       name_of(ch, no, name));
    if (no == 0 || no > n)
        return err_new(ERR_NOINPUT, NULL, "%lld has no event @%u; cust-report show %lld lists them",
                       (long long)ch->m.c.id, no, (long long)ch->m.c.id);
    if (no == 1)
        return err_new(ERR_DATA, NULL,
                       "%lld@1 is what the customer said first; cust-log void %lld takes the whole back",
                       (long long)ch->m.c.id, (long long)ch->m.c.id);
    if ((e = refuse_twice(ch, h, n, no)) != NULL)
        return e;
    if (why.n > 0 && (e = db_words_add(ch->desk->db, ch->m.c.id, WORDS_TEXT, why, &words)) != NULL)
        return e;
    const struct event main = h->ev[no - 1];
    if ((e = append(ch, h, no, 0, words)) != NULL)
        return e;
    for (size_t i = 1; i < n && e == NULL; i++)
        if (belongs(&h->ev[i], &main) && !struck_now(h, n, h->ev[i].no))
            e = append(ch, h, h->ev[i].no, EVENT_IMPLIED, 0);
    return e;
}

/* A complaint that should never have been made is voided: its first words stay, they were said. */
static struct err *unmake(struct change *ch, struct str why)
{
    struct event ev = {.kind = EVENT_VOIDED, .happened = INSTANT_NONE};
    struct err *e = change_words(ch, &ev, WORDS_TEXT, why.n > 0 ? why : str_of("undone"));

    return e != NULL ? e : change_settle(ch);
}

static struct err *strike(struct change *ch, subject of, uint32_t no, struct str why)
{
    struct history h = {0};
    struct err *e = load(ch, of, &h);
    size_t before = h.n;

    if (e == NULL && (e = strike_one(ch, &h, no, why)) == NULL)
        e = refold(ch, &h, before);
    free(h.ev);
    return e;
}

struct err *strike_event(struct desk *d, subject of, uint32_t no, struct str why)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    return e != NULL ? e : change_end(&ch, strike(&ch, of, no, why));
}

struct err *strike_in(struct change *ch, subject of, uint32_t no, struct str why)
{
    struct err *e;

    if (no != 1)
        return strike(ch, of, no, why);
    return (e = change_take(ch, of)) != NULL ? e : unmake(ch, why);
}

static uint32_t first_typed(const struct event *ev, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (typed(&ev[i]))
            return ev[i].no;
    return ev[0].no;
}

/* Behind what it struck there may be a new reading. */
static bool is_strike(const struct event *done, size_t n)
{
    while (n > 0 && done[n - 1].kind == EVENT_TRIAGED)
        n--;
    return n > 0 && done[n - 1].kind == EVENT_STRUCK;
}

/* Strikes what stands in `done`, newest first; all of it is of one complaint. */
static struct err *take_back(struct change *ch, const struct event *done, size_t n, struct str why)
{
    struct history h = {0};
    struct err *e = load(ch, done[0].of, &h);
    size_t before = h.n;
    char name[REF_SIZE];

    if (e == NULL && done[0].no == 1 && h.ev[h.n - 1].seq > done[0].seq)
        e = err_new(ERR_DATA, NULL,
                    "others have gone on with %lld since; cust-log void %lld WHY ends it all the same",
                    (long long)ch->m.c.id, (long long)ch->m.c.id);
    else if (e == NULL && done[0].no == 1)
        e = unmake(ch, why);
    else if (e == NULL && is_strike(done, n))
        e = err_new(ERR_DATA, NULL,
                    "the last thing you did was to strike; cust-log strike %s takes that back",
                    name_of(ch, first_typed(done, n), name));
    else {
        for (size_t i = n; i-- > 0 && e == NULL;)
            if (typed(&done[i]))
                e = strike_one(ch, &h, done[i].no, why);
        if (e == NULL)
            e = refold(ch, &h, before);
    }
    free(h.ev);
    return e;
}

/* What one did is of one complaint and has at least one event that was typed; imports and policies are not like that,
 * and half of them must not be taken back. */
static struct err *check_one(const struct event *done, size_t n)
{
    bool one = false;

    for (size_t i = 0; i < n; i++)
        one = one || typed(&done[i]);
    if (one && done[0].of == done[n - 1].of)
        return NULL;
    return err_new(
        ERR_DATA, NULL,
        "the last thing you did was an import or a policy, which undo does not take back; cust-log void or "
        "strike names one event");
}

/* What the desk made for a customer because of what it takes back: the friendly call after a yes. */
static struct err *take_calls_back(struct change *ch, const struct event *done, size_t n, struct str why)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (done[i].kind == EVENT_ADDED && (done[i].flags & EVENT_AUTO) != 0)
            e = strike(ch, done[i].of, done[i].no, why);
    return e;
}

struct err *strike_undo(struct desk *d, struct str why, subject *of)
{
    struct event *done;
    struct change ch;
    int64_t me;
    size_t n, first = 0;
    struct err *e;

    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = db_name(d->db, d->place->login, &me)) == NULL &&
        (e = db_event_last_by(d->db, me, ch.arena, &done, &n)) == NULL) {
        while (first < n && done[first].of < 0) /* the customer that a new complaint made stays known */
            first++;
        if (first == n && n > 0 && can_be_struck(done[0].of, done[0].kind))
            first = 0; /* one of theirs alone: what was done to c7/2 */
        if (first == n)
            e = err_new(ERR_NOINPUT, NULL, "nothing of yours to take back");
        else if ((e = check_one(done + first, n - first)) == NULL) {
            *of = done[first].of;
            e = take_calls_back(&ch, done, first, why);
            if (e == NULL)
                e = take_back(&ch, done + first, n - first, why);
        }
    }
    return change_end(&ch, e);
}
