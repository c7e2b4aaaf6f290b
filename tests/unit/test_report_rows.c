/* The rows of a table: however few of them memory holds, the same rows come out in the same order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka.h needs what is above it. */
#include <cmocka.h>
#include <signal.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "desk/report_rows.h"
#include "store/db_spill.h"
#include "table.h"

enum { A = 1, B = 2, COLUMNS = 3, KEYS = 500, FACTS = 20000, FEW = 16 };

static const struct report_column columns[COLUMNS] = {
    {"A", REPORT_COUNT, 0, REPORT_BIT(A), 0},
    {"B", REPORT_COUNT, 0, REPORT_BIT(B), 0},
    {"PERCENT", REPORT_PERCENT, 0, REPORT_BIT(A), REPORT_BIT(A) | REPORT_BIT(B)},
};

/* The same numbers each time. */
static struct report_counted *count(const struct report_spec *spec, size_t most, struct arena *a, size_t *n)
{
    struct report_counted *t = report_rows_new(spec, most, a);
    uint64_t random = 42;

    for (int i = 0; i < FACTS; i++) {
        int64_t key = (int64_t)(table_random(&random) % KEYS) - KEYS / 4;
        bool first = key % 7 != 0 && table_random(&random) % 3 == 0; /* every seventh row has no A */
        struct report_row row = report_rows_find(t, key);
        row.n[first ? 0 : 1]++;
        row.n[2] += first;
        row.n[COLUMNS + 2]++;
    }
    *n = report_rows_end(t);
    return t;
}

static void few_rows_in_memory_give_the_table_of_all(void **state)
{
    static const struct report_spec all[] = {
        {REPORT_BY_CUSTOMER, columns, COLUMNS, 0, 0},
        {REPORT_BY_CUSTOMER, columns, COLUMNS, 1, REPORT_BIT(A)},
        {REPORT_BY_CUSTOMER, columns, COLUMNS, -1, REPORT_BIT(A) | REPORT_BIT(B)},
        {REPORT_BY_CUSTOMER, columns, COLUMNS, 2, 0}, /* its order needs them all in memory */
    };
    (void)state;

    for (size_t s = 0; s < sizeof all / sizeof all[0]; s++) {
        struct arena *a = arena_new();
        size_t n, some;
        struct report_counted *whole = count(&all[s], SIZE_MAX, a, &n);
        struct report_counted *parts = count(&all[s], FEW, a, &some);
        assert_int_equal(n, s == 1 ? KEYS - KEYS / 7 : KEYS);
        assert_int_equal(some, n);
        for (size_t i = 0; i < n; i++) {
            size_t k = n - 1 - i; /* in any order */
            assert_int_equal(report_rows_key(parts, k), report_rows_key(whole, k));
            for (size_t c = 0; c < COLUMNS; c++)
                assert_int_equal(report_rows_value(parts, k, c), report_rows_value(whole, k, c));
        }
        assert_null(report_rows_failed(parts));
        report_rows_free(whole);
        report_rows_free(parts);
        arena_free(a);
    }
}

static void no_fact_makes_no_row(void **state)
{
    static const struct report_spec spec = {REPORT_BY_CUSTOMER, columns, COLUMNS, 0, 0};
    struct db_spill *s = db_spill_new(COLUMNS);
    struct arena *a = arena_new();
    struct report_counted *t = report_rows_new(&spec, FEW, a);
    size_t n = 1;
    (void)state;

    assert_int_equal(report_rows_end(t), 0);
    assert_null(db_spill_sort(s, 0, -1, &n));
    assert_int_equal(n, 0);
    db_spill_free(s);
    report_rows_free(t);
    arena_free(a);
}

/* No file may grow: what does not fit into memory cannot be kept. */
static void a_disk_without_room_is_said_with_what_helps(void **state)
{
    struct rlimit before, none;
    uint32_t n[COLUMNS] = {1, 2, 3};
    struct db_spill *s = db_spill_new(COLUMNS);
    struct err *e = NULL;
    (void)state;

    (void)signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
    for (int64_t i = 0; e == NULL && i < 1000000; i++)
        e = db_spill_add(s, i, n);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_non_null(e);
    assert_int_equal(e->code, ERR_TEMP);
    assert_non_null(strstr(e->text, "TMPDIR"));
    err_free(e);
    db_spill_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_rows_in_memory_give_the_table_of_all),
        cmocka_unit_test(no_fact_makes_no_row),
        cmocka_unit_test(a_disk_without_room_is_said_with_what_helps),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
