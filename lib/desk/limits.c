#include "desk/limits.h"

#include "base/buf.h"
#include "desk/offer.h"
#include "rule/option.h"
#include "store/db_event.h"

static const struct authority_role *role_of(const struct desk *d)
{
    const struct policy_person *p = policy_person(d->policy, d->place->login);

    return p != NULL ? p->role : NULL;
}

static bool is_among(const struct limits *l, const char *remedy)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_is(l->rows[i].remedy, remedy))
            return true;
    return false;
}

/* Every remedy that policy speaks of. */
static void gather(const struct policy *p, const struct authority_role *mine, struct arena *a,
                   struct limits *out)
{
    size_t room = 1;

    for (size_t i = 0; i < p->nroles; i++)
        room += p->roles[i].nlimits;
    out->rows = arena_alloc(a, room * sizeof *out->rows);
    for (size_t i = 0; i < p->nroles; i++)
        for (size_t k = 0; k < p->roles[i].nlimits; k++) {
            struct str remedy = str_of(p->roles[i].limits[k].remedy);
            if (!is_among(out, remedy.p))
                out->rows[out->n++] = (struct limits_row){remedy, authority_most(mine, remedy)};
        }
    out->rows[out->n++] = (struct limits_row){str_of(""), mine != NULL ? mine->offer : 0};
}

/* Whose role is above and covers that, the lowest first. */
static struct str above(const struct policy *p, const struct authority_role *mine, struct str remedy,
                        int64_t cost, struct arena *a)
{
    struct buf b = {0};

    for (int rank = 1; rank <= AUTHORITY_RANKS; rank++)
        for (size_t i = 0; i < p->nstaff; i++)
            if (p->staff[i].role != NULL && p->staff[i].role->rank == rank &&
                authority_above(p->staff[i].role, mine) &&
                authority_covers(p->staff[i].role, remedy, cost, 0))
                buf_printf(&b, "%s%s", b.len > 0 ? "," : "", p->staff[i].login);
    struct str out = arena_str(a, b.p != NULL ? buf_str(&b) : str_of(""));
    buf_free(&b);
    return out;
}

struct str limits_approvers(const struct policy *p, struct str author, struct str remedy, int64_t cost,
                            struct arena *a)
{
    const struct policy_person *who = policy_person(p, author);

    return above(p, who != NULL ? who->role : NULL, remedy, cost, a);
}

bool limits_may_approve(const struct policy *p, struct str login, struct str author, struct str remedy,
                        int64_t cost)
{
    const struct policy_person *me = policy_person(p, login), *who = policy_person(p, author);

    return me != NULL && me->role != NULL && authority_above(me->role, who != NULL ? who->role : NULL) &&
           authority_covers(me->role, remedy, cost, 0);
}

struct err *limits_get(struct desk *d, int64_t customer, struct arena *a, struct limits *out)
{
    const struct authority_role *mine = role_of(d);
    int64_t bound = 0;
    struct err *e = NULL;

    *out = (struct limits){.limited = d->policy->authority, .left = AUTHORITY_FREE};
    if (!out->limited) {
        out->rows = arena_alloc(a, sizeof *out->rows);
        out->rows[out->n++] = (struct limits_row){str_of(""), AUTHORITY_FREE};
        return NULL;
    }
    if (customer != 0 && mine != NULL && mine->month != AUTHORITY_FREE)
        e = offer_month(d, customer, d->place->now, a, &bound);
    out->left = authority_left(mine, bound);
    gather(d->policy, mine, a, out);
    out->above = above(d->policy, mine, str_of(""), 0, a);
    return e;
}

/* What was offered in this matter and needs nobody's yes any more. */
static struct err *granted(struct desk *d, int64_t complaint, struct arena *a, struct allowance *out)
{
    struct event *ev;
    size_t n, options;
    uint32_t next;
    struct err *e = db_event_list(d->db, complaint, DB_NOW, a, &ev, &n);

    if (e != NULL)
        return e;
    struct option *all = arena_alloc(a, (n + 1) * sizeof *all);
    struct allowance_limit *g = arena_alloc(a, (n + 1) * sizeof *g);
    options = option_fold(ev, n, all, &next);
    for (size_t i = 0; i < options && e == NULL; i++) {
        if (all[i].waits || all[i].cost == 0)
            continue;
        g[out->ngranted].most = all[i].cost;
        e = db_name_text(d->db, all[i].remedy, a, &g[out->ngranted++].remedy);
    }
    out->granted = g;
    return e;
}

struct err *limits_allowance(struct desk *d, int64_t complaint, int64_t customer, struct arena *a,
                             struct allowance *out)
{
    struct limits l;
    struct err *e = limits_get(d, customer, a, &l);

    *out = (struct allowance){.limited = false};
    if (e != NULL || !l.limited)
        return e;
    struct allowance_limit *own = arena_alloc(a, (l.n + 1) * sizeof *own);
    for (size_t i = 0; i + 1 < l.n; i++)
        own[i] = (struct allowance_limit){l.rows[i].remedy, l.rows[i].most};
    *out = (struct allowance){
        .limited = true, .limit = own, .nlimits = l.n - 1, .other = l.rows[l.n - 1].most, .left = l.left};
    return complaint != 0 ? granted(d, complaint, a, out) : NULL;
}
