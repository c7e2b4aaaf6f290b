#include "desk/strike.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/clock.h"
#include "desk/fields.h"
#include "desk/reading.h"
#include "desk/review.h"
#include "desk/strike_answer.h"
#include "desk/strike_with.h"
#include "rule/ref.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_merged.h"

/* A history in hand, with room for the strikes that are appended to it. */
struct history {
    struct event *ev;
    size_t n, before; /* how many there were before */
};

/* "42@17", "c7@3", or without a number "42", "c7". */
static const char *name(subject of, uint32_t no, char out[REF_SIZE])
{
    struct ref ref = {of < 0 ? REF_CUSTOMER_EVENT : REF_EVENT, of < 0 ? -of : of, no};

    if (no == 0)
        ref.kind = of < 0 ? REF_CUSTOMER : REF_COMPLAINT;
    return ref_format(&ref, out);
}

static struct err *load(struct change *ch, subject id, struct history *h)
{
    struct event *read;
    struct err *e;

    *h = (struct history){0};
    if ((e = change_take(ch, id)) != NULL ||
        (e = db_event_list(ch->desk->db, id, DB_NOW, ch->arena, &read, &h->n)) != NULL)
        return e;
    h->ev = mem_array(NULL, h->n * 2 + 3, sizeof *h->ev); /* each struck once, and an answer put in */
    memcpy(h->ev, read, h->n * sizeof *read);
    h->before = h->n;
    return NULL;
}

static struct err *append_event(struct change *ch, struct history *h, struct event ev)
{
    ev.of = ch->m.c.id;
    ev.no = (uint32_t)h->n + 1;
    ev.seq = ch->seq;
    ev.recorded = ch->recorded;
    h->ev[h->n++] = ev;
    return db_event_add(ch->desk->db, &h->ev[h->n - 1]);
}

/* Appends one strike; its words are already kept. */
static struct err *append(struct change *ch, struct history *h, uint32_t no, uint32_t flags, int64_t words)
{
    struct event ev = {
        .happened = ch->recorded, .kind = EVENT_STRUCK, .flags = flags, .ref = no, .words = words};

    return append_event(ch, h, ev);
}

static bool same_row(const struct followup *a, const struct followup *b)
{
    return a->state == b->state && a->due == b->due && a->owner == b->owner && a->moved == b->moved &&
           a->made == b->made && a->ended == b->ended && a->kind == b->kind && a->words == b->words;
}

/* Takes over what the history now says, touching only follow-ups that it changes. */
static struct err *take_over(struct change *ch, struct matter *now)
{
    struct followup *old;
    size_t nold;
    struct err *e =
        db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &old, &nold);

    for (size_t i = 0; i < now->nf && e == NULL; i++) {
        size_t j = 0;
        while (j < nold && old[j].no != now->f[i].no)
            j++;
        now->touched[i] = j == nold || !same_row(&now->f[i], &old[j]);
        now->f[i].seq = now->touched[i] ? ch->seq : old[j].seq;
    }
    for (size_t j = 0; j < nold && e == NULL; j++) {
        size_t i = 0;
        while (i < now->nf && now->f[i].no != old[j].no)
            i++;
        if (i == now->nf)
            e = db_complaint_followup_drop(ch->desk->db, ch->m.c.id, old[j].no, ch->seq);
    }
    if (e == NULL)
        change_replace(ch, now);
    return e;
}

/* Fields beside the row go back to what the last standing event says. */
static struct err *fields_again(struct change *ch, const struct history *h, const bool *was, const bool *is)
{
    struct err *e = NULL;

