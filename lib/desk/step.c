#include "desk/step.h"

#include <string.h>

#include "desk/change.h"
#include "desk/clock.h"
#include "desk/fields.h"
#include "desk/offer.h"
#include "desk/payment.h"
#include "desk/review.h"
#include "desk/strike.h"
#include "store/db_complaint.h"

static bool is_none(struct str name)
{
    return str_is(name, "none") || str_is(name, "-");
}

/* "refund", or "refund:25.00": what was done for them, and what it cost. */
static struct err *take_remedy(struct change *ch, struct str text)
{
    struct offer_remedy given;
    int64_t name;
    struct err *e = offer_parse(text, &given);

    if (e != NULL || (e = fields_label(FIELD_REMEDY, given.name)) != NULL ||
        (e = offer_may(ch, given.name, given.cost)) != NULL ||
        (e = db_name(ch->desk->db, fields_remedy(given.name, ch->arena), &name)) != NULL ||
        (e = fields_put(ch, FIELD_REMEDY, 0, name)) != NULL)
        return e;
    return given.cost > 0 ? fields_put(ch, FIELD_AMOUNT, given.cost, 0) : NULL;
}

/* What somebody resolves that nobody has is theirs: the customer is asked by them, and won over by them. */
static struct err *own(struct change *ch)
{
    struct event ev = {.kind = EVENT_ASSIGNED, .flags = EVENT_IMPLIED, .happened = INSTANT_NONE};
    struct err *e = db_name(ch->desk->db, ch->desk->place->login, &ev.who);

    return e != NULL ? e : change_event(ch, &ev);
}

static struct err *take(struct change *ch, const struct step *s)
{
    instant when = s->when;
    bool follows = s->kind == EVENT_CONFIRMED || s->kind == EVENT_CLOSED;
    struct err *e = follows ? change_after_resolution(ch, &when) : change_after_receipt(ch, &when);
    struct event ev = {.kind = s->kind, .num = s->kind == EVENT_CONFIRMED && s->yes, .happened = when};

    if (e != NULL)
        return e;
    if (s->name.n > 0 && !is_none(s->name) && (e = db_name(ch->desk->db, s->name, &ev.who)) != NULL)
        return e;
    if ((s->kind == EVENT_RESOLVED && ch->m.c.owner == 0 && (e = own(ch)) != NULL) ||
        (e = change_implied(ch, s->kind, when)) != NULL ||
        (e = change_words(ch, &ev, WORDS_TEXT, s->words)) != NULL)
        return e;
    if (s->remedy.n > 0 && (e = take_remedy(ch, s->remedy)) != NULL)
        return e;
    return s->score > 0 ? fields_put(ch, FIELD_SATISFACTION, s->score, 0) : NULL;
}

/* What was void by mistake was never over: the void is taken back, and all stands as it stood. */
static struct err *unvoid(struct change *ch, const struct step *s)
{
    uint32_t no = 0;
    struct event *ev;
    size_t n;
    struct err *e = change_standing(ch, &ev, &n);

    if (e != NULL)
        return e;
    for (size_t i = 0; i < n; i++)
        if (ev[i].kind == EVENT_VOIDED)
            no = ev[i].no;
    return strike_in(ch, ch->m.c.id, no, s->words);
}

struct err *step_take(struct desk *d, int64_t id, const struct step *s)
{
    struct change ch;
    struct err *e;

    if ((s->kind == EVENT_VOIDED || s->kind == EVENT_REOPENED) && s->words.n == 0)
        return err_new(ERR_USAGE, NULL, "say why, in words behind the reference");
    if (s->kind == EVENT_ASSIGNED && !is_none(s->name) && (e = desk_colleague(d, s->name)) != NULL)
        return e;
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    e = change_take(&ch, id);
    if (e == NULL && s->kind == EVENT_ASSIGNED && s->name.n > 0 && !is_none(s->name))
        e = review_check(&ch, s->name);
    if (e == NULL && (s->kind == EVENT_RESOLVED || s->kind == EVENT_VOIDED))
        e = review_check(&ch, d->place->login);
    bool back = e == NULL && s->kind == EVENT_REOPENED && ch.m.c.voided;
    if (back)
        e = unvoid(&ch, s);
    if (e == NULL && (!back || ch.m.c.status >= STATUS_RESOLVED) && (e = take(&ch, s)) == NULL)
        e = change_settle(&ch);
    if (e == NULL && s->kind == EVENT_CONFIRMED && s->yes)
        e = clock_win_over(&ch);
    return change_end(&ch, e);
}

