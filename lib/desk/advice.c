#include "desk/advice.h"

#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "desk/advice_holds.h"
#include "desk/advice_past.h"
#include "desk/cause.h"
#include "desk/pledge.h"
#include "policy/answers.h"

/* How many lines of each part: together what a screen and a telephone call have room for. */
static const size_t most[ADVICE_PARTS] = {
    [ADVICE_FIRST] = 3, [ADVICE_SAY] = 3,    [ADVICE_NOT] = 3,    [ADVICE_ASK] = 3,
    [ADVICE_OFFER] = 4, [ADVICE_WORKED] = 2, [ADVICE_CALMER] = 4,
};

static const struct {
    const char *label, *name;
} parts[ADVICE_PARTS] = {
    [ADVICE_FIRST] = {"FIRST", "first"},
    [ADVICE_SAY] = {"SAY", "say"},
    [ADVICE_NOT] = {"NOT", "not"},
    [ADVICE_ASK] = {"ASK", "ask"},
    [ADVICE_OFFER] = {"MAY OFFER", "may-offer"},
    [ADVICE_WORKED] = {"WORKED BEFORE", "worked-before"},
    [ADVICE_CALMER] = {"NOT CALMER?", "not-calmer"},
};

const char *advice_label(enum advice_part part)
{
    return parts[part].label;
}

const char *advice_name(enum advice_part part)
{
    return parts[part].name;
}

/* What the parts are taken from. */
struct advising {
    struct desk *desk;
    struct arena *a;
    struct advice *out;
    const struct playbook_entry *entries;
    size_t nentries;
    const char *holds[ADVICE_HOLDS];
    size_t nholds;
    struct reading reading;
    struct cause_recurs recurs;
};

static size_t count(const struct advice *v, enum advice_part part)
{
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++)
        n += v->lines[i].part == part;
    return n;
}

static void add(struct advising *g, enum advice_part part, const char *from, const char *text)
{
    for (size_t i = 0; i < g->out->n; i++)
        if (g->out->lines[i].part == part && strcmp(g->out->lines[i].text, text) == 0)
            return;
    if (g->out->n < ADVICE_LINES && count(g->out, part) < most[part])
        g->out->lines[g->out->n++] = (struct advice_line){part, text, from};
}

/* Of the first `nholds` of what holds. */
static void add_played(struct advising *g, enum advice_part to, enum playbook_part part, size_t nholds)
{
    struct playbook_line lines[ADVICE_LINES];
    size_t n = playbook_pick(g->entries, g->nentries, g->holds, nholds, part, lines, most[to]);

    for (size_t i = 0; i < n; i++)
        add(g, to, lines[i].from, lines[i].text);
}

/* --- questions ---------------------------------------------------------------------------------------------------- */

/* Whether the field has a value: what set it last. */
static bool is_set(const struct show *s, enum field f)
{
    if (f == FIELD_CATEGORY)
        return s->line.c.category != 0;
    if (f == FIELD_CAUSE)
        return s->line.c.cause != 0;
    for (size_t i = s->nevents; i-- > 0;) {
        const struct event *ev = &s->events[i].ev;
        if (ev->kind == EVENT_SET && ev->code == (int)f && !s->events[i].struck)
            return ev->num != 0 || ev->who != 0 || ev->words != 0;
    }
    return false;
}

/* The category's own questions stand in front of those that the playbook has for it. */
static struct err *entries_with_category(struct advising *g, const struct show *s)
{
    const struct policy_category *cat = policy_category(g->desk->policy, s->line.category);
    const struct playbook_entry *all;
    size_t n;
    struct err *e = answers_playbook(g->desk->policy, g->a, &all, &n);

    if (e != NULL)
        return e;
    struct playbook_entry *more = arena_alloc(g->a, (n + 1) * sizeof *more);
    for (size_t i = 0; i < n; i++)
        more[i] = all[i];
    g->entries = more;
    g->nentries = n;
    if (cat == NULL || cat->nask == 0)
        return NULL;
    const char *name = arena_printf(g->a, "category.%s", cat->name);
    size_t at = 0;
    while (at < n && strcmp(more[at].name, name) != 0)
        at++;
    if (at == n)
        more[g->nentries++] = (struct playbook_entry){.name = name};
    const char **ask = arena_alloc(g->a, (cat->nask + more[at].n[PLAYBOOK_ASK] + 1) * sizeof *ask);
    memcpy(ask, cat->ask, cat->nask * sizeof *ask);
    if (more[at].n[PLAYBOOK_ASK] > 0)
        memcpy(ask + cat->nask, more[at].lines[PLAYBOOK_ASK], more[at].n[PLAYBOOK_ASK] * sizeof *ask);
    more[at].lines[PLAYBOOK_ASK] = ask;
    more[at].n[PLAYBOOK_ASK] += cat->nask;
    return NULL;
}

