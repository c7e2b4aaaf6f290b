#include "cmd/cust-report/show_page.h"

#include <string.h>

#include "base/text.h"
#include "cmd/cust-report/files.h"
#include "cmd/cust-report/glance.h"
#include "cmd/cust-report/offered.h"
#include "form/form_when.h"
#include "form/record.h"

/* The page being written. */
struct page {
    struct work *w;
    const struct show *show;
    const struct about *at;
    struct buf b;
};

/* Who said what first is a matter of the hour. */
static const char *clock_of(const struct page *p, instant t, char out[FORM_WHEN_SIZE])
{
    return form_when_clock(t, p->w->place.now, p->w->desk->policy->zone, out);
}

static const char *due_of(const struct page *p, instant t, char out[FORM_WHEN_SIZE])
{
    return form_when_due(t, p->w->place.now, p->w->desk->policy->zone, out);
}

static void add_shown(struct buf *b, struct str s)
{
    text_show(s, b);
}

/* When it is due; "2 h LATE" */
static void add_due(struct page *p, instant due)
{
    char when[FORM_WHEN_SIZE];
    struct str s = str_of(due_of(p, due, when));
    bool late = s.n > 4 && memcmp(s.p + s.n - 4, "late", 4) == 0;

    buf_printf(&p->b, "%.*s%s", (int)(s.n - (late ? 4 : 0)), s.p, late ? "LATE" : "");
}

/* "6 days left" behind a clock's due time. */
static void add_left(struct page *p, instant due)
{
    int64_t left = due == INSTANT_NONE ? 0 : due - p->w->place.now;

    if (left >= 2 * 86400)
        buf_printf(&p->b, ", %lld days left", (long long)(left / 86400));
    else if (left >= 3600)
        buf_printf(&p->b, ", %lld h left", (long long)(left / 3600));
}

static void followup(struct page *p, const struct db_due *d, bool step)
{
    buf_printf(&p->b, "%s  %lld/%u %s", step ? "NEXT " : "CLOCK", (long long)d->f.of, d->f.no,
               word_name(WORD_KIND, (int)d->f.kind));
    if (d->text.n > 0) {
        buf_addc(&p->b, ' ');
        add_shown(&p->b, d->text);
    }
    buf_adds(&p->b, d->f.due == INSTANT_NONE ? ", paused" : ", ");
    if (d->f.due != INSTANT_NONE)
        add_due(p, d->f.due);
    if (!step)
        add_left(p, d->f.due);
    if (step && d->f.moved > 0)
        buf_printf(&p->b, " (moved %u time%s)", d->f.moved, d->f.moved == 1 ? "" : "s");
    buf_addc(&p->b, '\n');
}

/* People's next steps first, then the clocks that run. */
static void followups(struct page *p)
{
    bool next = offered_next(p->w, p->show, &p->b) > 0;

    for (int step = 1; step >= 0; step--) {
        for (size_t i = 0; i < p->show->nfollowups; i++) {
            const struct db_due *d = &p->show->followups[i];
            if (d->f.state != STATE_OPEN || matter_is_step(&d->f) != (step != 0))
                continue;
            next = next || step != 0;
            followup(p, d, step != 0);
        }
        if (step != 0 && !next && p->show->line.c.status != STATUS_CLOSED)
            buf_printf(&p->b, "NEXT   nothing: cust-followup add %lld --due TIME WORDS\n",
                       (long long)p->show->line.c.id);
    }
}

/* What a late payer owes; what was agreed on instalments stands among the next steps. */
static void owes(struct page *p)
{
    const struct owed *o = &p->at->owed;
    struct arena *a = p->w->arena;

    if (!o->known)
        return;
    buf_adds(&p->b, o->sum.owed > 0 ? "OWES   " : "PAID   ");
    add_shown(&p->b, o->sum.owed > 0 ? owed_text(o, a) : owed_money(o, o->sum.paid, a));
    buf_addc(&p->b, '\n');
}

enum { ANGERS = 8 }; /* readings that the line has room for: the newest */

/* How angry they were at each reading, where it changed. */
static void anger(struct page *p)
{
    size_t n = p->at->nanger, from = n > ANGERS ? n - ANGERS : 0;

    if (n == 0)
        return;
    buf_adds(&p->b, "ANGER  ");
    for (size_t i = from; i < n; i++)
        buf_printf(&p->b, "%s%d.%d", i > from ? " -> " : "", (int)(p->at->anger[i].anger / 1000),
                   (int)(p->at->anger[i].anger % 1000 / 100));
    buf_addc(&p->b, '\n');
}

/* --- events ------------------------------------------------------------------------------------------------------ */

/* Why it happened, what we learned, and what was done about it. */
static void cause(struct page *p)
{
    const struct cause_story *c = &p->show->cause;
    char when[FORM_WHEN_SIZE];

    if (c->name.n == 0)
        return;
    buf_adds(&p->b, "CAUSE  ");
    add_shown(&p->b, c->name);
    if (c->fix.n > 0) {
        buf_printf(&p->b,
                   ", fixed %s: ", form_when_time(c->since, p->w->place.now, p->w->desk->policy->zone, when));
        add_shown(&p->b, c->fix);
    }
    if (c->lesson.n > 0) {
        buf_adds(&p->b, "\nLESSON ");
        add_shown(&p->b, c->lesson);
    }
    buf_addc(&p->b, '\n');
}