    for (size_t i = 0; i < h->n && e == NULL; i++) {
        if (h->ev[i].kind != EVENT_SET || was[i] == is[i] || fields_in_row((enum field)h->ev[i].code))
            continue;
        const struct event *last = NULL;
        for (size_t j = 0; j < h->n; j++)
            if (h->ev[j].kind == EVENT_SET && h->ev[j].code == h->ev[i].code && !is[j])
                last = &h->ev[j];
        e = db_complaint_set_field(ch->desk->db, ch->m.c.id, (enum field)h->ev[i].code, last ? last->num : 0,
                                   last ? last->who : 0, last ? last->words : 0);
    }
    return e;
}

/* The first merge, from event `from` on, that the new strikes undid or brought back; NULL when there is none.  *is says
 * whether it is struck now. */
static const struct event *changed_merge(const struct history *h, const bool *was, const bool *is,
                                         size_t from)
{
    for (size_t i = from; i < h->before; i++)
        if ((h->ev[i].kind == EVENT_MERGED || h->ev[i].kind == EVENT_JOINED) && was[i] != is[i])
            return &h->ev[i];
    return NULL;
}

/* Takes over what the history says now; what the customer said is read again when there is more of it or less. */
static struct err *settle(struct change *ch, const struct history *h, const bool *was, const bool *is,
                          struct matter *now)
{
    const struct event *merge = changed_merge(h, was, is, 0);
    bool joins = merge != NULL && merge->kind == EVENT_JOINED && ch->m.c.id > 0;
    bool words = joins;
    bool other = ch->before.cause != now->c.cause || ch->before.category != now->c.category;
    struct err *e;

    for (size_t i = 0; i < h->before; i++) {
        bool corrected = h->ev[i].kind == EVENT_CORRECTED && was[i] != is[i];
        ch->corrected = ch->corrected || corrected;
        words = words || corrected || (h->ev[i].kind == EVENT_HEARD && was[i] != is[i]);
    }
    if ((e = fields_again(ch, h, was, is)) != NULL || (e = take_over(ch, now)) != NULL)
        return e;
    ch->spoken = words || other || strike_with_weighs(h->ev, h->before, was, is);
    ch->before = ch->m.c; /* clocks stand as the history has them */
    if ((e = change_settle(ch)) != NULL || !joins)
        return e;
    e = clock_adjust(ch); /* but what moved them since then stands, too */
    return e != NULL ? e : change_settle(ch);
}

/* What would have answered them had nobody before answers them now; what was put in such a place before, and is no more
 * needed, goes. */
static struct err *answer_again(struct change *ch, struct history *h)
{
    struct strike_answer answer;
    struct err *e = NULL;

    if (ch->m.c.id < 0)
        return NULL;
    strike_answer(h->ev, h->n, &answer);
    for (size_t i = 0; i < answer.n && e == NULL; i++)
        e = append(ch, h, answer.gone[i], EVENT_IMPLIED, 0);
    answer.put_in.code = (int32_t)ch->m.c.channel;
    if (e == NULL && answer.owed)
        e = append_event(ch, h, answer.put_in);
    free(answer.gone);
    return e;
}

/* Folds the history with its new strikes. */
static struct err *refold(struct change *ch, struct history *h)
{
    struct matter now = {0};
    struct err *e = answer_again(ch, h);
    bool *was = mem_zero(h->n + 1), *is = mem_zero(h->n + 1);

    matter_struck(h->ev, h->before, was);
    matter_struck(h->ev, h->n, is);
    if (e == NULL && (e = matter_replay(&now, h->ev, h->n)) == NULL)
        e = settle(ch, h, was, is, &now);
    matter_clear(&now);
    free(was);
    free(is);
    return e;
}

/* Whether this change has struck it already: two typed events may share what they implied. */
static bool struck_now(const struct history *h, size_t from, uint32_t no)
{
    for (size_t i = from; i < h->n; i++)
        if (h->ev[i].ref == no)
            return true;
    return false;
}