/* From an offer on only the step has questions. */
static size_t asking(const struct advising *g, const struct show *s, const char *out[ADVICE_HOLDS])
{
    size_t n = 0;

    for (size_t i = 0; i < g->nholds; i++)
        if (s->line.c.status < STATUS_OFFERED || strncmp(g->holds[i], "step.", 5) == 0)
            out[n++] = g->holds[i];
    return n;
}

/* Into the one that wants the same field, when there is one: an answer to either would take both away. */
static bool joined(struct advising *g, const struct advice_question *q, struct advice_question *out, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (str_eq(out[k].text, q->text))
            return true;
        if (q->field.n == 0 || !str_eq(out[k].field, q->field))
            continue;
        out[k].text = str_of(
            arena_printf(g->a, "%.*s %.*s", (int)out[k].text.n, out[k].text.p, (int)q->text.n, q->text.p));
        return true;
    }
    return false;
}

static size_t still_open(struct advising *g, const struct show *s, struct advice_question *out, size_t max)
{
    struct playbook_line lines[ADVICE_LINES];
    const char *holds[ADVICE_HOLDS];
    size_t found = 0, nholds = asking(g, s, holds);
    size_t n = playbook_pick(g->entries, g->nentries, holds, nholds, PLAYBOOK_ASK, lines, ADVICE_LINES);

    for (size_t i = 0; i < n; i++) {
        struct advice_question q = {.from = lines[i].from};
        int field =
            playbook_question(str_of(lines[i].text), &q.text, &q.field) ? word_find(WORD_FIELD, q.field) : -1;
        if (field >= 0 && is_set(s, (enum field)field))
            continue;
        if (!joined(g, &q, out, found) && found < max)
            out[found++] = q;
    }
    return found;
}

struct err *advice_questions(struct desk *d, const struct show *s, struct arena *a,
                             struct advice_question *out, size_t max, size_t *n)
{
    struct advising g = {.desk = d, .a = a};
    struct advice_case c = {.show = s};
    struct err *e;

    *n = 0;
    if (s->line.c.voided)
        return NULL;
    if ((e = entries_with_category(&g, s)) != NULL ||
        (e = reading_get(d, s->line.c.id, s->as_of, a, &g.reading)) != NULL)
        return e;
    c.reading = &g.reading;
    g.nholds = advice_holds_list(&c, a, g.holds);
    *n = still_open(&g, s, out, max);
    return NULL;
}

static void add_questions(struct advising *g)
{
    struct advice_question q[ADVICE_LINES];
    size_t n = still_open(g, &g->out->known.show, q, most[ADVICE_ASK]);

    for (size_t i = 0; i < n; i++) {
        const char *text = q[i].field.n > 0 ? arena_printf(g->a, "%.*s [%.*s=]", (int)q[i].text.n,
                                                           q[i].text.p, (int)q[i].field.n, q[i].field.p)
                                            : arena_dup(g->a, q[i].text.p, q[i].text.n);
        add(g, ADVICE_ASK, q[i].from, text);
    }
}

/* --- first -------------------------------------------------------------------------------------------------------- */

static const char *ago(struct arena *a, int64_t seconds)
{
    if (seconds < 2 * 3600)
        return arena_printf(a, "%lld min", (long long)(seconds / 60));
    if (seconds < 2 * 86400)
        return arena_printf(a, "%lld h", (long long)(seconds / 3600));
    return arena_printf(a, "%lld days", (long long)(seconds / 86400));
}

static const char *shown(struct arena *a, struct str s)
{
    struct buf b = {0};

    text_head(s, 60, &b);
    const char *text = arena_strdup(a, b.p != NULL ? b.p : "");
    buf_free(&b);
    return text;
}

/* The promise of ours that is overdue for the longest. */
static const struct db_due *overdue(const struct show *s, instant now)
{
    const struct db_due *found = NULL;

    for (size_t i = 0; i < s->nfollowups; i++) {
        const struct db_due *f = &s->followups[i];
        if (f->f.state == STATE_OPEN && f->f.kind <= KIND_MEETING && f->f.due < now &&
            (found == NULL || f->f.due < found->f.due))
            found = f;
    }
    return found;
}

