#include "desk/owed.h"

#include "base/buf.h"
#include "base/civil.h"
#include "base/zone.h"
#include "desk/fields.h"
#include "rule/matter.h"
#include "store/db_event.h"
#include "store/db_words.h"

enum { DAY = 86400 };

static int64_t local_day(const struct desk *d, instant t)
{
    return zone_day(d->policy->zone, t);
}

struct debt_terms owed_terms(const struct desk *d)
{
    return d->policy->interest;
}

/* The last standing value of each field, and all payments. */
static void collect(const struct desk *d, const struct event *ev, size_t n, struct arena *a, struct owed *o,
                    const struct event *last[FIELDS])
{
    struct debt_payment *payments = arena_alloc(a, (n + 1) * sizeof *payments);
    uint32_t *numbers = arena_alloc(a, (n + 1) * sizeof *numbers);
    bool *struck = arena_alloc(a, n + 1);

    matter_struck(ev, n, struck);
    o->debt.payments = payments;
    o->payment = numbers;
    for (size_t i = 0; i < n; i++) {
        if (struck[i] || ev[i].kind != EVENT_SET || ev[i].code < 0 || ev[i].code >= FIELDS)
            continue;
        last[ev[i].code] = &ev[i];
        if (ev[i].code != FIELD_PAID || ev[i].num == 0)
            continue;
        numbers[o->debt.npayments] = ev[i].no;
        payments[o->debt.npayments++] = (struct debt_payment){local_day(d, ev[i].happened), ev[i].num};
    }
}

static struct err *texts(struct desk *d, const struct event *const last[FIELDS], struct arena *a,
                         struct owed *o)
{
    const struct event *invoice = last[FIELD_INVOICE], *currency = last[FIELD_CURRENCY],
                       *disputed = last[FIELD_DISPUTED];
    struct err *e = NULL;

    o->invoice = o->currency = o->dispute = str_of("");
    if (invoice != NULL)
        e = db_words_get(d->db, invoice->words, a, &o->invoice, NULL);
    if (e == NULL && currency != NULL && currency->who != 0)
        e = db_name_text(d->db, currency->who, a, &o->currency);
    o->disputed = disputed != NULL && disputed->words != 0;
    if (e == NULL && o->disputed)
        e = db_words_get(d->db, disputed->words, a, &o->dispute, NULL);
    return e;
}

struct err *owed_fold(struct desk *d, const struct event *ev, size_t n, instant now, struct arena *a,
                      struct owed *out)
{
    const struct event *last[FIELDS] = {NULL};
    struct debt_terms terms = owed_terms(d);

    *out = (struct owed){.debt = {.due = CIVIL_DAY_MAX}, .today = local_day(d, now)};
    collect(d, ev, n, a, out, last);
    if (last[FIELD_INVOICE_AMOUNT] != NULL && last[FIELD_INVOICE_AMOUNT]->num > 0) {
        out->known = true;
        out->debt.amount = last[FIELD_INVOICE_AMOUNT]->num;
        out->amount_event = last[FIELD_INVOICE_AMOUNT]->no;
    }
    if (last[FIELD_INVOICE_DUE] != NULL && last[FIELD_INVOICE_DUE]->num != 0) {
        out->has_due = true;
        out->debt.due = last[FIELD_INVOICE_DUE]->num / DAY;
    }
    out->sum = debt_reckon(&out->debt, &terms, out->today);
    return texts(d, last, a, out);
}

struct err *owed_get(struct desk *d, int64_t id, int64_t as_of, instant now, struct arena *a,
                     struct owed *out)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(d->db, id, as_of, a, &ev, &n);

    return e != NULL ? e : owed_fold(d, ev, n, now, a, out);
}

/* --- in words ---------------------------------------------------------------------------------------------------- */

struct str owed_money(const struct owed *o, int64_t hundredths, struct arena *a)
{
    return str_of(arena_printf(a, "%.*s%s%.*s", (int)fields_money_text(hundredths, a).n,
                               fields_money_text(hundredths, a).p, o->currency.n > 0 ? " " : "",
                               (int)o->currency.n, o->currency.p));
}

static void add_money(struct buf *b, int64_t hundredths, struct arena *a)
{
    buf_addstr(b, fields_money_text(hundredths, a));
}

static void add_days_late(struct buf *b, const struct debt_sum *s)
{
    if (s->days > 0)
        buf_printf(b, ", %lld day%s late", (long long)s->days, s->days == 1 ? "" : "s");
}

