/* On a terminal: what is late, due today and due soon, with who to ring; then which complaints have no next step. */
#include "cmd/cust-followup/agenda.h"
#include "base/zone.h"
#include "desk/approvals.h"
#include "form/record.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"

enum { COLUMNS = 8 };

static const struct form_column columns[COLUMNS] = {
    {"REF", FORM_TEXT, FORM_PLAIN, 0, false},    {"PRIORITY", FORM_TEXT, FORM_PRIORITY, 0, false},
    {"KIND", FORM_TEXT, FORM_PLAIN, 0, false},   {"DUE", FORM_DUE, FORM_PLAIN, 0, false},
    {"OWNER", FORM_TEXT, FORM_FAINT, 12, false}, {"CUSTOMER", FORM_TEXT, FORM_PLAIN, 24, false},
    {"PHONE", FORM_TEXT, FORM_PLAIN, 0, false},  {"TEXT", FORM_TEXT, FORM_PLAIN, 0, true},
};

struct agenda {
    struct work *w;
    struct form *f;
    instant now;
    int64_t today; /* local day */
    int group;     /* of the last row; -1: none yet */
    instant until;
    long long limit;
    int64_t as_of;
    size_t n;
};

static int64_t local_day(const struct agenda *a, instant t)
{
    return zone_day(a->w->desk->policy->zone, t);
}

/* The customer's first telephone number; empty when none is known. */
static struct err *phone_of(struct agenda *a, subject of, struct arena *mem, struct str *out)
{
    struct db_address *known;
    struct complaint c;
    int64_t customer = -of;
    size_t n;
    struct err *e = NULL;

    *out = str_of("");
    if (of > 0 && (e = db_complaint_get(a->w->desk->db, of, a->as_of, &c)) == NULL)
        customer = c.customer;
    if (e == NULL)
        e = db_customer_addresses(a->w->desk->db, customer, mem, &known, &n);
    for (size_t i = 0; e == NULL && i < n; i++)
        if (known[i].kind == ADDRESS_PHONE) {
            *out = known[i].text;
            break;
        }
    return e;
}

static struct str with_moves(const struct db_due *row, struct arena *mem)
{
    bool person = !event_kind_is_deadline(row->f.kind);

    if (!person || row->f.moved == 0)
        return row->text;
    return row->f.moved == 1 ? str_of(arena_printf(mem, "%.*s (moved once)", (int)row->text.n, row->text.p))
                             : str_of(arena_printf(mem, "%.*s (moved %u times)", (int)row->text.n,
                                                   row->text.p, row->f.moved));
}

struct err *agenda_text(struct work *w, const struct db_due *row, int64_t as_of, struct arena *mem,
                        struct str *out)
{
    struct db_line line;
    struct err *e = NULL;

    *out = with_moves(row, mem);
    if (out->n == 0 && row->f.of > 0 && (e = db_list_line(w->desk->db, row->f.of, as_of, mem, &line)) == NULL)
        *out = line.subject;
    return e;
}

static void head(struct agenda *a, instant due)
{
    static const char *const names[] = {"LATE", "TODAY", "SOON"};
    int group = due < a->now ? 0 : local_day(a, due) == a->today ? 1 : 2;

    if (group != a->group)
        form_heading(a->f, names[group]);
    a->group = group;
}

static struct err *put(struct agenda *a, const struct db_due *row)
{
    struct form_value all[RECORD_FOLLOWUP_COLUMNS], values[COLUMNS];
    struct arena *mem = arena_new();
    struct record_room room;
    struct str phone, text;
    struct err *e = phone_of(a, row->f.of, mem, &phone);

    if (e == NULL)
        e = agenda_text(a->w, row, a->as_of, mem, &text);
    if (e == NULL) {
        record_followup_values(row, &room, all);
        values[0] = all[0];
        values[1] =
            row->f.of > 0 ? form_text(str_of(word_name(WORD_PRIORITY, (int)row->priority))) : form_none();
        values[2] = all[1];
        values[3] = all[3];
        values[4] = all[4];
        values[5] = all[5];
        values[6] = form_text(phone);
        values[7] = form_text(text);
        head(a, row->f.due);
        e = form_row(a->f, values);
        a->n++;
    }
    arena_free(mem);
    return e;
}

static struct err *rows(struct agenda *a, struct db_list *list)
{
    const struct db_due *row;
    size_t page;
    struct err *e;

    while ((e = db_list_due(list, &row, &page)) == NULL && page > 0) {
        for (size_t i = 0; i < page; i++) {
            if (row[i].f.due > a->until || (a->limit > 0 && a->n == (size_t)a->limit))
                return NULL;
            if ((e = put(a, &row[i])) != NULL)
                return e;
        }
    }
    return e;
}

static void add_numbers(struct buf *b, const char *what, const int64_t *ids, size_t n, bool more)
{
    if (n == 0)
        return;
    buf_printf(b, "%s%s", b->len > 0 ? "\n" : "", what);
    for (size_t i = 0; i < n; i++)
        buf_printf(b, " %lld", (long long)ids[i]);
    buf_adds(b, more ? " ..." : "");
}

/* "TO APPROVE 51", offers that wait for a yes which who asks may give, and "NO NEXT STEP 51 60", a line each; and the
 * counts for the footing. */
static struct err *ends(struct agenda *a, const char **names, const char **footing)
{
    struct approvals mine = {.n = 0};
    struct db_counts c;
    struct buf b = {0};
    struct err *e = NULL;

    if (a->w->desk->policy->authority)
        e = approvals_of(a->w->desk, session_who(a->w->s), a->as_of, &mine);
    if (e != NULL || (e = db_list_counts(a->w->desk->db, NULL, a->now, a->as_of, &c)) != NULL)
        return e;
    add_numbers(&b, "TO APPROVE", mine.ids, mine.n, mine.all > mine.n);
    if (c.without_step > 0)
        add_numbers(&b, "NO NEXT STEP", c.examples, c.n_examples, c.without_step > (int64_t)c.n_examples);
    *names = b.len > 0 ? arena_strdup(a->w->arena, b.p) : NULL;
    buf_reset(&b);
    buf_printf(&b, "%lld open, %lld late, %lld unowned, %lld without next step", (long long)c.open,
               (long long)c.late, (long long)c.unowned, (long long)c.without_step);
    *footing = arena_strdup(a->w->arena, b.p);
    buf_free(&b);
    return NULL;
}

struct err *agenda_show(struct work *w, instant until, long long limit, int64_t as_of, size_t *n)
{
    struct agenda a = {
        .w = w, .now = w->place.now, .group = -1, .until = until, .limit = limit, .as_of = as_of};
    const char *names = NULL, *footing = NULL;
    struct db_list *list = NULL;
    struct err *e;

    a.today = local_day(&a, a.now);
    if ((e = db_list_open(w->desk->db, NULL, DB_BY_DUE, as_of, &list)) != NULL ||
        (e = session_listing(w->s, "cust.agenda/1", columns, COLUMNS, w->desk->policy->zone, true, &a.f)) !=
            NULL)
        goto out;
    if ((e = rows(&a, list)) == NULL && (e = ends(&a, &names, &footing)) == NULL) {
        form_heading(a.f, names);
        e = form_close(a.f, footing);
    } else {
        form_abandon(a.f);
    }
out:
    db_list_close(list);
    *n = a.n;
    return e;
}
