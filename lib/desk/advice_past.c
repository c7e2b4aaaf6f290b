#include "desk/advice_past.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/fields.h"
#include "desk/ladder.h"
#include "desk/limits.h"
#include "rule/option.h"
#include "rule/standing.h"
#include "store/db_complaint.h"

enum { WORKED_ROWS = 500, WORKED_OWN = 200, WORKED_LIKE = 40, PLACES = 3, REMEDIES = 16 };

/* --- authority ---------------------------------------------------------------------------------------------------- */

static void add_money(struct arena *a, int64_t hundredths, struct buf *b)
{
    buf_addstr(b, fields_money_text(hundredths, a));
}

/* "up to 50.00 by yourself (refund 25.50)" */
static void add_limits(struct arena *a, const struct limits *l, struct buf *b)
{
    const struct limits_row *other = &l->rows[l->n - 1];

    if (other->most == AUTHORITY_FREE) {
        buf_adds(b, "any amount by yourself");
    } else if (other->most == 0) {
        buf_adds(b, "what costs nothing by yourself");
    } else {
        buf_adds(b, "up to ");
        add_money(a, other->most, b);
        buf_adds(b, " by yourself");
    }
    const char *sep = " (";
    for (size_t i = 0; i + 1 < l->n; i++) {
        if (l->rows[i].most == other->most)
            continue;
        buf_adds(b, sep);
        text_head(l->rows[i].remedy, 40, b);
        buf_addc(b, ' ');
        if (l->rows[i].most == AUTHORITY_FREE)
            buf_adds(b, "any amount");
        else
            add_money(a, l->rows[i].most, b);
        sep = ", ";
    }
    buf_adds(b, *sep == ',' ? ")" : "");
}

struct err *advice_past_limit(struct desk *d, int64_t customer, struct arena *a, struct str *text,
                              struct str *above)
{
    struct limits l;
    struct buf b = {0};
    struct err *e = limits_get(d, customer, a, &l);

    *text = *above = (struct str){"", 0};
    if (e != NULL || !l.limited)
        return e;
    *above = l.above;
    add_limits(a, &l, &b);
    if (l.left != AUTHORITY_FREE) {
        buf_adds(&b, "; ");
        add_money(a, l.left, &b);
        buf_adds(&b, " left for them this month");
    }
    if (l.above.n > 0)
        buf_printf(&b, "; beyond: %.*s", (int)l.above.n, l.above.p);
    *text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return NULL;
}

static struct str remedy_name(const struct show *s, uint32_t event)
{
    for (size_t i = 0; i < s->nevents; i++)
        if (s->events[i].ev.of == s->line.c.id && s->events[i].ev.no == event)
            return s->events[i].who;
    return str_of("");
}

struct str advice_past_offered(const struct show *s, struct arena *a)
{
    struct event *ev = arena_alloc(a, (s->nevents + 1) * sizeof *ev);
    struct option *all = arena_alloc(a, (s->nevents + 1) * sizeof *all);
    struct buf b = {0};
    uint32_t next;
    size_t n = 0;

    for (size_t i = 0; i < s->nevents; i++)
        if (s->events[i].ev.of == s->line.c.id)
            ev[n++] = s->events[i].ev;
    n = option_fold(ev, n, all, &next);
    for (size_t i = 0; i < n; i++) {
        if (all[i].accepted)
            goto accepted;
        buf_printf(&b, "%s%u ", i == 0 ? "on offer: " : ", ", all[i].no);
        text_head(remedy_name(s, all[i].event), 40, &b);
        if (all[i].cost > 0) {
            buf_addc(&b, ' ');
            add_money(a, all[i].cost, &b);
        }
        buf_adds(&b, all[i].waits ? " (waits for approval)" : "");
    }
    struct str out = arena_str(a, b.p != NULL ? buf_str(&b) : str_of(""));
    buf_free(&b);
    return out;
accepted:
    buf_free(&b);
    return str_of("");
}