/* The strike that stands on event `no`; 0 when none does. */
static uint32_t struck_by(const struct history *h, size_t n, uint32_t no)
{
    bool *struck = mem_zero(n + 1);
    size_t by = n;

    matter_struck(h->ev, n, struck);
    while (by > 0 && (h->ev[by - 1].kind != EVENT_STRUCK || h->ev[by - 1].ref != no || struck[by - 1]))
        by--;
    free(struck);
    return (uint32_t)by;
}

/* A second strike would take nothing back. */
static struct err *refuse_twice(const struct change *ch, const struct history *h, size_t n, uint32_t no)
{
    char event[REF_SIZE], strike[REF_SIZE];
    uint32_t by = struck_by(h, n, no);

    if (by == 0)
        return NULL;
    return err_new(ERR_DATA, NULL, "%s is struck already; cust-log strike %s brings it back",
                   name(ch->m.c.id, no, event), name(ch->m.c.id, by, strike));
}

/* What a strike cannot take back, and what does. */
static struct err *refuse_kind(const struct change *ch, const struct history *h, size_t n, uint32_t no)
{
    subject of = ch->m.c.id;
    char event[REF_SIZE], whose[REF_SIZE];

    name(of, no, event);
    name(of, 0, whose);
    if (of < 0 && (no == 0 || no > n))
        return err_new(ERR_NOINPUT, NULL,
                       "there is no event %s; cust-report customer %s --all --format=jsonl has them", event,
                       whose);
    if (no == 0 || no > n)
        return err_new(ERR_NOINPUT, NULL, "%s has no event @%u; cust-report show %s lists them", whose, no,
                       whose);
    if (of < 0 && !strike_with_customers(h->ev[no - 1].kind))
        return err_new(ERR_DATA, NULL,
                       "%s is neither a follow-up's nor a merge; of a customer only these can be struck",
                       event);
    const struct event *clock = strike_with_clock(&h->ev[no - 1], h->ev, n);
    if (clock != NULL)
        return err_new(ERR_DATA, NULL, "%s is a deadline that policy sets; cust-log %s %s ends it", event,
                       clock->code == KIND_RESOLUTION ? "resolve" : "said", whose);
    if (of > 0 && no == 1)
        return err_new(ERR_DATA, NULL,
                       "%s is what the customer said first; cust-log void %s takes the whole back", event,
                       whose);
    return NULL;
}

/* Of a history that was taken over from another desk all is of one transaction. */
static bool came_at_once(const struct history *h, const struct event *main)
{
    for (size_t i = main->no; i < h->before; i++)
        if (h->ev[i].kind == EVENT_SET && h->ev[i].code == FIELD_SOURCE_ID && h->ev[i].seq == main->seq)
            return h->ev[0].seq == main->seq;
    return false;
}

/* Nobody did anything between the two; only what resolving passes over stands before what it came of. */
static bool follows(const struct history *h, const struct event *ev, const struct event *main)
{
    uint32_t from = ev->no < main->no ? ev->no : main->no, to = ev->no < main->no ? main->no : ev->no;

    if (ev->no < main->no && main->kind != EVENT_RESOLVED)
        return false;
    for (uint32_t no = from + 1; no < to; no++)
        if (strike_with_typed(&h->ev[no - 1]))
            return false;
    return true;
}

/* What came later and has no ground to stand on without it. */
static struct err *strike_hanging(struct change *ch, struct history *h, const struct event *main)
{
    size_t n = h->before;
    bool *struck = mem_zero(n + 1);
    struct err *e = NULL;

    matter_struck(h->ev, n, struck);
    for (size_t i = 1; i < n && e == NULL; i++)
        if (!struck[i] && strike_with_hangs(&h->ev[i], main, h->ev, struck, n) &&
            !struck_now(h, n, h->ev[i].no))
            e = append(ch, h, h->ev[i].no, EVENT_IMPLIED, 0);
    free(struck);
    return e;
}

static struct err *strike_one(struct change *ch, struct history *h, uint32_t no, struct str why)
{
    size_t n = h->before; /* without what this change itself appended */
    int64_t words = 0;
    struct err *e = NULL;

