#include "desk/prove.h"

#include <string.h>

#include "base/buf.h"
#include "base/zone.h"
#include "desk/clock_past.h"
#include "desk/prove_debt.h"
#include "rule/proof.h"
#include "store/db_event.h"
#include "store/db_words.h"

struct prove {
    struct desk *desk;
    struct arena *arena;
    const struct event *ev;
    size_t n;
    bool *struck;
    struct matter m;
    struct clock_past past;
    const char *category;
    prove_tell *tell;
    void *context;
};

/* The rule behind a deadline, as policy has it now. */
struct basis {
    struct deadline_rule rule;
    const struct deadline_standard *standard; /* NULL: the desk's own */
    const char *name;                         /* of a standard that policy may not have any more; NULL */
};

/* The event that ended it: the first at that time that can have. */
static uint32_t ended_by(const struct prove *p, const struct followup *f)
{
    for (size_t i = 0; i < p->n && f->state != STATE_OPEN; i++)
        if (!p->struck[i] && p->ev[i].seq == f->seq && p->ev[i].happened == f->ended &&
            p->ev[i].kind != EVENT_ADDED && p->ev[i].kind != EVENT_MOVED)
            return p->ev[i].no;
    return 0;
}

/* Priority and category under which it ended: what the complaint became later moved it no more. */
static struct err *judged(const struct prove *p, const struct followup *f, enum priority *priority,
                          const char **category)
{
    uint32_t end = ended_by(p, f);
    struct matter then = {0};
    struct str text = str_of(NULL);
    struct err *e = NULL;

    *priority = p->m.c.priority;
    *category = p->category;
    if (end == 0)
        return NULL;
    if ((e = matter_replay(&then, p->ev, end - 1)) == NULL && then.c.category != 0)
        e = db_name_text(p->desk->db, then.c.category, p->arena, &text);
    *priority = then.c.priority;
    *category = then.c.category != 0 ? text.p : NULL;
    matter_clear(&then);
    return e;
}

static struct err *basis_of(const struct prove *p, const struct followup *f, struct basis *out)
{
    const struct policy *policy = p->desk->policy;
    const struct deadline_rule *r = NULL;
    const char *category;
    enum priority priority;
    struct err *e = judged(p, f, &priority, &category);

    *out = (struct basis){.rule = {.span = {0, DEADLINE_MINUTES}}};
    for (size_t i = 0; i < p->past.nstandards; i++)
        if (p->past.standards[i].no == f->no)
            out->name = p->past.standards[i].name;
    if (out->name != NULL)
        out->standard = clock_past_standard(policy, out->name);
    if (out->standard != NULL)
        r = &out->standard->rule;
    else if (out->name == NULL && e == NULL)
        r = deadline_pick(policy->deadlines, policy->ndeadlines, f->kind, priority, category);
    if (r != NULL)
        out->rule = *r;
    return e;
}

/* Whether opening hours matter to it. */
static bool counts_hours(const struct basis *b)
{
    if (b->rule.always)
        return false;
    return b->rule.span.unit == DEADLINE_BUSINESS_MINUTES || b->rule.span.unit == DEADLINE_BUSINESS_HOURS ||
           b->rule.span.unit == DEADLINE_WORKING_DAYS;
}

/* "disp-final: 8 weeks; DISP 1.6.2R ..., checked 2026-11-21" */
static const char *describe(const struct prove *p, const struct basis *b, const struct followup *f)
{
    struct buf text = {0};
    char when[ZONE_SHOW];

    buf_adds(&text, b->name != NULL ? b->name : "the desk's own");
    if (b->rule.span.amount > 0) {
        instant due =
            deadline_due(&b->rule, p->desk->policy->calendar, f->made, p->past.pauses, p->past.npauses);
        bool extended = false;
        for (size_t i = 0; i < p->past.nextended; i++)
            extended = extended || p->past.extended[i] == f->no;
        buf_adds(&text, ": ");
        deadline_format_span(&b->rule.span, &text);
        buf_adds(&text, b->rule.always ? ", day and night" : "");
        if (extended)
            buf_adds(&text, ", extended");
        else if (due != f->due)
            buf_printf(&text, "; by the policy of today %s", zone_show(p->desk->policy->zone, due, when));
    } else {
        buf_adds(&text, "; the policy of today has no such rule");
    }
    if (b->standard != NULL && b->standard->source[0] != '\0')
        buf_printf(&text, "; %s", b->standard->source);
    if (b->standard != NULL && b->standard->checked[0] != '\0')
        buf_printf(&text, "; checked %s", b->standard->checked);
    const char *out = arena_strdup(p->arena, text.p);
    buf_free(&text);
    return out;
}