/* --- what worked -------------------------------------------------------------------------------------------------- */

/* A remedy with its places, newest first. */
struct worked {
    int64_t remedy;
    int64_t places[PLACES];
    size_t n;
};

static void count(struct worked *all, size_t *n, int64_t remedy, int64_t id)
{
    size_t i = 0;

    while (i < *n && all[i].remedy != remedy)
        i++;
    if (i == REMEDIES)
        return;
    if (i == *n)
        all[(*n)++] = (struct worked){.remedy = remedy};
    if (all[i].n < PLACES)
        all[i].places[all[i].n] = id;
    all[i].n++;
}

/* "replacement, 7 times (57, 41, 12, ...)" */
static struct err *tell(struct desk *d, const struct worked *w, const char *whose, struct arena *a,
                        advice_past_take *take, void *context)
{
    struct buf b = {0};
    struct str remedy;
    struct err *e = db_name_text(d->db, w->remedy, a, &remedy);

    if (e != NULL)
        return e;
    text_head(remedy, 40, &b);
    if (w->n > 1)
        buf_printf(&b, ", %zu times", w->n);
    buf_printf(&b, " %s (", whose);
    for (size_t i = 0; i < w->n && i < PLACES; i++)
        buf_printf(&b, "%s%lld", i > 0 ? ", " : "", (long long)w->places[i]);
    buf_adds(&b, w->n > PLACES ? ", ...)" : ")");
    take(context, true, "history", arena_strdup(a, b.p));
    buf_free(&b);
    return NULL;
}

/* The commonest one, and that with most among the rest. */
static struct err *tell_best(struct desk *d, struct worked *all, size_t n, size_t max, const char *whose,
                             struct arena *a, advice_past_take *take, void *context)
{
    struct err *e = NULL;

    for (size_t told = 0; told < max && e == NULL; told++) {
        struct worked *best = NULL;
        for (size_t i = 0; i < n; i++)
            if (all[i].n > 0 && (best == NULL || all[i].n > best->n))
                best = &all[i];
        if (best == NULL)
            break;
        e = tell(d, best, whose, a, take, context);
        best->n = 0;
    }
    return e;
}

static struct err *remedy_of(struct desk *d, int64_t id, struct arena *a, int64_t *remedy)
{
    struct db_complaint_field *f;
    size_t n = 0;
    struct err *e = db_complaint_fields(d->db, id, a, &f, &n);

    *remedy = 0;
    for (size_t i = 0; i < n && e == NULL; i++)
        if (f[i].field == FIELD_REMEDY)
            *remedy = f[i].who;
    return e;
}

/* Their own complaints that ended well, among the newest. */
static struct err *own(struct desk *d, const struct show *s, struct arena *a, advice_past_take *take,
                       void *context)
{
    struct worked all[REMEDIES] = {0};
    size_t n = 0, from = s->person.nmatters > WORKED_OWN ? s->person.nmatters - WORKED_OWN : 0;
    struct err *e = NULL;

    for (size_t i = s->person.nmatters; i-- > from && e == NULL;) {
        const struct complaint *c = &s->person.matters[i].line.c;
        int64_t remedy = 0;
        if (c->id == s->line.c.id || standing_after(c) != STANDING_LOYAL)
            continue;
        if ((e = remedy_of(d, c->id, a, &remedy)) == NULL && remedy != 0)
            count(all, &n, remedy, c->id);
    }
    return e != NULL ? e : tell_best(d, all, n, 1, "for this customer", a, take, context);
}

