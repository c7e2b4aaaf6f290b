#include "desk/person.h"

#include <stdlib.h>

#include "desk/abuse.h"
#include "desk/fields.h"
#include "desk/owed.h"
#include "desk/who.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_history.h"
#include "store/db_merged.h"
#include "store/db_words.h"

enum { NAMED = 5 }; /* customers that an ambiguous name lists */

/* --- histories --------------------------------------------------------------------------------------------------- */

/* The first number of a reading's strengths: anger. */
static int32_t anger_of(struct str strengths)
{
    struct str piece;
    long long v = 0;

    if (!str_cut(&strengths, ' ', &piece) || !str_number(piece, 1000, &v))
        return 0;
    return (int32_t)v;
}

static struct err *read_set(struct desk *d, const struct event *ev, struct arena *a, struct person_matter *m)
{
    struct str *to = ev->code == FIELD_REMEDY     ? &m->remedy
                     : ev->code == FIELD_AMOUNT   ? &m->amount
                     : ev->code == FIELD_CURRENCY ? &m->currency
                                                  : NULL;

    return to != NULL ? fields_text(d->db, ev, a, to) : NULL;
}

static struct err *read_reading(struct desk *d, const struct event *ev, struct arena *a,
                                struct person_matter *m)
{
    struct str strengths, terms;
    struct err *e = db_history_triage(d->db, ev->of, ev->no, a, &strengths, &terms);

    if (e == NULL && anger_of(strengths) > m->anger)
        m->anger = anger_of(strengths);
    return e;
}

static struct err *read_contact(struct desk *d, const struct event *ev, struct arena *a, struct person *p)
{
    struct person_contact *c = &p->contacts[p->ncontacts++];

    *c = (struct person_contact){.ev = *ev};
    return ev->words == 0 ? NULL : db_words_get(d->db, ev->words, a, &c->words, &c->gone);
}

/* Words that were spoken with a step: what is offered, agreed and answered is said, but for an offer that waits. */
static bool is_spoken(const struct event *ev)
{
    bool step = ev->kind == EVENT_AGREED || ev->kind == EVENT_CONFIRMED ||
                (ev->kind == EVENT_OFFERED && ev->code == 0);

    return (ev->flags & EVENT_IMPLIED) == 0 &&
           (ev->kind == EVENT_HEARD || ev->kind == EVENT_SAID || (step && ev->words != 0));
}

static struct err *read_event(struct desk *d, const struct event *ev, struct arena *a, struct person *p,
                              struct person_matter *m)
{
    struct err *e = is_spoken(ev) ? read_contact(d, ev, a, p) : NULL;

    if (e != NULL)
        return e;
    switch (ev->kind) {
    case EVENT_SET:
        return read_set(d, ev, a, m);
    case EVENT_TRIAGED:
        return read_reading(d, ev, a, m);
    case EVENT_CONFIRMED:
        m->unsatisfied += ev->num == 0;
        return NULL;
    default:
        return NULL;
    }
}

static void room_for(struct person *p, size_t n, struct arena *a)
{
    size_t cap = 2 * (p->ncontacts + n);
    struct person_contact *all;

    if (p->ncontacts + n <= p->cap_contacts)
        return;
    all = arena_alloc(a, cap * sizeof *all);
    for (size_t i = 0; i < p->ncontacts; i++)
        all[i] = p->contacts[i];
    p->contacts = all;
    p->cap_contacts = cap;
}

/* What they owe us of it. */
static struct err *read_owed(struct desk *d, const struct event *ev, size_t n, struct arena *a,
                             struct person_matter *m)
{
    struct owed o;
    struct err *e = owed_fold(d, ev, n, d->place->now, a, &o);

    if (e == NULL && o.known && o.sum.owed > 0 && !m->line.c.voided && !m->line.c.merged)
        m->owes = owed_text(&o, a);
    return e;
}

