/* A disk that is full says "try again", and leaves the store as it was. */
#include "../unit/store_help.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/db_backup.h"
#include "store/db_verify.h"

static int64_t count_complaints(struct desk *d)
{
    struct complaint c;
    int64_t id = 0;
    struct err *e = NULL;

    while ((e = db_complaint_get(d->db, id + 1, DB_NOW, &c)) == NULL)
        id++;
    err_free(e);
    return id;
}

/* Writes until it is refused; gives how many were acknowledged. */
static int64_t write_until_refused(struct desk *d, enum err_code *code)
{
    static char text[20000];

    memset(text, 'x', sizeof text - 1);
    for (int64_t n = 0;; n++) {
        int64_t words;
        struct err *e = db_begin(d->db, 1000, str_of("anna"), &d->seq, &d->at);
        struct complaint c = {.id = n + 1, .seq = d->seq, .customer = 1, .due = INSTANT_NONE};
        int64_t customer;
        if (e == NULL && n == 0)
            e = db_customer_add(d->db, d->seq, &customer);
        if (e == NULL)
            e = db_words_add(d->db, n + 1, WORDS_HEAD, str_of(text), &words);
        if (e == NULL)
            e = db_complaint_put(d->db, &c);
        if (e == NULL)
            e = db_commit(d->db);
        if (e == NULL)
            continue;
        *code = e->code;
        err_free(e);
        db_rollback(d->db);
        return n;
    }
}

static void check(struct desk *d, int64_t acknowledged)
{
    struct db_verify v;

    OK(db_open(d->folder, DB_READ, &d->db));
    assert_int_equal(count_complaints(d), acknowledged);
    OK(db_verify_file(d->db, d->a, &v));
    if (v.n > 0)
        fail_msg("verify: %s", v.first->what.p);
    db_close(d->db);
}

/* By a limit on the size of files, which anybody can set. */
static void a_file_that_may_not_grow_loses_nothing(void **state)
{
    struct desk *d = *state;
    struct rlimit before, limit;
    enum err_code code = ERR_BUG;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = 1024 * 1024;
    setrlimit(RLIMIT_FSIZE, &limit);
    int64_t n = write_until_refused(d, &code);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(code, ERR_TEMP);
    assert_true(n > 3);
    store_help_begin(d, 2000); /* with room again the same open store goes on */
    store_help_new(d, 1, "again");
    OK(db_commit(d->db));
    db_close(d->db);
    check(d, n + 1);
    OK(db_open(d->folder, DB_WRITE, &d->db));
}

/* By a small disk, for root. */
static void a_full_disk_loses_nothing(void **state)
{
    struct desk *d = *state, small = {.a = d->a};
    enum err_code code = ERR_BUG;

    small.folder = arena_printf(d->a, "%s/disk", d->folder);
    mkdir(small.folder, 0700);
    if (mount("tmpfs", small.folder, "tmpfs", 0, "size=2m,mode=0700") != 0)
        skip();
    OK(db_create(small.folder, -1));
    OK(db_open(small.folder, DB_WRITE, &small.db));
    int64_t n = write_until_refused(&small, &code);
    assert_int_equal(code, ERR_TEMP);
    assert_true(n > 3);
    REFUSED(ERR_TEMP, db_backup(small.db, arena_printf(d->a, "%s/copy", small.folder), NULL));
    assert_int_not_equal(access(arena_printf(d->a, "%s/copy", small.folder), F_OK), 0);
    db_close(small.db);
    check(&small, n);
    umount(small.folder);
}

#define T(name) cmocka_unit_test_setup_teardown(name, store_help_setup, store_help_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_file_that_may_not_grow_loses_nothing),
        T(a_full_disk_loses_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
