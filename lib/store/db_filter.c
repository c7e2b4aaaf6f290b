#include "store/db_filter.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_approval.h"
#include "store/db_lookup.h"
#include "store/db_row.h"
#include "store/db_set.h"
#include "store/db_stmt.h"

/* A query's node with what the store knows of it. */
struct node {
    const struct query *q;
    struct node *left, *right;
    int64_t id;          /* of the name; 0 unknown */
    struct db_bits bits; /* complaints with the text, or such an offer; customers called so, or that one */
    /* At the top of tests that stand together: the follow-up that must be there. */
    bool joined;
    uint32_t kinds, states;
};

struct db_filter {
    struct db *db;
    int64_t as_of;
    struct node *top;
    struct db_set set;
    /* The follow-ups of the complaint that was asked last. */
    struct followup *f;
    size_t nf, cap;
    subject of;
};

/* --- follow-ups of a complaint ----------------------------------------------------------------------------------- */

static bool is_followup_test(const struct node *n)
{
    return n->q->op == QUERY_TEST && (n->q->key == QUERY_KIND || n->q->key == QUERY_STATE);
}

static bool is_followup_not(const struct node *n)
{
    return n->q->op == QUERY_NOT && is_followup_test(n->left);
}

static void narrow(const struct query *test, bool negated, uint32_t *kinds, uint32_t *states)
{
    uint32_t bit = UINT32_C(1) << test->value;

    *(test->key == QUERY_KIND ? kinds : states) &= negated ? ~bit : bit;
}

/* Gathers the tests that stand together in one follow-up's masks; `joined` when one of them asks for something. */
static void gather(const struct node *n, struct node *top)
{
    if (n->q->op == QUERY_AND) {
        gather(n->left, top);
        gather(n->right, top);
    } else if (is_followup_test(n)) {
        top->joined = true;
        narrow(n->q, false, &top->kinds, &top->states);
    } else if (is_followup_not(n)) {
        narrow(n->left->q, true, &top->kinds, &top->states);
    }
}

static struct err *load_followups(struct db_filter *f, subject of)
{
    sqlite3_stmt *st = NULL;
    bool row = false;

    if (f->of == of)
        return NULL;
    f->nf = 0;
    f->of = of;
    struct err *e = db_stmt_bind(f->db, SQL_FOLLOWUP_LIST_PAST, &st, "ii", of, f->as_of);
    while (e == NULL) {
        e = db_stmt_step(f->db, st, &row);
        if (e != NULL || !row)
            break;
        f->f = mem_grow(f->f, &f->cap, f->nf + 1, sizeof *f->f);
        db_row_followup(st, &f->f[f->nf++]);
    }
    return e;
}

static struct err *any_followup(struct db_filter *f, subject of, uint32_t kinds, uint32_t states, bool *match)
{
    struct err *e = load_followups(f, of);

    *match = false;
    for (size_t i = 0; e == NULL && i < f->nf && !*match; i++)
        *match = (kinds >> f->f[i].kind & 1) != 0 && (states >> matter_state(&f->f[i]) & 1) != 0;
    return e;
}

/* --- tests ------------------------------------------------------------------------------------------------------- */

/* The one word that its line says (form/record.h), or what several of them have in common. */
static bool status_is(const struct node *n, const struct complaint *c)
{
    int64_t shown = c->voided    ? (c->merged ? QUERY_MERGED : QUERY_VOIDED)
                    : c->waiting ? QUERY_WAITING
                                 : (int64_t)c->status;

    if (n->q->value == QUERY_APPROVAL)
        return db_bits_has(&n->bits, c->id);
    return n->q->value == QUERY_OPEN ? c->status < STATUS_CLOSED : n->q->value == shown;
}

static bool name_is(const struct node *n, int64_t name)
{
    return n->q->value == QUERY_NONE ? name == 0 : n->id != 0 && name == n->id;
}

/* A follow-up that is over was kept late or broken, as its state says; what is still to be done for a closed complaint is a
 * late follow-up, and no late complaint. */
static bool due_is(const struct query *q, const struct complaint *c, const struct followup *fu)
{
    instant due = fu != NULL ? fu->due : c != NULL ? c->due : INSTANT_NONE;
    bool over = fu != NULL ? fu->state != STATE_OPEN : c == NULL || c->status >= STATUS_CLOSED;

    if (q->value == QUERY_NONE)
        return due == INSTANT_NONE;
    return (!over || q->value != QUERY_LATE) && due >= q->from && due < q->to && due != INSTANT_NONE;
}

