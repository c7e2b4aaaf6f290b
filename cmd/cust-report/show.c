/* show: one complaint at a glance, then the whole. */
#include <stdlib.h>

#include "base/text.h"
#include "cmd/common/refs.h"
#include "cmd/common/work.h"
#include "cmd/cust-report/verbs.h"
#include "desk/show.h"
#include "form/form_when.h"
#include "form/record.h"

const struct opt verbs_show_opts[] = {
    {"as-of", 0, OPT_VALUE, "TIME", "what the store knew then"},
    {"all", 'a', OPT_FLAG, NULL, "also what policy and the desk recorded by themselves"},
    {"raw", 0, OPT_FLAG, NULL, "of REF@N: the message or words byte for byte; never to a terminal"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* The page being written. */
struct page {
    struct work *w;
    const struct show *show;
    struct buf b;
};

static const char *clock_of(const struct page *p, instant t, char out[FORM_WHEN_SIZE])
{
    return form_when_time(t, p->w->place.now, p->w->desk->policy->zone, out);
}

static const char *due_of(const struct page *p, instant t, char out[FORM_WHEN_SIZE])
{
    return form_when_due(t, p->w->place.now, p->w->desk->policy->zone, out);
}

static void add_shown(struct buf *b, struct str s)
{
    text_show(s, b);
}

/* "open 2 d", "closed 3 h ago" */
static void add_age(struct buf *b, instant from, instant to)
{
    int64_t s = to > from ? to - from : 0;

    if (s < 3600)
        buf_printf(b, "%lld min", (long long)(s / 60));
    else if (s < 48 * 3600)
        buf_printf(b, "%lld h", (long long)(s / 3600));
    else
        buf_printf(b, "%lld d", (long long)(s / 86400));
}

/* A colleague's name, where policy knows it. */
static struct str owner_name(const struct page *p, struct str login)
{
    const struct policy_person *person = policy_person(p->w->desk->policy, login);

    return person != NULL ? str_of(person->name) : login;
}

static void head(struct page *p)
{
    const struct db_line *l = &p->show->line;
    const struct complaint *c = &l->c;

    buf_printf(&p->b, "%lld ", (long long)c->id);
    add_shown(&p->b, l->subject);
    buf_printf(&p->b, "  %s  %s  ", word_name(WORD_PRIORITY, (int)c->priority), record_status(c));
    add_shown(&p->b, l->owner.n > 0 ? owner_name(p, l->owner) : str_of("unowned"));
    if (c->status == STATUS_CLOSED) {
        buf_adds(&p->b, "  closed after ");
        add_age(&p->b, c->received, c->closed);
    } else {
        buf_adds(&p->b, "  open ");
        add_age(&p->b, c->received, p->w->place.now);
    }
    buf_addc(&p->b, '\n');
}

static void customer(struct page *p)
{
    const struct show *s = p->show;

    add_shown(&p->b, s->line.customer);
    buf_printf(&p->b, "  c%lld", (long long)s->line.c.customer);
    for (size_t i = 0; i < s->naddresses; i++) {
        if (s->addresses[i].kind < 0)
            continue;
        buf_adds(&p->b, "  ");
        add_shown(&p->b, s->addresses[i].text);
    }
    if (s->matters > 1)
        buf_printf(&p->b, "  %lld matters", (long long)s->matters);
    buf_addc(&p->b, '\n');
}

static void add_step(struct buf *b, const char *name, instant from, instant t)
{
    buf_printf(b, "   %s ", name);
    if (t == INSTANT_NONE) {
        buf_addc(b, '-');
        return;
    }
    buf_adds(b, "ok ");
    add_age(b, from, t);
}

/* What it is about, and, until something is offered, what is still to be asked (policy: categories). */
static void about(struct page *p)
{
    const struct policy_category *cat = policy_category(p->w->desk->policy, p->show->line.category);

    if (p->show->line.category.n == 0)
        return;
    buf_adds(&p->b, "ABOUT  ");
    add_shown(&p->b, cat != NULL ? str_of(cat->label) : p->show->line.category);
    buf_addc(&p->b, '\n');
    for (size_t i = 0; cat != NULL && i < cat->nask && p->show->line.c.status < STATUS_OFFERED; i++) {
        buf_adds(&p->b, "ASK    ");
        add_shown(&p->b, str_of(cat->ask[i]));
        buf_addc(&p->b, '\n');
    }
}

static void path(struct page *p)
{
    const struct complaint *c = &p->show->line.c;
    bool offered = c->status >= STATUS_OFFERED, agreed = c->status >= STATUS_AGREED;

    buf_adds(&p->b, "PATH   heard ok");
    add_step(&p->b, "acknowledged", c->received, c->acknowledged);
    buf_printf(&p->b, "   offered %s   agreed %s", offered ? "ok" : "-", agreed ? "ok" : "-");
    add_step(&p->b, "resolved", c->received, c->status >= STATUS_RESOLVED ? c->resolved : INSTANT_NONE);
    buf_printf(&p->b, "   confirmed %s\n", c->status == STATUS_CLOSED && c->satisfied ? "ok" : "-");
}

static void followups(struct page *p)
{
    char when[FORM_WHEN_SIZE];
    bool next = false;

    for (size_t i = 0; i < p->show->nfollowups; i++) {
        const struct db_due *d = &p->show->followups[i];
        if (d->f.state != STATE_OPEN)
            continue;
        bool step = matter_is_step(&d->f);
        next = next || step;
        buf_printf(&p->b, "%s  %lld/%u %s", step ? "NEXT " : "CLOCK", (long long)d->f.of, d->f.no,
                   word_name(WORD_KIND, (int)d->f.kind));
        if (d->text.n > 0) {
            buf_addc(&p->b, ' ');
            add_shown(&p->b, d->text);
        }
        buf_printf(&p->b, ", %s", d->f.due == INSTANT_NONE ? "paused" : due_of(p, d->f.due, when));
        if (step && d->f.moved > 0)
            buf_printf(&p->b, " (moved %u times)", d->f.moved);
        buf_addc(&p->b, '\n');
    }
    if (!next && p->show->line.c.status != STATUS_CLOSED)
        buf_printf(&p->b, "NEXT   nothing: cust-followup add %lld --due TIME WORDS\n",
                   (long long)p->show->line.c.id);
}

/* --- events ------------------------------------------------------------------------------------------------------ */

/* What an event says besides its words. */
static void add_detail(struct page *p, const struct show_event *s)
{
    const struct event *ev = &s->ev;
    char when[FORM_WHEN_SIZE];

    switch (ev->kind) {
    case EVENT_HEARD:
        buf_printf(&p->b, " %s", word_name(WORD_CHANNEL, ev->code));
        break;
    case EVENT_SAID:
        buf_printf(&p->b, " %s", word_name(WORD_CHANNEL, ev->code));
        if (ev->ref != ANSWER_PLAIN)
            buf_printf(&p->b, " as %s", word_name(WORD_ANSWER, (int)ev->ref));
        break;
    case EVENT_SET:
        buf_printf(&p->b, " %s=", word_name(WORD_FIELD, ev->code));
        add_shown(&p->b, s->value);
        break;
    case EVENT_CONFIRMED:
        buf_adds(&p->b, ev->num != 0 ? " yes" : " no");
        break;
    case EVENT_TRIAGED:
        buf_printf(&p->b, " %s, %lld points", word_name(WORD_PRIORITY, ev->code), (long long)ev->num);
        break;
    case EVENT_ADDED:
        buf_printf(&p->b, " /%u %s, due %s", ev->ref, word_name(WORD_KIND, ev->code),
                   clock_of(p, ev->num, when));
        break;
    case EVENT_MOVED:
        buf_printf(&p->b, " /%u to %s", ev->ref,
                   ev->num == INSTANT_NONE ? "paused" : clock_of(p, ev->num, when));
        break;
    case EVENT_DONE:
    case EVENT_CANCELLED:
        buf_printf(&p->b, " /%u", ev->ref);
        break;
    case EVENT_STRUCK:
        buf_printf(&p->b, " @%u", ev->ref);
        break;
    case EVENT_ASSIGNED:
        buf_adds(&p->b, s->who.n > 0 ? " to " : " to nobody");
        add_shown(&p->b, s->who);
        break;
    case EVENT_RESOLVED:
    case EVENT_OFFERED:
        if (s->who.n > 0)
            buf_addc(&p->b, ' ');
        add_shown(&p->b, s->who);
        break;
    default:
        break;
    }
}

/* The words, indented under their event; a field's are its value and stand there already. */
static void add_words(struct page *p, const struct show_event *s)
{
    struct buf shown = {0};
    struct str rest, line;

    if (s->gone)
        buf_adds(&p->b, "    (erased)\n");
    if (s->ev.kind == EVENT_SET || s->words.n == 0)
        return;
    text_show(s->words, &shown);
    rest = buf_str(&shown);
    while (rest.n > 0 && rest.p[rest.n - 1] == '\n')
        rest.n--;
    while (str_cut(&rest, '\n', &line)) {
        buf_adds(&p->b, line.n > 0 ? "    " : "");
        buf_addstr(&p->b, line);
        buf_addc(&p->b, '\n');
    }
    buf_free(&shown);
}

static void event(struct page *p, const struct show_event *s)
{
    char when[FORM_WHEN_SIZE];

    buf_printf(&p->b, "@%u %s %s", s->ev.no, clock_of(p, s->ev.happened, when),
               word_name(WORD_EVENT, (int)s->ev.kind));
    add_detail(p, s);
    buf_adds(&p->b, "  (");
    if (s->ev.recorded - s->ev.happened >= 60)
        buf_printf(&p->b, "entered %s ", clock_of(p, s->ev.recorded, when));
    add_shown(&p->b, s->actor);
    buf_adds(&p->b, s->struck ? ") STRUCK\n" : ")\n");
    add_words(p, s);
}

/* What somebody did, and the notes that the desk makes: they are there to be read. */
static bool is_shown(const struct event *ev)
{
    return ev->kind == EVENT_NOTE || (ev->flags & (EVENT_AUTO | EVENT_IMPLIED)) == 0;
}

static struct err *write_page(struct page *p, bool all)
{
    head(p);
    customer(p);
    about(p);
    path(p);
    followups(p);
    buf_addc(&p->b, '\n');
    for (size_t i = 0; i < p->show->nevents; i++)
        if (all || is_shown(&p->show->events[i].ev))
            event(p, &p->show->events[i]);
    return out_text(p->w->s->out, buf_str(&p->b));
}

/* --raw: of one event, its message as it came, else its words. */
static struct err *raw(struct work *w, const struct ref *ref)
{
    struct str bytes;
    struct err *e;

    if (ref->kind != REF_EVENT)
        return err_new(ERR_USAGE, "--raw", "needs an event, such as 42@1");
    if (out_is_terminal(w->s->out))
        return err_new(ERR_USAGE, "--raw",
                       "would send a stranger's bytes to your terminal; send it to a file or pipe");
    if ((e = show_raw(w->desk, ref->id, ref->no, w->arena, &bytes)) != NULL)
        return e;
    return out_write(w->s->out, bytes);
}

static struct err *show_one(struct work *w, const struct ref *ref, int64_t as_of)
{
    struct page p = {.w = w};
    struct show show;
    struct err *e;

    if (ref->kind == REF_CUSTOMER || ref->kind == REF_CUSTOMER_FOLLOWUP)
        return err_new(ERR_USAGE, "show", "c%lld is a customer; name a complaint such as 42",
                       (long long)ref->id);
    if (opt_has(w->s->args, "raw"))
        return raw(w, ref);
    if ((e = show_get(w->desk, ref->id, as_of, w->arena, &show)) != NULL)
        return e;
    p.show = &show;
    e = write_page(&p, opt_has(w->s->args, "all"));
    buf_free(&p.b);
    return e;
}

struct err *verbs_show(struct session *s, const struct opt_args *args)
{
    struct ref *refs = NULL;
    size_t n = 0;
    int64_t as_of;
    struct work w;
    struct err *e = work_open(s, WORK_READ, &w);

    if (e == NULL && (e = refs_get(s, args->operands[0], &refs, &n)) == NULL)
        e = work_as_of(&w, &as_of);
    if (e == NULL)
        out_page(s->out);
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (i > 0)
            e = out_printf(s->out, "\n");
        if (e == NULL)
            e = work_bad(&w, &refs[i], n, show_one(&w, &refs[i], as_of));
    }
    free(refs);
    work_close(&w);
    return e;
}
