#include "desk/report_facts.h"

#include "desk/abuse.h"
#include "desk/owed.h"
#include "store/db_cause.h"
#include "store/db_merged.h"
#include "store/db_walk.h"

enum { PERIODS = 2, NOWHERE = -1 };

struct facts {
    struct desk *d;
    const struct report *r;
    struct report_count *k;
    struct report_plain *plain; /* of k */
    instant from[PERIODS], to[PERIODS];
    int64_t at[DB_WALK_AT];
    struct db_merged_map merged;  /* who is who by then */
    struct db_bits difficult;     /* customers who were */
    struct report_came *came;     /* NULL: nobody asks */
    struct db_cause_since *fixes; /* by cause */
    size_t n_fixes;
    struct arena *a, *keep; /* for one complaint; for the walk */
};

static int period_of(const struct facts *x, instant t)
{
    if (t >= x->from[0])
        return t < x->to[0] ? 0 : NOWHERE;
    return t >= x->from[1] ? 1 : NOWHERE;
}

/* As whom the desk knows the customer. */
static int64_t whose(const struct facts *x, const struct complaint *c, const struct followup *f)
{
    return -db_merged_map_root(&x->merged, c != NULL ? -c->customer : f != NULL ? f->of : 0);
}

static void tell_whole(struct facts *x, enum report_fact fact, int period, const struct complaint *c,
                       const struct followup *f, instant from, instant at)
{
    if (!report_count_wants(x->k, fact, period))
        return;
    struct report_told t = {
        .fact = fact, .period = period, .c = c, .f = f, .customer = whose(x, c, f), .from = from, .at = at};
    report_count_tell(x->k, &t);
}

static inline void tell(struct facts *x, enum report_fact fact, int period, const struct complaint *c,
                        const struct followup *f, instant from, instant at)
{
    if (period == NOWHERE)
        return;
    if ((x->plain->facts[period] & REPORT_BIT(fact)) != 0)
        x->plain->n[period][fact]++;
    else
        tell_whole(x, fact, period, c, f, from, at);
}

/* A fact of a complaint that takes no time. */
static inline void once(struct facts *x, enum report_fact fact, const struct complaint *c, instant at)
{
    tell(x, fact, period_of(x, at), c, NULL, INSTANT_NONE, at);
}

/* --- complaints -------------------------------------------------------------------------------------------------- */

/* Whether it came although its cause was fixed by then. */
static bool recurs(const struct facts *x, const struct complaint *c)
{
    size_t lo = 0, hi = x->n_fixes;

    if (c->cause == 0)
        return false;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (x->fixes[mid].cause < c->cause)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < x->n_fixes && x->fixes[lo].cause == c->cause && x->fixes[lo].since <= c->received;
}

/* Half of a million signals are there and half are not: where they are only counted, no branch has to guess which. */
static void signals(struct facts *x, const struct complaint *c, int period)
{
    uint64_t all = (REPORT_BIT(SIGNALS) - 1) << REPORT_ANGER;
    bool plain = (x->plain->facts[period] & all) == all;

    for (int i = 0; i < SIGNALS; i++) {
        uint32_t is = c->signals >> i & 1;
        if (plain)
            x->plain->n[period][REPORT_ANGER + i] += is;
        else if (is != 0)
            tell(x, (enum report_fact)(REPORT_ANGER + i), period, c, NULL, INSTANT_NONE, c->received);
    }
}

static void received(struct facts *x, const struct complaint *c, bool again)
{
    int period = period_of(x, c->received);

    tell(x, REPORT_ARRIVED, c->received < x->to[0] ? 0 : NOWHERE, c, NULL, INSTANT_NONE, c->received);
    if (period == NOWHERE)
        return;
    once(x, REPORT_RECEIVED, c, c->received);
    once(x, (enum report_fact)(REPORT_P1 + (int)c->priority), c, c->received);
    signals(x, c, period);
    if (again)
        once(x, REPORT_REPEAT, c, c->received);
    if (recurs(x, c))
        once(x, REPORT_RECURRED, c, c->received);
}

/* --- what only the history knows ----------------------------------------------------------------------------------- */

/* The remedy that a complaint has in the end, and the score that its customer gave last. */
struct remedy {
    int64_t name, amount;
    instant at;
};
struct score {
    int64_t of_five;
    instant at;
};

static void tell_amount(struct facts *x, enum report_fact fact, const struct complaint *c, int64_t name,
                        int64_t amount, instant at)
{
    int period = period_of(x, at);
    struct report_told t = {.fact = fact,
                            .period = period,
                            .c = c,
                            .customer = whose(x, c, NULL),
                            .name = name,
                            .amount = amount,
                            .from = INSTANT_NONE,
                            .at = at};

    if (period != NOWHERE && report_count_wants(x->k, fact, period))
        report_count_tell(x->k, &t);
}