static struct err *read_history(struct desk *d, int64_t as_of, struct arena *a, struct person *p,
                                struct person_matter *m)
{
    struct event *ev;
    size_t n, spoken = 0;
    bool invoiced = false;
    struct err *e = db_event_list(d->db, m->line.c.id, as_of, a, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(a, n + 1);
    matter_struck(ev, n, struck);
    for (size_t i = 0; i < n; i++) {
        spoken += is_spoken(&ev[i]);
        invoiced = invoiced || (ev[i].kind == EVENT_SET && ev[i].code == FIELD_INVOICE_AMOUNT);
    }
    room_for(p, spoken, a);
    for (size_t i = 0; i < n && e == NULL; i++)
        if (!struck[i])
            e = read_event(d, &ev[i], a, p, m);
    return e != NULL || !invoiced ? e : read_owed(d, ev, n, a, m);
}

static int by_time(const void *x, const void *y)
{
    const struct event *a = &((const struct person_contact *)x)->ev;
    const struct event *b = &((const struct person_contact *)y)->ev;

    if (a->happened != b->happened)
        return a->happened < b->happened ? -1 : 1;
    if (a->of != b->of)
        return a->of < b->of ? -1 : 1;
    return (a->no > b->no) - (a->no < b->no);
}

/* As they came; numbers tell only in which order they were entered. */
static int by_receipt(const void *x, const void *y)
{
    const struct complaint *a = &((const struct person_matter *)x)->line.c;
    const struct complaint *b = &((const struct person_matter *)y)->line.c;

    if (a->received != b->received)
        return a->received < b->received ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

/* What was promised to them: a talk with a colleague of ours whom they abused is a meeting, too, and no promise. */
static struct err *count_promises(struct desk *d, subject of, int64_t as_of, const struct followup *f,
                                  size_t n, struct arena *a, struct person *p)
{
    struct event *ev = NULL;
    size_t nev = 0;
    bool meets = false;

    for (size_t i = 0; i < n; i++)
        meets = meets || f[i].kind == KIND_MEETING;
    struct err *e = meets ? db_event_list(d->db, of, as_of, a, &ev, &nev) : NULL;
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (f[i].kind > KIND_MEETING || abuse_is_talk(ev, nev, &f[i]))
            continue;
        p->promises[f[i].state]++;
        p->overdue += f[i].state == STATE_OPEN && f[i].due <= d->place->now;
    }
    return e;
}

static struct err *read_matter(struct desk *d, int64_t id, int64_t as_of, bool deep, struct arena *a,
                               struct person *p)
{
    struct person_matter *m = &p->matters[p->nmatters];
    struct followup *f;
    size_t n;
    struct err *e = db_list_line(d->db, id, as_of, a, &m->line);

    if (e != NULL && e->code == ERR_NOINPUT) { /* not there yet */
        err_free(e);
        return NULL;
    }
    if (e != NULL || (e = db_complaint_followup_list(d->db, id, false, as_of, a, &f, &n)) != NULL)
        return e;
    bool counts = !m->line.c.voided || m->line.c.merged; /* else it was no complaint */
    if (counts && (e = count_promises(d, id, as_of, f, n, a, p)) != NULL)
        return e;
    p->nmatters++;
    if (!deep)
        return NULL;
    if ((e = db_name_text(d->db, m->line.c.cause, a, &m->cause)) != NULL)
        return e;
    return read_history(d, as_of, a, p, m);
}

/* Keeps what is open of them, with its words. */
static struct err *keep_steps(struct desk *d, const struct followup *f, size_t n, struct arena *a,
                              struct person *p)
{
    struct person_step *all = arena_alloc(a, (p->nsteps + n + 1) * sizeof *all);
    struct err *e = NULL;

    for (size_t i = 0; i < p->nsteps; i++)
        all[i] = p->steps[i];
    p->steps = all;
    for (size_t i = 0; i < n && e == NULL; i++)
        if (f[i].state == STATE_OPEN) {
            all[p->nsteps].f = f[i];
            e = db_words_get(d->db, f[i].words, a, &all[p->nsteps++].text, NULL);
        }
    return e;
}

static struct err *own_followups(struct desk *d, subject of, int64_t as_of, bool deep, struct arena *a,
                                 struct person *p)
{
    struct followup *f;
    size_t n;
    struct err *e = db_complaint_followup_list(d->db, of, false, as_of, a, &f, &n);

    if (e != NULL || (e = count_promises(d, of, as_of, f, n, a, p)) != NULL)
        return e;
    return deep ? keep_steps(d, f, n, a, p) : NULL;
}

/* What was noted of them, unless it was struck. */
static struct err *keep_notes(struct desk *d, const struct event *ev, const bool *struck, size_t n,
                              struct arena *a, struct person *p)
{
    struct person_contact *all = arena_alloc(a, (p->nnotes + n + 1) * sizeof *all);
    struct err *e = NULL;