    if (struck_now(h, n, no)) /* it went with another one that is struck now */
        return NULL;
    if ((e = refuse_kind(ch, h, n, no)) != NULL || (e = refuse_twice(ch, h, n, no)) != NULL)
        return e;
    if (why.n > 0 && (e = db_words_add(ch->desk->db, ch->m.c.id, WORDS_TEXT, why, &words)) != NULL)
        return e;
    const struct event main = h->ev[no - 1];
    if ((e = append(ch, h, no, 0, words)) != NULL)
        return e;
    bool at_once = came_at_once(h, &main);
    for (size_t i = 1; i < n && e == NULL; i++)
        if (strike_with_belongs(&h->ev[i], &main) && !struck_now(h, n, h->ev[i].no) &&
            (!at_once || follows(h, &h->ev[i], &main)))
            e = append(ch, h, h->ev[i].no, EVENT_IMPLIED, 0);
    return e != NULL ? e : strike_hanging(ch, h, &main);
}

/* --- both halves of a merge -------------------------------------------------------------------------------------- */

/* The event of a kind that names `ref`, `skip` such ones left out; NULL when there is none. */
static const struct event *find(const struct history *h, enum event_kind kind, uint32_t ref, size_t skip)
{
    for (size_t i = 0; i < h->before; i++)
        if (h->ev[i].kind == kind && h->ev[i].ref == ref && skip-- == 0)
            return &h->ev[i];
    return NULL;
}

/* How many of its kind about the same other one stand before it: the other half has as many before it. */
static size_t earlier(const struct history *h, const struct event *half)
{
    size_t n = 0;

    for (size_t i = 0; i + 1 < half->no; i++)
        n += h->ev[i].kind == half->kind && h->ev[i].ref == half->ref;
    return n;
}

/* What was merged into itself by a strike of a strike would be nowhere. */
static struct err *no_circle(struct change *ch, subject of)
{
    subject root;
    char whose[REF_SIZE];
    struct err *e = db_merged_root(ch->desk->db, of, DB_NOW, &root);

    if (e == NULL || e->code != ERR_DATA)
        return e;
    err_free(e);
    return err_new(ERR_DATA, NULL, "%s would go on in itself; strike the later merge first",
                   name(of, 0, whose));
}

/* A matter of two customers would be told to both. */
static struct err *no_matter_of_two(struct change *ch)
{
    struct db_merged_map map;
    struct complaint one, other;
    struct err *e = db_merged_map(ch->desk->db, DB_NOW, &map);

    for (size_t i = 0; e == NULL && i < map.n; i++) {
        const struct db_merged_pair *p = &map.v[i];
        if (p->of < 0 || (e = db_complaint_get(ch->desk->db, p->of, DB_NOW, &one)) != NULL ||
            (e = db_complaint_get(ch->desk->db, p->into, DB_NOW, &other)) != NULL)
            continue;
        if (db_merged_map_root(&map, -one.customer) != db_merged_map_root(&map, -other.customer))
            e = err_new(ERR_DATA, NULL,
                        "%lld was merged into %lld, which would be another customer's then; strike "
                        "that first",
                        (long long)p->of, (long long)p->into);
    }
    db_merged_map_free(&map);
    return e;
}

/* Strikes the other half, or brings it back, so that both say the same.  The complaint in hand is then that one. */
static struct err *balance(struct change *ch, const struct event *half, size_t nth, bool struck,
                           subject *other)
{
    struct history h = {0};
    subject of = half->of < 0 ? -(subject)half->ref : (subject)half->ref;
    enum event_kind kind = half->kind == EVENT_MERGED ? EVENT_JOINED : EVENT_MERGED;
    struct err *e = load(ch, of, &h);
    const struct event *it =
        e == NULL ? find(&h, kind, (uint32_t)(half->of < 0 ? -half->of : half->of), nth) : NULL;
    uint32_t by = it != NULL ? struck_by(&h, h.n, it->no) : 0;

    *other = of;
    if (it != NULL && struck != (by != 0)) {
        if ((e = strike_one(ch, &h, struck ? it->no : by, (struct str){0})) == NULL)
            e = refold(ch, &h);
    }
    free(h.ev);
    if (e == NULL)
        e = no_circle(ch, of);
    return e;
}