static bool complaint_is(const struct node *n, const struct complaint *c)
{
    switch (n->q->key) {
    case QUERY_PRIORITY:
        return c->priority == (enum priority)n->q->value;
    case QUERY_SIGNAL:
        return n->q->value == QUERY_NONE ? c->signals == 0 : (c->signals >> n->q->value & 1) != 0;
    case QUERY_CATEGORY:
        return name_is(n, c->category);
    case QUERY_CHANNEL:
        return c->channel == (enum channel)n->q->value;
    case QUERY_CAUSE:
        return name_is(n, c->cause);
    case QUERY_TEXT:
        return db_bits_has(&n->bits, c->id);
    default:
        return false;
    }
}

/* What a test asks of a row: a complaint (fu NULL), or a follow-up and its complaint (c NULL: a customer's). */
static struct err *test(struct db_filter *f, const struct node *n, const struct complaint *c,
                        const struct followup *fu, bool *match)
{
    uint32_t kinds = UINT32_MAX, states = UINT32_MAX;
    int64_t customer = c != NULL ? c->customer : fu != NULL ? -fu->of : 0;
    instant received = c != NULL ? c->received : fu != NULL ? fu->made : 0;
    int64_t owner = fu != NULL && fu->owner != 0 ? fu->owner : c != NULL ? c->owner : 0;

    switch (n->q->key) {
    case QUERY_NUMBER:
        *match = fu != NULL && n->q->no != 0 ? fu->of == n->q->value && fu->no == n->q->no
                 : n->q->value < 0           ? db_bits_has(&n->bits, customer)
                                             : c != NULL && c->id == n->q->value;
        return NULL;
    case QUERY_CUSTOMER:
        *match = db_bits_has(&n->bits, customer);
        return NULL;
    case QUERY_STATUS:
        *match = c != NULL && status_is(n, c);
        return *match && query_asks_approval(n->q) ? db_approval_waits(f->db, c, f->as_of, match) : NULL;
    case QUERY_OWNER:
        *match = name_is(n, owner);
        return NULL;
    case QUERY_DUE:
        *match = due_is(n->q, c, fu);
        return NULL;
    case QUERY_SINCE:
    case QUERY_BEFORE:
        *match = received >= n->q->from && received < n->q->to;
        return NULL;
    case QUERY_KIND:
    case QUERY_STATE:
        narrow(n->q, false, &kinds, &states);
        if (fu == NULL)
            return any_followup(f, c != NULL ? c->id : 0, kinds, states, match);
        *match = (kinds >> fu->kind & 1) != 0 && (states >> matter_state(fu) & 1) != 0;
        return NULL;
    default:
        *match = c != NULL && complaint_is(n, c);
        return NULL;
    }
}

static struct err *holds(struct db_filter *f, const struct node *n, const struct complaint *c,
                         const struct followup *fu, bool *match);

/* Tests that stand together; those of one follow-up were gathered and are left out here. */
static struct err *all_hold(struct db_filter *f, const struct node *n, bool joined, const struct complaint *c,
                            const struct followup *fu, bool *match)
{
    if (joined && (is_followup_test(n) || is_followup_not(n))) {
        *match = true;
        return NULL;
    }
    if (n->q->op != QUERY_AND)
        return holds(f, n, c, fu, match);
    struct err *e = all_hold(f, n->left, joined, c, fu, match);
    return e == NULL && *match ? all_hold(f, n->right, joined, c, fu, match) : e;
}

static struct err *holds(struct db_filter *f, const struct node *n, const struct complaint *c,
                         const struct followup *fu, bool *match)
{
    bool joined = n->joined && fu == NULL;
    struct err *e = NULL;

    switch (n->q->op) {
    case QUERY_TEST:
        return test(f, n, c, fu, match);
    case QUERY_NOT:
        e = holds(f, n->left, c, fu, match);
        *match = !*match;
        return e;
    case QUERY_OR:
        e = holds(f, n->left, c, fu, match);
        return e == NULL && !*match ? holds(f, n->right, c, fu, match) : e;
    default:
        e = all_hold(f, n, joined, c, fu, match);
        return e == NULL && *match && joined && c != NULL ? any_followup(f, c->id, n->kinds, n->states, match)
                                                          : e;
    }
}

