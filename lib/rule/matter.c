#include "rule/matter.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rule/lifecycle.h"

/* --- follow-ups ---------------------------------------------------------------------------------------------------- */

bool matter_is_step(const struct followup *f)
{
    return f->state == STATE_OPEN && !event_kind_is_deadline(f->kind);
}

static size_t find(const struct matter *m, uint32_t no)
{
    for (size_t i = 0; i < m->nf; i++)
        if (m->f[i].no == no)
            return i;
    return m->nf;
}

static struct followup *push(struct matter *m)
{
    m->f = mem_grow(m->f, &m->cap_f, m->nf + 1, sizeof *m->f);
    m->touched = mem_grow(m->touched, &m->cap_t, m->nf + 1, sizeof *m->touched);
    m->touched[m->nf] = true;
    return &m->f[m->nf++];
}

static void end(struct matter *m, size_t i, bool done, const struct event *ev)
{
    struct followup *f = &m->f[i];
    bool in_time = ev->happened <= f->due;

    f->state = done ? (in_time ? STATE_KEPT : STATE_LATE) : (in_time ? STATE_CANCELLED : STATE_BROKEN);
    f->ended = ev->happened;
    f->seq = ev->seq;
    m->touched[i] = true;
}

/* Ends every open follow-up whose kind is in the set (bits 1 << kind). */
static void end_kinds(struct matter *m, uint32_t set, bool done, const struct event *ev)
{
    for (size_t i = 0; i < m->nf; i++)
        if (m->f[i].state == STATE_OPEN && (set & 1u << m->f[i].kind) != 0)
            end(m, i, done, ev);
}

/* A matter that turned out to be none, or another one, has no clocks and no promises to be measured by. */
static void end_void(struct matter *m, const struct event *ev)
{
    for (size_t i = 0; i < m->nf; i++) {
        if (m->f[i].state != STATE_OPEN)
            continue;
        end(m, i, false, ev);
        m->f[i].state = STATE_CANCELLED;
    }
}

enum state matter_state(const struct followup *f)
{
    return f->kind == KIND_ESCALATION && f->state == STATE_BROKEN ? STATE_CANCELLED : f->state;
}

bool matter_goes_along(const struct followup *f)
{
    return f->state == STATE_OPEN && matter_is_step(f) && f->kind != KIND_CHECK;
}

static void recount(struct matter *m)
{
    m->c.due = INSTANT_NONE;
    m->c.steps = 0;
    for (size_t i = 0; i < m->nf; i++) {
        if (m->f[i].state != STATE_OPEN)
            continue;
        if (m->f[i].due < m->c.due)
            m->c.due = m->f[i].due;
        m->c.steps += matter_is_step(&m->f[i]);
    }
}

/* --- what each event does ------------------------------------------------------------------------------------------ */

static void heard(struct matter *m, const struct event *ev)
{
    struct complaint *c = &m->c;

    if (c->events == 0) {
        *c = (struct complaint){.id = ev->of,
                                .customer = ev->num,
                                .status = STATUS_RECEIVED,
                                .priority = PRIORITY_P4,
                                .channel = (enum channel)ev->code,
                                .received = ev->happened,
                                .heard = ev->happened,
                                .acknowledged = INSTANT_NONE,
                                .resolved = INSTANT_NONE,
                                .closed = INSTANT_NONE,
                                .due = INSTANT_NONE};
    }
    if (ev->happened > c->heard)
        c->heard = ev->happened;
}

/* What a later answer met, or missed, an earlier one had met. */
static void met_before(struct matter *m, uint32_t set, const struct event *ev)
{
    for (size_t i = 0; i < m->nf; i++) {
        const struct followup *f = &m->f[i];
        bool met = f->state == STATE_KEPT || f->state == STATE_LATE;
        if (met && (set & 1u << f->kind) != 0 && f->made <= ev->happened && f->ended > ev->happened)
            end(m, i, true, ev);
    }
}

static void said(struct matter *m, const struct event *ev)
{
    uint32_t set = 1u << KIND_RESPONSE | (ev->ref != ANSWER_ACK ? 1u << KIND_UPDATE : 0);
    /* In the place of one that was struck it is written down behind what it came before. */
    const uint32_t both = EVENT_IMPLIED | EVENT_AUTO;
    bool put_in = (ev->flags & both) == both;

    if (m->c.status == STATUS_RECEIVED)
        m->c.status = STATUS_ACKNOWLEDGED;
    if (put_in)
        met_before(m, set, ev);
    if (m->c.acknowledged == INSTANT_NONE || (put_in && ev->happened < m->c.acknowledged))
        m->c.acknowledged = ev->happened;
    end_kinds(m, set, true, ev);
}

static void set(struct matter *m, const struct event *ev)
{
    switch ((enum field)ev->code) {
    case FIELD_SUBJECT:
        m->c.subject = ev->words;
        break;
    case FIELD_CATEGORY:
        m->c.category = ev->who;
        break;
    case FIELD_CAUSE:
        m->c.cause = ev->who;
        break;
    case FIELD_CHANNEL:
        m->c.channel = (enum channel)ev->num;
        break;
    case FIELD_PRIORITY:
        m->c.by_hand = ev->num >= 0;
        if (ev->num >= 0)
            m->c.priority = (enum priority)ev->num;
        break;
    default:
        break; /* kept beside the row, in the store's field table */
    }
}

