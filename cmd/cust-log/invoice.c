#include "cmd/cust-log/invoice.h"

#include "base/civil.h"
#include "base/zone.h"
#include "cmd/common/say.h"
#include "cmd/cust-log/verbs.h"
#include "desk/fields.h"
#include "store/db_complaint.h"
#include "store/db_words.h"

const struct opt verbs_invoice_opts[] = {
    {"invoice", 0, OPT_VALUE, "NO", "of a late payment: the invoice's number"},
    {"amount", 0, OPT_VALUE, "SUM", "what it comes to: 120.50"},
    {"invoice-due", 0, OPT_VALUE, "DATE", "when it was due: 2026-10-01, \"3 weeks ago\""},
    {NULL, 0, OPT_FLAG, NULL, NULL},
};

/* A day as a field takes it.  A day that was due may lie ahead; words mean one behind us. */
static struct err *day_of(struct work *w, const char *text, struct str *out)
{
    struct when cx = desk_when(w->desk, WHEN_PAST);
    int64_t day;
    instant t;
    char date[CIVIL_SIZE];
    struct err *e = civil_parse_date(str_of(text), &day);

    *out = str_of(text);
    if (e == NULL)
        return NULL;
    err_free(e);
    if ((e = when_parse(str_of(text), &cx, &t)) != NULL)
        return err_at(e, "--invoice-due");
    *out = str_of(arena_strdup(w->arena, civil_format_date(zone_day(w->desk->policy->zone, t), date)));
    return NULL;
}

struct err *invoice_get(struct work *w, struct step_set sets[INVOICE_FIELDS], size_t *n, struct str *category)
{
    const struct opt_args *args = w->s->args;
    const char *invoice = opt_text(args, "invoice"), *amount = opt_text(args, "amount"),
               *due = opt_text(args, "invoice-due");
    struct str day;
    int64_t sum;
    struct err *e = NULL;

    *n = 0;
    if ((amount == NULL) != (due == NULL))
        return err_new(ERR_USAGE, "new",
                       "--amount and --invoice-due go together: what was to be paid, and when");
    if (invoice != NULL)
        sets[(*n)++] = (struct step_set){FIELD_INVOICE, str_of(invoice)};
    if (amount == NULL)
        return NULL;
    if ((e = fields_money(str_of(amount), &sum)) != NULL) {
        e->code = ERR_USAGE;
        return err_at(e, "--amount");
    }
    if (sum == 0)
        return err_new(ERR_USAGE, "--amount", "0 is nothing to wait for");
    if ((e = day_of(w, due, &day)) != NULL)
        return e;
    sets[(*n)++] = (struct step_set){FIELD_INVOICE_AMOUNT, str_of(amount)};
    sets[(*n)++] = (struct step_set){FIELD_INVOICE_DUE, day};
    if (category->n == 0 && policy_category(w->desk->policy, str_of("late-payment")) != NULL)
        *category = str_of("late-payment");
    return NULL;
}

bool invoice_owed(const struct step_set *sets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sets[i].field == FIELD_INVOICE_AMOUNT)
            return true;
    return false;
}

struct str invoice_words(const struct work *w, const struct step_set *sets, size_t n)
{
    struct str no = {0}, sum = {0}, due = {0};

    for (size_t i = 0; i < n; i++)
        *(sets[i].field == FIELD_INVOICE          ? &no
          : sets[i].field == FIELD_INVOICE_AMOUNT ? &sum
                                                  : &due) = sets[i].value;
    const char *gap = no.n > 0 ? " " : "";
    if (sum.n == 0)
        return no.n > 0 ? str_of(arena_printf(w->arena, "Invoice %.*s", (int)no.n, no.p)) : no;
    return str_of(arena_printf(w->arena, "Invoice%s%.*s, %.*s, due %.*s", gap, (int)no.n, no.p, (int)sum.n,
                               sum.p, (int)due.n, due.p));
}

/* Whether a complaint that was not voided has the invoice. */
static struct err *has_invoice(struct work *w, int64_t id, struct str invoice, bool *has)
{
    struct db_complaint_field *f;
    struct complaint c;
    struct str text;
    size_t n = 0;
    struct err *e = db_complaint_get(w->desk->db, id, DB_NOW, &c);

    *has = false;
    if (e == NULL && !c.voided)
        e = db_complaint_fields(w->desk->db, id, w->arena, &f, &n);
    for (size_t i = 0; i < n && e == NULL; i++)
        if (f[i].field == FIELD_INVOICE &&
            (e = db_words_get(w->desk->db, f[i].words, w->arena, &text, NULL)) == NULL)
            *has = str_eq(str_trim(text), invoice);
    return e;
}

struct err *invoice_say_again(struct work *w, int64_t id, const struct step_set *sets, size_t n)
{
    struct str invoice = n > 0 && sets[0].field == FIELD_INVOICE ? str_trim(sets[0].value) : str_of("");
    struct complaint c;
    int64_t *all = NULL;
    size_t nall = 0;
    bool has = false;
    struct err *e = NULL;

    if (invoice.n == 0 || (e = db_complaint_get(w->desk->db, id, DB_NOW, &c)) != NULL ||
        (e = db_complaint_of_customer(w->desk->db, c.customer, false, w->arena, &all, &nall)) != NULL)
        return e;
    for (size_t i = 0; i < nall && e == NULL && !has; i++)
        if (all[i] != id && (e = has_invoice(w, all[i], invoice, &has)) == NULL && has)
            say_line(w->s->tool, NULL,
                     "%lld has invoice %.*s already; if they are one, cust-log merge %lld --into %lld",
                     (long long)all[i], (int)invoice.n, invoice.p, (long long)id, (long long)all[i]);
    return e;
}
