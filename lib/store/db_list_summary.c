#include <stdlib.h>

#include "base/mem.h"
#include "store/db_event.h"
#include "store/db_list.h"
#include "store/db_quantile.h"
#include "store/db_stream.h"

struct pass {
    struct db *db;
    instant from, to;
    int64_t as_of;
    struct db_quantile response, resolution;
    struct arena *a;
    struct db_summary *out;
};

static bool within(const struct pass *p, instant t)
{
    return t >= p->from && t < p->to;
}

/* --- what happened ----------------------------------------------------------------------------------------------- */

static void count_received(const struct complaint *c, struct db_summary *out)
{
    out->received++;
    if (c->priority >= 0 && c->priority < 4)
        out->by_priority[c->priority]++;
    for (int i = 0; i < SIGNALS; i++)
        out->by_signal[i] += c->signals >> i & 1;
}

/* The row says how often, the history when. */
static struct err *count_reopened(struct pass *p, const struct complaint *c)
{
    struct event *evs;
    size_t n;
    struct err *e = db_event_list(p->db, c->id, p->as_of, p->a, &evs, &n);

    if (e != NULL)
        return e;
    bool *struck = mem_zero(n + 1);
    matter_struck(evs, n, struck);
    for (size_t i = 0; i < n; i++) {
        bool no = evs[i].kind == EVENT_CONFIRMED && evs[i].num == 0;
        if (struck[i] || !within(p, evs[i].happened))
            continue;
        p->out->reopened += no || evs[i].kind == EVENT_REOPENED;
        p->out->unsatisfied += no;
    }
    free(struck);
    arena_reset(p->a);
    return NULL;
}

static struct err *count_complaint(struct pass *p, const struct complaint *c)
{
    struct db_summary *out = p->out;

    if (c->voided) {
        out->voided += within(p, c->closed);
        return NULL;
    }
    if (within(p, c->received))
        count_received(c, out);
    if (within(p, c->acknowledged))
        db_quantile_add(&p->response, c->acknowledged - c->received);
    if (within(p, c->resolved)) {
        out->resolved++;
        db_quantile_add(&p->resolution, c->resolved - c->received);
    }
    if (within(p, c->closed) && c->status == STATUS_CLOSED) {
        out->closed++;
        out->satisfied += c->satisfied;
    }
    return c->reopened > 0 ? count_reopened(p, c) : NULL;
}

static void count_deadline(const struct followup *f, int64_t *in_time, int64_t *of)
{
    *of += f->state != STATE_CANCELLED;
    *in_time += f->state == STATE_KEPT;
}

static void count_followup(const struct pass *p, const struct followup *f)
{
    struct db_summary *out = p->out;

    if (f->state == STATE_OPEN || !within(p, f->ended))
        return;
    switch (f->kind) {
    case KIND_PROMISE:
    case KIND_CALLBACK:
    case KIND_MEETING:
        out->promises_kept += f->state == STATE_KEPT;
        out->promises_late += f->state == STATE_LATE;
        out->promises_broken += f->state == STATE_BROKEN;
        out->promises_moved += f->moved > 0;
        break;
    case KIND_RESPONSE:
        count_deadline(f, &out->response_in_time, &out->response_of);
        break;
    case KIND_RESOLUTION:
        count_deadline(f, &out->resolution_in_time, &out->resolution_of);
        break;
    default:
        break;
    }
}

/* --- what stands at the end -------------------------------------------------------------------------------------- */

static void count_open(const struct pass *p, const struct complaint *c)
{
    struct db_summary *out = p->out;

    if (c->status >= STATUS_CLOSED)
        return;
    out->open++;
    out->late += c->due < p->to;
    out->unowned += c->owner == 0;
    out->without_step += c->steps == 0;
    out->waiting += c->waiting;
}

/* --- passes ------------------------------------------------------------------------------------------------------ */

/* Which of the two questions about complaints a pass answers; both at once when they are asked of the same moment. */
enum { FLOW = 1, STOCK = 2 };

static struct err *complaints(struct pass *p, int what, int64_t as_of)
{
    struct db_stream s;
    struct err *e = NULL;

    db_stream_init(&s, p->db, STREAM_NUMBER, as_of);
    while (e == NULL && !s.done) {
        bool got = true;
        e = db_stream_start(&s);
        while (e == NULL && (e = db_stream_next(&s, &got)) == NULL && got) {
            if ((what & STOCK) != 0)
                count_open(p, &s.c);
            if ((what & FLOW) != 0)
                e = count_complaint(p, &s.c);
        }
        db_stream_stop(&s);
    }
    return e;
}

static struct err *followups(struct pass *p)
{
    struct db_stream s;
    struct err *e = NULL;

    db_stream_init(&s, p->db, STREAM_FOLLOWUPS, p->as_of);
    while (e == NULL && !s.done) {
        bool got = true;
        e = db_stream_start(&s);
        while (e == NULL && (e = db_stream_next(&s, &got)) == NULL && got)
            count_followup(p, &s.f);
        db_stream_stop(&s);
    }
    return e;
}

static void durations(struct db_quantile *q, int64_t out[3])
{
    out[0] = db_quantile_get(q, 50);
    out[1] = db_quantile_get(q, 90);
    out[2] = q->n;
}

struct err *db_list_summary(struct db *db, instant from, instant to, int64_t as_of, struct db_summary *out)
{
    struct pass p = {.db = db, .from = from, .to = to, .out = out};
    int64_t last = 0, end = 0;
    struct err *e = db_seq_now(db, &last);

    *out = (struct db_summary){0};
    p.a = arena_new();
    p.as_of = as_of < last ? as_of : last;
    if (e == NULL)
        e = db_seq_at(db, to, &end);
    if (end > p.as_of)
        end = p.as_of;
    if (e == NULL)
        e = complaints(&p, end == p.as_of ? FLOW | STOCK : FLOW, p.as_of);
    if (e == NULL && end != p.as_of)
        e = complaints(&p, STOCK, end);
    if (e == NULL)
        e = followups(&p);
    durations(&p.response, out->first_response);
    durations(&p.resolution, out->resolution);
    db_quantile_free(&p.response);
    db_quantile_free(&p.resolution);
    arena_free(p.a);
    return e;
}
