#include "desk/answering.h"

#include "base/buf.h"

static bool is_ours(const struct db_due *f)
{
    return !event_kind_is_deadline(f->f.kind) && f->f.kind != KIND_EXPECTED && f->f.kind != KIND_CHECK;
}

static void look_at_promises(const struct desk *d, struct arena *a, struct answering *out)
{
    for (size_t i = 0; i < out->show.nfollowups; i++) {
        const struct db_due *f = &out->show.followups[i];
        if (!is_ours(f))
            continue;
        bool late = f->f.state == STATE_OPEN && f->f.due < d->place->now;
        if (late && out->late == NULL)
            out->late =
                arena_strdup(a, f->text.n > 0 ? arena_dup(a, f->text.p, f->text.n) : "what we promised");
        out->delayed =
            out->delayed || late || f->f.moved > 0 || f->f.state == STATE_LATE || f->f.state == STATE_BROKEN;
    }
}

static void look_at_events(struct answering *out, struct buf *theirs)
{
    for (size_t i = 0; i < out->show.nevents; i++) {
        const struct show_event *ev = &out->show.events[i];
        if (ev->struck || ev->gone)
            continue;
        if (ev->ev.kind == EVENT_HEARD) {
            buf_addstr(theirs, ev->words);
            buf_adds(theirs, "\n\n");
            out->newest = ev->words;
        } else if (ev->ev.kind == EVENT_SAID) {
            out->letters++;
            out->delayed = out->delayed || ev->ev.ref == ANSWER_HOLDING;
        }
    }
}

struct err *answering_get(struct desk *d, int64_t id, struct arena *a, struct answering *out)
{
    struct buf theirs = {0};

    *out = (struct answering){0};
    struct err *e = show_get(d, id, DB_NOW, a, &out->show);
    if (e != NULL)
        return e;
    look_at_events(out, &theirs);
    look_at_promises(d, a, out);
    out->theirs = arena_str(a, theirs.p != NULL ? buf_str(&theirs) : str_of(""));
    out->legal = (out->show.line.c.signals >> SIGNAL_LEGAL & 1) != 0;
    buf_free(&theirs);
    return NULL;
}

struct tone_case answering_case(const struct desk *d, const struct answering *known, struct str body,
                                enum answer as)
{
    struct tone_case c = {.text = body, .final = as == ANSWER_FINAL || as == ANSWER_SUMMARY};

    if (d != NULL) {
        const struct policy_person *me = policy_person(d->policy, d->place->login);
        c.signpost = d->policy->nstandards > 0;
        c.limited = d->policy->authority;
        c.most = me != NULL && me->role != NULL ? me->role->offer : 0;
    }
    if (known == NULL)
        return c;
    c.theirs = known->theirs;
    c.legal = known->legal;
    c.delayed = known->delayed;
    return c;
}