static void tell_set(const struct event *ev, struct remedy *remedy, struct score *score)
{
    switch (ev->code) {
    case FIELD_REMEDY:
        remedy->name = ev->who;
        remedy->at = ev->happened;
        break;
    case FIELD_AMOUNT:
        remedy->amount = ev->num;
        break;
    case FIELD_SATISFACTION:
        *score = (struct score){ev->num, ev->happened};
        break;
    default:
        break;
    }
}

static void tell_offer(struct facts *x, const struct complaint *c, const struct event *ev)
{
    if (ev->kind == EVENT_OFFERED && ev->who != 0)
        tell_amount(x, REPORT_OFFERED, c, ev->who, ev->num, ev->happened);
}

static void tell_event(struct facts *x, const struct complaint *c, const struct event *ev,
                       struct remedy *remedy, struct score *score)
{
    bool no = ev->kind == EVENT_CONFIRMED && ev->num == 0;

    if (no || ev->kind == EVENT_REOPENED)
        once(x, REPORT_REOPENED, c, ev->happened);
    if (no)
        once(x, REPORT_UNSATISFIED, c, ev->happened);
    tell_offer(x, c, ev);
    if (ev->kind == EVENT_HEARD && ev->ref != 0)
        once(x, REPORT_PRAISED, c, ev->happened);
    if (ev->kind == EVENT_SET)
        tell_set(ev, remedy, score);
}

/* What a colleague had to bear, and the talk that supports them once it was held. */
static void abused(struct facts *x, const struct complaint *c, const struct event *ev,
                   const struct db_walk_row *row)
{
    once(x, REPORT_ABUSED, c, ev->happened);
    for (size_t i = 0; i < row->nf; i++) {
        const struct followup *f = &row->f[i];
        if (f->no == ev->ref && (f->state == STATE_KEPT || f->state == STATE_LATE))
            tell(x, REPORT_SUPPORTED, period_of(x, f->ended), c, f, INSTANT_NONE, f->ended);
    }
}

static bool has_invoice(const struct db_walk_row *row)
{
    for (size_t i = 0; i < row->nev; i++)
        if (row->ev[i].kind == EVENT_SET && row->ev[i].code == FIELD_INVOICE_AMOUNT)
            return true;
    return false;
}

/* Invoices that were late at the end of a period: of complaints that were open then, by the days of due date and
 * payments. */
static struct err *owing(struct facts *x, const struct db_walk_row *row)
{
    struct err *e = NULL;

    if (!has_invoice(row))
        return NULL;
    for (int p = 0; p < PERIODS && e == NULL; p++) {
        const struct complaint *c = row->at[p + 1];
        instant end = x->to[p] - 1;
        struct owed o;
        if (c == NULL || c->status == STATUS_CLOSED || !report_count_wants(x->k, REPORT_OWING, p))
            continue;
        e = owed_fold(x->d, row->ev, row->nev, end, x->a, &o);
        if (e == NULL && o.known && o.sum.days > 0 && o.sum.left > 0)
            tell_amount(x, REPORT_OWING, c, 0, o.sum.left, end);
        arena_reset(x->a);
    }
    return e;
}

/* What the events tell that no row does. */
static void told(struct facts *x, const struct complaint *c, const struct db_walk_row *row)
{
    struct remedy remedy = {0};
    struct score score = {0};

    for (size_t i = 0; i < row->nev; i++) {
        tell_event(x, c, &row->ev[i], &remedy, &score);
        if (row->ev[i].kind == EVENT_ABUSED)
            abused(x, c, &row->ev[i], row);
    }
    if (remedy.name != 0)
        tell_amount(x, REPORT_GIVEN, c, remedy.name, remedy.amount, remedy.at);
    if (remedy.name != 0 && c->status == STATUS_CLOSED && c->satisfied)
        tell_amount(x, REPORT_WORKED, c, remedy.name, remedy.amount, c->closed);
    if (score.of_five > 0)
        tell_amount(x, REPORT_SCORED, c, 0, score.of_five * 100, score.at);
}

/* One that was merged is counted where it goes on, but what a colleague bore and what we offered and gave happened here:
 * it cost no less for that. */
static void told_before_merge(struct facts *x, const struct complaint *c, const struct db_walk_row *row)
{
    struct remedy remedy = {0};
    struct score score = {0};

    for (size_t i = 0; i < row->nev; i++) {
        const struct event *ev = &row->ev[i];
        if (ev->kind == EVENT_ABUSED)
            abused(x, c, ev, row);
        tell_offer(x, c, ev);
        if (ev->kind == EVENT_SET)
            tell_set(ev, &remedy, &score);
    }
    if (remedy.name != 0)
        tell_amount(x, REPORT_GIVEN, c, remedy.name, remedy.amount, remedy.at);
}

