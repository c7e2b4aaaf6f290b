/* Many writers at once: none lost, none refused; readers make nobody wait. */
#include "../unit/store_help.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store/db_list.h"
#include "store/db_verify.h"

enum { WRITERS = 8, EACH = 50 };

/* Of the processor: how busy the machine is does not count. */
static int64_t milliseconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
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

static void or_end(struct err *e)
{
    if (e != NULL)
        _exit(1);
}

/* Takes a page when it is told to, says how long that took, and looks at it until it is told again, as a pager does. */
static void read_when_told(const char *folder, const char *query, int go, int done)
{
    const struct query all = {.op = QUERY_TEST, .key = QUERY_STATUS, .value = QUERY_VOIDED};
    const struct db_line *rows;
    struct db_list *l;
    struct db *db;
    char c;

    for (;;) {
        or_end(db_open(folder, DB_READ, &db));
        or_end(db_list_open(db, query[0] != '\0' ? &all : NULL, DB_BY_QUEUE, DB_NOW, &l));
        for (size_t n = 1; n > 0;) {
            if (read(go, &c, 1) != 1)
                _exit(0);
            int64_t began = milliseconds();
            or_end(db_list_lines(l, &rows, &n));
            int64_t took = milliseconds() - began;
            if (write(done, &took, sizeof took) != sizeof took)
                _exit(1);
        }
        db_list_close(l);
        db_close(db);
    }
}

struct reader {
    pid_t pid;
    int go, done;
};

static struct reader start_reader(const char *folder, const char *query)
{
    int go[2], done[2];

    assert_int_equal(pipe(go), 0);
    assert_int_equal(pipe(done), 0);
    struct reader r = {fork(), go[1], done[0]};
    if (r.pid == 0) {
        close(go[1]);
        close(done[0]);
        read_when_told(folder, query, go[0], done[1]);
    }
    close(go[0]);
    close(done[1]);
    return r;
}

/* Lets it take its next page; gives the milliseconds of the processor that this took. */
static int64_t next_page(const struct reader *r)
{
    int64_t took = -1;

    assert_int_equal(write(r->go, "", 1), 1);
    assert_int_equal(read(r->done, &took, sizeof took), (ssize_t)sizeof took);
    return took;
}

static void end_reader(const struct reader *r)
{
    kill(r->pid, SIGKILL);
    waitpid(r->pid, NULL, 0);
    close(r->go);
    close(r->done);
}

/* Each transaction is made while both readers stand still: one that held the store then would let it wait until it fails. */
static void a_slow_reader_makes_no_writer_wait(void **state)
{
    struct desk *d = *state;
    int64_t longest = 0;

    store_help_begin(d, 1000);
    int64_t who = store_help_customer(d, "Acme");
    for (int i = 0; i < 5000; i++)
        store_help_new(d, who, "broken kettle");
    OK(db_commit(d->db));
    /* one that shows all, one that finds nothing */
    struct reader reader[2] = {start_reader(d->folder, ""), start_reader(d->folder, "voided")};
    for (int i = 0; i < 60; i++) {
        for (int k = 0; k < 2; k++) {
            int64_t took = next_page(&reader[k]);
            longest = took > longest ? took : longest;
        }
        store_help_begin(d, 1000);
        store_help_new(d, who, "another");
        OK(db_commit(d->db));
    }
    for (int k = 0; k < 2; k++)
        end_reader(&reader[k]);
    print_message("# 60 transactions beside readers who stood still; the longest page took %lld ms\n",
                  (long long)longest);
    if (longest > 250)
        fail_msg("a page took %lld ms of the processor", (long long)longest);
}

/* Somebody holds the writers' turn until the one who waits is told so, and for longer than it took to be told: who waits
 * is told once, and gets the turn when it is free. */
struct told {
    int times, fd;
};

static void told(void *context)
{
    struct told *t = context;

    t->times++;
    assert_int_equal(write(t->fd, "", 1), 1);
}

static void hold_until_told(const char *folder, int ready, int is_told)
{
    const struct timespec longer = {1, 400 * 1000000};
    struct desk d = {0};
    char c;

    or_end(db_open(folder, DB_WRITE, &d.db));
    or_end(db_begin(d.db, 1000, str_of("bert"), &d.seq, &d.at));
    if (write(ready, "", 1) != 1 || read(is_told, &c, 1) != 1)
        _exit(1);
    nanosleep(&longer, NULL);
    or_end(db_commit(d.db));
    db_close(d.db);
    _exit(0);
}

static void who_waits_is_told_so(void **state)
{
    struct desk *d = *state;
    int ready[2], tell[2], status;
    char c;

    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(tell), 0);
    pid_t child = fork();
    if (child == 0)
        hold_until_told(d->folder, ready[1], tell[0]);
    struct told t = {0, tell[1]};
    assert_int_equal(read(ready[0], &c, 1), 1);
    db_on_wait(d->db, told, &t);
    store_help_begin(d, 1000);
    OK(db_commit(d->db));
    assert_int_equal(t.times, 1);
    assert_int_equal(d->seq, 2);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    store_help_begin(d, 1000);
    OK(db_commit(d->db));
    assert_int_equal(t.times, 1);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(tell[i]);
    }
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