/* What is so in this matter, in front of what the playbook says of such matters. */
static void add_first(struct advising *g)
{
    const struct show *s = &g->out->known.show;
    const struct db_due *late = overdue(s, g->desk->place->now);
    size_t urgent = 0;

    while (urgent < g->nholds && strncmp(g->holds[urgent], "signal.", 7) == 0) /* danger and law */
        urgent++;
    add_played(g, ADVICE_FIRST, PLAYBOOK_FIRST, urgent);
    if (g->recurs.name.n > 0) {
        char when[ZONE_SHOW];
        add(g, ADVICE_FIRST, "recurrence",
            arena_printf(g->a, "%s again, though it was fixed on %.10s (%s). Say so plainly.",
                         shown(g->a, g->recurs.name), zone_show(g->desk->policy->zone, g->recurs.since, when),
                         shown(g->a, g->recurs.fix)));
    }
    if (late != NULL)
        add(g, ADVICE_FIRST, "promise",
            arena_printf(g->a, "We are %s late with %lld/%u, %s.%s",
                         ago(g->a, g->desk->place->now - late->f.due), (long long)late->f.of, late->f.no,
                         late->text.n > 0 ? shown(g->a, late->text) : word_name(WORD_KIND, (int)late->f.kind),
                         pledge_is_told(s, late) ? " Say it before they do." : ""));
    if (g->out->heat.event != 0)
        add(g, ADVICE_FIRST, "heat",
            arena_printf(g->a, "Still angry after %u answers (%lld@%u): hand it up.", g->out->heat.answers,
                         (long long)s->line.c.id, g->out->heat.event));
    add_played(g, ADVICE_FIRST, PLAYBOOK_FIRST, g->nholds);
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static bool is_over(const struct advice *v)
{
    return advice_holds_step(&v->known.show.line.c) < 0;
}

static struct err *find_out(struct advising *g, int64_t id)
{
    struct desk *d = g->desk;
    struct advice *v = g->out;
    struct err *e;

    if ((e = answering_get(d, id, g->a, &v->known)) != NULL || is_over(v))
        return e;
    if ((e = traits_get(d, v->known.show.line.c.customer, DB_NOW, g->a, &v->traits)) != NULL ||
        (e = heat_find(d, &v->known.show, g->a, &v->heat)) != NULL ||
        (e = reading_get(d, id, DB_NOW, g->a, &g->reading)) != NULL ||
        (e = cause_recurs(d, id, g->a, &g->recurs)) != NULL)
        return e;
    return entries_with_category(g, &v->known.show);
}

static void take_past(void *context, bool worked, const char *from, const char *text)
{
    add(context, worked ? ADVICE_WORKED : ADVICE_CALMER, from, text);
}

struct err *advice_get(struct desk *d, int64_t id, struct arena *a, struct advice *out)
{
    struct advising g = {.desk = d, .a = a, .out = out};
    struct str limit, above;
    struct err *e;

    *out = (struct advice){0};
    if ((e = find_out(&g, id)) != NULL || is_over(out))
        return e;
    struct advice_case c = {&out->known.show,        &g.reading,         &out->traits, &out->heat,
                            out->known.late != NULL, g.recurs.name.n > 0};
    g.nholds = advice_holds_list(&c, a, g.holds);
    add_first(&g);
    add_played(&g, ADVICE_SAY, PLAYBOOK_SAY, g.nholds);
    add_played(&g, ADVICE_NOT, PLAYBOOK_NOT, g.nholds);
    add_questions(&g);
    if (out->known.show.line.c.status < STATUS_RESOLVED) {
        if ((e = advice_past_limit(d, out->known.show.line.c.customer, a, &limit, &above)) != NULL)
            return e;
        struct str offered = advice_past_offered(&out->known.show, a);
        if (offered.n > 0)
            add(&g, ADVICE_OFFER, "history", offered.p);
        if (limit.n > 0)
            add(&g, ADVICE_OFFER, "authority", limit.p);
        add_played(&g, ADVICE_OFFER, PLAYBOOK_OFFER, g.nholds);
        if ((e = advice_past_worked(d, &out->known, a, take_past, &g)) != NULL)
            return e;
        advice_past_up(d, &out->known.show, a, out->heat.event != 0, above, take_past, &g);
    }
    add_played(&g, ADVICE_CALMER, PLAYBOOK_NEXT, g.nholds);
    return NULL;
}
