/* Walks over a store that is larger than what one reads at once, and has holes. */
#include "store_help.h"

#include "store/db_sql.h"
#include "store/db_walk.h"

#define NOW INT64_C(1795294800) /* 2026-11-21T21:00:00Z */

enum { MANY = 700 };

static void followup(struct desk *d, subject of, uint32_t no, enum kind kind, enum state state)
{
    struct followup f = {
        .of = of, .no = no, .seq = d->seq, .kind = kind, .state = state, .due = NOW, .ended = NOW};

    OK(db_complaint_followup_put(d->db, &f));
}

/* Some hundred complaints, and follow-ups of customers and complaints that lie far apart. */
static void fill(struct desk *d)
{
    store_help_begin(d, NOW);
    int64_t customer = store_help_customer(d, "Acme");
    for (int i = 0; i < MANY; i++) {
        int64_t id = store_help_new(d, customer, "again");
        followup(d, id, 1, KIND_RESPONSE, i % 2 == 0 ? STATE_KEPT : STATE_OPEN);
        followup(d, id, 2, KIND_ESCALATION, STATE_OPEN);
    }
    followup(d, -100000, 1, KIND_CALLBACK, STATE_OPEN);
    followup(d, -90000, 1, KIND_CALLBACK, STATE_KEPT);
    followup(d, -257, 1, KIND_MEETING, STATE_OPEN);
    followup(d, -1, 1, KIND_MEETING, STATE_LATE);
    OK(db_commit(d->db));
}

struct seen {
    subject last;
    size_t complaints, followups, customers;
    uint64_t sum; /* of what figures are made of */
};

static struct err *see(void *context, const struct db_walk_row *row)
{
    struct seen *s = context;
    const struct complaint *c = row->at[0];

    assert_true(row->of > s->last);
    s->last = row->of;
    s->complaints += c != NULL;
    s->followups += row->nf;
    s->customers += row->of < 0;
    for (size_t i = 0; i < row->nf; i++) {
        assert_int_equal(row->f[i].of, row->of);
        assert_true(i == 0 || row->f[i].no > row->f[i - 1].no);
    }
    if (c != NULL)
        s->sum = s->sum * 31 + (uint64_t)(c->id + c->seq + c->customer + (int64_t)c->priority + c->received) +
                 (uint64_t)c->acknowledged + (uint64_t)c->due + (uint64_t)c->closed + (uint64_t)c->resolved;
    return NULL;
}

static struct seen walk(struct desk *d, enum db_walk_followups followups, enum db_walk_columns columns)
{
    int64_t seq;
    struct seen s = {.last = INT64_MIN};

    OK(db_seq_now(d->db, &seq));
    const int64_t at[DB_WALK_AT] = {seq, seq, seq};
    OK(db_walk(d->db, at, (struct db_walk_wants){DB_WALK_ROWS, followups, columns}, see, &s));
    return s;
}

static void a_walk_visits_each_once_however_far_apart_they_lie(void **state)
{
    struct desk *d = *state;

    fill(d);
    struct seen every = walk(d, DB_WALK_EVERY, DB_WALK_WHOLE), ended = walk(d, DB_WALK_ENDED, DB_WALK_WHOLE);
    assert_int_equal(every.complaints, MANY);
    assert_int_equal(every.followups, 2 * MANY + 4);
    assert_int_equal(every.customers, 4);
    assert_int_equal(ended.complaints, MANY);
    assert_int_equal(ended.followups, MANY + MANY / 2 + 2);
    assert_int_equal(ended.customers, 2);
}

static void the_columns_of_figures_are_those_of_the_whole_row(void **state)
{
    struct desk *d = *state;

    fill(d);
    struct seen whole = walk(d, DB_WALK_EVERY, DB_WALK_WHOLE), part = walk(d, DB_WALK_ENDED, DB_WALK_FIGURES);
    assert_true(whole.sum != 0);
    assert_true(whole.sum == part.sum);
}

static void an_empty_store_is_walked_without_a_visit(void **state)
{
    struct seen s = walk(*state, DB_WALK_EVERY, DB_WALK_WHOLE);

    assert_int_equal(s.last, INT64_MIN);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_walk_visits_each_once_however_far_apart_they_lie),
        T(the_columns_of_figures_are_those_of_the_whole_row),
        T(an_empty_store_is_walked_without_a_visit),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
