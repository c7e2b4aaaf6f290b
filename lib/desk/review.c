#include "desk/review.h"

#include "base/buf.h"
#include "store/db_event.h"

/* Names of those who handled the matter before its review. */
struct handlers {
    int64_t *name;
    size_t n;
};

static void add(struct handlers *h, int64_t name)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->name[i] == name)
            return;
    if (name != 0)
        h->name[h->n++] = name;
}

static bool is_final(const struct event *ev)
{
    bool typed = (ev->flags & (EVENT_IMPLIED | EVENT_AUTO)) == 0;

    return typed && (ev->kind == EVENT_RESOLVED ||
                     (ev->kind == EVENT_SAID && (ev->ref == ANSWER_FINAL || ev->ref == ANSWER_SUMMARY)));
}

static bool is_stage(const struct event *ev)
{
    return ev->kind == EVENT_SET && ev->code == FIELD_STAGE;
}

static struct err *is_named(struct change *ch, int64_t stage, bool *named)
{
    const struct policy *p = ch->desk->policy;
    struct str text;
    struct err *e = db_name_text(ch->desk->db, stage, ch->arena, &text);

    *named = false;
    for (size_t i = 0; e == NULL && i < p->nstandards; i++)
        *named = *named || (p->standards[i].stage != NULL && str_is(text, p->standards[i].stage));
    return e;
}

/* Where the present stage was set; n when it is at none. */
static size_t stage_at(const struct event *ev, size_t n, const bool *struck)
{
    size_t at = n;

    for (size_t i = 0; i < n; i++)
        if (!struck[i] && is_stage(&ev[i]))
            at = ev[i].who != 0 ? i : n;
    return at;
}

/* Nobody when it is not under review. */
static struct err *find(struct change *ch, struct handlers *out)
{
    struct event *ev;
    size_t n;
    bool answered = false, review = false;
    struct err *e = db_event_list(ch->desk->db, ch->m.c.id, DB_NOW, ch->arena, &ev, &n);

    *out = (struct handlers){NULL, 0};
    if (e != NULL)
        return e;
    bool *struck = arena_alloc(ch->arena, n + 1);
    matter_struck(ev, n, struck);
    size_t at = stage_at(ev, n, struck);
    if (at == n || (e = is_named(ch, ev[at].who, &review)) != NULL)
        return e;
    out->name = arena_alloc(ch->arena, (at + 1) * sizeof *out->name);
    for (size_t i = 0; i < at; i++) {
        if (struck[i])
            continue;
        answered = answered || ev[i].kind == EVENT_SAID || ev[i].kind == EVENT_RESOLVED;
        review = review || is_final(&ev[i]) || (is_stage(&ev[i]) && ev[i].who != 0);
        if (ev[i].kind == EVENT_ASSIGNED)
            add(out, ev[i].who);
        else if (is_final(&ev[i]))
            add(out, ev[i].actor);
    }
    if (!answered || !review)
        out->n = 0;
    return NULL;
}

static struct err *handled(struct change *ch, const struct handlers *h, struct str login, bool *is)
{
    struct err *e = NULL;

    *is = false;
    for (size_t i = 0; i < h->n && e == NULL && !*is; i++) {
        struct str name;
        if ((e = db_name_text(ch->desk->db, h->name[i], ch->arena, &name)) == NULL)
            *is = str_eq(name, login);
    }
    return e;
}

/* "ben, dora": the staff that may. */
static struct err *others(struct change *ch, const struct handlers *h, struct buf *out)
{
    const struct policy *p = ch->desk->policy;
    struct err *e = NULL;

    for (size_t i = 0; i < p->nstaff && e == NULL; i++) {
        bool is;
        if ((e = handled(ch, h, str_of(p->staff[i].login), &is)) == NULL && !is)
            buf_printf(out, "%s%s", out->len > 0 ? ", " : "", p->staff[i].login);
    }
    return e;
}

