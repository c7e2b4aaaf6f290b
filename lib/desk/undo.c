#include "desk/undo.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/review.h"
#include "desk/strike.h"
#include "desk/strike_answer.h"
#include "desk/strike_with.h"
#include "rule/ref.h"
#include "store/db_customer.h"
#include "store/db_event.h"

/* What one transaction wrote to one history. */
struct done {
    const struct event *ev;
    size_t n;
};

static const struct event *first_typed(const struct done *d, enum event_kind kind)
{
    for (size_t i = 0; i < d->n; i++)
        if (strike_with_typed(&d->ev[i]) && (kind == EVENTS || d->ev[i].kind == kind))
            return &d->ev[i];
    return NULL;
}

/* Behind what it struck there may be an answer put in its place, and a new reading. */
static bool is_strike(const struct done *d)
{
    size_t n = d->n;

    while (n > 0 && (d->ev[n - 1].kind == EVENT_TRIAGED || strike_answer_is(&d->ev[n - 1])))
        n--;
    return n > 0 && d->ev[n - 1].kind == EVENT_STRUCK;
}

/* One merge, of two that were there before; an import may bring many, with their beginnings. */
static const struct event *merge_of(const struct event *ev, size_t n)
{
    struct done all = {ev, n};
    size_t subjects = 1;
    bool begins = false;

    for (size_t i = 0; i < n; i++) {
        subjects += i > 0 && ev[i].of != ev[i - 1].of;
        begins = begins || ev[i].no == 1;
    }
    return subjects == UNDO_TOUCHED && !begins ? first_typed(&all, EVENT_MERGED) : NULL;
}

/* --- what is before what stays ------------------------------------------------------------------------------------ */

enum { BACK_MAX = 20 }; /* transactions that are looked at */

/* What reminders did by themselves under this login: a ladder's next step, a letter that left. */
static bool is_cron(const struct event *ev, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        bool step = ev[i].kind == EVENT_ADDED && (ev[i].code == KIND_ESCALATION || ev[i].code == KIND_CHECK);
        bool letter = ev[i].kind == EVENT_HANDED || ev[i].kind == EVENT_SAID || ev[i].kind == EVENT_DONE;
        if ((ev[i].flags & EVENT_AUTO) == 0 || (!step && !letter && ev[i].kind != EVENT_TRIAGED))
            return false;
        any = any || step || letter;
    }
    return any;
}

/* Whether the event can be named to strike, or void, and still stands. */
static struct err *can_name(struct change *ch, const struct event *ev, bool *can)
{
    struct event *all;
    size_t n;

    *can = false;
    if (ev->of < 0 || ev->kind == EVENT_STRUCK)
        return NULL;
    struct err *e = db_event_list(ch->desk->db, ev->of, DB_NOW, ch->arena, &all, &n);
    if (e != NULL)
        return e;
    bool *struck = arena_alloc(ch->arena, n + 1);
    matter_struck(all, n, struck);
    *can = ev->no <= n && !struck[ev->no - 1];
    for (size_t i = 0; i < n && ev->no == 1; i++) /* a new complaint that is void was taken back */
        *can = *can && (all[i].kind != EVENT_VOIDED || struck[i]);
    return NULL;
}

/* What a transaction did of itself; NULL when it is no one thing. */
static const struct event *one_thing(const struct event *ev, size_t n)
{
    const struct event *merge = merge_of(ev, n);

    if (merge != NULL)
        return merge;
    for (; n > 0 && ev->of < 0; ev++)
        n--;
    struct done all = {ev, n};
    return n > 0 && ev[n - 1].of == ev[0].of ? first_typed(&all, EVENTS) : NULL;
}

/* "; before that: 2@8 merged, which cust-log strike 2@8 takes back"; empty when there is none that can be named. */
static struct err *before_that(struct change *ch, int64_t seq, const char **text)
{
    struct db_done last;
    char name[REF_SIZE];
    int64_t me;
    struct err *e = db_name(ch->desk->db, ch->desk->place->login, &me);