    for (size_t i = 0; i < p->nnotes; i++)
        all[i] = p->notes[i];
    p->notes = all;
    for (size_t i = 0; i < n && e == NULL; i++)
        if (ev[i].kind == EVENT_NOTE && !struck[i]) {
            struct person_contact *note = &all[p->nnotes++];
            note->ev = ev[i];
            e = db_words_get(d->db, ev[i].words, a, &note->words, &note->gone);
        }
    return e;
}

static void drop_address(struct person *p, const struct db_address *gone)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->naddresses; i++)
        if (p->addresses[i].kind != gone->kind || !str_eq(p->addresses[i].text, gone->text))
            p->addresses[kept++] = p->addresses[i];
    p->naddresses = kept;
}

/* What one event of their own history says of who they are. */
static struct err *learn(struct desk *d, const struct event *ev, struct arena *a, struct str *name,
                         struct person *p)
{
    struct db_address one = {.kind = ev->code};
    struct err *e;

    if (ev->kind != EVENT_NAMED && ev->kind != EVENT_ADDRESSED)
        return NULL;
    if ((e = db_words_get(d->db, ev->words, a, &one.text, NULL)) != NULL || one.text.n == 0)
        return e;
    if (ev->kind == EVENT_NAMED)
        *name = one.text;
    else
        drop_address(p, &one);
    if (ev->kind == EVENT_ADDRESSED && ev->num != 0)
        p->addresses[p->naddresses++] = one;
    return NULL;
}

static void room_for_addresses(struct person *p, size_t n, struct arena *a)
{
    struct db_address *all = arena_alloc(a, (p->naddresses + n + 1) * sizeof *all);

    for (size_t i = 0; i < p->naddresses; i++)
        all[i] = p->addresses[i];
    p->addresses = all;
}

/* Name and addresses from a customer's own history, so that they are those of then. */
static struct err *read_identity(struct desk *d, subject of, int64_t as_of, bool deep, struct arena *a,
                                 struct person *p)
{
    struct person_also also = {.id = -of};
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, of, as_of, a, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(a, n + 1);
    matter_struck(ev, n, struck);
    room_for_addresses(p, n, a);
    for (size_t i = 0; i < n && e == NULL; i++) {
        e = learn(d, &ev[i], a, of == -p->id ? &p->name : &also.name, p);
        if (ev[i].kind == EVENT_MERGED && !struck[i]) {
            also.into = ev[i].ref;
            also.event = ev[i].no;
        }
    }
    if (of != -p->id)
        p->also[p->nalso++] = also;
    return e != NULL || !deep ? e : keep_notes(d, ev, struck, n, a, p);
}

/* Of one of those who are the same person. */
static struct err *read_one(struct desk *d, subject of, int64_t as_of, bool deep, struct arena *a,
                            struct person *p)
{
    struct err *e = read_identity(d, of, as_of, deep, a, p);

    return e != NULL ? e : own_followups(d, of, as_of, deep, a, p);
}

static struct err *read_matters(struct desk *d, int64_t as_of, bool deep, struct arena *a, struct person *p)
{
    int64_t *ids;
    size_t n;
    struct err *e = db_complaint_of_then(d->db, p->id, as_of, a, &ids, &n);

    p->matters = arena_alloc(a, (n + 1) * sizeof *p->matters);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = read_matter(d, ids[i], as_of, deep, a, p);
    if (p->nmatters > 1)
        qsort(p->matters, p->nmatters, sizeof *p->matters, by_receipt);
    if (p->ncontacts > 1)
        qsort(p->contacts, p->ncontacts, sizeof *p->contacts, by_time);
    return e;
}

struct err *person_get(struct desk *d, int64_t id, int64_t as_of, bool deep, struct arena *a,
                       struct person *out)
{
    struct db_customer row;
    subject *same;
    size_t n = 0;
    struct err *e;

    *out = (struct person){.id = id};
    if (as_of == DB_NOW && (e = db_seq_now(d->db, &as_of)) != NULL)
        return e;
    if ((e = db_customer_get(d->db, id, &row)) != NULL ||
        (e = db_merged_same(d->db, -id, as_of, a, &same, &n)) != NULL)
        return e;
    out->id = -same[0];
    out->also = arena_alloc(a, n * sizeof *out->also);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = read_one(d, same[i], as_of, deep, a, out);
    return e != NULL ? e : read_matters(d, as_of, deep, a, out);
}

/* --- who --------------------------------------------------------------------------------------------------------- */

static struct err *several(struct desk *d, struct str text, const int64_t *ids, size_t n)
{
    struct arena *a = arena_new();
    struct buf b = {0};
    struct err *e = NULL;

