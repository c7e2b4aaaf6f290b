#include "cmd/cust-report/glance.h"

#include <ctype.h>

#include "base/text.h"
#include "form/record.h"

/* "open 2 d", "closed after 3 h"; `none` when it is less than a minute. */
static void add_age(struct buf *b, const char *before, instant from, instant to, const char *none)
{
    int64_t s = to > from ? to - from : 0;

    buf_adds(b, s < 60 ? none : before);
    if (s < 60)
        return;
    if (s < 3600)
        buf_printf(b, "%lld min", (long long)(s / 60));
    else if (s < 48 * 3600)
        buf_printf(b, "%lld h", (long long)(s / 3600));
    else
        buf_printf(b, "%lld d", (long long)(s / 86400));
}

static void add_line(const char *label, struct str text, struct buf *out)
{
    buf_printf(out, "%-6s ", label);
    text_show(text, out);
    buf_addc(out, '\n');
}

/* A colleague's name, where policy knows it. */
static struct str owner_name(const struct work *w, struct str login)
{
    const struct policy_person *person = policy_person(w->desk->policy, login);

    return person != NULL ? str_of(person->name) : login;
}

static void head(const struct work *w, const struct db_line *l, struct buf *out)
{
    const struct complaint *c = &l->c;

    buf_printf(out, "%lld ", (long long)c->id);
    text_show(l->subject.n > 0 || l->customer.n > 0 ? l->subject : str_of("(erased)"), out);
    buf_printf(out, "  %s  ", word_name(WORD_PRIORITY, (int)c->priority));
    for (const char *status = record_status(c); *status != '\0'; status++)
        buf_addc(out, (char)toupper((unsigned char)*status));
    buf_adds(out, "  ");
    text_show(l->owner.n > 0 ? owner_name(w, l->owner) : str_of("unowned"), out);
    if (c->status == STATUS_CLOSED)
        add_age(out, "  closed after ", c->received, c->closed, "  closed at once");
    else
        add_age(out, "  open ", c->received, w->place.now, "  open, just in");
    buf_addc(out, '\n');
}

/* "2nd", "3rd", "11th" */
static const char *ordinal_end(size_t n)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};

    return n % 10 < 4 && n % 100 / 10 != 1 ? ends[n % 10] : "th";
}

enum { NAMED = 5 }; /* of those that came before, the latest that are named */

/* "  3rd matter in 90 d: 12, 5", the latest first; nothing when it is their first. */
static void add_which(const struct about *at, struct buf *out)
{
    size_t n = at->nbefore + 1;

    if (n < 2)
        return;
    buf_printf(out, "  %zu%s matter in %d d", n, ordinal_end(n), ABOUT_DAYS);
    for (size_t i = 0; i < at->nbefore && i < NAMED; i++)
        buf_printf(out, "%s %lld", i > 0 ? "," : ":", (long long)at->before[i]);
    buf_adds(out, at->nbefore > NAMED ? ", ..." : "");
}

static void customer(const struct show *s, const struct about *at, struct buf *out)
{
    const int64_t *promises = s->person.promises;

    text_show(s->line.customer.n > 0 ? s->line.customer : str_of("(erased)"), out);
    buf_printf(out, "  c%lld", (long long)s->person.id);
    for (size_t i = 0; i < s->person.naddresses; i++) {
        buf_adds(out, "  ");
        text_show(s->person.addresses[i].text, out);
    }
    add_which(at, out);
    if (promises[STATE_KEPT] + promises[STATE_LATE] + promises[STATE_BROKEN] > 0) {
        buf_printf(out, "%s promises %lld kept", at->nbefore > 0 ? ";" : " ",
                   (long long)promises[STATE_KEPT]);
        if (promises[STATE_LATE] > 0)
            buf_printf(out, ", %lld late", (long long)promises[STATE_LATE]);
        if (promises[STATE_BROKEN] > 0)
            buf_printf(out, ", %lld broken", (long long)promises[STATE_BROKEN]);
    }
    buf_addc(out, '\n');
}

/* Where it went on, and how the two are parted. */
static void merged(const struct show *s, struct buf *out)
{
    if (!s->line.c.merged)
        return;
    buf_adds(out, "MERGED ");
    if (s->into != 0)
        buf_printf(out, "it goes on in %lld; ", (long long)s->into);
    buf_printf(out, "cust-log strike %lld@%u parts them\n", (long long)s->line.c.id, s->merged);
}

static void asking(const struct show *s, const struct about *at, struct buf *out)
{
    long long id = (long long)s->line.c.id;

    for (size_t i = 0; i < at->they.n; i++)
        buf_printf(out, "%-6s %s: %s\n", i == 0 ? "THEY" : "",
                   word_name(WORD_TRAIT, (int)at->they.all[i].trait), at->they.all[i].why);
    if (at->label.n > 0)
        add_line("ABOUT", at->label, out);
    if (at->wants.n > 0)
        add_line("WANTS", at->wants, out);
    if (at->heat.event != 0)
        buf_printf(out, "UP     still angry after %u answers (@%u): hand it up: cust-log escalate %lld\n",
                   at->heat.answers, at->heat.event, id);
    for (size_t i = 0; i < at->nask; i++) {
        const struct advice_question *q = &at->ask[i];
        buf_printf(out, "%-6s ", "ASK");
        text_show(q->text, out);
        if (q->field.n > 0)
            buf_printf(out, " cust-log set %lld %.*s=...", id, (int)q->field.n, q->field.p);
        buf_addc(out, '\n');
    }
}

/* One way: "   ack ok 22 min   offered -", each step with the time that it took from where the way began. */
static void add_steps(const struct path *p, enum path_step from, enum path_step to, struct buf *out)
{
    for (enum path_step i = from; i <= to; i++) {
        const struct path_mark *m = &p->step[i];
        buf_printf(out, "   %s %s", path_step_name(i), m->done ? "ok" : m->no ? "no" : "-");
        if (m->at != INSTANT_NONE)
            add_age(out, " ", p->from, m->at, " at once");
    }
    buf_addc(out, '\n');
}

static void path(const struct about *at, struct buf *out)
{
    if (at->npath == 0)
        return;
    buf_adds(out, "PATH   heard ok");
    add_steps(&at->path[0], PATH_ACKNOWLEDGED, PATH_LEARNED, out);
    if (at->npath == 1)
        return;
    buf_adds(out, "AGAIN  opened");
    add_age(out, " after ", at->path[0].from, at->path[1].from, " at once");
    add_steps(&at->path[1], PATH_ACKNOWLEDGED, PATH_CONFIRMED, out);
}

/* Why nothing of it may be erased. */
static void under_hold(const struct show *s, const struct about *at, struct buf *out)
{
    if (at->hold.n == 0)
        return;
    buf_adds(out, "HOLD   ");
    text_show(at->hold, out);
    buf_printf(out, "; cust-log set %lld hold= lifts it\n", (long long)s->line.c.id);
}

void glance_add(const struct work *w, const struct show *s, const struct about *at, struct buf *out)
{
    head(w, &s->line, out);
    customer(s, at, out);
    merged(s, out);
    asking(s, at, out);
    path(at, out);
    under_hold(s, at, out);
}
