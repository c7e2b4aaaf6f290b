#include "desk/advice_holds.h"

#include <string.h>

struct listing {
    const struct advice_case *c;
    struct arena *a;
    const char **out;
    size_t n;
};

static void add(struct listing *l, const char *kind, const char *name)
{
    const char *text = arena_printf(l->a, "%s.%s", kind, name);

    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->out[i], text) == 0)
            return;
    if (l->n < ADVICE_HOLDS)
        l->out[l->n++] = text;
}

static void add_signal(struct listing *l, int signal)
{
    if ((l->c->show->line.c.signals >> signal & 1) != 0)
        add(l, "signal", word_name(WORD_SIGNAL, signal));
}

/* By the points that each gave; those that gave none behind them. */
static void add_signals(struct listing *l)
{
    const struct reading *r = l->c->reading;

    for (size_t i = 0; r != NULL && i < r->n; i++) {
        int signal = word_find(WORD_SIGNAL, str_of(r->terms[i].source));
        if (signal >= 0)
            add_signal(l, signal);
    }
    for (int i = 0; i < SIGNALS; i++)
        add_signal(l, i);
}

static bool was_abused(const struct show *s)
{
    for (size_t i = 0; i < s->nevents; i++)
        if (s->events[i].ev.kind == EVENT_ABUSED && !s->events[i].struck)
            return true;
    return false;
}

static void add_matters(struct listing *l)
{
    const struct advice_case *c = l->c;

    if (was_abused(c->show))
        add(l, "matter", "abused");
    if (c->heat != NULL && c->heat->event != 0)
        add(l, "matter", "heat");
    if (c->recurrence)
        add(l, "matter", "recurrence");
    if (c->late)
        add(l, "matter", "late");
    if (c->show->line.c.reopened > 0 && c->show->line.c.status <= STATUS_ACKNOWLEDGED)
        add(l, "matter", "reopened");
}

int advice_holds_step(const struct complaint *c)
{
    static const int next[] = {[STATUS_RECEIVED] = STEP_ACKNOWLEDGE, [STATUS_ACKNOWLEDGED] = STEP_OFFER,
                               [STATUS_OFFERED] = STEP_AGREE,        [STATUS_AGREED] = STEP_ACT,
                               [STATUS_RESOLVED] = STEP_CONFIRM,     [STATUS_CLOSED] = STEP_LEARN};

    return c->voided || (c->status == STATUS_CLOSED && c->cause != 0) ? -1 : next[c->status];
}

static void add_steps(struct listing *l)
{
    const struct complaint *c = &l->c->show->line.c;
    int step = advice_holds_step(c);

    if (step == STEP_ACKNOWLEDGE)
        add(l, "step", word_name(WORD_STEP, STEP_LISTEN));
    if (step >= 0)
        add(l, "step", word_name(WORD_STEP, step));
}

size_t advice_holds_list(const struct advice_case *c, struct arena *a, const char *out[ADVICE_HOLDS])
{
    struct listing l = {c, a, out, 0};
    bool open = c->show->line.c.status < STATUS_RESOLVED;

    if (open) {
        add_signal(&l, SIGNAL_SAFETY);
        add_signal(&l, SIGNAL_LEGAL);
        add_matters(&l);
        add_signals(&l);
    }
    for (size_t i = 0; c->traits != NULL && i < c->traits->n; i++)
        add(&l, "trait", word_name(WORD_TRAIT, (int)c->traits->all[i].trait));
    add_steps(&l);
    if (open && c->show->line.category.n > 0)
        add(&l, "category", arena_dup(a, c->show->line.category.p, c->show->line.category.n));
    return l.n;
}
