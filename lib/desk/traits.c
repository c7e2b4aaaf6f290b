#include "desk/traits.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rule/standing.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

struct gathering {
    struct desk *desk;
    struct arena *a;
    int64_t as_of;
    struct trait_fact *facts;
    size_t n, cap;
    bool difficult;           /* some complaint so far was */
    struct trait_fact turned; /* of 0: the last complaint did not end well after a difficult one */
};

static void add(struct gathering *g, enum trait_sign sign, const struct event *ev)
{
    g->facts = mem_grow(g->facts, &g->cap, g->n + 1, sizeof *g->facts);
    g->facts[g->n++] = (struct trait_fact){.sign = sign, .of = ev->of, .no = ev->no, .at = ev->happened};
}

/* --- one history -------------------------------------------------------------------------------------------------- */

/* Where a walk through a history stands. */
struct walk {
    const struct event *heard, *said; /* the last ones */
    uint32_t signals;                 /* of the last reading of what was heard last */
    bool hostile, hasty;              /* shown in this matter already */
    bool offered;                     /* and not answered by an agreement yet */
};

static void heard(struct gathering *g, struct walk *w, const struct event *ev)
{
    bool waiting = w->heard != NULL && (w->said == NULL || w->said->no < w->heard->no);

    if (w->heard == NULL || !trait_same_breath(w->heard, ev))
        add(g, waiting ? TRAIT_SIGN_CHASED : TRAIT_SIGN_CONTACTED, ev);
    w->heard = ev;
}

/* What the last words were read as; corrections have come in by then. */
static void read_out(struct gathering *g, struct walk *w)
{
    bool hostile = (w->signals >> SIGNAL_HOSTILITY & 1) != 0, hasty = (w->signals >> SIGNAL_URGENCY & 1) != 0;

    if (w->heard != NULL && hostile && !w->hostile)
        add(g, TRAIT_SIGN_HOSTILE, w->heard);
    if (w->heard != NULL && hasty && !w->hasty)
        add(g, TRAIT_SIGN_HASTE, w->heard);
    w->hostile = w->hostile || hostile;
    w->hasty = w->hasty || hasty;
    w->signals = 0;
}

static void offered(struct gathering *g, struct walk *w, const struct event *ev)
{
    if ((ev->flags & EVENT_IMPLIED) != 0)
        return;
    /* Several options at once are one offer: what comes after words of theirs is another. */
    if (w->offered && w->heard != NULL && w->said != NULL && w->heard->no > w->said->no)
        add(g, TRAIT_SIGN_HAGGLED, ev);
    w->offered = true;
    w->said = ev;
}

static void look_at(struct gathering *g, struct walk *w, const struct event *ev)
{
    switch (ev->kind) {
    case EVENT_HEARD:
        read_out(g, w);
        heard(g, w, ev);
        break;
    case EVENT_SAID:
        w->said = ev;
        break;
    case EVENT_TRIAGED:
        w->signals = ev->ref;
        break;
    case EVENT_OFFERED:
        offered(g, w, ev);
        break;
    case EVENT_ABUSED:
        add(g, TRAIT_SIGN_ABUSED, ev);
        break;
    case EVENT_CONFIRMED:
        add(g, ev->num != 0 ? TRAIT_SIGN_SATISFIED : TRAIT_SIGN_REFUSED, ev);
        break;
    case EVENT_REOPENED:
        add(g, TRAIT_SIGN_RETURNED, ev);
        break;
    default:
        break;
    }
}

static struct err *read_history(struct gathering *g, int64_t id)
{
    struct event *ev;
    struct walk w = {0};
    size_t n;
    struct err *e = db_event_list(g->desk->db, id, g->as_of, g->a, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(g->a, n + 1);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++)
        if (!struck[i])
            look_at(g, &w, &ev[i]);
    read_out(g, &w);
    return NULL;
}

/* What they had agreed to and did not do in time. */
static struct err *read_followups(struct gathering *g, int64_t id)
{
    struct followup *f;
    size_t n;
    struct err *e = db_complaint_followup_list(g->desk->db, id, false, g->as_of, g->a, &f, &n);