    for (size_t i = 0; i < n && i < NAMED && e == NULL; i++) {
        struct db_customer row;
        struct str name = {0};
        if ((e = db_customer_get(d->db, ids[i], &row)) == NULL &&
            (e = db_words_get(d->db, row.name, a, &name, NULL)) == NULL)
            buf_printf(&b, "%sc%lld %.*s", i > 0 ? ", " : "", (long long)ids[i], (int)name.n, name.p);
    }
    if (e == NULL)
        e = err_new(ERR_DATA, NULL, "'%.*s' fits several customers: %s%s; say which by number", (int)text.n,
                    text.p, b.p, n > NAMED ? ", ..." : "");
    buf_free(&b);
    arena_free(a);
    return e;
}

/* A number that somebody has with its country's code, or without: nobody is taken for somebody else, but named. */
static struct err *perhaps(struct desk *d, struct str text)
{
    struct arena *a = arena_new();
    struct who_perhaps p;
    struct err *e = who_perhaps(d->db, text, a, &p);

    if (e == NULL && p.id != 0)
        e = err_new(ERR_NOINPUT, NULL,
                    "nobody has the number '%.*s'; perhaps c%lld %.*s, whose number is the same but for the "
                    "country's "
                    "code",
                    (int)text.n, text.p, (long long)p.id, (int)p.name.n, p.name.p);
    arena_free(a);
    return e;
}

/* A number alone is a complaint's, and - names those on standard input: neither is a customer here. */
static struct err *nobody(struct str text)
{
    size_t digits = 0;
    int n = (int)text.n;

    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    if (str_is(text, "-"))
        return err_new(
            ERR_NOINPUT, NULL,
            "no customer is called '-', and none is read from standard input; name one, such as c8");
    if (digits > 0 && digits == text.n)
        return err_new(ERR_NOINPUT, NULL, "no customer is called '%.*s'; c%.*s names one by its number", n,
                       text.p, n, text.p);
    return err_new(ERR_NOINPUT, NULL,
                   "no customer is called '%.*s'; cust-report search finds them by their words", n, text.p);
}

struct err *person_find(struct desk *d, struct str text, int64_t *id)
{
    int64_t ids[NAMED + 1];
    struct who who;
    size_t n;
    struct err *e;

    if ((e = who_parse(text, &who)) != NULL || (e = who_find(d->db, &who, id)) != NULL || *id != 0)
        return e;
    if ((e = db_customer_search(d->db, text, ids, NAMED + 1, &n)) != NULL)
        return e;
    if (n == 0 && (e = perhaps(d, text)) != NULL)
        return e;
    if (n == 0)
        return nobody(text);
    if (n > 1)
        return several(d, text, ids, n);
    *id = ids[0];
    return NULL;
}

/* By exact address or name, else by their parts, as they were called then. */
static struct err *called(struct desk *d, struct str text, const struct who *who, int64_t as_of, int64_t *ids,
                          size_t *n)
{
    bool address = who->address.n > 0;
    int kind = address ? (int)who->kind : -1; /* of a name */
    struct err *e =
        db_customer_find_then(d->db, kind, address ? who->address : who->name, as_of, ids, NAMED + 1, n);

    return e != NULL || *n > 0 ? e : db_customer_search_then(d->db, text, as_of, ids, NAMED + 1, n);
}

/* What to say of one who was not there then: whether they are now. */
static struct err *not_yet(struct desk *d, struct str text)
{
    int64_t id;
    struct err *e = person_find(d, text, &id);

    if (e != NULL && e->code != ERR_DATA)
        return e;
    err_free(e);
    return err_new(ERR_NOINPUT, NULL, "'%.*s' was not known yet then; give a later --as-of", (int)text.n,
                   text.p);
}

struct err *person_find_then(struct desk *d, struct str text, int64_t as_of, int64_t *id)
{
    int64_t ids[NAMED + 1];
    struct who who;
    size_t n = 0;
    struct err *e;

    if (as_of == DB_NOW)
        return person_find(d, text, id);
    if ((e = who_parse(text, &who)) != NULL)
        return e;
    if (who.id == 0) {
        e = called(d, text, &who, as_of, ids, &n);
    } else {
        struct arena *a = arena_new();
        struct event *ev;
        e = db_event_list(d->db, -who.id, as_of, a, &ev, &n);
        ids[0] = who.id;
        n = n > 0;
        arena_free(a);
    }
    if (e != NULL || n == 0)
        return e != NULL ? e : not_yet(d, text);
    *id = ids[0];
    return n > 1 ? several(d, text, ids, n) : NULL;
}
