#include "rule/lifecycle.h"

#include "rule/ref.h"

#define S(status) (1u << STATUS_##status)
enum { OPEN_ONES = S(RECEIVED) | S(ACKNOWLEDGED) | S(OFFERED) | S(AGREED) | S(RESOLVED) };

/* The lifecycle (cust(7), LIFECYCLE): from which statuses a step may be taken, and what to do instead. */
static const struct step {
    uint32_t from;
    const char *verb, *instead;
} steps[EVENTS] = {
    [EVENT_OFFERED] = {S(RECEIVED) | S(ACKNOWLEDGED) | S(OFFERED), "offer",
                       "resolve it, or reopen it to offer anew"},
    [EVENT_APPROVED] = {S(RECEIVED) | S(ACKNOWLEDGED) | S(OFFERED), "approve", "reopen it to offer anew"},
    [EVENT_AGREED] = {S(OFFERED), "agree", "offer a remedy first"},
    [EVENT_RESOLVED] = {OPEN_ONES & ~S(RESOLVED), "resolve", "confirm it yes or no, or reopen it"},
    [EVENT_CONFIRMED] = {S(RESOLVED), "confirm", "resolve it first"},
    [EVENT_CLOSED] = {S(RESOLVED), "close", "resolve it first, or void it when it is no complaint"},
    [EVENT_REOPENED] = {S(RESOLVED) | S(CLOSED), "reopen", "it is still open: heard, said and resolve go on"},
    [EVENT_WAITING] = {OPEN_ONES & ~S(RESOLVED), "wait", "its clocks stand still already; reopen it first"},
    [EVENT_RESUMED] = {OPEN_ONES, "resume", "reopen it first"},
    [EVENT_MERGED] = {OPEN_ONES, "merge", "reopen it first when it goes on"},
    [EVENT_JOINED] = {OPEN_ONES, "merge another one into it", "reopen it first"},
};

static struct err *refuse(const struct matter *m, const char *verb, const char *why, const char *instead)
{
    char where[32] = "";
    size_t n = sizeof where;
    int64_t v = m->c.id;

    where[--n] = '\0';
    do {
        where[--n] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    return err_new(ERR_DATA, where + n, "cannot %s: it is %s; %s", verb, why, instead);
}

/* Its history is over, but that events are struck, a letter that left earlier is known to be sent, or an import says where
 * it came from. */
static struct err *check_merged(const struct matter *m, const struct event *ev)
{
    bool source = ev->kind == EVENT_SET && (ev->code == FIELD_SOURCE || ev->code == FIELD_SOURCE_ID);

    if (ev->kind == EVENT_STRUCK || (ev->kind == EVENT_SAID && ev->num != 0) || source)
        return NULL;
    if (m->into == 0)
        return err_new(ERR_DATA, NULL,
                       "%lld was merged into another one, which is not here; it takes nothing more",
                       (long long)m->c.id);
    return err_new(ERR_DATA, NULL, "%lld was merged into %lld; go on there, or strike the merge to part them",
                   (long long)m->c.id, (long long)m->into);
}

static struct err *check_step(const struct matter *m, const struct event *ev)
{
    const struct step *s = &steps[ev->kind];

    if (m->c.merged)
        return check_merged(m, ev);
    if (s->from != 0 && (s->from & 1u << m->c.status) == 0)
        return refuse(m, s->verb, m->c.voided ? "void" : word_name(WORD_STATUS, (int)m->c.status),
                      s->instead);
    if (ev->kind == EVENT_WAITING && m->c.waiting)
        return refuse(m, "wait", "waiting already", "resume ends it");
    if (ev->kind == EVENT_RESUMED && !m->c.waiting)
        return refuse(m, "resume", "not waiting", "nothing needs to be done");
    if (ev->kind == EVENT_VOIDED && m->c.voided)
        return refuse(m, "void", "void already", "reopen brings it back");
    return NULL;
}

/* "42/3", "c7/2" */
static const char *name_followup(const struct matter *m, uint32_t no, char out[REF_SIZE])
{
    bool theirs = m->c.id < 0;
    struct ref ref = {theirs ? REF_CUSTOMER_FOLLOWUP : REF_FOLLOWUP, theirs ? -m->c.id : m->c.id, no};

    return ref_format(&ref, out);
}

static struct err *check_followup(const struct matter *m, const struct event *ev)
{
    char name[REF_SIZE];

    if (ev->kind == EVENT_ADDED && ev->ref != m->c.followups + 1)
        return err_new(ERR_BUG, NULL, "follow-up %u of %lld is not the next", ev->ref, (long long)m->c.id);
    if (ev->kind != EVENT_DONE && ev->kind != EVENT_MOVED && ev->kind != EVENT_CANCELLED)
        return NULL;
    size_t i = 0;
    while (i < m->nf && m->f[i].no != ev->ref)
        i++;
    if (i == m->nf && ev->ref <= m->c.followups && ev->ref > 0)
        return err_new(ERR_DATA, NULL, "%s is not open any more; add a new one",
                       name_followup(m, ev->ref, name));
    if (i == m->nf && m->c.id < 0)
        return err_new(ERR_NOINPUT, NULL, "there is no follow-up %s; cust-followup customer:c%lld lists them",
                       name_followup(m, ev->ref, name), -(long long)m->c.id);
    if (i == m->nf)
        return err_new(ERR_NOINPUT, NULL, "%lld has no follow-up %u; cust-followup %lld lists them",
                       (long long)m->c.id, ev->ref, (long long)m->c.id);
    if (m->f[i].state != STATE_OPEN)
        return err_new(ERR_DATA, NULL, "%s is %s already; add a new one", name_followup(m, ev->ref, name),
                       word_name(WORD_STATE, (int)matter_state(&m->f[i])));
    return NULL;
}

/* Who a customer is goes on in another one: once. */
static struct err *check_customer(const struct matter *m, const struct event *ev)
{
    if (ev->kind != EVENT_MERGED || m->into == 0)
        return NULL;
    return err_new(ERR_DATA, NULL, "c%lld was merged into c%lld already", -(long long)m->c.id,
                   -(long long)m->into);
}

struct err *lifecycle_check(const struct matter *m, const struct event *ev)
{
    struct err *e = ev->of < 0 ? check_customer(m, ev) : check_step(m, ev);

    return e != NULL ? e : check_followup(m, ev);
}
