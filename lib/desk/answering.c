#include "desk/answering.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/zone.h"
#include "desk/limits.h"
#include "desk/pledge.h"
#include "policy/answers.h"

static void look_at_promises(const struct desk *d, struct arena *a, struct answering *out)
{
    for (size_t i = 0; i < out->show.nfollowups; i++) {
        const struct db_due *f = &out->show.followups[i];
        if (!pledge_is_told(&out->show, f))
            continue;
        bool late = f->f.state == STATE_OPEN && f->f.due < d->place->now;
        if (late && out->late == NULL)
            out->late =
                arena_strdup(a, f->text.n > 0 ? arena_dup(a, f->text.p, f->text.n) : "what we promised");
        out->delayed =
            out->delayed || late || f->f.moved > 0 || f->f.state == STATE_LATE || f->f.state == STATE_BROKEN;
    }
}

static int by_time(const void *x, const void *y)
{
    const struct event *a = &(*(const struct show_event *const *)x)->ev;
    const struct event *b = &(*(const struct show_event *const *)y)->ev;

    if (a->happened != b->happened)
        return a->happened < b->happened ? -1 : 1;
    if (a->of != b->of)
        return a->of < b->of ? -1 : 1;
    return (a->no > b->no) - (a->no < b->no);
}

static void pick_said(const struct show_event *ev, size_t n, const struct show_event **out, size_t *nout)
{
    for (size_t i = 0; i < n; i++)
        if (!ev[i].struck && !ev[i].gone && (ev[i].ev.kind == EVENT_HEARD || ev[i].ev.kind == EVENT_SAID))
            out[(*nout)++] = &ev[i];
}

/* Here and in what was merged into this one, as if it had all been said in one. */
static const struct show_event **all_said(const struct show *s, struct arena *a, size_t *n)
{
    size_t most = s->nevents;

    for (size_t i = 0; i < s->njoined; i++)
        most += s->joined[i].nevents;
    const struct show_event **out = arena_alloc(a, (most + 1) * sizeof *out);
    *n = 0;
    pick_said(s->events, s->nevents, out, n);
    for (size_t i = 0; i < s->njoined; i++)
        pick_said(s->joined[i].events, s->joined[i].nevents, out, n);
    if (s->njoined > 0 && *n > 1)
        qsort(out, *n, sizeof *out, by_time);
    return out;
}

static void look_at_events(struct arena *a, struct answering *out, struct buf *theirs)
{
    size_t n;
    const struct show_event **said = all_said(&out->show, a, &n);

    for (size_t i = 0; i < n; i++) {
        if (said[i]->ev.kind == EVENT_HEARD) {
            buf_addstr(theirs, said[i]->words);
            buf_adds(theirs, "\n\n");
            out->newest = said[i]->words;
        } else {
            out->letters++;
            out->delayed = out->delayed || said[i]->ev.ref == ANSWER_HOLDING;
        }
    }
}

static struct str stage_of(const struct show *s)
{
    for (size_t i = s->nevents; i-- > 0;)
        if (s->events[i].ev.kind == EVENT_SET && s->events[i].ev.code == FIELD_STAGE && !s->events[i].struck)
            return s->events[i].value;
    return (struct str){NULL, 0};
}

/* Whether some standard that applies to the matter (known NULL: any of the desk's) asks that its final answer says who
 * decides next. */
static bool wants_signpost(const struct policy *p, const struct answering *known)
{
    const struct deadline_standard **in = mem_array(NULL, p->nstandards + 1, sizeof *in);
    size_t n = 0;
    bool wants = false;

    for (; known == NULL && n < p->nstandards; n++)
        in[n] = &p->standards[n];
    if (known != NULL) {
        const struct db_line *l = &known->show.line;
        struct str stage = stage_of(&known->show);
        struct deadline_case of = {.priority = l->c.priority,
                                   .category = l->category.n > 0 ? l->category.p : NULL,
                                   .stage = stage.n > 0 ? stage.p : NULL,
                                   .day = zone_day(p->zone, l->c.received)};
        n = deadline_standards(p->standards, p->nstandards, &of, in);
    }
    for (size_t i = 0; i < n; i++)
        wants = wants || in[i]->signpost;
    free(in);
    return wants;
}

struct err *answering_get(struct desk *d, int64_t id, struct arena *a, struct answering *out)
{
    struct buf theirs = {0};

    *out = (struct answering){0};
    struct err *e = show_get(d, id, DB_NOW, a, &out->show);
    if (e != NULL)
        return e;
    look_at_events(a, out, &theirs);
    look_at_promises(d, a, out);
    out->theirs = arena_str(a, theirs.p != NULL ? buf_str(&theirs) : str_of(""));
    out->signpost = wants_signpost(d->policy, out);
    out->legal = (out->show.line.c.signals >> SIGNAL_LEGAL & 1) != 0;
    buf_free(&theirs);
    return NULL;
}

struct err *answering_case(struct desk *d, const struct answering *known, struct str body, enum answer as,
                           struct arena *a, struct tone_case *out)
{
    const struct complaint *c = known != NULL ? &known->show.line.c : NULL;

    *out = (struct tone_case){.text = body, .final = as == ANSWER_FINAL || as == ANSWER_SUMMARY};
    if (known != NULL) {
        out->theirs = known->theirs;
        out->legal = known->legal;
        out->delayed = known->delayed;
    }
    if (d == NULL)
        return NULL;
    out->signpost = known != NULL ? known->signpost : wants_signpost(d->policy, NULL);
    return limits_allowance(d, c != NULL ? c->id : 0, c != NULL ? c->customer : 0, a, &out->may);
}

struct err *answering_sums(struct desk *d, const struct answering *known, struct str words, struct arena *a,
                           struct tone_finding **out, size_t *n)
{
    struct tone *tone = NULL;
    struct tone_case c;
    size_t all = 0;
    struct err *e = NULL;

    *n = 0;
    *out = NULL;
    if (!d->policy->authority)
        return NULL;
    if ((e = answering_case(d, known, words, ANSWER_PLAIN, a, &c)) == NULL &&
        (e = answers_tone(d->policy, a, &tone)) == NULL)
        tone_check(tone, &c, a, out, &all);
    tone_free(tone);
    for (size_t i = 0; i < all; i++)
        if ((*out)[i].kind == TONE_OVER_AUTHORITY)
            (*out)[(*n)++] = (*out)[i];
    return e;
}
