#include "desk/undo.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/strike.h"
#include "desk/strike_with.h"
#include "rule/ref.h"
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

/* Behind what it struck there may be a new reading. */
static bool is_strike(const struct done *d)
{
    size_t n = d->n;

    while (n > 0 && d->ev[n - 1].kind == EVENT_TRIAGED)
        n--;
    return n > 0 && d->ev[n - 1].kind == EVENT_STRUCK;
}

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

/* All of it, of one complaint. */
static struct err *take_back(struct change *ch, const struct done *d, struct str why)
{
    subject of = d->ev[0].of;
    struct ref ref = {of < 0 ? REF_CUSTOMER_EVENT : REF_EVENT, of < 0 ? -of : of, 0};
    char name[REF_SIZE];
    struct err *e = change_take(ch, of);

    if (e == NULL && d->ev[0].no == 1 && ch->m.c.seq > d->ev[0].seq)
        return err_new(ERR_DATA, NULL,
                       "others have gone on with %lld since; cust-log void %lld WHY ends it all the same",
                       (long long)of, (long long)of);
    if (e != NULL || d->ev[0].no == 1)
        return e != NULL ? e : strike_in(ch, of, 1, why);
    const struct event *first = first_typed(d, EVENTS);
    if (is_strike(d) && first != NULL) {
        ref.no = first->no;
        return err_new(ERR_DATA, NULL,
                       "the last thing you did was to strike; cust-log strike %s takes that back",
                       ref_format(&ref, name));
    }
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
           (put->kind == EVENT_HEARD || put->kind == EVENT_SAID || put->kind == EVENT_NOTE);
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

/* Either half parts both. */
static struct err *part(struct change *ch, const struct event *merge, struct str why,
                        subject touched[UNDO_TOUCHED], size_t *n)
{
    touched[0] = merge->of;
    *n = UNDO_TOUCHED;
    return strike_all(ch, merge->of, &merge->no, 1, why, &touched[1]);
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct err *refuse_many(void)
{
    return err_new(ERR_DATA, NULL,
                   "the last thing you did was an import, a policy, or a mail that was read again, which "
                   "undo does not take "
                   "back; cust-log void or strike names one event");
}

/* Done to a customer's follow-up, and to nothing else. */
static bool alone(const struct event *ev, size_t n)
{
    bool one = n > 0 && ev[n - 1].of < 0 && ev[n - 1].of == ev[0].of;

    return one && (ev->kind == EVENT_ADDED || ev->kind == EVENT_DONE || ev->kind == EVENT_MOVED ||
                   ev->kind == EVENT_CANCELLED || ev->kind == EVENT_STRUCK);
}

static struct err *undo(struct change *ch, const struct event *ev, size_t n, struct str why,
                        subject touched[UNDO_TOUCHED], size_t *ntouched)
{
    const struct event *merge = merge_of(ev, n);
    struct err *e = NULL;

    if (merge != NULL)
        return part(ch, merge, why, touched, ntouched);
    if (alone(ev, n)) {
        struct done theirs = {ev, n};
        touched[0] = ev->of;
        *ntouched = 1;
        return take_back(ch, &theirs, why);
    }
    for (; n > 0 && ev->of < 0 && e == NULL;
         ev++, n--) /* the customer that a new complaint made stays known */
        if (ev->kind == EVENT_ADDED &&
            (ev->flags & EVENT_AUTO) != 0) /* the friendly call after a yes does not */
            e = strike_in(ch, ev->of, ev->no, why);
    if (e == NULL && n == 0)
        e = err_new(ERR_NOINPUT, NULL, "nothing of yours to take back");
    if (e != NULL)
        return e;
    struct done one = {ev, 0}, two;
    while (one.n < n && ev[one.n].of == ev[0].of)
        one.n++;
    two = (struct done){ev + one.n, n - one.n};
    touched[0] = ev[0].of;
    touched[1] = two.n > 0 ? two.ev[0].of : 0;
    *ntouched = two.n > 0 ? 2 : 1;
    if (two.n == 0)
        return first_typed(&one, EVENTS) == NULL ? refuse_many() : take_back(ch, &one, why);
    if (two.ev[0].of != ev[n - 1].of)
        return refuse_many();
    if (is_move(&one, &two))
        return move_back(ch, &one, &two, why);
    return is_move(&two, &one) ? move_back(ch, &two, &one, why) : refuse_many();
}

/* What reminders did by themselves under this login: a ladder's next step, a letter that left. */
static bool is_cron(const struct event *ev, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        bool step = ev[i].kind == EVENT_ADDED && (ev[i].code == KIND_ESCALATION || ev[i].code == KIND_CHECK);
        bool letter = ev[i].kind == EVENT_SAID || ev[i].kind == EVENT_DONE;
        if ((ev[i].flags & EVENT_AUTO) == 0 || (!step && !letter && ev[i].kind != EVENT_TRIAGED))
            return false;
        any = any || step || letter;
    }
    return any;
}

struct err *undo_last(struct desk *d, struct str why, subject touched[UNDO_TOUCHED], size_t *n)
{
    struct event *done;
    struct change ch;
    int64_t me;
    size_t ndone;
    struct err *e = change_begin(d, &ch);

    *n = 0;
    if (e != NULL)
        return e;
    int64_t before = INT64_MAX;
    e = db_name(d->db, d->place->login, &me);
    while (e == NULL && (e = db_event_last_by(d->db, me, before, ch.arena, &done, &ndone)) == NULL &&
           is_cron(done, ndone))
        before = done->seq;
    if (e == NULL)
        e = ndone == 0 ? err_new(ERR_NOINPUT, NULL, "nothing of yours to take back")
                       : undo(&ch, done, ndone, why, touched, n);
    return change_end(&ch, e);
}
