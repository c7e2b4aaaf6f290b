#include "cmd/cust-report/asking.h"

#include "base/text.h"
#include "desk/advice.h"

enum { QUESTIONS = 5 };

/* What they ask for, as it was set last. */
static struct str wanted(const struct show *s)
{
    for (size_t i = s->nevents; i-- > 0;) {
        const struct show_event *ev = &s->events[i];
        if (ev->ev.kind == EVENT_SET && ev->ev.code == FIELD_REMEDY_SOUGHT && !ev->struck)
            return ev->value;
    }
    return str_of("");
}

static void add(const char *label, struct str text, struct buf *out)
{
    buf_printf(out, "%-6s ", label);
    text_show(text, out);
    buf_addc(out, '\n');
}

/* While there is something to handle; a closed complaint's page stays as it is. */
static struct err *traits(struct work *w, const struct show *s, struct buf *out)
{
    struct traits t;
    struct err *e;

    if (s->line.c.status == STATUS_CLOSED)
        return NULL;
    e = traits_get(w->desk, s->line.c.customer, s->as_of, w->arena, &t);

    for (size_t i = 0; e == NULL && i < t.n; i++)
        buf_printf(out, "%-6s %s: %s\n", i == 0 ? "THEY" : "", word_name(WORD_TRAIT, (int)t.all[i].trait),
                   t.all[i].why);
    return e;
}

static struct err *questions(struct work *w, const struct show *s, struct buf *out)
{
    struct advice_question q[QUESTIONS];
    size_t n = 0;
    struct err *e = advice_questions(w->desk, s, w->arena, q, QUESTIONS, &n);

    for (size_t i = 0; i < n && e == NULL; i++) {
        buf_printf(out, "%-6s ", "ASK");
        text_show(q[i].text, out);
        if (q[i].field.n > 0)
            buf_printf(out, " cust-log set %lld %.*s=...", (long long)s->line.c.id, (int)q[i].field.n,
                       q[i].field.p);
        buf_addc(out, '\n');
    }
    return e;
}

static struct err *heat(struct work *w, const struct show *s, struct buf *out)
{
    struct heat h;
    struct err *e = heat_find(w->desk, s, w->arena, &h);

    if (e == NULL && h.event != 0)
        buf_printf(out, "UP     still angry after %u answers (@%u): hand it up: cust-log escalate %lld\n",
                   h.answers, h.event, (long long)s->line.c.id);
    return e;
}

struct err *asking_about(struct work *w, const struct show *s, struct buf *out)
{
    const struct policy_category *cat = policy_category(w->desk->policy, s->line.category);
    struct str want = wanted(s);
    struct err *e;

    if ((e = traits(w, s, out)) != NULL)
        return e;
    if (s->line.category.n > 0)
        add("ABOUT", cat != NULL ? str_of(cat->label) : s->line.category, out);
    if (want.n > 0)
        add("WANTS", want, out);
    if ((e = heat(w, s, out)) != NULL)
        return e;
    return questions(w, s, out);
}
