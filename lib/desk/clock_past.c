#include "desk/clock_past.h"

#include <string.h>

#include "desk/strike_answer.h"
#include "rule/matter.h"
#include "store/db_words.h"

static bool ends_wait(enum event_kind k)
{
    return k == EVENT_RESUMED || k == EVENT_RESOLVED || k == EVENT_CLOSED || k == EVENT_VOIDED ||
           k == EVENT_REOPENED;
}

/* Waiting for the customer, told or ended late, never reaches back into the wait before. */
static void pause(struct clock_past *p, const struct event *ev)
{
    struct calendar_pause *last = p->npauses > 0 ? &p->pauses[p->npauses - 1] : NULL;
    bool waits = last != NULL && last->to == INSTANT_NONE;

    if (ev->kind == EVENT_WAITING && !waits) {
        bool back = last != NULL && ev->happened < last->to;
        p->paused_by[2 * p->npauses] = ev->no;
        p->paused_by[2 * p->npauses + 1] = 0;
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): both arrays have room for every event */
        p->pauses[p->npauses++] = (struct calendar_pause){back ? last->to : ev->happened, INSTANT_NONE};
    } else if (waits && ends_wait(ev->kind)) {
        last->to = ev->happened > last->from ? ev->happened : last->from;
        p->paused_by[2 * p->npauses - 1] = ev->no;
    }
}

static bool is_standard(const struct event *ev)
{
    return ev->kind == EVENT_ADDED && (ev->flags & EVENT_AUTO) != 0 && ev->words != 0 &&
           event_kind_is_deadline((enum kind)ev->code) && ev->code != KIND_ESCALATION;
}

static struct err *add_standard(struct db *db, struct arena *a, const struct event *ev, bool struck,
                                struct clock_past *p)
{
    struct str name;
    struct err *e = db_words_get(db, ev->words, a, &name, NULL);

    if (e == NULL)
        p->standards[p->nstandards++] = (struct clock_standard){
            ev->ref, arena_strdup(a, name.n > 0 ? name.p : ""), ev->happened, struck, false};
    return e;
}

static void drop(struct clock_past *p, uint32_t no)
{
    for (size_t i = 0; i < p->nstandards; i++)
        if (p->standards[i].no == no)
            p->standards[i].dropped = true;
}

/* Deadlines that a person moved: event numbers cannot tell, but policy marks its own moves. */
static bool is_extension(const struct event *ev)
{
    return ev->kind == EVENT_MOVED && (ev->flags & EVENT_AUTO) == 0;
}

/* A final answer, or a summary of how it was resolved. */
static bool is_final(const struct event *ev)
{
    return ev->kind == EVENT_SAID && (ev->ref == ANSWER_FINAL || ev->ref == ANSWER_SUMMARY);
}

/* Another one was merged into it: what began with the receipt began with that one's, when that came first. */
static void join(struct clock_past *p, const struct event *ev, instant *received)
{
    instant answered = ev->num + ev->code;

    if (ev->num < *received) {
        for (size_t i = 0; i < p->nstandards; i++)
            if (p->standards[i].made == *received)
                p->standards[i].made = ev->num;
        if (p->started == *received)
            p->started = ev->num;
        *received = ev->num;
    }
    if (ev->code > 0 && p->stage == 0 && answered < p->acknowledged)
        p->acknowledged = answered;
}

/* Whether it is a late payment, and they say why. */
struct invoiced {
    bool invoice, disputed;
};

/* True when they begin to dispute it: what they complain of came in then. */
static bool take_debt(struct invoiced *d, const struct event *ev)
{
    bool before = d->disputed;

    if (ev->kind == EVENT_SET && ev->code == FIELD_INVOICE_AMOUNT)
        d->invoice = ev->num > 0;
    else if (ev->kind == EVENT_SET && ev->code == FIELD_DISPUTED)
        d->disputed = ev->words != 0;
    return d->invoice && d->disputed && !before;
}

static void start_again(struct clock_past *p, instant from)
{
    p->started = from;
    p->acknowledged = p->answered = INSTANT_NONE;
}

/* An answer that a strike put in stands behind what it came before. */
static bool acknowledges(const struct clock_past *p, const struct event *ev)
{
    if (!strike_answer_is(ev))
        return p->acknowledged == INSTANT_NONE;
    return ev->happened >= p->started && ev->happened < p->acknowledged;
}

struct err *clock_past(struct db *db, const struct event *ev, size_t n, struct arena *a,
                       struct clock_past *out)
{
    bool *struck = arena_alloc(a, n + 1);
    instant received = n > 0 ? ev[0].happened : INSTANT_NONE;
    struct invoiced debt = {0};
    struct err *e = NULL;

    *out = (struct clock_past){.started = received, .acknowledged = INSTANT_NONE, .answered = INSTANT_NONE};
    out->pauses = arena_alloc(a, (n + 1) * sizeof *out->pauses);
    out->paused_by = arena_alloc(a, 2 * (n + 1) * sizeof *out->paused_by);
    out->standards = arena_alloc(a, (n + 1) * sizeof *out->standards);
    out->extended = arena_alloc(a, (n + 1) * sizeof *out->extended);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (is_standard(&ev[i]))
            e = add_standard(db, a, &ev[i], struck[i], out);
        if (struck[i])
            continue;
        if (ev[i].kind == EVENT_CANCELLED && (ev[i].flags & EVENT_AUTO) != 0)
            drop(out, ev[i].ref);
        pause(out, &ev[i]);
        if (take_debt(&debt, &ev[i]))
            start_again(out, ev[i].happened);
        if (is_final(&ev[i]))
            out->answered = ev[i].happened;
        if (ev[i].kind == EVENT_SET && ev[i].code == FIELD_STAGE && ev[i].who != out->stage) {
            out->stage = ev[i].who;
            start_again(out, ev[i].happened);
        } else if (ev[i].kind == EVENT_SAID && acknowledges(out, &ev[i])) {
            out->acknowledged = ev[i].happened;
        } else if (ev[i].kind == EVENT_JOINED) {
            join(out, &ev[i], &received);
        } else if (is_extension(&ev[i])) {
            out->extended[out->nextended++] = ev[i].ref;
        }
    }
    out->debt = debt.invoice && !debt.disputed;
    return e;
}

const struct deadline_standard *clock_past_standard(const struct policy *p, const char *name)
{
    for (size_t i = 0; i < p->nstandards; i++)
        if (strcmp(p->standards[i].rule.name, name) == 0)
            return &p->standards[i];
    return NULL;
}
