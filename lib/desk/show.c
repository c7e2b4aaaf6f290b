#include "desk/show.h"

#include "desk/fields.h"
#include "judge/triage.h"
#include "store/db_complaint.h"
#include "store/db_event.h"
#include "store/db_history.h"
#include "store/db_mail.h"
#include "store/db_merged.h"
#include "store/db_words.h"

/* The first number of a reading's strengths. */
static struct err *anger_of(struct db *db, const struct event *ev, struct arena *a, int32_t *anger)
{
    struct str strengths, terms, piece;
    long long v;
    struct err *e = db_history_triage(db, ev->of, ev->no, a, &strengths, &terms);

    if (e == NULL && str_cut(&strengths, ' ', &piece) && str_number(piece, TRIAGE_STRENGTH, &v))
        *anger = (int32_t)v;
    return e;
}

static struct err *event_texts(struct db *db, struct arena *a, struct show_event *s)
{
    struct err *e;

    if ((e = db_name_text(db, s->ev.actor, a, &s->actor)) != NULL ||
        (e = db_name_text(db, s->ev.who, a, &s->who)) != NULL)
        return e;
    s->anger = -1;
    if (s->ev.kind == EVENT_TRIAGED && (e = anger_of(db, &s->ev, a, &s->anger)) != NULL)
        return e;
    if (s->ev.kind == EVENT_SET && (e = fields_text(db, &s->ev, a, &s->value)) != NULL)
        return e;
    return s->ev.words == 0 ? NULL : db_words_get(db, s->ev.words, a, &s->words, &s->gone);
}

static struct err *events(struct desk *d, int64_t id, int64_t as_of, struct arena *a, struct show_event **out,
                          size_t *n)
{
    struct event *ev;
    struct err *e = db_event_list(d->db, id, as_of, a, &ev, n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(a, *n + 1);
    matter_struck(ev, *n, struck);
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n && e == NULL; i++) {
        (*out)[i].ev = ev[i];
        (*out)[i].struck = struck[i];
        e = event_texts(d->db, a, &(*out)[i]);
    }
    return e;
}

static struct err *merges(struct desk *d, int64_t id, struct arena *a, struct show *out)
{
    subject *with;
    size_t n;
    struct err *e = db_merged_members(d->db, id, out->as_of, a, &with, &n);

    if (e != NULL || (e = db_merged_into(d->db, id, out->as_of, &out->into)) != NULL)
        return e;
    for (size_t i = 0; i < out->nevents; i++)
        if (out->events[i].ev.kind == EVENT_MERGED && !out->events[i].struck)
            out->merged = out->events[i].ev.no;
    out->joined = arena_alloc(a, n * sizeof *out->joined);
    for (size_t i = 1; i < n && e == NULL; i++) {
        struct show_joined *j = &out->joined[out->njoined++];
        j->id = with[i];
        e = events(d, j->id, out->as_of, a, &j->events, &j->nevents);
    }
    return e;
}

static struct err *followups(struct desk *d, int64_t id, struct arena *a, struct show *out)
{
    struct followup *f;
    struct err *e = db_complaint_followup_list(d->db, id, false, out->as_of, a, &f, &out->nfollowups);

    if (e != NULL)
        return e;
    out->followups = arena_alloc(a, (out->nfollowups + 1) * sizeof *out->followups);
    for (size_t i = 0; i < out->nfollowups && e == NULL; i++)
        e = db_list_one_due(d->db, id, f[i].no, out->as_of, a, &out->followups[i]);
    return e;
}

struct err *show_get(struct desk *d, int64_t id, int64_t as_of, struct arena *a, struct show *out)
{
    struct err *e;

    *out = (struct show){.as_of = as_of};
    if (as_of == DB_NOW && (e = db_seq_now(d->db, &out->as_of)) != NULL)
        return e;
    if ((e = db_list_line(d->db, id, out->as_of, a, &out->line)) != NULL ||
        (e = person_get(d, out->line.c.customer, out->as_of, false, a, &out->person)) != NULL)
        return e;
    if ((e = cause_story(d, out->line.c.cause, out->as_of, a, &out->cause)) != NULL ||
        (e = events(d, id, out->as_of, a, &out->events, &out->nevents)) != NULL ||
        (e = merges(d, id, a, out)) != NULL)
        return e;
    return followups(d, id, a, out);
}

bool show_is_read(const struct event *ev)
{
    bool letter = ev->kind == EVENT_HANDED || ev->kind == EVENT_SAID;

    return ev->kind == EVENT_NOTE ||
           ((ev->flags & EVENT_IMPLIED) == 0 && (letter || (ev->flags & EVENT_AUTO) == 0));
}

struct err *show_has(const struct show *s, const struct ref *ref)
{
    bool event = ref->kind == REF_EVENT, there = false;
    char name[REF_SIZE];

    if (!event && ref->kind != REF_FOLLOWUP)
        return NULL;
    for (size_t i = 0; event && i < s->nevents; i++)
        there = there || s->events[i].ev.no == ref->no;
    for (size_t i = 0; !event && i < s->nfollowups; i++)
        there = there || s->followups[i].f.no == ref->no;
    return there ? NULL
                 : err_new(ERR_NOINPUT, NULL, "there is no %s %s; cust-report show %lld shows all of it",
                           event ? "event" : "follow-up", ref_format(ref, name), (long long)ref->id);
}

struct err *show_raw(struct desk *d, int64_t id, uint32_t no, struct arena *a, struct str *bytes)
{
    struct event ev;
    bool gone = false;
    struct err *e = db_mail_raw(d->db, id, no, a, bytes);

    if (e == NULL || e->code != ERR_NOINPUT)
        return e;
    err_free(e);
    if ((e = db_event_get(d->db, id, no, &ev)) != NULL)
        return e;
    if (ev.words == 0)
        return err_new(ERR_NOINPUT, NULL, "%lld@%u has no words", (long long)id, no);
    if ((e = db_words_get(d->db, ev.words, a, bytes, &gone)) == NULL && gone)
        e = err_new(ERR_NOINPUT, NULL, "the words of %lld@%u were erased", (long long)id, no);
    return e;
}
