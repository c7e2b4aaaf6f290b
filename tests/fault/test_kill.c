/* A writer that is killed at any moment loses nothing that it was told is kept, and leaves the store whole. */
#include "../unit/store_help.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store/db_list.h"
#include "store/db_verify.h"

enum { ROUNDS = 60, LONGEST_MS = 40 };

/* Adds complaints for ever; after each COMMIT it tells the number.  Some rounds make follow-ups and change rows too,
 * so that the kill may fall into a change of many pages. */
static void write_for_ever(const char *folder, int tell)
{
    struct desk d = {0};

    d.a = arena_new();
    OK(db_open(folder, DB_WRITE, &d.db));
    for (;;) {
        struct complaint c;
        store_help_begin(&d, 1000);
        int64_t who = store_help_customer(&d, "Acme");
        int64_t id = store_help_new(&d, who, "the kettle arrived broken and leaks all over the table");
        struct followup f = {.of = id, .no = 1, .seq = d.seq, .due = 2000 + id, .ended = INSTANT_NONE};
        OK(db_complaint_followup_put(d.db, &f));
        if (id > 3) {
            OK(db_complaint_get(d.db, id / 2, DB_NOW, &c));
            c.seq = d.seq;
            c.due = id;
            OK(db_complaint_put(d.db, &c));
        }
        OK(db_commit(d.db));
        if (write(tell, &id, sizeof id) != sizeof id)
            _exit(1);
        arena_reset(d.a);
    }
}

static void nap(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

/* The last number that the killed writer told, or what it was before. */
static int64_t kill_one(const char *folder, long after_ms, int64_t last)
{
    int fd[2];
    int64_t id;

    assert_int_equal(pipe(fd), 0);
    pid_t child = fork();
    if (child == 0) {
        close(fd[0]);
        write_for_ever(folder, fd[1]);
        _exit(0);
    }
    close(fd[1]);
    /* The first acknowledgement, then some more milliseconds: most kills fall into work, not into opening. */
    if (read(fd[0], &id, sizeof id) == sizeof id)
        last = id;
    nap(after_ms);
    kill(child, SIGKILL);
    while (read(fd[0], &id, sizeof id) == sizeof id)
        last = id;
    close(fd[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return last;
}

static void everything_acknowledged_is_there(struct desk *d, int64_t last)
{
    struct db_verify v;
    struct complaint c;
    struct followup f;
    struct event *evs;
    struct str words;
    bool gone;
    size_t n;

    OK(db_open(d->folder, DB_READ, &d->db));
    for (int64_t id = 1; id <= last; id++) {
        OK(db_complaint_get(d->db, id, DB_NOW, &c));
        OK(db_complaint_followup_get(d->db, id, 1, DB_NOW, &f));
        OK(db_event_list(d->db, id, DB_NOW, d->a, &evs, &n));
        assert_int_equal(n, 1);
        OK(db_words_get(d->db, evs[0].words, d->a, &words, &gone));
        assert_false(gone);
        arena_reset(d->a);
    }
    OK(db_verify_file(d->db, d->a, &v));
    if (v.n > 0)
        fail_msg("verify: %s", v.first->what.p);
    db_close(d->db);
    d->db = NULL;
}

static void a_killed_writer_loses_nothing_acknowledged(void **state)
{
    struct arena *a = arena_new();
    struct desk d = {.a = arena_new()};
    unsigned seed = 20261121;
    int64_t last = 0;

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    d.folder = arena_strdup(a, "/tmp/cust-kill-XXXXXX");
    assert_non_null(mkdtemp(d.folder));
    OK(db_create(d.folder, -1));
    for (int i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245 + 12345;
        last = kill_one(d.folder, (long)(seed >> 16) % LONGEST_MS, last);
        if (i % 6 == 5)
            everything_acknowledged_is_there(&d, last);
    }
    assert_true(last >= ROUNDS);
    print_message("# %d kills, %lld complaints acknowledged, all there\n", ROUNDS, (long long)last);
    store_help_remove(d.folder);
    arena_free(d.a);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_writer_loses_nothing_acknowledged),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
