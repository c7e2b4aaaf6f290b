/* offer, approve, agree: a remedy is offered, within one's authority or with a higher one's, and one is agreed on. */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/common/refs.h"
#include "cmd/common/say.h"
#include "cmd/common/words.h"
#include "cmd/common/work.h"
#include "cmd/cust-log/verbs.h"
#include "desk/fields.h"
#include "desk/limits.h"
#include "desk/offer.h"
#include "desk/owed.h"
#include "desk/payment.h"
#include "store/db_complaint.h"

const struct opt verbs_offer_opts[] = {
    {"remedy", 'r', OPT_MANY, "NAME[:COST]", "what is offered, each an option of its own: refund:25.00"},
    {"when", 0, OPT_VALUE, "TIME", "when it was offered, if not now"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_approve_opts[] = {
    {"option", 0, OPT_VALUE, "N", "which of the options; else all that wait"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

const struct opt verbs_agree_opts[] = {
    {"option", 0, OPT_VALUE, "N", "which of the options; may be left out when there is one"},
    {"promise", 0, OPT_MANY, "TEXT", "what will be done and when: \"fri 12:00 send the lid\"; required"},
    {"expect", 0, OPT_MANY, "TEXT",
     "or what the customer will do, such as an instalment: \"1 dec 40.00 by bank\""},
    {"when", 0, OPT_VALUE, "TIME", "when it was agreed, if not now"},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* --- offer ------------------------------------------------------------------------------------------------------- */

struct offering {
    struct offer offer;
    struct offer_remedy *remedies;
    struct buf words;
};

static void say_options(struct work *w, int64_t id, const struct offer *o, uint32_t first, size_t waiting)
{
    for (size_t i = 0; i < o->n; i++) {
        struct str cost = fields_money_text(o->remedies[i].cost, w->arena);
        say_line(w->s->tool, NULL, "%lld option %u: %.*s%s%.*s", (long long)id, first + (uint32_t)i,
                 (int)o->remedies[i].name.n, o->remedies[i].name.p, o->remedies[i].cost > 0 ? ", " : "",
                 o->remedies[i].cost > 0 ? (int)cost.n : 0, cost.p);
    }
    if (waiting > 0)
        say_line(w->s->tool, NULL,
                 "%lld: %zu of them beyond your limit: do not say it yet; cust-log approve %lld by a "
                 "higher role",
                 (long long)id, waiting, (long long)id);
}

static struct err *offer_act(struct work *w, struct ref *ref, void *context)
{
    struct offering *o = context;
    size_t waiting;
    uint32_t first;
    struct err *e = offer_make(w->desk, ref->id, &o->offer, &first, &waiting);

    if (e == NULL)
        say_options(w, ref->id, &o->offer, first, waiting);
    return e;
}

enum { MAY_COLUMNS = 5, DAY = 86400 };

static const struct form_column may_columns[MAY_COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},     {"REMEDY", FORM_TEXT, FORM_PLAIN, 0, false},
    {"LIMIT", FORM_NUMBER, FORM_PLAIN, 0, false}, {"LEFT", FORM_NUMBER, FORM_PLAIN, 0, false},
    {"ABOVE", FORM_TEXT, FORM_PLAIN, 0, false},
};

static struct form_value sum_or_none(int64_t sum, struct arena *a)
{
    return sum == AUTHORITY_FREE ? form_none() : form_decimal(fields_money_text(sum, a));
}

/* A line for each remedy that policy limits, and one for any other. */
static struct err *may_rows(struct work *w, const struct ref *ref, struct form *f)
{
    struct complaint c;
    struct limits l;
    char id[REF_SIZE];
    struct err *e;

    if (ref_is_customers(ref))
        return err_new(ERR_USAGE, ref_format(ref, id),
                       "is a customer; a complaint such as 42 is needed here");
    if ((e = db_complaint_get(w->desk->db, ref->id, DB_NOW, &c)) != NULL ||
        (e = limits_get(w->desk, c.customer, w->arena, &l)) != NULL)
        return e;
    struct ref of = {REF_COMPLAINT, ref->id, 0};
    for (size_t i = 0; i < l.n && e == NULL; i++) {
        struct form_value values[MAY_COLUMNS] = {
            form_text(str_of(ref_format(&of, id))),
            form_text(l.rows[i].remedy.n > 0 ? l.rows[i].remedy : str_of("any other")),
            sum_or_none(l.rows[i].most, w->arena),
            sum_or_none(l.left, w->arena),
            l.above.n > 0 ? form_text(l.above) : form_none(),
        };
        if (!l.limited)
            values[1] = form_text(str_of("any"));
        e = form_row(f, values);
    }
    return e;
}

static struct err *may_offer(struct session *s, const char *operand)
{
    struct ref *refs = NULL;
    struct form *f = NULL;
    struct work w = {0};
    size_t n = 0;
    struct err *e = work_open(s, WORK_READ, &w);

    w.place.login = session_who(s);
    if (e == NULL && (e = refs_get(s, operand, &refs, &n)) == NULL)
        e = session_listing(s, "cust.may-offer/1", may_columns, MAY_COLUMNS, w.desk->policy->zone, false, &f);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = work_bad(&w, &refs[i], n, may_rows(&w, &refs[i], f));
    e = form_end(f, e, NULL);
    free(refs);
    work_close(&w);
    return e;
}

static struct err *take_remedies(const struct opt_args *args, struct offering *o)
{
    struct err *e = NULL;
    size_t at = 0;

    o->remedies = mem_array(NULL, args->n_given + 1, sizeof *o->remedies);
    o->offer.remedies = o->remedies;
    for (const char *r; e == NULL && (r = opt_next(args, "remedy", &at)) != NULL;)
        e = offer_parse(str_of(r), &o->remedies[o->offer.n++]);
    return e;
}

/* Asked without saying what: which remedies one may offer. */
static bool asks(const struct opt_args *args)
{
    size_t at = 0;

    return args->n_words == 0 && opt_text(args, "file") == NULL && opt_text(args, "when") == NULL &&
           opt_next(args, "remedy", &at) == NULL;
}

struct err *verbs_offer(struct session *s, const struct opt_args *args)
{
    struct offering o = {0};
    struct work w;

    if (asks(args))
        return may_offer(s, args->operands[0]);
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = take_remedies(args, &o)) == NULL &&
        (e = work_when(&w, "when", WHEN_PAST, &o.offer.when)) == NULL &&
        (e = words_maybe(s, &o.words)) == NULL) {
        o.offer.words = buf_str(&o.words);
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, offer_act, &o);
    }
    free(o.remedies);
    buf_free(&o.words);
    work_close(&w);
    return e;
}

/* --- agree ------------------------------------------------------------------------------------------------------- */

struct agreeing {
    struct speak speak;
    struct str *promises, *expects;
    struct buf words;
    uint32_t option;
};

/* Instalments that are less than what is left of the invoice, or more than all that is owed by the day of the last. */
static struct err *say_misfit(struct work *w, int64_t id, const struct speak *s)
{
    int64_t total = 0;
    instant last = w->place.now;
    struct owed o;
    struct err *e = owed_get(w->desk, id, DB_NOW, w->place.now, w->arena, &o);

    if (e != NULL || !o.known || s->nexpects == 0 || o.sum.owed == 0)
        return e;
    for (size_t i = 0; i < s->nexpects && e == NULL; i++) {
        struct str what;
        instant due = last;
        int64_t sum = 0;
        if ((e = speak_expect(w->desk, s->expects[i], &due, &what)) == NULL && payment_instalment(what, &sum))
            total = sum < INT64_MAX - total ? total + sum : INT64_MAX;
        last = due > last ? due : last;
    }
    struct debt_terms terms = owed_terms(w->desk);
    int64_t day = o.today + (last - w->place.now) / DAY + 1, left = o.sum.left;
    if (e != NULL || (total >= left && total <= debt_reckon(&o.debt, &terms, day).owed))
        return e;
    struct str sum = owed_money(&o, total, w->arena), all = owed_money(&o, o.sum.owed, w->arena);
    say_line(w->s->tool, NULL, "%lld: these come to %.*s; %.*s is owed", (long long)id, (int)sum.n, sum.p,
             (int)all.n, all.p);
    return NULL;
}

static struct err *agree_act(struct work *w, struct ref *ref, void *context)
{
    struct agreeing *a = context;
    struct err *e = offer_agree(w->desk, ref->id, a->option, &a->speak);

    return e != NULL ? e : say_misfit(w, ref->id, &a->speak);
}

static struct err *take_expectations(struct work *w, struct agreeing *a)
{
    const struct opt_args *args = w->s->args;
    struct err *e = NULL;
    size_t at = 0;

    a->expects = mem_array(NULL, args->n_given + 1, sizeof *a->expects);
    a->speak.expects = a->expects;
    for (const char *p; e == NULL && (p = opt_next(args, "expect", &at)) != NULL;) {
        struct str what;
        instant due;
        a->expects[a->speak.nexpects++] = str_of(p);
        if ((e = speak_expect(w->desk, str_of(p), &due, &what)) == NULL)
            work_echo(w, "expected", due);
    }
    return e;
}

static struct err *take_agreement(struct work *w, struct agreeing *a)
{
    const struct opt_args *args = w->s->args;
    long long option;
    size_t at = 0;
    struct err *e = opt_number(args, "option", 1, UINT32_MAX, 0, &option);

    if (e != NULL || (e = work_when(w, "when", WHEN_PAST, &a->speak.when)) != NULL)
        return e;
    a->option = (uint32_t)option;
    a->promises = mem_array(NULL, args->n_given + 1, sizeof *a->promises);
    a->speak.promises = a->promises;
    for (const char *p; e == NULL && (p = opt_next(args, "promise", &at)) != NULL;) {
        struct str what;
        instant due;
        a->promises[a->speak.npromises++] = str_of(p);
        if ((e = speak_promise(w->desk, str_of(p), &due, &what)) == NULL)
            work_echo(w, "promise", due);
    }
    if (e == NULL)
        e = take_expectations(w, a);
    if (e == NULL && (e = words_maybe(w->s, &a->words)) == NULL)
        a->speak.words = buf_str(&a->words);
    return e;
}

struct err *verbs_agree(struct session *s, const struct opt_args *args)
{
    struct agreeing a = {.speak = {.channel = -1}};
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = take_agreement(&w, &a)) == NULL)
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, agree_act, &a);
    free(a.promises);
    free(a.expects);
    buf_free(&a.words);
    work_close(&w);
    return e;
}

/* --- approve ----------------------------------------------------------------------------------------------------- */

static struct err *approve_act(struct work *w, struct ref *ref, void *context)
{
    struct agreeing *a = context;

    return offer_approve(w->desk, ref->id, a->option, buf_str(&a->words));
}

struct err *verbs_approve(struct session *s, const struct opt_args *args)
{
    struct agreeing a = {.option = 0};
    long long option;
    struct work w;
    struct err *e = work_open(s, WORK_WRITE, &w);

    if (e == NULL && (e = opt_number(args, "option", 1, UINT32_MAX, 0, &option)) == NULL &&
        (e = words_maybe(s, &a.words)) == NULL) {
        a.option = (uint32_t)option;
        e = work_each(&w, args->operands[0], WORK_ONLY_COMPLAINT, WORK_COMPLAINTS, approve_act, &a);
    }
    buf_free(&a.words);
    work_close(&w);
    return e;
}
