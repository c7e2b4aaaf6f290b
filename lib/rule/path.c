#include "rule/path.h"

#include <stdlib.h>

#include "base/mem.h"

const char *path_step_name(enum path_step s)
{
    static const char *const names[PATH_STEPS] = {"heard", "ack",       "offered", "agreed",
                                                  "acted", "confirmed", "learned"};

    return names[s];
}

/* Events from `from` up to `to`, those that stand. */
struct part {
    const struct event *ev;
    const bool *struck;
    size_t from, to;
};

/* The last event of a kind in the part; NULL: none. */
static const struct event *last(const struct part *p, enum event_kind kind)
{
    for (size_t i = p->to; i-- > p->from;)
        if (p->ev[i].kind == kind && !p->struck[i])
            return &p->ev[i];
    return NULL;
}

static instant taken(const struct part *p, enum event_kind kind)
{
    const struct event *ev = last(p, kind);

    return ev != NULL && (ev->flags & EVENT_IMPLIED) == 0 ? ev->happened : INSTANT_NONE;
}

/* What was said first after it was opened again: whoever spoke is owed an answer. */
static struct path_mark answered(const struct part *p, const struct complaint *c)
{
    for (size_t i = p->from; i < p->to; i++)
        if (p->ev[i].kind == EVENT_SAID && !p->struck[i])
            return (struct path_mark){
                true, false, (p->ev[i].flags & EVENT_IMPLIED) == 0 ? p->ev[i].happened : INSTANT_NONE};
    return (struct path_mark){c->status > STATUS_ACKNOWLEDGED, false, INSTANT_NONE};
}

/* How far it came: of a void one its history tells, since its status does not. */
static enum status reached(const struct part *p, const struct complaint *c)
{
    if (!c->voided)
        return c->status;
    return last(p, EVENT_RESOLVED) != NULL  ? STATUS_RESOLVED
           : last(p, EVENT_AGREED) != NULL  ? STATUS_AGREED
           : last(p, EVENT_OFFERED) != NULL ? STATUS_OFFERED
                                            : STATUS_ACKNOWLEDGED;
}

static struct path_mark mark(bool done, instant at)
{
    return (struct path_mark){done, false, done ? at : INSTANT_NONE};
}

/* The steps of a part at whose end the complaint was `c`. */
static void walk(const struct part *p, const struct complaint *c, bool learned, struct path *out)
{
    enum status s = reached(p, c);
    bool yes = s == STATUS_CLOSED && c->satisfied;

    out->step[PATH_HEARD] = mark(true, out->from);
    out->step[PATH_ACKNOWLEDGED] =
        p->from == 0 ? mark(c->acknowledged != INSTANT_NONE, c->acknowledged) : answered(p, c);
    out->step[PATH_OFFERED] = mark(s >= STATUS_OFFERED, taken(p, EVENT_OFFERED));
    out->step[PATH_AGREED] = mark(s >= STATUS_AGREED, taken(p, EVENT_AGREED));
    out->step[PATH_ACTED] = mark(s >= STATUS_RESOLVED, c->resolved);
    out->step[PATH_CONFIRMED] = mark(yes, taken(p, EVENT_CONFIRMED));
    out->step[PATH_LEARNED] = mark(learned, INSTANT_NONE);
}

/* The event that opened it again last, and what the complaint was in front of it; 0: there is none. */
static size_t opened_again(const struct event *ev, size_t n, const bool *struck, struct complaint *before)
{
    struct matter m = {0};
    struct err *e = NULL;
    size_t at = 0;

    for (size_t i = 0; i < n && e == NULL; i++) {
        struct complaint was = m.c;
        if (struck[i] && i > 0) {
            matter_pass(&m, &ev[i]);
            continue;
        }
        if ((e = matter_apply(&m, &ev[i])) == NULL && m.c.reopened > was.reopened) {
            at = i;
            *before = was;
        }
    }
    if (e != NULL) /* a history that verify finds fault with: as if it never was */
        at = 0;
    err_free(e);
    matter_clear(&m);
    return at;
}

size_t path_of(const struct event *ev, size_t n, const struct complaint *now, struct path out[2])
{
    struct complaint before;
    bool learned = now->cause != 0;
    size_t ways = 1;

    if (now->voided || n == 0)
        return 0;
    bool *struck = mem_zero(n + 1);
    matter_struck(ev, n, struck);
    size_t again = now->reopened > 0 ? opened_again(ev, n, struck, &before) : 0;
    struct part first = {ev, struck, 0, again > 0 ? again : n}, then = {ev, struck, again, n};
    out[0].from = now->received;
    walk(&first, again > 0 ? &before : now, learned, &out[0]);
    if (again > 0) {
        if (ev[again].kind == EVENT_CONFIRMED)
            out[0].step[PATH_CONFIRMED] = (struct path_mark){false, true, ev[again].happened};
        out[1].from = ev[again].happened;
        walk(&then, now, learned, &out[1]);
        ways = 2;
    }
    free(struck);
    return ways;
}
