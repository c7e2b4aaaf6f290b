#include "desk/history.h"

#include "desk/fields.h"
#include "desk/known.h"
#include "desk/reading.h"
#include "store/db_complaint.h"
#include "store/db_merged.h"

enum { YEAR = 365 * 86400 };

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

/* Given up after it was due, kept late, or not kept yet and late. */
static bool is_broken(const struct followup *f, instant at)
{
    return (f->kind == KIND_PROMISE || f->kind == KIND_CALLBACK || f->kind == KIND_MEETING) &&
           (f->state == STATE_LATE || f->state == STATE_BROKEN || (f->state == STATE_OPEN && f->due < at));
}

/* As it is in hand, when it is; what is in hand may not be written yet. */
static const struct followup *in_hand(const struct change *ch, const struct followup *f)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == f->no)
            return &ch->m.f[i];
    return f;
}

static struct err *broken_in(struct change *ch, subject of, int64_t *times, struct buf *what)
{
    struct followup *f;
    size_t n;
    struct err *e = db_complaint_followup_list(ch->desk->db, of, false, DB_NOW, ch->arena, &f, &n);

    for (size_t i = 0; e == NULL && i < n; i++) {
        const struct followup *now = of == ch->m.c.id ? in_hand(ch, &f[i]) : &f[i];
        if (!is_broken(now, ch->recorded) || ++*times > HISTORY_TIMES)
            continue;
        buf_printf(what, "%s%lld/%u %s", what->len > 0 ? ", " : "", (long long)of, now->no,
                   now->state == STATE_OPEN ? "overdue" : word_name(WORD_STATE, (int)now->state));
    }
    return e;
}

/* "1/3 late, 1/5 broken, 1/6 overdue": of this one and of what was merged into it. */
static struct err *broken(struct change *ch, int64_t *times, const char **what)
{
    subject *with;
    struct buf b = {0};
    size_t n = 0;
    struct err *e = db_merged_members(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &with, &n);

    *times = 0;
    for (size_t i = 0; e == NULL && i < n; i++)
        e = broken_in(ch, with[i], times, &b);
    *what = b.len > 0 ? arena_strdup(ch->arena, b.p) : "";
    buf_free(&b);
    return e;
}

/* --- what was set ------------------------------------------------------------------------------------------------- */

void history_take(struct history_known *k, const struct event *ev)
{
    if (ev->code == FIELD_AMOUNT)
        k->amount = ev->num;
    if (ev->code == FIELD_VULNERABILITY)
        k->vulnerable = ev->words != 0;
}

static void add_stake(struct change *ch, const struct history_known *k, struct triage_term *terms, size_t *n)
{
    int64_t step = ch->desk->policy->triage.stake, times = 0;
    struct str amount = {0};

    for (; step > 0 && k->amount >= step && times < HISTORY_TIMES; step *= 10)
        times++;
    if (times > 0)
        amount = fields_money_text(k->amount, ch->arena);
    add(ch, TRIAGE_VULNERABILITY, k->vulnerable, "as it is set", "", "", terms, n);
    add(ch, TRIAGE_MONEY, times, arena_dup(ch->arena, amount.p, amount.n), "", "", terms, n);
}

bool history_bears(enum field f)
{
    return f == FIELD_AMOUNT || f == FIELD_VULNERABILITY;
}

/* --- what else they brought --------------------------------------------------------------------------------------- */

instant history_since(const struct complaint *c)
{
    return c->received - (instant)HISTORY_DAYS * 86400;
}

static struct err *brought_before(struct change *ch, struct db_before *out)
{
    const struct complaint *c = &ch->m.c;
    const struct db_before_ask *ask = ch->ready != NULL ? ch->ready->before : NULL;
    instant since = history_since(c);

    if (ask != NULL && ask->known) {
        *out = ask->before;
        return NULL;
    }
    if (ch->bringer != NULL && known_before(ch->bringer, HISTORY_COMPLAINTS, since, out))
        return NULL;
    return db_complaint_before(ch->desk->db, c->customer, c->id, HISTORY_COMPLAINTS, since, out);
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

struct err *history_terms(struct change *ch, const struct history_known *k, struct triage_term *terms,
                          size_t *n)
{
    const struct complaint *c = &ch->m.c;
    int64_t times = 0;
    struct db_before before;
    const char *what = "";
    struct err *e = NULL;

    *n = 0;
    if (c->followups > 0 && (e = broken(ch, &times, &what)) != NULL)
        return e;
    add(ch, TRIAGE_BROKEN, times, what, "", "", terms, n);
    add(ch, TRIAGE_REOPENED, c->reopened, NULL, " time", " times", terms, n);
    if ((e = brought_before(ch, &before)) != NULL)
        return e;
    add(ch, TRIAGE_REPEATED, before.n, NULL, " other in 90 days", " others in 90 days", terms, n);
    times = (int64_t)k->unanswered - 1;
    add(ch, TRIAGE_UNANSWERED, times, NULL, " more message before we answered",
        " more messages before we answered", terms, n);
    add(ch, TRIAGE_ESCALATED, before.escalated, NULL, " step of a ladder in others of theirs",
        " steps of ladders in others of theirs", terms, n);
    add_stake(ch, k, terms, n);
    times = before.first != INSTANT_NONE ? (c->received - before.first) / YEAR : 0;
    add(ch, TRIAGE_TENURE, times, NULL, " year a customer", " years a customer", terms, n);
    return NULL;
}