static void resolved(struct matter *m, const struct event *ev)
{
    m->c.status = STATUS_RESOLVED;
    m->c.resolved = ev->happened;
    m->c.waiting = false;
    if (ev->who != 0)
        m->c.cause = ev->who;
    end_kinds(m, 1u << KIND_RESPONSE | 1u << KIND_UPDATE | 1u << KIND_RESOLUTION, true, ev);
    end_kinds(m, 1u << KIND_EXPECTED | 1u << KIND_ESCALATION, false, ev);
}

static void closed(struct matter *m, const struct event *ev)
{
    m->c.status = STATUS_CLOSED;
    m->c.closed = ev->happened;
    m->c.waiting = false;
    end_kinds(m, 1u << KIND_CHECK, ev->kind == EVENT_CONFIRMED, ev);
    end_kinds(m, 1u << KIND_EXPECTED | 1u << KIND_ESCALATION, false, ev);
}

static void merged(struct matter *m, const struct event *ev)
{
    end_void(m, ev);
    m->c.status = STATUS_CLOSED;
    m->c.closed = ev->happened;
    m->c.waiting = false;
    m->c.voided = true;
    m->c.merged = true;
    m->into = (subject)ev->ref;
}

/* The clocks that began with the receipt begin with the earlier one. */
static void receive_earlier(struct matter *m, const struct event *ev)
{
    for (size_t i = 0; i < m->nf; i++) {
        struct followup *f = &m->f[i];
        if (f->state != STATE_OPEN || !event_kind_is_deadline(f->kind) || f->made != m->c.received)
            continue;
        f->made = ev->num;
        f->seq = ev->seq;
        m->touched[i] = true;
    }
    m->c.received = ev->num;
}

/* The first answer was given there, and its deadline is met or missed there. */
static void answered_there(struct matter *m, const struct event *ev)
{
    instant answered = ev->num + ev->code;

    if (m->c.status == STATUS_RECEIVED)
        m->c.status = STATUS_ACKNOWLEDGED;
    if (answered < m->c.acknowledged)
        m->c.acknowledged = answered;
    for (size_t i = 0; i < m->nf; i++) {
        if (m->f[i].state != STATE_OPEN || m->f[i].kind != KIND_RESPONSE)
            continue;
        end(m, i, false, ev);
        m->f[i].state = STATE_CANCELLED;
    }
}

static void joined(struct matter *m, const struct event *ev)
{
    if (ev->code > 0)
        answered_there(m, ev);
    if (ev->num < m->c.received)
        receive_earlier(m, ev);
}

static void reopened(struct matter *m, const struct event *ev)
{
    m->c.status = STATUS_ACKNOWLEDGED;
    m->c.voided = false;
    m->c.waiting = false;
    m->c.satisfied = false;
    m->c.reopened++;
    end_kinds(m, 1u << KIND_CHECK, ev->kind == EVENT_CONFIRMED, ev);
}

static void added(struct matter *m, const struct event *ev)
{
    struct followup *f = push(m);

    *f = (struct followup){.of = ev->of,
                           .no = ev->ref,
                           .seq = ev->seq,
                           .owner = ev->who,
                           .words = ev->words,
                           .kind = (enum kind)ev->code,
                           .state = STATE_OPEN,
                           .made = ev->happened,
                           .due = ev->num,
                           .first_due = ev->num,
                           .ended = INSTANT_NONE};
    m->c.followups = ev->ref;
}

static void moved(struct matter *m, const struct event *ev)
{
    size_t i = find(m, ev->ref);

    m->f[i].due = ev->num;
    m->f[i].moved++;
    m->f[i].seq = ev->seq;
    m->touched[i] = true;
}

static void triaged(struct matter *m, const struct event *ev)
{
    m->c.points = (int32_t)ev->num;
    m->c.signals = ev->ref;
    if (!m->c.by_hand)
        m->c.priority = (enum priority)ev->code;
}

static void happen_to_followup(struct matter *m, const struct event *ev)
{
    switch (ev->kind) {
    case EVENT_ADDED:
        added(m, ev);
        break;
    case EVENT_DONE:
        end(m, find(m, ev->ref), true, ev);
        break;
    case EVENT_CANCELLED:
        end(m, find(m, ev->ref), false, ev);
        break;
    case EVENT_MOVED:
        moved(m, ev);
        break;
    default:
        break;
    }
}