    *text = "";
    for (int i = 0; e == NULL && i < BACK_MAX; i++) {
        bool can = false;
        if ((e = db_event_last_by(ch->desk->db, me, seq, ch->arena, &last)) != NULL || last.seq == 0)
            return e;
        seq = last.seq;
        const struct event *it = is_cron(last.ev, last.n) ? NULL : one_thing(last.ev, last.n);
        if (it == NULL || (e = can_name(ch, it, &can)) != NULL || !can)
            continue;
        struct ref ref = {it->no == 1 ? REF_COMPLAINT : REF_EVENT, it->of, it->no == 1 ? 0 : it->no};
        ref_format(&ref, name);
        *text = arena_printf(ch->arena, "; before that: %s %s, which cust-log %s %s takes back", name,
                             it->no == 1 ? "new" : word_name(WORD_EVENT, (int)it->kind),
                             it->no == 1 ? "void" : "strike", name);
        return NULL;
    }
    return e;
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct err *take_back_typed(struct change *ch, const struct done *d, struct str why)
{
    uint32_t *no = mem_array(NULL, d->n + 1, sizeof *no);
    subject other;
    size_t n = 0;

    for (size_t i = d->n; i-- > 0;)
        if (strike_with_typed(&d->ev[i]))
            no[n++] = d->ev[i].no;
    struct err *e = strike_all(ch, d->ev[0].of, no, n, why, &other);
    free(no);
    return e;
}

static struct err *refuse_strike(struct change *ch, const struct event *strike)
{
    subject of = strike->of;
    struct ref ref = {of < 0 ? REF_CUSTOMER_EVENT : REF_EVENT, of < 0 ? -of : of, strike->no};
    char name[REF_SIZE];
    const char *before;
    struct err *e = before_that(ch, strike->seq, &before);

    if (e != NULL)
        return e;
    return err_new(ERR_DATA, NULL,
                   "the last thing you did was to strike; cust-log strike %s takes that back%s",
                   ref_format(&ref, name), before);
}

/* All of it, of one complaint. */
static struct err *take_back(struct change *ch, const struct done *d, struct str why)
{
    subject of = d->ev[0].of;
    struct err *e = change_take(ch, of);

    if (e == NULL && d->ev[0].no == 1 && ch->m.c.seq > d->ev[0].seq)
        return err_new(ERR_DATA, NULL,
                       "others have gone on with %lld since; cust-log void %lld WHY ends it all the same",
                       (long long)of, (long long)of);
    if (e != NULL || d->ev[0].no == 1)
        return e != NULL ? e : strike_in(ch, of, 1, why);
    const struct event *strike = is_strike(d) ? first_typed(d, EVENTS) : NULL;
    if (strike != NULL)
        return refuse_strike(ch, strike);
    return take_back_typed(ch, d, why);
}

/* --- what reaches into two histories ------------------------------------------------------------------------------- */

/* Moved words: taken away from one complaint by a strike, or by voiding it with its first words, and put into another,
 * with a note of where they came from.  An import, whose events may be alike, begins each of its histories. */
static bool is_move(const struct done *from, const struct done *to)
{
    bool noted = false;

    if (first_typed(from, EVENT_STRUCK) == NULL && first_typed(from, EVENT_VOIDED) == NULL)
        return false;
    for (size_t i = 0; i < to->n; i++)
        noted = noted || (to->ev[i].kind == EVENT_NOTE && (to->ev[i].flags & EVENT_IMPLIED) != 0);
    const struct event *put = first_typed(to, EVENTS);
    return noted && from->ev[0].no > 1 && put != NULL &&
           (put->kind == EVENT_HEARD || put->kind == EVENT_SAID || put->kind == EVENT_NOTE ||
            put->kind == EVENT_ATTACHED);
}

static struct err *move_back(struct change *ch, const struct done *from, const struct done *to,
                             struct str why)
{
    const struct event *away = first_typed(from, EVENT_STRUCK);
    struct err *e = take_back(ch, to, why);