/* Told once for each customer. */
static void stands(void *context, int period, const struct complaint *last, bool loyal)
{
    struct facts *x = context;
    instant end = x->to[period != 0] - 1;

    tell(x, REPORT_DIFFICULT, period, last, NULL, INSTANT_NONE, end);
    if (loyal)
        tell(x, REPORT_WON_BACK, period, last, NULL, INSTANT_NONE, end);
}

static void closed(struct facts *x, const struct complaint *c)
{
    tell(x, REPORT_LEFT, c->closed < x->to[0] ? 0 : NOWHERE, c, NULL, INSTANT_NONE, c->closed);
    once(x, REPORT_CLOSED, c, c->closed);
    if (c->satisfied)
        once(x, REPORT_SATISFIED, c, c->closed);
}

static void complaint(struct facts *x, const struct complaint *c, const struct db_walk_row *row)
{
    if (c->merged) {
        told_before_merge(x, c, row);
        return;
    }
    if (c->voided) {
        once(x, REPORT_VOIDED, c, c->closed);
        return;
    }
    received(x, c, x->came != NULL && report_came(x->came, whose(x, c, NULL), c));
    if (c->acknowledged != INSTANT_NONE)
        tell(x, REPORT_ANSWERED, period_of(x, c->acknowledged), c, NULL, c->received, c->acknowledged);
    if (c->resolved != INSTANT_NONE)
        tell(x, REPORT_RESOLVED, period_of(x, c->resolved), c, NULL, c->received, c->resolved);
    if (c->resolved != INSTANT_NONE && c->cause != 0)
        once(x, REPORT_CAUSED, c, c->resolved);
    if (c->status == STATUS_CLOSED)
        closed(x, c);
    told(x, c, row);
}

/* What stood at the end of a period, as the store knew it then. */
static void stock(struct facts *x, const struct complaint *c, int period)
{
    const struct {
        enum report_fact fact;
        bool is;
    } all[] = {
        {REPORT_OPEN, true},
        {REPORT_LATE, c->due < x->to[period]},
        {REPORT_WAITING, c->waiting},
        {REPORT_UNOWNED, c->owner == 0},
        {REPORT_WITHOUT_STEP, c->steps == 0},
        {REPORT_UNANSWERED, c->due < x->to[period] && c->acknowledged == INSTANT_NONE},
    };

    if (c->status >= STATUS_CLOSED)
        return;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].is)
            tell(x, all[i].fact, period, c, NULL, INSTANT_NONE, x->to[period]);
}

/* --- follow-ups -------------------------------------------------------------------------------------------------- */

/* What was open at the end of the period. */
static void open_followup(struct facts *x, const struct complaint *c, const struct followup *f)
{
    bool promise = f->kind <= KIND_MEETING;
    bool deadline = f->kind == KIND_RESPONSE || f->kind == KIND_UPDATE || f->kind == KIND_RESOLUTION;
    enum report_fact fact = promise ? REPORT_PROMISE_OPEN : REPORT_DEADLINE_OPEN;

    if (!promise && !deadline)
        return;
    tell(x, fact, 0, c, f, INSTANT_NONE, x->to[0]);
    if (f->due < x->to[0])
        tell(x, (enum report_fact)(fact + 1), 0, c, f, INSTANT_NONE, x->to[0]);
}

static void promise(struct facts *x, const struct complaint *c, const struct followup *f, int period)
{
    static const int facts[STATES] = {[STATE_OPEN] = -1,
                                      [STATE_KEPT] = REPORT_KEPT,
                                      [STATE_LATE] = REPORT_KEPT_LATE,
                                      [STATE_BROKEN] = REPORT_BROKEN,
                                      [STATE_CANCELLED] = -1};

    if (facts[f->state] >= 0)
        tell(x, (enum report_fact)facts[f->state], period, c, f, f->made, f->ended);
    bool along = c != NULL && c->merged && f->state == STATE_CANCELLED; /* it goes on in another one */
    if (f->moved > 0 && !along)
        tell(x, REPORT_MOVED, period, c, f, INSTANT_NONE, f->ended);
}

static void deadline(struct facts *x, const struct complaint *c, const struct followup *f, int period,
                     enum report_fact met)
{
    if (f->state != STATE_CANCELLED)
        tell(x, f->state == STATE_KEPT ? met : (enum report_fact)(met + 1), period, c, f, f->made, f->ended);
}