/* " of 120.50, interest 2.02, fixed sum 40.00, less 50.00 paid" behind the sum that these come to. */
static void add_parts(struct buf *b, const struct owed *o, struct arena *a)
{
    const struct debt_sum *s = &o->sum;
    const struct {
        const char *before;
        int64_t sum;
        const char *after;
    } parts[] = {{" of ", o->debt.amount, ""},
                 {", interest ", s->interest, ""},
                 {", fixed sum ", s->fixed, ""},
                 {", less ", s->paid, " paid"}};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].sum == 0)
            continue;
        buf_adds(b, parts[i].before);
        add_money(b, parts[i].sum, a);
        buf_adds(b, parts[i].after);
    }
}

struct str owed_text(const struct owed *o, struct arena *a)
{
    const struct debt_sum *s = &o->sum;
    bool parts = s->interest > 0 || s->fixed > 0 || s->paid > 0;
    struct buf b = {0};
    char date[CIVIL_SIZE];

    buf_addstr(&b, owed_money(o, s->owed, a));
    buf_printf(&b, "%s invoice%s%.*s", parts ? ":" : ",", o->invoice.n > 0 ? " " : "", (int)o->invoice.n,
               o->invoice.p);
    if (parts)
        add_parts(&b, o, a);
    if (o->has_due)
        buf_printf(&b, "%s due %s", parts ? ";" : "", civil_format_date(o->debt.due, date));
    add_days_late(&b, s);
    if (o->disputed)
        buf_printf(&b, "; disputed%s%.*s", o->dispute.n > 0 ? ": " : "", (int)o->dispute.n, o->dispute.p);
    struct str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* " interest of 1.86 until today and the fixed sum of 40.00 that the law sets"; one of them at least is there. */
static const char *charges(const struct owed *o, struct arena *a)
{
    struct str interest = owed_money(o, o->sum.interest, a), fixed = owed_money(o, o->sum.fixed, a);
    const char *first = o->sum.interest > 0
                            ? arena_printf(a, " interest of %.*s until today", (int)interest.n, interest.p)
                            : "";
    const char *second =
        o->sum.fixed > 0 ? arena_printf(a, " the fixed sum of %.*s that the law sets", (int)fixed.n, fixed.p)
                         : "";

    return arena_printf(a, "%s%s%s", first, *first != '\0' && *second != '\0' ? " and" : "", second);
}

struct str owed_sum(const struct owed *o, struct arena *a)
{
    struct str left = owed_money(o, o->sum.left, a), whole = owed_money(o, o->sum.owed, a);

    if (o->sum.interest == 0 && o->sum.fixed == 0)
        return left;
    if (o->sum.paid <= o->debt.amount)
        return str_of(
            arena_printf(a, "%.*s; with%s, %.*s", (int)left.n, left.p, charges(o, a), (int)whole.n, whole.p));
    struct str beyond = owed_money(o, o->sum.paid - o->debt.amount, a);
    return str_of(arena_printf(a, "%.*s:%s, less %.*s that you paid beyond the invoice", (int)whole.n,
                               whole.p, charges(o, a), (int)beyond.n, beyond.p));
}

/* "163.59 owed, 78 days late, interest 3.09, fixed sum 40.00" */
static struct str in_short(const struct owed *o, struct arena *a)
{
    const struct debt_sum *s = &o->sum;
    struct buf b = {0};

    buf_addstr(&b, owed_money(o, s->owed, a));
    buf_adds(&b, " owed");
    add_days_late(&b, s);
    if (s->interest > 0) {
        buf_adds(&b, ", interest ");
        add_money(&b, s->interest, a);
    }
    if (s->fixed > 0) {
        buf_adds(&b, ", fixed sum ");
        add_money(&b, s->fixed, a);
    }
    struct str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

struct err *owed_tell(struct desk *d, struct db_due *row, struct arena *a)
{
    struct str what = row->text, step;
    struct owed o;
    struct err *e = NULL;

    if (row->f.of < 0 || row->f.kind != KIND_ESCALATION)
        return NULL;
    if ((e = owed_get(d, row->f.of, DB_NOW, d->place->now, a, &o)) != NULL || !o.known)
        return e;
    str_cut(&what, ':', &step);
    struct str owes = in_short(&o, a);
    if (what.p == NULL) /* erased, or no step of a ladder */
        row->text = str_of(arena_printf(a, "%.*s: %.*s", (int)step.n, step.p, (int)owes.n, owes.p));
    else
        row->text = str_of(arena_printf(a, "%.*s: %.*s;%.*s", (int)step.n, step.p, (int)owes.n, owes.p,
                                        (int)what.n, what.p));
    return NULL;
}