    if (away == NULL)
        away = first_typed(from, EVENT_VOIDED);
    return e != NULL ? e : strike_in(ch, away->of, away->no, why);
}

/* Either half parts both. */
static struct err *part(struct change *ch, const struct event *merge, struct str why,
                        subject touched[UNDO_TOUCHED], size_t *n)
{
    touched[0] = merge->of;
    *n = UNDO_TOUCHED;
    return strike_all(ch, merge->of, &merge->no, 1, why, &touched[1]);
}

/* ----------------------------------------------------------------------------------------------------------------- */

/* A record that was taken in begins with where it came from. */
static bool is_import(const struct event *ev, size_t n)
{
    bool begins = false;

    for (size_t i = 0; i < n; i++) {
        begins = (begins && ev[i].of == ev[i - 1].of) || (ev[i].of > 0 && ev[i].no == 1);
        if (begins && ev[i].kind == EVENT_SET && ev[i].code == FIELD_SOURCE_ID)
            return true;
    }
    return false;
}

/* What was done to customers alone. */
static const char *what_of_customer(struct change *ch, const struct event *ev)
{
    struct db_customer row;
    struct err *e = db_customer_get(ch->desk->db, -ev->of, &row);
    bool erased = e == NULL && row.erased && row.seq == ev->seq;

    err_free(e);
    if (erased)
        return arena_printf(ch->arena, "to erase c%lld", -(long long)ev->of);
    if (ev->kind == EVENT_NOTE)
        return arena_printf(ch->arena, "a note on c%lld", -(long long)ev->of);
    return arena_printf(ch->arena, "to say by what c%lld is found", -(long long)ev->of);
}

/* What reaches into many histories, or into none. */
static const char *what_it_was(struct change *ch, const struct db_done *done)
{
    const struct event *ev = done->ev;
    struct done all = {ev, done->n};
    bool old = false;

    if (done->policy || done->seal)
        return done->policy ? "to put a policy in force" : "to seal a return";
    if (is_import(ev, done->n))
        return "an import";
    if (done->lesson)
        return "to write down a cause's lesson or fix";
    if (done->n > 0 && ev[done->n - 1].of < 0)
        return what_of_customer(ch, ev);
    for (size_t i = 0; i < done->n; i++)
        old = old || (ev[i].no != 1 && (i == 0 || ev[i].of != ev[i - 1].of));
    if (first_typed(&all, EVENTS) != NULL)
        return old ? "a mail that was read again" : "an import";
    for (size_t i = 0; i < done->n; i++)
        if (ev[i].kind == EVENT_TRIAGED)
            return "to have triage read complaints again";
    return "to put a policy in force";
}

static struct err *refuse_many(struct change *ch, const struct db_done *done)
{
    const char *before;
    struct err *e = before_that(ch, done->seq, &before);

    if (e != NULL)
        return e;
    return err_new(ERR_DATA, NULL, "the last thing you did was %s, which undo does not take back%s",
                   what_it_was(ch, done),
                   before[0] != '\0' ? before : "; cust-log void or strike names one event");
}

/* Done to a customer's follow-up, and to nothing else. */
static bool alone(const struct event *ev, size_t n)
{
    bool one = n > 0 && ev[n - 1].of < 0 && ev[n - 1].of == ev[0].of;

    return one && (ev->kind == EVENT_ADDED || ev->kind == EVENT_DONE || ev->kind == EVENT_MOVED ||
                   ev->kind == EVENT_CANCELLED || ev->kind == EVENT_STRUCK);
}

/* The friendly call that a customer's yes brings does not stay; the customer that a new complaint made stays known. */
static struct err *strike_calls(struct change *ch, const struct event *ev, size_t n, struct str why)
{
    struct err *e = NULL;

