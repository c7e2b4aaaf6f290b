#include "desk/offer.h"

#include "base/buf.h"
#include "base/civil.h"
#include "base/zone.h"
#include "desk/fields.h"
#include "desk/ladder.h"
#include "desk/payment.h"
#include "rule/option.h"
#include "store/db_complaint.h"
#include "store/db_event.h"

struct err *offer_parse(struct str text, struct offer_remedy *out)
{
    struct str rest = str_trim(text);
    struct err *e = NULL;

    *out = (struct offer_remedy){0};
    str_cut(&rest, ':', &out->name);
    out->name = str_trim(out->name);
    if (out->name.n == 0)
        return err_new(ERR_USAGE, "--remedy", "names no remedy; for instance refund:25.00");
    if (rest.p != NULL && (e = fields_money(rest, &out->cost)) != NULL)
        e->code = ERR_USAGE;
    return err_at(e, "--remedy");
}

/* The options of the complaint in hand. */
static struct err *options(struct change *ch, struct option **all, size_t *n, uint32_t *next)
{
    struct event *ev;
    size_t events;
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &events);

    *all = NULL;
    *n = 0;
    if (e != NULL)
        return e;
    *all = arena_alloc(ch->arena, (events + 1) * sizeof **all);
    *n = option_fold(ev, events, *all, next);
    return NULL;
}

/* --- authority --------------------------------------------------------------------------------------------------- */

static const struct authority_role *role_of(const struct desk *d, struct str login)
{
    const struct policy_person *p = policy_person(d->policy, login);

    return p != NULL ? p->role : NULL;
}

static instant month_start(const struct desk *d, instant now)
{
    struct zone_time local;
    enum zone_fit fit;

    zone_local(d->policy->zone, now, &local);
    struct civil first = {.y = local.c.y, .mo = local.c.mo, .d = 1};
    return zone_instant(d->policy->zone, &first, ZONE_FIRST, &fit);
}

struct err *offer_month(struct desk *d, int64_t customer, instant now, struct arena *a, int64_t *bound)
{
    instant from = month_start(d, now);
    int64_t *ids;
    size_t n = 0;
    struct err *e = db_complaint_of_customer(d->db, customer, false, a, &ids, &n);

    *bound = 0;
    for (size_t i = 0; i < n && e == NULL; i++) {
        struct event *ev;
        size_t events;
        uint32_t next;
        if ((e = db_event_list(d->db, ids[i], DB_NOW, a, &ev, &events)) != NULL)
            break;
        struct option *all = arena_alloc(a, (events + 1) * sizeof *all);
        *bound += option_bound(all, option_fold(ev, events, all, &next), from);
    }
    return e;
}

/* What the customer of the complaint in hand has cost, or may cost, in this month. */
static struct err *bound_to(struct change *ch, int64_t *bound)
{
    return offer_month(ch->desk, ch->m.c.customer, ch->recorded, ch->arena, bound);
}

/* --- offer ------------------------------------------------------------------------------------------------------- */

static struct err *answered(struct change *ch, instant when)
{
    struct event ev = {
        .kind = EVENT_SAID, .code = (int32_t)ch->m.c.channel, .flags = EVENT_IMPLIED, .happened = when};

    return ch->m.c.status == STATUS_RECEIVED ? change_event(ch, &ev) : NULL;
}

/* Whether each option waits for approval: wait[i]. */
static struct err *weigh(struct change *ch, const struct offer *o, bool *wait, size_t *waiting)
{
    const struct authority_role *role = role_of(ch->desk, ch->desk->place->login);
    int64_t bound = 0;
    struct err *e = NULL;

    *waiting = 0;
    if (!ch->desk->policy->authority)
        return NULL;
    if ((e = bound_to(ch, &bound)) != NULL)
        return e;
    for (size_t i = 0; i < o->n; i++) {
        wait[i] = !authority_covers(role, o->remedies[i].name, o->remedies[i].cost, bound);
        *waiting += wait[i];
    }
    return NULL;
}

/* What was accepted at this cost, or a higher one. */
static bool is_agreed(const struct option *all, size_t n, int64_t remedy, int64_t cost)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].accepted && all[i].remedy == remedy && all[i].cost >= cost)
            return true;
    return false;
}

struct err *offer_may(struct change *ch, struct str remedy, int64_t cost)
{
    struct option *all = NULL;
    int64_t name = 0, bound = 0;
    uint32_t next;
    size_t n = 0;
    struct err *e;