static struct err *put(struct prove *p, struct prove_line line, uint32_t event)
{
    line.event = event;
    line.entered = event > 0 ? p->ev[event - 1].recorded : INSTANT_NONE;
    /* cppcheck-suppress returnDanglingLifetime ; an error keeps no line */
    return p->tell(p->context, &line);
}

static struct err *moves(struct prove *p, const struct followup *f)
{
    struct err *e = NULL;

    for (size_t i = 0; i < p->n && e == NULL; i++) {
        const struct event *ev = &p->ev[i];
        struct str why = str_of("policy");
        if (p->struck[i] || ev->kind != EVENT_MOVED || ev->ref != f->no)
            continue;
        if ((ev->flags & EVENT_AUTO) == 0)
            e = db_words_get(p->desk->db, ev->words, p->arena, &why, NULL);
        if (e == NULL)
            e = put(p,
                    (struct prove_line){*f, PROVE_MOVED, word_name(WORD_KIND, (int)f->kind), ev->happened,
                                        ev->num, -1, 0, 0, why.n > 0 ? why.p : ""},
                    ev->no);
    }
    return e;
}

/* Which event a piece begins with: the wait, or what ended the one before it. */
static uint32_t opened_by(const struct prove *p, const struct proof_piece *piece, uint32_t added,
                          instant made)
{
    const uint32_t *by = p->past.paused_by;

    if (piece->class == PROOF_PAUSED)
        return by[2 * piece->pause];
    if (piece->from == made)
        return added;
    if (piece->pause > 0 && p->past.pauses[piece->pause - 1].to == piece->from)
        return by[2 * (piece->pause - 1) + 1];
    return 0;
}

/* Which holidays a piece lies in: "Christmas Day, Boxing Day". */
static const char *holidays_of(const struct prove *p, const struct proof_piece *piece)
{
    const struct calendar *cal = p->desk->policy->calendar;
    struct buf names = {0};
    const char *name, *last_name = "";

    if (piece->class != PROOF_HOLIDAY)
        return "";
    int64_t last = zone_day(cal->zone, piece->to - 1);
    for (int64_t day = zone_day(cal->zone, piece->from); day <= last; day++)
        if (calendar_is_holiday(cal, day, &name) && strcmp(name, last_name) != 0) {
            buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", name);
            last_name = name;
        }
    const char *out = names.len > 0 ? arena_strdup(p->arena, names.p) : "";
    buf_free(&names);
    return out;
}

static struct err *intervals(struct prove *p, const struct followup *f, const struct basis *b, instant end,
                             uint32_t added)
{
    const struct calendar *cal = counts_hours(b) ? p->desk->policy->calendar : NULL;
    size_t npauses = b->rule.runs_on ? 0 : p->past.npauses;
    int64_t sum[PROOF_CLASSES] = {0};
    struct err *e = NULL;

    for (instant t = f->made; t < end && e == NULL;) {
        struct proof_piece piece = proof_next(cal, t, end, p->past.pauses, npauses);
        sum[piece.class] += piece.to - piece.from;
        e = put(p,
                (struct prove_line){*f, PROVE_INTERVAL, proof_class_name(piece.class), piece.from, piece.to,
                                    piece.to - piece.from, 0, 0, holidays_of(p, &piece)},
                opened_by(p, &piece, added, f->made));
        t = piece.to;
    }
    for (int c = 0; c < PROOF_CLASSES && e == NULL; c++)
        e = put(p,
                (struct prove_line){*f, PROVE_SUM, proof_class_name((enum proof_class)c), f->made, end,
                                    sum[c], 0, 0, ""},
                0);
    return e;
}