static struct err *refuse(struct change *ch, const struct handlers *h, struct str login, const char *why)
{
    struct buf may = {0};
    struct err *e = others(ch, h, &may);

    if (e == NULL)
        e = err_new(ERR_NOPERM, NULL, "%.*s %s%s%s", (int)login.n, login.p, why,
                    may.len > 0 ? ": " : "; policy names no other staff", may.len > 0 ? may.p : "");
    buf_free(&may);
    return e;
}

struct err *review_check(struct change *ch, struct str login)
{
    struct handlers h;
    bool is = false;
    struct err *e = NULL;

    if (ch->desk->policy->nstaff == 0 || (e = find(ch, &h)) != NULL || h.n == 0 ||
        (e = handled(ch, &h, login, &is)) != NULL || !is)
        return e;
    return refuse(ch, &h, login,
                  arena_printf(ch->arena, "handled %lld before its review, which goes to somebody else",
                               (long long)ch->m.c.id));
}

struct err *review_check_answer(struct change *ch, enum answer as)
{
    bool ends = as == ANSWER_FINAL || as == ANSWER_SUMMARY;

    return ends ? review_check(ch, ch->desk->place->login) : NULL;
}

struct err *review_check_up(struct change *ch, struct str login)
{
    struct handlers h = {&ch->m.c.owner, 1};
    bool is = false;
    struct err *e = NULL;

    if (ch->desk->policy->nstaff > 0 && ch->m.c.owner != 0)
        e = handled(ch, &h, login, &is);
    if (e != NULL || !is)
        return e != NULL ? e : review_check(ch, login);
    return refuse(
        ch, &h, login,
        arena_printf(ch->arena, "has %lld already; it goes up to somebody else", (long long)ch->m.c.id));
}

struct err *review_guard_begin(struct change *ch, subject of, struct review_guard *g)
{
    struct err *e = NULL;

    *g = (struct review_guard){0};
    if (of <= 0 || ch->desk->policy->nstaff == 0 || (e = change_take(ch, of)) != NULL)
        return e;
    g->of = of;
    g->owner = ch->m.c.owner;
    g->voided = ch->m.c.voided;
    e = review_check(ch, ch->desk->place->login);
    if (e == NULL || e->code != ERR_NOPERM)
        return e;
    g->barred = e;
    return NULL;
}

/* Whether it is as the guard wants it. */
static struct err *look_again(struct change *ch, struct review_guard *g)
{
    struct str owner;
    struct err *e = change_take(ch, g->of);

    if (e == NULL && ch->m.c.owner != g->owner && ch->m.c.owner != 0 &&
        (e = db_name_text(ch->desk->db, ch->m.c.owner, ch->arena, &owner)) == NULL)
        e = review_check(ch, owner);
    if (e != NULL || g->barred == NULL)
        return e;
    e = review_check(ch, ch->desk->place->login);
    bool still = e != NULL && e->code == ERR_NOPERM && (!ch->m.c.voided || g->voided);
    if (e != NULL && e->code != ERR_NOPERM)
        return e;
    err_free(e);
    if (still)
        return NULL;
    e = g->barred;
    g->barred = NULL;
    return e;
}

struct err *review_guard_end(struct change *ch, struct review_guard *g, struct err *e)
{
    if (e == NULL && g->of != 0)
        e = look_again(ch, g);
    err_free(g->barred);
    g->barred = NULL;
    return e;
}

struct err *review_hand_over(struct change *ch)
{
    struct event ev = {.kind = EVENT_ASSIGNED, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    struct handlers h = {NULL, 0};
    struct err *e = NULL;

    if (ch->desk->policy->nstaff > 0 && ch->m.c.owner != 0)
        e = find(ch, &h);
    if (e != NULL)
        return e;
    for (size_t i = 0; i < h.n; i++)
        if (h.name[i] == ch->m.c.owner)
            return change_words(ch, &ev, WORDS_TEXT, str_of("the review goes to somebody else"));
    return NULL;
}