/* The other halves of all merges of one kind that the new strikes changed. */
static struct err *balance_all(struct change *ch, const struct history *h, enum event_kind kind,
                               subject *other)
{
    bool *was = mem_zero(h->n + 1), *is = mem_zero(h->n + 1);
    const struct event *half;
    struct err *e = NULL;

    matter_struck(h->ev, h->before, was);
    matter_struck(h->ev, h->n, is);
    for (size_t i = 0; e == NULL && (half = changed_merge(h, was, is, i)) != NULL; i = half->no)
        if (half->kind == kind && half->ref != 0) /* else it was not imported with it */
            e = balance(ch, half, earlier(h, half), is[half->no - 1], other);
    free(was);
    free(is);
    return e;
}

/* What was merged is read where it goes on, and so is what was struck in it. */
static struct err *read_there(struct change *ch, subject of)
{
    subject root = of;
    struct err *e = NULL;

    if (of < 0 || !ch->m.c.merged || ch->m.into == 0 ||
        (e = db_merged_root(ch->desk->db, of, DB_NOW, &root)) != NULL ||
        (e = change_take(ch, root)) != NULL || ch->m.c.status >= STATUS_CLOSED)
        return e;
    ch->spoken = true;
    return change_settle(ch);
}

/* What was merged comes before what it goes on in: triage reads that with the words of all that are merged into it. */
static struct err *settle_all(struct change *ch, subject of, struct history *h, subject *other)
{
    struct err *e = balance_all(ch, h, EVENT_JOINED, other);

    if (e == NULL && *other != 0)
        e = change_take(ch, of);
    if (e == NULL && (e = refold(ch, h)) == NULL)
        e = balance_all(ch, h, EVENT_MERGED, other);
    if (e == NULL && *other != 0)
        e = no_matter_of_two(ch);
    return e == NULL && *other == 0 ? read_there(ch, of) : e;
}

/* A complaint that should never have been made is voided: its first words stay, they were said. */
static struct err *unmake(struct change *ch, struct str why)
{
    struct event ev = {.kind = EVENT_VOIDED, .happened = INSTANT_NONE};
    struct err *e = change_words(ch, &ev, WORDS_TEXT, why.n > 0 ? why : str_of("undone"));

    return e != NULL ? e : change_settle(ch);
}

struct err *strike_all(struct change *ch, subject of, const uint32_t *no, size_t n, struct str why,
                       subject *other)
{
    struct history h = {0};
    struct err *e = load(ch, of, &h);

    *other = 0;
    for (size_t i = 0; i < n && e == NULL; i++)
        e = strike_one(ch, &h, no[i], why);
    if (e == NULL)
        e = settle_all(ch, of, &h, other);
    free(h.ev);
    return e;
}

struct err *strike_event(struct desk *d, subject of, uint32_t no, struct str why, subject *other)
{
    struct review_guard guard;
    struct change ch;
    struct err *e = change_begin(d, &ch);

    if (e != NULL)
        return e;
    if ((e = review_guard_begin(&ch, of, &guard)) == NULL)
        e = review_guard_end(&ch, &guard, strike_all(&ch, of, &no, 1, why, other));
    return change_end(&ch, e);
}

struct err *strike_in(struct change *ch, subject of, uint32_t no, struct str why)
{
    subject other;
    struct err *e;

    if (no != 1 || of < 0)
        return strike_all(ch, of, &no, 1, why, &other);
    return (e = change_take(ch, of)) != NULL ? e : unmake(ch, why);
}