    if (!ch->desk->policy->authority || cost == 0)
        return NULL;
    remedy = fields_remedy(remedy, ch->arena);
    if ((e = options(ch, &all, &n, &next)) != NULL || (e = db_name_find(ch->desk->db, remedy, &name)) != NULL)
        return e;
    if (name != 0 && is_agreed(all, n, name, cost))
        return NULL;
    if ((e = bound_to(ch, &bound)) != NULL ||
        authority_covers(role_of(ch->desk, ch->desk->place->login), remedy, cost, bound))
        return e;
    struct str sum = fields_money_text(cost, ch->arena), what = remedy.n > 0 ? remedy : str_of("NAME");
    return err_new(ERR_NOPERM, NULL,
                   "%.*s is beyond your limit; cust-log offer %lld --remedy %.*s:%.*s asks for approval",
                   (int)sum.n, sum.p, (long long)ch->m.c.id, (int)what.n, what.p, (int)sum.n, sum.p);
}

/* Each under the name that it is kept by. */
static void fold_names(struct change *ch, struct offer *o)
{
    struct offer_remedy *all = arena_alloc(ch->arena, (o->n + 1) * sizeof *all);

    for (size_t i = 0; i < o->n; i++)
        all[i] = (struct offer_remedy){fields_remedy(o->remedies[i].name, ch->arena), o->remedies[i].cost};
    o->remedies = all;
}

static struct err *make(struct change *ch, const struct offer *o, uint32_t *first, size_t *waiting)
{
    bool *wait = arena_alloc(ch->arena, (o->n + 1) * sizeof *wait);
    struct option *all = NULL;
    size_t n = 0;
    struct err *e = options(ch, &all, &n, first);

    if (e == NULL && (e = weigh(ch, o, wait, waiting)) == NULL && *waiting < o->n)
        e = answered(ch, o->when);
    for (size_t i = 0; i < o->n && e == NULL; i++) {
        struct event ev = {.kind = EVENT_OFFERED,
                           .code = wait[i],
                           .ref = *first + (uint32_t)i,
                           .num = o->remedies[i].cost,
                           .happened = o->when};
        if ((e = db_name(ch->desk->db, o->remedies[i].name, &ev.who)) == NULL)
            e = change_words(ch, &ev, WORDS_TEXT, i == 0 ? o->words : (struct str){0});
    }
    return e;
}

struct err *offer_make(struct desk *d, int64_t id, const struct offer *o, uint32_t *first, size_t *waiting)
{
    struct offer folded = *o;
    struct change ch;
    struct err *e;

