/* Which record goes on in which other one, now and as of any time. */
#include "store_help.h"

#include "store/db_merged.h"

/* One transaction that merges (or, with into 0, parts); its number. */
static int64_t merge(struct desk *d, subject of, subject into)
{
    int64_t seq;
    instant at;

    OK(db_begin(d->db, d->at += 10, str_of("ann"), &seq, &at));
    OK(db_merged_set(d->db, of, into));
    OK(db_commit(d->db));
    return seq;
}

static subject root(struct desk *d, subject of, int64_t as_of)
{
    subject r;

    OK(db_merged_root(d->db, of, as_of, &r));
    return r;
}

static size_t members(struct desk *d, subject of, int64_t as_of)
{
    subject *v;
    size_t n;

    OK(db_merged_members(d->db, of, as_of, d->a, &v, &n));
    assert_int_equal(v[0], of);
    return n;
}

static void without_a_merge_each_stands_for_itself(void **state)
{
    struct desk *d = *state;
    struct db_merged_map map;

    assert_int_equal(root(d, 42, DB_NOW), 42);
    assert_int_equal(root(d, -7, DB_NOW), -7);
    assert_int_equal(members(d, 42, DB_NOW), 1);
    OK(db_merged_map(d->db, DB_NOW, &map));
    assert_int_equal(map.n, 0);
    assert_int_equal(db_merged_map_root(&map, 42), 42);
    db_merged_map_free(&map);
}

static void a_row_of_merges_is_followed_to_its_end_as_of_any_time(void **state)
{
    struct desk *d = *state;
    struct db_merged_map map;
    subject into, *same;
    size_t n;

    int64_t first = merge(d, 57, 42), second = merge(d, 42, 30), parted = merge(d, 57, 0);
    int64_t again = merge(d, 57, 12);
    merge(d, -9, -7);
    static const struct {
        int after; /* 0 before all, then each transaction */
        subject root_57, root_42;
        size_t of_30;
    } rows[] = {{0, 57, 42, 1}, {1, 42, 42, 1}, {2, 30, 30, 3}, {3, 57, 30, 2}, {4, 12, 30, 2}};
    const int64_t at[] = {first - 1, first, second, parted, again};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(root(d, 57, at[rows[i].after]), rows[i].root_57);
        assert_int_equal(root(d, 42, at[rows[i].after]), rows[i].root_42);
        assert_int_equal(members(d, 30, at[rows[i].after]), rows[i].of_30);
        OK(db_merged_map(d->db, at[rows[i].after], &map));
        assert_int_equal(db_merged_map_root(&map, 57), rows[i].root_57);
        assert_int_equal(db_merged_map_root(&map, -9), -9);
        db_merged_map_free(&map);
    }
    OK(db_merged_into(d->db, 42, DB_NOW, &into));
    assert_int_equal(into, 30);
    OK(db_merged_same(d->db, -9, DB_NOW, d->a, &same, &n));
    assert_int_equal(n, 2);
    assert_int_equal(same[0], -7);
    assert_int_equal(same[1], -9);
}

static void what_one_transaction_undoes_itself_leaves_nothing(void **state)
{
    struct desk *d = *state;
    int64_t seq;
    instant at;

    OK(db_begin(d->db, d->at += 10, str_of("ann"), &seq, &at));
    OK(db_merged_set(d->db, 57, 42));
    assert_int_equal(root(d, 57, DB_NOW), 42);
    OK(db_merged_set(d->db, 57, 0));
    assert_int_equal(root(d, 57, DB_NOW), 57);
    OK(db_merged_set(d->db, 57, 30));
    assert_int_equal(root(d, 57, DB_NOW), 30);
    db_rollback(d->db);
    assert_int_equal(root(d, 57, DB_NOW), 57);
}

static void a_circle_is_said_and_not_followed_for_ever(void **state)
{
    struct desk *d = *state;
    subject r;

    merge(d, 57, 42);
    merge(d, 42, 57);
    REFUSED(ERR_DATA, db_merged_root(d->db, 57, DB_NOW, &r));
}

static void nothing_is_merged_outside_a_transaction(void **state)
{
    struct desk *d = *state;

    REFUSED(ERR_BUG, db_merged_set(d->db, 57, 42));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_merge_each_stands_for_itself),
        TEST(a_row_of_merges_is_followed_to_its_end_as_of_any_time),
        TEST(what_one_transaction_undoes_itself_leaves_nothing),
        TEST(a_circle_is_said_and_not_followed_for_ever),
        TEST(nothing_is_merged_outside_a_transaction),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
