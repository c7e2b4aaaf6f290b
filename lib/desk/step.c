#include "desk/step.h"

#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "desk/change.h"
#include "desk/clock.h"
#include "desk/fields.h"
#include "desk/payment.h"
#include "desk/review.h"
#include "store/db_complaint.h"

static bool is_none(struct str name)
{
    return str_is(name, "none") || str_is(name, "-");
}

static struct err *take(struct change *ch, const struct step *s)
{
    instant when = s->when;
    struct err *e = change_after_receipt(ch, &when);
    struct event ev = {.kind = s->kind, .num = s->kind == EVENT_CONFIRMED && s->yes, .happened = when};
    int64_t remedy;

    if (e != NULL)
        return e;

    if (s->name.n > 0 && !is_none(s->name) && (e = db_name(ch->desk->db, s->name, &ev.who)) != NULL)
        return e;
    if ((e = change_implied(ch, s->kind, when)) != NULL ||
        (e = change_words(ch, &ev, WORDS_TEXT, s->words)) != NULL)
        return e;
    if (s->remedy.n > 0 && ((e = fields_label(FIELD_REMEDY, s->remedy)) != NULL ||
                            (e = db_name(ch->desk->db, s->remedy, &remedy)) != NULL ||
                            (e = fields_put(ch, FIELD_REMEDY, 0, remedy)) != NULL))
        return e;
    return s->score > 0 ? fields_put(ch, FIELD_SATISFACTION, s->score, 0) : NULL;
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
    if (e == NULL && s->kind == EVENT_RESOLVED)
        e = review_check(&ch, d->place->login);
    if (e == NULL && (e = take(&ch, s)) == NULL)
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

static struct err *set_one(struct change *ch, const struct step_set *s, instant when)
{
    struct err *e;

    if (s->field == FIELD_PAID)
        return payment_take(ch, s->value, when);
    if ((e = fields_set_at(ch, s->field, s->value, when)) != NULL)
        return e;
    if (s->field == FIELD_STAGE)
        return review_hand_over(ch);
    return s->field == FIELD_DISPUTED ? payment_disputed(ch, !says_no(s->value)) : NULL;
}

struct err *step_set(struct desk *d, int64_t id, const struct step_set *sets, size_t n, instant when)
{
    struct change ch;
    struct err *e;

    for (size_t i = 0; i < n; i++)
        if (sets[i].field == FIELD_CATEGORY && (e = desk_category(d, str_trim(sets[i].value))) != NULL)
            return e;
    if ((e = change_begin(d, &ch)) != NULL)
        return e;
    e = change_take(&ch, id);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = set_one(&ch, &sets[i], when);
    if (e == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}