/* Those with the same cause, or, when there are none, with the same category. */
static struct err *of_its_kind(struct desk *d, const struct show *s, struct arena *a, struct worked *all,
                               size_t *n, const char **whose)
{
    const struct complaint *c = &s->line.c;
    struct db_worked *rows = NULL;
    size_t nrows = 0;
    bool cause = false;
    struct str name = s->line.category;
    struct err *e = db_complaint_worked(d->db, c->cause, c->category, WORKED_ROWS, a, &rows, &nrows);

    for (size_t i = 0; i < nrows; i++)
        cause = cause || (c->cause != 0 && rows[i].cause == c->cause && rows[i].id != c->id);
    for (size_t i = 0; i < nrows; i++)
        if (rows[i].id != c->id && (!cause || rows[i].cause == c->cause))
            count(all, n, rows[i].remedy, rows[i].id);
    if (e == NULL && cause)
        e = db_name_text(d->db, c->cause, a, &name);
    *whose = arena_printf(a, "for %.*s", (int)name.n, name.p);
    return e;
}

/* Those whose words are alike: for a matter that nobody has put in its place yet. */
static struct err *alike(struct desk *d, const struct answering *known, struct arena *a, struct worked *all,
                         size_t *n)
{
    struct db_hit *hits = NULL;
    size_t nhits = 0;
    struct err *e =
        db_list_search_like(d->db, known->newest, known->show.line.c.id, WORKED_LIKE, a, &hits, &nhits);

    for (size_t i = 0; i < nhits && e == NULL; i++) {
        const struct complaint *c = &hits[i].line.c;
        int64_t remedy = 0;
        if (standing_after(c) == STANDING_LOYAL && (e = remedy_of(d, c->id, a, &remedy)) == NULL &&
            remedy != 0)
            count(all, n, remedy, c->id);
    }
    return e;
}

struct err *advice_past_worked(struct desk *d, const struct answering *known, struct arena *a,
                               advice_past_take *take, void *context)
{
    const struct complaint *c = &known->show.line.c;
    struct worked all[REMEDIES] = {0};
    const char *whose = "in matters like this";
    size_t n = 0;
    struct err *e = own(d, &known->show, a, take, context);

    if (e == NULL && (c->cause != 0 || c->category != 0))
        e = of_its_kind(d, &known->show, a, all, &n, &whose);
    else if (e == NULL && known->newest.n > 0)
        e = alike(d, known, a, all, &n);
    return e != NULL ? e : tell_best(d, all, n, 2, whose, a, take, context);
}

/* --- who is above ------------------------------------------------------------------------------------------------- */

static void open_step(const struct desk *d, const struct db_due *f, struct arena *a, advice_past_take *take,
                      void *context)
{
    struct buf b = {0};
    char when[ZONE_SHOW];

    text_head(f->owner.n > 0 ? f->owner : str_of("the owner"), 40, &b);
    buf_printf(&b, ", %s %s: ", f->f.due < d->place->now ? "since" : "from",
               zone_show(d->policy->zone, f->f.due, when));
    text_head(f->text, 60, &b);
    buf_printf(&b, " (%lld/%u)", (long long)f->f.of, f->f.no);
    take(context, false, "ladder", arena_strdup(a, b.p));
    buf_free(&b);
}

void advice_past_up(struct desk *d, const struct show *s, struct arena *a, bool hot, struct str above,
                    advice_past_take *take, void *context)
{
    struct ladder_step step;
    bool up = false, ladder = ladder_first(d->policy, a, &step);

    if (hot)
        take(context, false, "staff",
             arena_printf(a, "cust-log escalate %lld%s", (long long)s->line.c.id,
                          ladder || above.n > 0 ? "" : " --to LOGIN"));
    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct db_due *f = &s->followups[i];
        if (f->f.kind != KIND_ESCALATION || f->f.state != STATE_OPEN)
            continue;
        up = true;
        open_step(d, f, a, take, context);
    }
    if (!up && ladder)
        take(context, false, "ladder",
             arena_printf(a, "%s: %s", step.who[0] != '\0' ? step.who : "its owner", step.words));
    else if (!up && hot && above.n > 0)
        take(context, false, "staff", arena_printf(a, "above you: %.*s", (int)above.n, above.p));
}