static void followup(struct facts *x, const struct complaint *c, const struct followup *f,
                     const struct db_walk_row *row)
{
    int period;

    if (c != NULL && c->voided && !c->merged) /* counts as void only */
        return;
    if (f->kind == KIND_ESCALATION && f->state != STATE_CANCELLED && c != NULL && !c->voided)
        tell(x, REPORT_ESCALATED, period_of(x, f->due), c, f, INSTANT_NONE, f->due);
    if (abuse_is_talk(row->ev, row->nev, f)) /* abused() tells it */
        return;
    if (f->made < x->to[0] && (f->state == STATE_OPEN || f->ended >= x->to[0]))
        open_followup(x, c, f);
    if (f->state == STATE_OPEN || (period = period_of(x, f->ended)) == NOWHERE)
        return;
    if (f->kind <= KIND_MEETING)
        promise(x, c, f, period);
    else if (f->kind == KIND_RESPONSE)
        deadline(x, c, f, period, REPORT_RESPONSE_MET);
    else if (f->kind == KIND_UPDATE)
        deadline(x, c, f, period, REPORT_UPDATE_MET);
    else if (f->kind == KIND_RESOLUTION)
        deadline(x, c, f, period, REPORT_RESOLUTION_MET);
}

/* ----------------------------------------------------------------------------------------------------------------- */

static struct err *visit(void *context, const struct db_walk_row *row)
{
    struct facts *x = context;

    if (row->soon != NULL && x->came != NULL)
        report_came_soon(x->came, whose(x, row->soon, NULL));
    if (row->at[0] != NULL)
        complaint(x, row->at[0], row);
    for (int p = 0; p < PERIODS; p++)
        if (row->at[p + 1] != NULL)
            stock(x, row->at[p + 1], p);
    for (size_t i = 0; i < row->nf; i++)
        followup(x, row->at[0], &row->f[i], row);
    return row->at[0] != NULL && !row->at[0]->voided ? owing(x, row) : NULL;
}

static bool any(const struct report_count *k, const enum report_fact *facts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (report_count_wants(k, facts[i], 0) || report_count_wants(k, facts[i], 1))
            return true;
    return false;
}

/* The least that the walk must read. */
static struct db_walk_wants wants(const struct report_count *k)
{
    static const enum report_fact told[] = {
        REPORT_REOPENED, REPORT_UNSATISFIED, REPORT_OFFERED,      REPORT_GIVEN,
        REPORT_WORKED,   REPORT_SCORED,      REPORT_ABUSED,       REPORT_SUPPORTED,
        REPORT_PRAISED,  REPORT_OWING,       REPORT_KEPT,         REPORT_KEPT_LATE,
        REPORT_BROKEN,   REPORT_MOVED,       REPORT_PROMISE_OPEN, REPORT_PROMISE_OVERDUE};
    static const enum report_fact open[] = {REPORT_PROMISE_OPEN, REPORT_PROMISE_OVERDUE, REPORT_DEADLINE_OPEN,
                                            REPORT_DEADLINE_OVERDUE};

    return (struct db_walk_wants){any(k, told, sizeof told / sizeof told[0]) ? DB_WALK_TOLD : DB_WALK_ROWS,
                                  any(k, open, sizeof open / sizeof open[0]) ? DB_WALK_EVERY : DB_WALK_ENDED,
                                  DB_WALK_FIGURES};
}

bool report_facts_ask_how_they_came(const struct report_count *k)
{
    static const enum report_fact asks[] = {REPORT_REPEAT, REPORT_DIFFICULT, REPORT_WON_BACK};

    return any(k, asks, sizeof asks / sizeof asks[0]);
}

struct err *report_facts_walk(struct desk *d, const struct report *r, struct report_came *came,
                              struct report_count *k)
{
    struct facts x = {.d = d,
                      .r = r,
                      .k = k,
                      .came = report_facts_ask_how_they_came(k) ? came : NULL,
                      .plain = report_count_plain(k),
                      .from = {r->from, r->before},
                      .to = {r->to, r->from},
                      .at = {r->as_of}};
    struct err *e = NULL;

    for (int p = 0; p < PERIODS && e == NULL; p++) {
        x.at[p + 1] = r->as_of;
        if (x.to[p] > d->place->now) /* it ends now: what is known now, whatever the clock did */
            continue;
        if ((e = db_seq_at(d->db, x.to[p] - 1, &x.at[p + 1])) == NULL && x.at[p + 1] > r->as_of)
            x.at[p + 1] = r->as_of;
    }
    x.a = arena_new();
    x.keep = arena_new();
    if (e == NULL)
        e = db_cause_fixes(d->db, r->as_of, x.keep, &x.fixes, &x.n_fixes);
    if (e == NULL)
        e = db_merged_map(d->db, r->as_of, &x.merged);
    if (e == NULL && x.came != NULL)
        report_came_begin(x.came, stands, &x);
    if (e == NULL)
        e = db_walk(d->db, x.at, wants(k), visit, &x);
    if (e == NULL && x.came != NULL)
        report_came_end(x.came);
    arena_free(x.a);
    arena_free(x.keep);
    db_merged_map_free(&x.merged);
    return e;
}