struct err *step_parse_set(struct str text, struct step_set *out)
{
    struct str rest = text, name;
    int f;

    str_cut(&rest, '=', &name);
    if (rest.p == NULL)
        return err_new(ERR_USAGE, NULL, "'%.*s' is no field=value", (int)text.n, text.p);
    if ((f = word_find(WORD_FIELD, name)) < 0) {
        const char *near = word_near(WORD_FIELD, name);
        return err_near(ERR_USAGE, NULL, near, "cust-format(5) lists them", "unknown field '%.*s'",
                        (int)name.n, name.p);
    }
    *out = (struct step_set){(enum field)f, rest};
    return fields_label(out->field, str_trim(rest));
}

static bool says_no(struct str value)
{
    value = str_trim(value);
    return value.n == 0 || str_is(value, "no");
}

/* Who begins to dispute an invoice, or stops, is owed answers from then on, or no more. */
static struct err *set_debt(struct change *ch, const struct step_set *s, instant when)
{
    bool was, is = false;
    struct err *e;

    if ((e = payment_unpaid(ch, &was)) != NULL || (e = fields_set_at(ch, s->field, s->value, when)) != NULL)
        return e;
    if (s->field == FIELD_DISPUTED)
        e = payment_disputed(ch, !says_no(s->value));
    if (e == NULL)
        e = payment_unpaid(ch, &is);
    return e == NULL && was != is ? clock_debt(ch) : e;
}

static struct err *set_one(struct change *ch, const struct step_set *s, instant when)
{
    struct err *e;

    if (s->field == FIELD_PAID)
        return payment_take(ch, s->value, when);
    if (s->field == FIELD_STAGE && (e = review_check(ch, ch->desk->place->login)) != NULL)
        return e;
    if (s->field == FIELD_DISPUTED || s->field == FIELD_INVOICE_AMOUNT)
        return set_debt(ch, s, when);
    if ((e = fields_set_at(ch, s->field, s->value, when)) != NULL)
        return e;
    return s->field == FIELD_STAGE ? review_hand_over(ch) : NULL;
}

/* What the complaint costs, and by which remedy. */
struct redress {
    int64_t remedy, amount;
};

static struct err *redress_of(struct change *ch, struct redress *out)
{
    struct db_complaint_field *f;
    size_t n;
    struct err *e = db_complaint_fields(ch->desk->db, ch->m.c.id, ch->arena, &f, &n);

    *out = (struct redress){0};
    for (size_t i = 0; i < n && e == NULL; i++) {
        if (f[i].field == FIELD_REMEDY)
            out->remedy = f[i].who;
        if (f[i].field == FIELD_AMOUNT)
            out->amount = f[i].num;
    }
    return e;
}

/* What is written down is bound by the same limits as what is offered. */
static struct err *may_cost(struct change *ch, const struct redress *before)
{
    struct redress now;
    struct str remedy = {0};
    struct err *e = redress_of(ch, &now);

    if (e != NULL || (now.remedy == before->remedy && now.amount <= before->amount))
        return e;
    if (now.remedy != 0 && (e = db_name_text(ch->desk->db, now.remedy, ch->arena, &remedy)) != NULL)
        return e;
    return offer_may(ch, remedy, now.amount);
}

static struct err *set_all(struct change *ch, const struct step_set *sets, size_t n, instant when)
{
    struct redress before;
    struct err *e = redress_of(ch, &before);

    for (size_t i = 0; i < n && e == NULL; i++)
        e = set_one(ch, &sets[i], when);
    return e != NULL ? e : may_cost(ch, &before);
}

/* It stands in every list. */
static struct err *check_subject(struct str s)
{
    if (s.n <= SUBJECT_MAX && (s.n == 0 || memchr(s.p, '\n', s.n) == NULL))
        return NULL;
    return err_new(ERR_DATA, "subject", "is one line of at most %d bytes; a note has room for the rest",
                   SUBJECT_MAX);
}

struct err *step_set(struct desk *d, int64_t id, const struct step_set *sets, size_t n, instant when)
{
    struct change ch;
    struct err *e;

    for (size_t i = 0; i < n; i++)
        if (sets[i].field == FIELD_CATEGORY && (e = desk_category(d, str_trim(sets[i].value))) != NULL)
            return e;
    for (size_t i = 0; i < n; i++)
        if (sets[i].field == FIELD_SUBJECT && (e = check_subject(str_trim(sets[i].value))) != NULL)
            return e;
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    if ((e = change_take(&ch, id)) == NULL && (e = set_all(&ch, sets, n, when)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}
