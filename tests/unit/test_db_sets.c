/* The small parts under the lists: sets of numbers, medians, and the waiting line. */
#include "store_help.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>

#include "store/db_bits.h"
#include "store/db_lock.h"
#include "store/db_quantile.h"
#include "store/db_turn.h"

static void a_set_holds_what_was_put_in(void **state)
{
    static const int64_t in[] = {0, 1, 63, 64, 65, 1000000, 127};
    struct db_bits b = {0}, other = {0};
    int64_t found[8];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        db_bits_add(&b, in[i]);
        db_bits_add(&b, in[i]);
    }
    db_bits_add(&b, -5);
    db_bits_add(&b, (int64_t)1 << 40);
    assert_int_equal(b.count, 7);
    assert_false(db_bits_has(&b, 2));
    assert_false(db_bits_has(&b, -5));
    assert_false(db_bits_has(&b, (int64_t)1 << 40));
    for (int64_t id = 0; (id = db_bits_next(&b, id)) >= 0; id++)
        found[n++] = id;
    assert_int_equal(n, 7);
    static const int64_t sorted[] = {0, 1, 63, 64, 65, 127, 1000000};
    assert_memory_equal(found, sorted, sizeof sorted);
    db_bits_add(&other, 64);
    db_bits_add(&other, 66);
    db_bits_keep(&b, &other);
    assert_int_equal(b.count, 1);
    assert_true(db_bits_has(&b, 64));
    assert_int_equal(db_bits_next(&b, 65), -1);
    db_bits_free(&b);
    db_bits_free(&other);
    assert_int_equal(db_bits_next(&b, 0), -1);
}

static void few_values_give_exact_medians(void **state)
{
    struct db_quantile q = {0};

    (void)state;
    assert_int_equal(db_quantile_get(&q, 50), 0);
    for (int i = 100; i > 0; i--)
        db_quantile_add(&q, (int64_t)i * 1237);
    assert_int_equal(db_quantile_get(&q, 50), 50 * 1237);
    assert_int_equal(db_quantile_get(&q, 90), 90 * 1237);
    assert_int_equal(db_quantile_get(&q, 100), 100 * 1237);
    db_quantile_free(&q);
    db_quantile_add(&q, -7);
    assert_int_equal(db_quantile_get(&q, 50), 0);
    db_quantile_free(&q);
}

static void many_values_give_medians_within_four_in_a_thousand(void **state)
{
    static const int percents[] = {1, 10, 50, 90, 99};
    static const int64_t scales[] = {1, 60, 86400, INT64_C(1000000007)};

    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct db_quantile q = {0};
        for (int64_t i = 1; i <= 20000; i++)
            db_quantile_add(&q, (i * 7919 % 20000 + 1) * scales[s]);
        for (size_t p = 0; p < 5; p++) {
            int64_t exact = 200 * percents[p] * scales[s], got = db_quantile_get(&q, percents[p]);
            int64_t off = got > exact ? got - exact : exact - got;
            if (off * 1000 > exact * 4)
                fail_msg("%d%% of %lld: %lld", percents[p], (long long)exact, (long long)got);
        }
        db_quantile_free(&q);
    }
}

static void who_waits_too_long_gives_up(void **state)
{
    struct desk *d = *state;
    char *path = arena_printf(d->a, "%s/queue", d->folder);
    int fd = -1, other = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    assert_int_equal(flock(other, LOCK_EX), 0);
    REFUSED(ERR_TEMP, db_lock_take(path, 0600, 0, NULL, NULL, &fd));
    assert_int_equal(fd, -1);
    REFUSED(ERR_TEMP, db_lock_take(path, 0600, 1, NULL, NULL, &fd));
    close(other);
    /* Those who gave up are in the line no more: the turn is free again, soon. */
    OK(db_lock_take(path, 0600, 60, NULL, NULL, &fd));
    assert_true(fd >= 0);
    db_lock_drop(&fd);
    assert_int_equal(fd, -1);
    db_lock_drop(&fd);
}

static const char *turn; /* the writers' queue */