static int64_t counted_after(const struct prove *p, const struct basis *b, instant due, instant end)
{
    const struct calendar clock = {.zone = p->desk->policy->zone, .always = true};

    if (due >= end)
        return 0;
    return calendar_between(counts_hours(b) ? p->desk->policy->calendar : &clock, due, end, p->past.pauses,
                            b->rule.runs_on ? 0 : p->past.npauses);
}

/* The event that a follow-up was made by; 0 when none stands. */
static uint32_t added_by(const struct prove *p, uint32_t no)
{
    for (size_t i = 0; i < p->n; i++)
        if (!p->struck[i] && p->ev[i].kind == EVENT_ADDED && p->ev[i].ref == no)
            return p->ev[i].no;
    return 0;
}

static struct err *one(struct prove *p, const struct followup *f)
{
    struct basis b;
    bool open = f->state == STATE_OPEN;
    instant end = open ? p->desk->place->now : f->ended;
    uint32_t added = added_by(p, f->no);
    struct err *e = basis_of(p, f, &b);

    if (e == NULL)
        e = put(p,
                (struct prove_line){*f, PROVE_RULE, word_name(WORD_KIND, (int)f->kind), f->made, f->due, -1,
                                    0, 0, describe(p, &b, f)},
                added);
    if (e == NULL)
        e = moves(p, f);
    if (e == NULL)
        e = intervals(p, f, &b, end, added);
    const char *state = open && end > f->due ? "late" : word_name(WORD_STATE, (int)f->state);
    return e != NULL
               ? e
               : put(p,
                     (struct prove_line){*f, PROVE_END, state, f->due, end, counted_after(p, &b, f->due, end),
                                         0, 0, open ? "still open" : ""},
                     ended_by(p, f));
}

static struct err *load(struct prove *p, int64_t id)
{
    struct event *ev;
    struct str text;
    struct err *e = db_event_list(p->desk->db, id, DB_NOW, p->arena, &ev, &p->n);

    if (e == NULL && p->n == 0)
        e = err_new(ERR_NOINPUT, NULL, "there is no complaint %lld", (long long)id);
    if (e != NULL)
        return e;
    p->ev = ev;
    p->struck = arena_alloc(p->arena, p->n + 1);
    matter_struck(ev, p->n, p->struck);
    if ((e = matter_replay(&p->m, ev, p->n)) != NULL ||
        (e = clock_past(p->desk->db, ev, p->n, p->arena, &p->past)) != NULL || p->m.c.category == 0)
        return e;
    if ((e = db_name_text(p->desk->db, p->m.c.category, p->arena, &text)) == NULL)
        p->category = text.p;
    return e;
}

struct err *prove_run(struct desk *d, int64_t id, uint32_t no, prove_tell *tell, void *context)
{
    struct prove p = {.desk = d, .arena = arena_new(), .tell = tell, .context = context};
    struct err *e = load(&p, id);
    size_t told = 0;

    for (size_t i = 0; i < p.m.nf && e == NULL; i++) {
        const struct followup *f = &p.m.f[i];
        if (!event_kind_is_deadline(f->kind) || f->kind == KIND_ESCALATION || (no != 0 && f->no != no))
            continue;
        e = one(&p, f);
        told++;
    }
    bool owes = false;
    if (e == NULL && no == 0)
        e = prove_debt(d, p.ev, p.n, p.arena, tell, context, &owes);
    if (e == NULL && told == 0 && !owes)
        e = no != 0 ? err_new(ERR_NOINPUT, NULL, "%lld/%u is no deadline", (long long)id, no)
                    : err_new(ERR_NOINPUT, NULL, "%lld has no deadlines", (long long)id);
    matter_clear(&p.m);
    arena_free(p.arena);
    return e;
}