    if (o->n == 0)
        return err_new(ERR_USAGE, "offer", "say what is offered: --remedy NAME or --remedy NAME:COST");
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    fold_names(&ch, &folded);
    if ((e = change_take(&ch, id)) == NULL && (e = change_after_receipt(&ch, &folded.when)) == NULL &&
        (e = make(&ch, &folded, first, waiting)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

/* --- approve ----------------------------------------------------------------------------------------------------- */

static struct err *may_approve(struct change *ch, const struct option *o)
{
    struct desk *d = ch->desk;
    const struct authority_role *role = role_of(d, d->place->login);
    struct str author, remedy;
    int64_t bound;
    struct err *e;

    if ((e = db_name_text(d->db, o->actor, ch->arena, &author)) != NULL ||
        (e = db_name_text(d->db, o->remedy, ch->arena, &remedy)) != NULL ||
        (e = bound_to(ch, &bound)) != NULL)
        return e;
    if (str_eq(author, d->place->login))
        return err_new(ERR_NOPERM, NULL,
                       "option %u of %lld is your own offer; somebody above you approves it", o->no,
                       (long long)ch->m.c.id);
    if (!authority_above(role, role_of(d, author)))
        return err_new(ERR_NOPERM, NULL, "only a higher role than that of %.*s approves option %u of %lld",
                       (int)author.n, author.p, o->no, (long long)ch->m.c.id);
    if (!authority_covers(role, remedy, o->cost, bound))
        return err_new(ERR_NOPERM, NULL,
                       "option %u of %lld is beyond your own limit too; somebody above approves it", o->no,
                       (long long)ch->m.c.id);
    return NULL;
}

static struct err *approve(struct change *ch, uint32_t option, struct str words)
{
    struct option *all = NULL;
    size_t n = 0, done = 0;
    uint32_t next;
    struct err *e = options(ch, &all, &n, &next);

    for (size_t i = 0; i < n && e == NULL; i++) {
        struct event ev = {.kind = EVENT_APPROVED, .ref = all[i].no, .happened = INSTANT_NONE};
        if (!all[i].waits || (option != 0 && all[i].no != option))
            continue;
        if ((e = may_approve(ch, &all[i])) == NULL && (done > 0 || (e = answered(ch, INSTANT_NONE)) == NULL))
            e = change_words(ch, &ev, WORDS_TEXT, done == 0 ? words : (struct str){0});
        done++;
    }
    if (e == NULL && done == 0)
        e = err_new(ERR_DATA, NULL, "%lld has no option that waits for approval", (long long)ch->m.c.id);
    return e;
}

struct err *offer_approve(struct desk *d, int64_t id, uint32_t option, struct str words)
{
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = approve(&ch, option, words)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}

/* --- agree ------------------------------------------------------------------------------------------------------- */

static struct err *which(const struct change *ch, const struct option *all, size_t n, uint32_t option,
                         const struct option **out)
{
    struct buf list = {0};
    struct err *e = NULL;

    *out = all != NULL && option == 0 && n == 1 ? all : option_find(all, n, option);
    if (*out != NULL || (n == 0 && option == 0)) /* none at all: the lifecycle says what is missing */
        return NULL;
    for (size_t i = 0; all != NULL && i < n; i++)
        buf_printf(&list, "%s%u", i > 0 ? ", " : "", all[i].no);
    if (option == 0)
        e = err_new(ERR_USAGE, "--option", "%lld has several: %s; say which they chose",
                    (long long)ch->m.c.id, list.p);
    else
        e = err_new(ERR_DATA, "--option", "%lld has no option %u%s%s", (long long)ch->m.c.id, option,
                    n > 0 ? "; there is " : "", n > 0 ? list.p : "");
    buf_free(&list);
    return e;
}

static struct err *fill_fields(struct change *ch, const struct option *o)
{
    int64_t today = zone_day(ch->desk->policy->zone, ch->recorded) * 86400;
    struct err *e;

    if ((e = fields_put(ch, FIELD_REMEDY, 0, o->remedy)) != NULL ||
        (e = fields_put(ch, FIELD_REMEDY_ACCEPTED, today, 0)) != NULL)
        return e;
    return o->cost > 0 ? fields_put(ch, FIELD_AMOUNT, o->cost, 0) : NULL;
}

static struct err *agree(struct change *ch, uint32_t option, const struct speak *s)
{
    struct event ev = {.kind = EVENT_AGREED, .happened = s->when};
    const struct option *chosen;
    struct option *all = NULL;
    uint32_t next;
    size_t n = 0;
    struct err *e;

    if ((e = options(ch, &all, &n, &next)) != NULL || (e = which(ch, all, n, option, &chosen)) != NULL)
        return e;
    if (chosen != NULL && chosen->waits)
        return err_new(ERR_NOPERM, NULL,
                       "option %u of %lld waits for approval; cust-log approve %lld by a higher role",
                       chosen->no, (long long)ch->m.c.id, (long long)ch->m.c.id);
    ev.ref = chosen != NULL ? chosen->no : 0;
    e = chosen != NULL ? change_after_offer(ch, chosen->at, &ev.happened)
                       : change_after_receipt(ch, &ev.happened);
    if (e != NULL || (e = change_words(ch, &ev, WORDS_TEXT, s->words)) != NULL)
        return e;
    return chosen != NULL ? fill_fields(ch, chosen) : NULL;
}

/* What the customer owes is paid in sums, and while they keep to them nobody presses them. */
static struct err *check_plan(struct change *ch, const struct speak *s)
{
    bool owes = false;
    struct err *e = s->nexpects > 0 ? payment_owes(ch, &owes) : NULL;

    for (size_t i = 0; i < s->nexpects && owes && e == NULL; i++) {
        struct str what;
        instant due;
        int64_t sum;
        if ((e = speak_expect(ch->desk, s->expects[i], &due, &what)) == NULL &&
            !payment_instalment(what, &sum))
            e = err_new(ERR_USAGE, "--expect",
                        "says no amount such as 40.00; each instalment has its own: '1 dec 40.00 by bank'");
    }
    return e == NULL && owes ? ladder_halt(ch) : e;
}

struct err *offer_agree(struct desk *d, int64_t id, uint32_t option, const struct speak *s)
{
    struct speak_promised *made;
    struct change ch;
    struct err *e;

    if (s->npromises + s->nexpects == 0)
        return err_new(ERR_USAGE, "agree",
                       "say what will be done and by when: --promise \"fri 12:00 send the new lid\"");
    if ((e = speak_promises(d, s, &made)) != NULL || (e = change_begin(d, &ch)) != NULL)
        goto out;
    if ((e = change_take(&ch, id)) == NULL && (e = agree(&ch, option, s)) == NULL &&
        (e = check_plan(&ch, s)) == NULL && (e = speak_add_promises(&ch, s, made)) == NULL)
        e = change_settle(&ch);
    e = change_end(&ch, e);
out:
    speak_promises_free(made);
    return e;
}
