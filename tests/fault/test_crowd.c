/* Many writers at once: none lost, none refused; readers make nobody wait. */
#include "../unit/store_help.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store/db_list.h"
#include "store/db_verify.h"

enum { WRITERS = 8, EACH = 50 };

static int64_t milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void write_some(const char *folder)
{
    struct desk d = {.a = arena_new()};

    OK(db_open(folder, DB_WRITE, &d.db));
    for (int i = 0; i < EACH; i++) {
        store_help_begin(&d, 1000);
        store_help_new(&d, store_help_customer(&d, "Acme"), "broken kettle");
        OK(db_commit(d.db));
    }
    db_close(d.db);
    arena_free(d.a);
}

static void a_crowd_of_writers_all_get_their_turn(void **state)
{
    struct desk *d = *state;
    struct db_verify v;
    struct db_list *l;
    const struct db_line *rows;
    pid_t child[WRITERS];
    size_t n, seen = 0;

    db_close(d->db);
    d->db = NULL;
    for (int i = 0; i < WRITERS; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            write_some(d->folder);
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("writer %d ended with %d", i, status);
    }
    OK(db_open(d->folder, DB_WRITE, &d->db));
    OK(db_list_open(d->db, NULL, DB_BY_NUMBER, DB_NOW, &l));
    do {
        OK(db_list_lines(l, &rows, &n));
        for (size_t i = 0; i < n; i++)
            assert_int_equal(rows[i].c.id, (int64_t)(++seen));
    } while (n > 0);
    db_list_close(l);
    assert_int_equal(seen, WRITERS * EACH);
    OK(db_verify_file(d->db, d->a, &v));
    assert_int_equal(v.n, 0);
}

/* Takes a page, then looks at it for a long time, as a pager does. */
static void read_slowly(const char *folder, const char *query)
{
    const struct query all = {.op = QUERY_TEST, .key = QUERY_STATUS, .value = QUERY_VOIDED};
    struct timespec nap = {0, 30 * 1000000};
    const struct db_line *rows;
    struct db_list *l;
    struct db *db;
    size_t n = 1;

    for (;;) {
        OK(db_open(folder, DB_READ, &db));
        OK(db_list_open(db, query[0] != '\0' ? &all : NULL, DB_BY_QUEUE, DB_NOW, &l));
        for (n = 1; n > 0;) {
            OK(db_list_lines(l, &rows, &n));
            nanosleep(&nap, NULL);
        }
        db_list_close(l);
        db_close(db);
    }
}

static void a_slow_reader_makes_no_writer_wait(void **state)
{
    struct desk *d = *state;
    pid_t child[2];
    int64_t longest = 0;

    store_help_begin(d, 1000);
    int64_t who = store_help_customer(d, "Acme");
    for (int i = 0; i < 5000; i++)
        store_help_new(d, who, "broken kettle");
    OK(db_commit(d->db));
    for (int i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            read_slowly(d->folder, i == 0 ? "" : "voided"); /* one that shows all, one that finds nothing */
            _exit(1);
        }
    }
    for (int i = 0; i < 60; i++) {
        int64_t began = milliseconds();
        store_help_begin(d, 1000);
        store_help_new(d, who, "another");
        OK(db_commit(d->db));
        int64_t took = milliseconds() - began;
        longest = took > longest ? took : longest;
    }
    for (int i = 0; i < 2; i++) {
        kill(child[i], SIGKILL);
        waitpid(child[i], NULL, 0);
    }
    print_message("# the longest of 60 transactions beside slow readers took %lld ms\n", (long long)longest);
    if (longest > 250)
        fail_msg("a transaction took %lld ms", (long long)longest);
}

/* Somebody holds the writers' turn: the one who waits is told so after a second, and gets it when it is free. */
static void told(void *context)
{
    ++*(int *)context;
}

static void who_waits_is_told_so(void **state)
{
    struct desk *d = *state;
    struct timespec hold = {1, 400 * 1000000};
    int times = 0, fd[2];
    char ready;

    assert_int_equal(pipe(fd), 0);
    pid_t child = fork();
    if (child == 0) {
        struct desk other = {0};
        OK(db_open(d->folder, DB_WRITE, &other.db));
        store_help_begin(&other, 1000);
        if (write(fd[1], "x", 1) != 1)
            _exit(1);
        nanosleep(&hold, NULL);
        OK(db_commit(other.db));
        db_close(other.db);
        _exit(0);
    }
    assert_int_equal(read(fd[0], &ready, 1), 1);
    db_on_wait(d->db, told, &times);
    store_help_begin(d, 1000);
    OK(db_commit(d->db));
    assert_int_equal(times, 1);
    assert_int_equal(d->seq, 2);
    waitpid(child, NULL, 0);
    store_help_begin(d, 1000);
    OK(db_commit(d->db));
    assert_int_equal(times, 1);
    close(fd[0]);
    close(fd[1]);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_crowd_of_writers_all_get_their_turn),
        T(a_slow_reader_makes_no_writer_wait),
        T(who_waits_is_told_so),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