/* 5000 to who has their turn. */
static instant five_thousand(void)
{
    int fd = open(turn, O_RDONLY | O_CLOEXEC);
    bool taken = flock(fd, LOCK_SH | LOCK_NB) != 0;

    close(fd);
    return taken ? 5000 : 1;
}

static void a_change_is_recorded_when_its_turn_has_come(void **state)
{
    static const instant rows[][2] = {{1000, 5000}, {4999, 5000}, {5001, 5001}, {1000, 5001}};
    struct desk *d = *state;

    store_help_begin(d, 10);
    OK(db_commit(d->db));
    turn = arena_printf(d->a, "%s/cust.db-lock", d->folder);
    db_clock(d->db, five_thousand);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        store_help_begin(d, rows[i][0]);
        assert_int_equal(d->at, rows[i][1]);
        OK(db_commit(d->db));
    }
}

/* A process that waits for the turn, or says that it had to wait elsewhere, until it may end. */
static pid_t start_waiter(const char *path, bool queue, int end)
{
    pid_t child = fork();
    int fd = -1;
    char c;

    if (child != 0)
        return child;
    if (queue)
        err_free(db_lock_take(path, 0600, 30, NULL, NULL, &fd));
    else
        db_lock_mark(path, &fd);
    _exit(read(end, &c, 1) < 0);
}

static bool wanted_soon(int fd)
{
    const struct timespec nap = {0, 10000000L};

    for (int i = 0; i < 12000 && !db_lock_wanted(fd); i++)
        nanosleep(&nap, NULL);
    return db_lock_wanted(fd);
}

static void who_has_the_turn_sees_that_another_waits(void **state)
{
    struct desk *d = *state;
    char *path = arena_printf(d->a, "%s/queue", d->folder);

    for (int queue = 0; queue < 2; queue++) {
        int fd = -1, status, end[2];
        OK(db_lock_take(path, 0600, 60, NULL, NULL, &fd));
        assert_false(db_lock_wanted(fd));
        assert_int_equal(pipe(end), 0);
        pid_t child = start_waiter(path, queue != 0, end[0]);
        assert_true(wanted_soon(fd));
        db_lock_drop(&fd);
        assert_int_equal(write(end[1], "", 1), 1);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        OK(db_lock_take(path, 0600, 60, NULL, NULL, &fd));
        assert_false(db_lock_wanted(fd));
        db_lock_drop(&fd);
        close(end[0]);
        close(end[1]);
    }
}

/* Closing a file takes all record locks of the process from it. */
static void who_looked_whether_somebody_writes_is_still_seen_to_wait(void **state)
{
    struct desk *d = *state;
    char *path = arena_printf(d->a, "%s/cust.db-lock", d->folder), c;
    int fd = -1, status, done[2], end[2];

    assert_int_equal(pipe(done), 0);
    assert_int_equal(pipe(end), 0);
    OK(db_lock_take(path, 0600, 60, NULL, NULL, &fd)); /* there is a queue */
    db_lock_drop(&fd);
    pid_t child = fork();
    if (child == 0) {
        struct db *db;
        if (db_open(d->folder, DB_READ, &db) != NULL || db_turn_busy(db, 0) == 0 ||
            db_settled(db, 1000) != NULL || db_turn_busy(db, 0) == 0 || write(done[1], "", 1) != 1)
            _exit(1);
        _exit(read(end[0], &c, 1) != 1);
    }
    close(done[1]);
    assert_int_equal(read(done[0], &c, 1), 1);
    OK(db_lock_take(path, 0600, 60, NULL, NULL, &fd));
    assert_true(db_lock_wanted(fd));
    db_lock_drop(&fd);
    assert_int_equal(write(end[1], "", 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_holds_what_was_put_in),
        cmocka_unit_test(few_values_give_exact_medians),
        cmocka_unit_test(many_values_give_medians_within_four_in_a_thousand),
        T(who_waits_too_long_gives_up),
        T(a_change_is_recorded_when_its_turn_has_come),
        T(who_has_the_turn_sees_that_another_waits),
        T(who_looked_whether_somebody_writes_is_still_seen_to_wait),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