struct err *db_filter_complaint(struct db_filter *f, const struct complaint *c, bool *match)
{
    *match = true;
    return f->top == NULL ? NULL : holds(f, f->top, c, NULL, match);
}

struct err *db_filter_followup(struct db_filter *f, const struct followup *fu, const struct complaint *c,
                               bool *match)
{
    *match = true;
    return f->top == NULL ? NULL : holds(f, f->top, c, fu, match);
}

/* --- follow-ups before their complaint is known ------------------------------------------------------------------ */

/* What a node may turn out to be, as long as the complaint is not read. */
enum { MAY_HOLD = 1, MAY_FAIL = 2, MAY_BOTH = 3 };

static int test_may(const struct node *n, const struct followup *fu)
{
    bool match = false;

    switch (n->q->key) {
    case QUERY_KIND:
        match = (int64_t)fu->kind == n->q->value;
        break;
    case QUERY_STATE:
        match = (int64_t)matter_state(fu) == n->q->value;
        break;
    case QUERY_DUE:
        match = due_is(n->q, NULL, fu);
        break;
    case QUERY_OWNER:
        if (fu->owner == 0)
            return MAY_BOTH;
        match = name_is(n, fu->owner);
        break;
    default:
        return MAY_BOTH;
    }
    return match ? MAY_HOLD : MAY_FAIL;
}

static int may(const struct node *n, const struct followup *fu)
{
    int left, right;

    if (n->q->op == QUERY_TEST)
        return test_may(n, fu);
    left = may(n->left, fu);
    if (n->q->op == QUERY_NOT)
        return (left & MAY_HOLD) << 1 | (left & MAY_FAIL) >> 1;
    right = may(n->right, fu);
    if (n->q->op == QUERY_AND)
        return (left & right & MAY_HOLD) | ((left | right) & MAY_FAIL);
    return ((left | right) & MAY_HOLD) | (left & right & MAY_FAIL);
}

bool db_filter_followup_may(const struct db_filter *f, const struct followup *fu)
{
    return f->top == NULL || (may(f->top, fu) & MAY_HOLD) != 0;
}

static bool asks_followup(const struct node *n)
{
    enum query_key key = n->q->key;

    if (n->q->op == QUERY_TEST)
        return key == QUERY_KIND || key == QUERY_STATE || key == QUERY_DUE;
    return asks_followup(n->left) && (n->q->op == QUERY_NOT || asks_followup(n->right));
}

bool db_filter_followup_only(const struct db_filter *f)
{
    return f->top == NULL || asks_followup(f->top);
}

static void bound(const struct node *n, instant *from, instant *to)
{
    if (n->q->op == QUERY_AND) {
        bound(n->left, from, to);
        bound(n->right, from, to);
    }
    if (n->q->op != QUERY_TEST || n->q->key != QUERY_DUE || n->q->value == QUERY_NONE)
        return;
    if (n->q->from > *from)
        *from = n->q->from;
    if (n->q->to < *to)
        *to = n->q->to;
}

void db_filter_due(const struct db_filter *f, instant *from, instant *to)
{
    *from = INSTANT_MIN;
    *to = INSTANT_NONE;
    if (f->top != NULL)
        bound(f->top, from, to);
}

/* --- candidates -------------------------------------------------------------------------------------------------- */

static struct err *add_customer(struct db_filter *f, int64_t customer, struct db_set *s)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = db_stmt_bind(f->db, SQL_COMPLAINT_OF, &st, "i", customer);

    db_set_add(s, -customer);
    while (e == NULL && row && !s->all) {
        e = db_stmt_step(f->db, st, &row);
        if (e == NULL && row)
            db_set_add(s, sqlite3_column_int64(st, 0));
    }
    if (st != NULL)
        db_stmt_end(st);
    return e;
}

/* A complaint may have had another customer then, so only an answer as of now starts from the customer. */
static struct err *of_customers(struct db_filter *f, const struct node *n, struct db_set *s)
{
    int64_t now = 0;
    struct err *e = db_seq_now(f->db, &now);

    if (now != f->as_of || n->bits.count > DB_SET_MAX)
        s->all = true;
    for (int64_t id = 0; e == NULL && !s->all && (id = db_bits_next(&n->bits, id)) >= 0; id++)
        e = add_customer(f, id, s);
    return e;
}