/* What an event says of another one: a follow-up, an event that was struck, a complaint that was merged. */
static void add_pointer(struct page *p, const struct event *ev)
{
    char when[FORM_WHEN_SIZE];

    switch (ev->kind) {
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
    case EVENT_MERGED:
        buf_printf(&p->b, " into %u", ev->ref);
        break;
    case EVENT_JOINED:
        buf_printf(&p->b, " %u, first heard %s", ev->ref, clock_of(p, ev->num, when));
        break;
    default:
        break;
    }
}

/* What an event says besides its words. */
static void add_detail(struct page *p, const struct show_event *s)
{
    const struct event *ev = &s->ev;

    switch (ev->kind) {
    case EVENT_HEARD:
        buf_printf(&p->b, " %s", word_name(WORD_CHANNEL, ev->code));
        break;
    case EVENT_SAID:
    case EVENT_HANDED:
        buf_printf(&p->b, " %s", word_name(WORD_CHANNEL, ev->code));
        if (ev->ref != ANSWER_PLAIN)
            buf_printf(&p->b, " as %s", word_name(WORD_ANSWER, (int)ev->ref));
        if (ev->kind == EVENT_SAID && ev->num != 0)
            buf_printf(&p->b, ", the letter @%lld", (long long)ev->num);
        break;
    case EVENT_SET:
        buf_printf(&p->b, " %s=", word_name(WORD_FIELD, ev->code));
        add_shown(&p->b, s->value);
        break;
    case EVENT_CORRECTED:
        buf_printf(&p->b, " @%u %s=", ev->ref, word_name(WORD_OUTPUT, ev->code));
        add_shown(&p->b, ev->code == OUTPUT_CATEGORY ? s->who : str_of(ev->num != 0 ? "yes" : "no"));
        break;
    case EVENT_ATTACHED:
        files_event(s, &p->b);
        break;
    case EVENT_CONFIRMED:
        buf_adds(&p->b, ev->num != 0 ? " yes" : " no");
        break;
    case EVENT_TRIAGED:
        buf_printf(&p->b, " %s, %lld points", word_name(WORD_PRIORITY, ev->code), (long long)ev->num);
        break;
    case EVENT_ASSIGNED:
        buf_adds(&p->b, s->who.n > 0 ? " to " : " to nobody");
        add_shown(&p->b, s->who);
        break;
    case EVENT_OFFERED:
    case EVENT_APPROVED:
    case EVENT_AGREED:
        offered_event(p->w, p->show, s, &p->b);
        break;
    case EVENT_RESOLVED:
        if (s->who.n > 0)
            buf_addc(&p->b, ' ');
        add_shown(&p->b, s->who);
        break;
    default:
        add_pointer(p, ev);
        break;
    }
}

/* The words, indented under their event; a field's are its value and stand there already. */
static void add_words(struct page *p, const struct show_event *s)
{
    struct buf shown = {0};
    struct str rest, line;

    if (s->ev.kind == EVENT_ATTACHED) /* its name stands in its line */
        return;
    if (s->gone)
        buf_adds(&p->b, "    (erased)\n");
    bool again = s->ev.kind == EVENT_SAID && s->ev.num != 0; /* the letter stands above */
    if (s->ev.kind == EVENT_SET || s->words.n == 0 || again)
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

/* When it was entered: by the clock alone on the day on which it happened. */
static const char *entered(const struct page *p, const struct event *ev, char out[FORM_WHEN_SIZE])
{
    form_when_clock(ev->recorded, ev->happened, p->w->desk->policy->zone, out);
    return str_starts(str_of(out), "today ") ? out + strlen("today ") : clock_of(p, ev->recorded, out);
}

static void event(struct page *p, const struct show_event *s)
{
    char when[FORM_WHEN_SIZE];

    if (s->ev.of != p->show->line.c.id) /* of one that was merged into it */
        buf_printf(&p->b, "  %lld", (long long)s->ev.of);
    buf_printf(&p->b, "@%u %s %s", s->ev.no, clock_of(p, s->ev.happened, when),
               word_name(WORD_EVENT, (int)s->ev.kind));
    add_detail(p, s);
    buf_adds(&p->b, "  (");
    if (s->ev.recorded - s->ev.happened >= 60)
        buf_printf(&p->b, "entered %s ", entered(p, &s->ev, when));
    add_shown(&p->b, s->actor);
    buf_adds(&p->b, s->struck ? ") STRUCK\n" : ")\n");
    add_words(p, s);
}

/* An event, and behind one that says that another complaint was merged into it that one's history. */
static void told(struct page *p, const struct show_event *s, bool all)
{
    event(p, s);
    if (s->ev.kind != EVENT_JOINED || s->struck)
        return;
    for (size_t i = 0; i < p->show->njoined; i++) {
        const struct show_joined *j = &p->show->joined[i];
        for (size_t k = 0; j->id == (int64_t)s->ev.ref && k < j->nevents; k++)
            if (all || show_is_read(&j->events[k].ev))
                told(p, &j->events[k], all);
    }
}

struct err *show_page_write(struct work *w, const struct show *show, const struct about *at, bool all)
{
    struct page p = {.w = w, .show = show, .at = at};

    glance_add(w, show, at, &p.b);
    followups(&p);
    owes(&p);
    anger(&p);
    cause(&p);
    files_list(at, &p.b);
    buf_addc(&p.b, '\n');
    for (size_t i = 0; i < show->nevents; i++)
        if (all || show_is_read(&show->events[i].ev))
            told(&p, &show->events[i], all);
    struct err *e = out_lines(w->s->out, buf_str(&p.b));
    buf_free(&p.b);
    return e;
}