/* What happens to a customer: only follow-ups of their own change anything here. */
static void happen_to_customer(struct matter *m, const struct event *ev)
{
    switch (ev->kind) {
    case EVENT_CREATED:
        m->c = (struct complaint){.id = ev->of,
                                  .customer = -ev->of,
                                  .received = INSTANT_NONE,
                                  .heard = INSTANT_NONE,
                                  .acknowledged = INSTANT_NONE,
                                  .resolved = INSTANT_NONE,
                                  .closed = INSTANT_NONE};
        break;
    case EVENT_MERGED:
        m->into = -(subject)ev->ref;
        break;
    default: /* who they are is kept elsewhere */
        happen_to_followup(m, ev);
        break;
    }
}

static void happen(struct matter *m, const struct event *ev)
{
    switch (ev->kind) {
    case EVENT_HEARD:
        heard(m, ev);
        break;
    case EVENT_SAID:
        said(m, ev);
        break;
    case EVENT_SET:
        set(m, ev);
        break;
    case EVENT_OFFERED:
        if (ev->code == 0) /* else nobody has heard of it before it is approved */
            m->c.status = STATUS_OFFERED;
        break;
    case EVENT_APPROVED:
        m->c.status = STATUS_OFFERED;
        break;
    case EVENT_AGREED:
        m->c.status = STATUS_AGREED;
        break;
    case EVENT_RESOLVED:
        resolved(m, ev);
        break;
    case EVENT_CONFIRMED:
        m->c.satisfied = ev->num != 0;
        if (ev->num != 0)
            closed(m, ev);
        else
            reopened(m, ev);
        break;
    case EVENT_CLOSED:
        closed(m, ev);
        break;
    case EVENT_VOIDED:
        closed(m, ev);
        m->c.voided = true;
        end_void(m, ev);
        break;
    case EVENT_REOPENED:
        reopened(m, ev);
        break;
    case EVENT_MERGED:
        merged(m, ev);
        break;
    case EVENT_JOINED:
        joined(m, ev);
        break;
    case EVENT_WAITING:
        m->c.waiting = true;
        break;
    case EVENT_RESUMED:
        m->c.waiting = false;
        break;
    case EVENT_ASSIGNED:
        m->c.owner = ev->who;
        break;
    case EVENT_TRIAGED:
        triaged(m, ev);
        break;
    default: /* notes, strikes and customers' events leave the row alone */
        happen_to_followup(m, ev);
        break;
    }
}

struct err *matter_apply(struct matter *m, const struct event *ev)
{
    struct err *e;

    if (ev->no != m->c.events + 1)
        return err_new(ERR_BUG, NULL, "event %lld@%u does not follow @%u", (long long)ev->of, ev->no,
                       m->c.events);
    bool theirs = ev->of < 0;
    if ((unsigned)ev->kind >= EVENTS ||
        (m->c.events == 0 && ev->kind != (theirs ? EVENT_CREATED : EVENT_HEARD)))
        return err_new(ERR_DATA, NULL, "a history begins with %s",
                       theirs ? "the customer being created" : "what the customer said");
    if ((e = lifecycle_check(m, ev)) != NULL)
        return e;
    if (theirs)
        happen_to_customer(m, ev);
    else
        happen(m, ev);
    m->c.events = ev->no;
    m->c.seq = ev->seq;
    recount(m);
    return NULL;
}

/* --- whole histories ----------------------------------------------------------------------------------------------- */

void matter_struck(const struct event *ev, size_t n, bool *struck)
{
    memset(struck, 0, n * sizeof *struck);
    for (size_t i = n; i-- > 0;) {
        if (ev[i].kind != EVENT_STRUCK || struck[i])
            continue;
        if (ev[i].ref >= 1 && ev[i].ref <= i)
            struck[ev[i].ref - 1] = true;
    }
}

void matter_pass(struct matter *m, const struct event *ev)
{
    m->c.events = ev->no;
    m->c.seq = ev->seq;
    if (ev->kind == EVENT_ADDED)
        m->c.followups = ev->ref;
}

struct err *matter_replay(struct matter *m, const struct event *ev, size_t n)
{
    struct err *e = NULL;
    bool *struck = mem_zero(n + 1);

    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (struck[i] && i > 0)
            matter_pass(m, &ev[i]);
        else
            e = matter_apply(m, &ev[i]);
        if (e != NULL && e->code == ERR_DATA) {
            struct err *why =
                err_new(ERR_DATA, e->where, "%lld@%u (%s) could not stand: %s", (long long)ev[i].of, ev[i].no,
                        word_name(WORD_EVENT, (int)ev[i].kind), e->text);
            err_free(e);
            e = why;
        }
    }
    free(struck);
    return e;
}

size_t matter_implied(const struct complaint *c, enum event_kind kind, enum event_kind implied[4])
{
    size_t n = 0;

    if (kind != EVENT_RESOLVED || c->status >= STATUS_RESOLVED)
        return n;
    if (c->status < STATUS_ACKNOWLEDGED)
        implied[n++] = EVENT_SAID;
    if (c->status < STATUS_OFFERED)
        implied[n++] = EVENT_OFFERED;
    if (c->status < STATUS_AGREED)
        implied[n++] = EVENT_AGREED;
    return n;
}

void matter_clear(struct matter *m)
{
    free(m->f);
    free(m->touched);
    *m = (struct matter){0};
}