    for (size_t i = 0; i < n && e == NULL; i++) {
        bool late = f[i].state == STATE_LATE || f[i].state == STATE_BROKEN ||
                    (f[i].state == STATE_OPEN && f[i].due < g->desk->place->now);
        if (f[i].kind != KIND_EXPECTED || !late)
            continue;
        add(g, TRAIT_SIGN_OVERDUE, &(struct event){.of = id, .no = f[i].no, .happened = f[i].due});
        g->facts[g->n - 1].followup = true;
    }
    return e;
}

/* --- all complaints ----------------------------------------------------------------------------------------------- */

static bool is_called(const char *category, struct str name)
{
    return category != NULL && str_is(name, category);
}

/* What the complaint is a sign of by itself. */
static struct err *as_a_whole(struct gathering *g, const struct complaint *c)
{
    const struct trait_rule *rules = g->desk->policy->traits;
    struct str category;
    struct err *e = db_name_text(g->desk->db, c->category, g->a, &category);

    if (e != NULL)
        return e;
    enum trait_sign sign = is_called(rules[TRAIT_LATE_PAYER].category, category) ? TRAIT_SIGN_OWED
                           : is_called(rules[TRAIT_NEEDY].category, category)    ? TRAIT_SIGN_ASKED
                                                                                 : TRAIT_SIGN_COMPLAINED;
    add(g, sign, &(struct event){.of = c->id, .happened = c->received});
    return NULL;
}

static void turned(struct gathering *g, const struct complaint *c)
{
    g->difficult = g->difficult || standing_came_difficult(c);
    g->turned = (struct trait_fact){.sign = TRAIT_SIGN_TURNED};
    if (g->difficult && standing_after(c) == STANDING_LOYAL) {
        g->turned.of = c->id;
        g->turned.at = c->closed;
    }
}

static struct err *read_complaint(struct gathering *g, const struct complaint *c)
{
    struct err *e = NULL;

    if (c->voided && !c->merged)
        return NULL;
    if (!c->merged) { /* else it goes on in another one, and only what was said in it counts */
        turned(g, c);
        e = as_a_whole(g, c);
    }
    if (e != NULL || (e = read_history(g, c->id)) != NULL)
        return e;
    return c->followups > 0 ? read_followups(g, c->id) : NULL;
}

/* The newest ones that were there by then, the newest of all first. */
static struct err *newest(struct gathering *g, int64_t customer, struct complaint *out, size_t *found)
{
    int64_t *ids = NULL;
    size_t n = 0;
    struct err *e = db_complaint_of_then(g->desk->db, customer, g->as_of, g->a, &ids, &n);

    *found = 0;
    while (e == NULL && n > 0 && *found < TRAITS_COMPLAINTS) {
        e = db_complaint_get(g->desk->db, ids[--n], g->as_of, &out[*found]);
        if (e == NULL) {
            ++*found;
        } else if (e->code == ERR_NOINPUT) {
            err_free(e);
            e = NULL;
        }
    }
    return e;
}

static void weigh(const struct gathering *g, struct traits *out)
{
    const struct trait_rule *rules = g->desk->policy->traits;
    instant now = g->desk->place->now;
    struct trait_held held[TRAITS];

    out->n = trait_weigh(rules, g->facts, g->n, now, held);
    for (size_t i = 0; i < out->n; i++) {
        struct buf why = {0};
        trait_reason(held[i].trait, &rules[held[i].trait], g->facts, g->n, now, &why);
        out->all[i] = (struct trait_shown){held[i].trait, arena_strdup(g->a, why.p)};
        buf_free(&why);
    }
}

struct err *traits_get(struct desk *d, int64_t customer, int64_t as_of, struct arena *a, struct traits *out)
{
    struct gathering g = {.desk = d, .a = a, .as_of = as_of};
    struct complaint theirs[TRAITS_COMPLAINTS];
    size_t n;
    struct err *e = newest(&g, customer, theirs, &n);

    *out = (struct traits){0};
    while (e == NULL && n > 0)
        e = read_complaint(&g, &theirs[--n]);
    if (g.turned.of != 0)
        add(&g, TRAIT_SIGN_TURNED, &(struct event){.of = g.turned.of, .happened = g.turned.at});
    if (e == NULL)
        weigh(&g, out);
    free(g.facts);
    return e;
}