    for (size_t i = 0; i < n && e == NULL; i++)
        if (ev[i].kind == EVENT_ADDED && (ev[i].flags & EVENT_AUTO) != 0)
            e = strike_in(ch, ev[i].of, ev[i].no, why);
    return e;
}

/* In two histories: a merge's strike, or a move. */
static struct err *undo_two(struct change *ch, const struct db_done *done, const struct done *one,
                            const struct done *two, struct str why)
{
    const struct event *strike = is_strike(one) && is_strike(two) ? first_typed(one, EVENTS) : NULL;

    if (strike != NULL)
        return refuse_strike(ch, strike); /* of a merge, both halves */
    if (two->ev[0].of != two->ev[two->n - 1].of)
        return refuse_many(ch, done);
    if (is_move(one, two))
        return move_back(ch, one, two, why);
    return is_move(two, one) ? move_back(ch, two, one, why) : refuse_many(ch, done);
}

static struct err *undo(struct change *ch, const struct db_done *done, struct str why,
                        subject touched[UNDO_TOUCHED], size_t *ntouched)
{
    const struct event *ev = done->ev, *merge = merge_of(ev, done->n);
    size_t n = done->n, customers = 0;
    struct err *e;

    if (merge != NULL)
        return part(ch, merge, why, touched, ntouched);
    if (alone(ev, n)) {
        struct done theirs = {ev, n};
        touched[0] = ev->of;
        *ntouched = 1;
        return take_back(ch, &theirs, why);
    }
    while (customers < n && ev[customers].of < 0)
        customers++;
    if (customers == n || is_import(ev, n))
        return refuse_many(ch, done);
    if ((e = strike_calls(ch, ev, customers, why)) != NULL)
        return e;
    ev += customers;
    n -= customers;
    struct done one = {ev, 0}, two;
    while (one.n < n && ev[one.n].of == ev[0].of)
        one.n++;
    two = (struct done){ev + one.n, n - one.n};
    touched[0] = ev[0].of;
    touched[1] = two.n > 0 ? two.ev[0].of : 0;
    *ntouched = two.n > 0 ? 2 : 1;
    if (two.n > 0)
        return undo_two(ch, done, &one, &two, why);
    return first_typed(&one, EVENTS) == NULL ? refuse_many(ch, done) : take_back(ch, &one, why);
}

/* Who set the stage was wrong in that, and may say so; anything else that kept them from the review stays. */
static bool sets_stage(const struct db_done *done)
{
    for (size_t i = 0; i < done->n; i++)
        if (done->ev[i].kind == EVENT_SET && done->ev[i].code == FIELD_STAGE)
            return true;
    return false;
}

static struct err *undo_guarded(struct change *ch, const struct db_done *done, struct str why,
                                subject touched[UNDO_TOUCHED], size_t *n)
{
    subject of = done->n > 0 && !sets_stage(done) ? done->ev[done->n - 1].of : 0;
    struct review_guard guard;
    struct err *e = review_guard_begin(ch, of, &guard);

    return e != NULL ? e : review_guard_end(ch, &guard, undo(ch, done, why, touched, n));
}

struct err *undo_last(struct desk *d, struct str why, subject touched[UNDO_TOUCHED], size_t *n)
{
    struct db_done done;
    struct change ch;
    int64_t me;
    struct err *e = change_begin(d, &ch);

    *n = 0;
    if (e != NULL)
        return e;
    int64_t before = INT64_MAX;
    e = db_name(d->db, d->place->login, &me);
    while (e == NULL && (e = db_event_last_by(d->db, me, before, ch.arena, &done)) == NULL &&
           is_cron(done.ev, done.n))
        before = done.seq;
    if (e == NULL)
        e = done.seq == 0 ? err_new(ERR_NOINPUT, NULL, "nothing of yours to take back")
                          : undo_guarded(&ch, &done, why, touched, n);
    return change_end(&ch, e);
}