static struct err *of_test(struct db_filter *f, const struct node *n, struct db_set *s)
{
    if (n->q->key == QUERY_CUSTOMER || (n->q->key == QUERY_NUMBER && n->q->value < 0))
        return of_customers(f, n, s);
    if (n->q->key == QUERY_NUMBER)
        db_set_add(s, n->q->value);
    else if ((n->q->key == QUERY_TEXT || query_asks_approval(n->q)) && n->bits.count <= DB_SET_MAX)
        for (int64_t id = 0; (id = db_bits_next(&n->bits, id)) >= 0; id++)
            db_set_add(s, id);
    else
        s->all = true;
    return NULL;
}

static struct err *candidates(struct db_filter *f, const struct node *n, struct db_set *s)
{
    struct db_set right = {0};
    struct err *e = NULL;

    if (n->q->op == QUERY_TEST)
        return of_test(f, n, s);
    if (n->q->op == QUERY_NOT) {
        s->all = true;
        return NULL;
    }
    e = candidates(f, n->left, s);
    if (e != NULL || (n->q->op == QUERY_AND && !s->all))
        return e; /* of two that must hold either will do */
    e = candidates(f, n->right, &right);
    if (n->q->op == QUERY_AND) {
        *s = right;
        return e;
    }
    if (right.all && !s->all) {
        db_set_free(s);
        *s = right;
    }
    for (size_t i = 0; i < right.n; i++)
        db_set_add(s, right.v[i]);
    db_set_free(&right);
    return e;
}

bool db_filter_candidates(const struct db_filter *f, const subject **subjects, size_t *n)
{
    *subjects = f->set.v;
    *n = f->set.n;
    return f->top != NULL && !f->set.all;
}

/* --- opening ----------------------------------------------------------------------------------------------------- */

static struct err *look_up(struct db_filter *f, struct node *n)
{
    switch (n->q->key) {
    case QUERY_CATEGORY:
    case QUERY_CAUSE:
    case QUERY_OWNER:
        return n->q->value == QUERY_NONE ? NULL : db_name_find(f->db, n->q->text, &n->id);
    case QUERY_NUMBER:
        return n->q->value < 0 ? db_lookup_customer(f->db, -n->q->value, f->as_of, &n->bits) : NULL;
    case QUERY_CUSTOMER:
        return n->q->value < 0 ? db_lookup_customer(f->db, -n->q->value, f->as_of, &n->bits)
                               : db_lookup_customers(f->db, n->q->text, f->as_of, &n->bits);
    case QUERY_STATUS:
        return query_asks_approval(n->q) ? db_lookup_approval(f->db, f->as_of, &n->bits) : NULL;
    case QUERY_TEXT:
        return db_lookup_text(f->db, n->q->text, n->q->value == 1, f->as_of, &n->bits);
    default:
        return NULL;
    }
}

static struct err *make(struct db_filter *f, const struct query *q, bool in_and, struct node **out)
{
    struct node *n = mem_zero(sizeof *n);
    struct err *e = NULL;

    n->q = q;
    n->kinds = n->states = UINT32_MAX;
    *out = n;
    if (q->op == QUERY_TEST)
        return look_up(f, n);
    e = make(f, q->left, q->op == QUERY_AND, &n->left);
    if (e == NULL && q->op != QUERY_NOT)
        e = make(f, q->right, q->op == QUERY_AND, &n->right);
    if (e == NULL && q->op == QUERY_AND && !in_and)
        gather(n, n);
    return e;
}

static void unmake(struct node *n)
{
    if (n == NULL)
        return;
    unmake(n->left);
    unmake(n->right);
    db_bits_free(&n->bits);
    free(n);
}

struct err *db_filter_open(struct db *db, const struct query *query, int64_t as_of, struct db_filter **out)
{
    struct db_filter *f = mem_zero(sizeof *f);
    struct err *e = NULL;

    f->db = db;
    f->as_of = as_of;
    if (query != NULL)
        e = make(f, query, false, &f->top);
    if (e == NULL && f->top != NULL)
        e = candidates(f, f->top, &f->set);
    db_set_sort(&f->set);
    if (e != NULL) {
        db_filter_close(f);
        f = NULL;
    }
    *out = f;
    return e;
}

void db_filter_close(struct db_filter *f)
{
    if (f == NULL)
        return;
    unmake(f->top);
    db_set_free(&f->set);
    free(f->f);
    free(f);
}
