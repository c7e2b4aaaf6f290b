#include "desk/history.h"

#include "store/db_complaint.h"

/* `what`, or how often in words: "1 time", "3 times" */
static void add(struct change *ch, enum triage_history kind, int64_t times, const char *what, const char *one,
                const char *several, struct triage_term *terms, size_t *n)
{
    int weight = ch->desk->policy->triage.history[kind];

    if (times <= 0 || weight == 0)
        return;
    if (what == NULL)
        what = arena_printf(ch->arena, "%lld%s", (long long)times, times == 1 ? one : several);
    terms[(*n)++] =
        (struct triage_term){.source = triage_history_name(kind),
                             .rule = what,
                             .strength = TRIAGE_STRENGTH,
                             .weight = weight * (int)(times < HISTORY_TIMES ? times : HISTORY_TIMES)};
}

static bool is_broken(const struct followup *f)
{
    return (f->kind == KIND_PROMISE || f->kind == KIND_CALLBACK || f->kind == KIND_MEETING) &&
           (f->state == STATE_LATE || f->state == STATE_BROKEN);
}

/* As it is in hand, when it is; what is in hand may not be written yet. */
static const struct followup *in_hand(const struct change *ch, const struct followup *f)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == f->no)
            return &ch->m.f[i];
    return f;
}

/* "1/3 late, 1/5 broken" */
static struct err *broken(struct change *ch, int64_t *times, const char **what)
{
    struct followup *f;
    struct buf b = {0};
    size_t n;
    struct err *e = db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &f, &n);

    *times = 0;
    for (size_t i = 0; e == NULL && i < n; i++) {
        const struct followup *now = in_hand(ch, &f[i]);
        if (!is_broken(now) || ++*times > HISTORY_TIMES)
            continue;
        buf_printf(&b, "%s%lld/%u %s", b.len > 0 ? ", " : "", (long long)ch->m.c.id, now->no,
                   word_name(WORD_STATE, (int)now->state));
    }
    *what = b.len > 0 ? arena_strdup(ch->arena, b.p) : "";
    buf_free(&b);
    return e;
}

struct err *history_terms(struct change *ch, uint32_t unanswered, struct triage_term *terms, size_t *n)
{
    const struct complaint *c = &ch->m.c;
    int64_t times = 0, before;
    const char *what = "";
    struct err *e = NULL;

    *n = 0;
    if (c->followups > 0 && (e = broken(ch, &times, &what)) != NULL)
        return e;
    add(ch, TRIAGE_BROKEN, times, what, "", "", terms, n);
    add(ch, TRIAGE_REOPENED, c->reopened, NULL, " time", " times", terms, n);
    e = db_complaint_before(ch->desk->db, c->customer, c->id, HISTORY_COMPLAINTS,
                            c->received - (instant)HISTORY_DAYS * 86400, &before);
    if (e != NULL)
        return e;
    add(ch, TRIAGE_REPEATED, before, NULL, " other in 90 days", " others in 90 days", terms, n);
    times = (int64_t)unanswered - 1;
    add(ch, TRIAGE_UNANSWERED, times, NULL, " more message before we answered",
        " more messages before we answered", terms, n);
    return NULL;
}
