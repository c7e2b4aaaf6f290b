/* A policy that is put in force reaches every open complaint, whatever happens meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/change.h"
#include "desk/policyfile.h"
#include "store/db_complaint.h"
#include "store/db_customer.h"
#include "store/db_event.h"
#include "store/db_policy.h"

enum {
    MANY = 4200, /* more than one transaction takes, however quick the machine (desk/settle.c: TURNS) */
    DAY = 86400,
    KILLED = 9
};

struct fixture {
    char folder[32], path[64];
    struct desk_place place;
    struct desk *desk;
    struct policyfile_applied done;
    struct settle_job job;
};

#define OK(call) assert_ok((call), #call)

static void assert_ok(struct err *e, const char *call)
{
    if (e != NULL)
        fail_msg("%s: %s", call, e->text);
}

static void make_complaints(struct desk *d, size_t n)
{
    struct change ch;
    int64_t customer, id;

    OK(change_begin(d, &ch));
    OK(db_customer_add(d->db, ch.seq, &customer));
    for (size_t i = 0; i < n; i++) {
        struct event ev = {.kind = EVENT_HEARD, .num = customer, .happened = INSTANT_NONE};
        OK(change_fresh(&ch, &id));
        OK(change_event(&ch, &ev));
        OK(change_settle(&ch));
        arena_reset(ch.arena);
    }
    OK(change_commit(&ch));
}

static int setup(void **state)
{
    struct fixture *f = mem_zero(sizeof *f);

    strcpy(f->folder, "/tmp/cust-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/policy.yaml", f->folder);
    OK(db_create(f->folder, -1));
    f->place = (struct desk_place){
        .folder = f->folder, .zone_name = "UTC", .login = str_of("tester"), .now = 1700000000};
    OK(desk_open(&f->place, DB_WRITE, &f->desk));
    make_complaints(f->desk, MANY);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[64];

    desk_close(f->desk);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

/* A standard by which everything is to be resolved in so many days. */
static void write_policy(const struct fixture *f, int days)
{
    FILE *file = fopen(f->path, "w");

    assert_non_null(file);
    fprintf(file,
            "standards:\n  law:\n    deadline: resolution\n    within: %d days\n    source: a law\n"
            "    checked: 2026-11-22\n",
            days);
    assert_int_equal(fclose(file), 0);
}

static void apply(struct fixture *f, struct desk *d)
{
    struct policy_errors errors = {0};

    OK(policyfile_apply(d, f->path, false, &errors, &f->done, &f->job));
    assert_int_equal(errors.n, 0);
}

/* How many complaints have a deadline so many days after they came in, or later on that day. */
static size_t count(struct desk *d, int days)
{
    struct arena *a = arena_new();
    struct followup *all;
    size_t n, found = 0;

    for (int64_t id = 1; id <= MANY; id++) {
        OK(db_complaint_followup_list(d->db, id, true, DB_NOW, a, &all, &n));
        for (size_t i = 0; i < n; i++)
            found += all[i].words != 0 && (all[i].due - all[i].made) / DAY == days;
        arena_reset(a);
    }
    arena_free(a);
    return found;
}

static bool unsettled(struct desk *d)
{
    bool is;

    OK(db_policy_unsettled(d->db, &is));
    return is;
}

static void whatever_is_open_is_brought_in_line_in_the_order_of_its_numbers(void **state)
{
    struct fixture *f = *state;
    int64_t last = 0;

    write_policy(f, 30);
    apply(f, f->desk);
    assert_int_equal(f->job.looked, MANY);
    assert_int_equal(f->job.moved, MANY);
    assert_int_equal(count(f->desk, 30), MANY);
    assert_false(unsettled(f->desk));
    for (int64_t id = 1; id <= MANY; id++) {
        struct complaint c;
        OK(db_complaint_get(f->desk->db, id, DB_NOW, &c));
        assert_true(c.seq >= last); /* neighbours in the store are written together */
        last = c.seq;
    }
}

static void what_is_in_line_already_makes_no_transaction(void **state)
{
    struct fixture *f = *state;
    int64_t before, after;

    OK(db_seq_now(f->desk->db, &before));
    apply(f, f->desk);
    OK(db_seq_now(f->desk->db, &after));
    assert_int_equal(after, before);
    assert_int_equal(f->job.looked, MANY);
    assert_int_equal(f->job.moved, 0);
}

static void die(void *context, const struct settle_job *job)
{
    (void)context;
    (void)job;
    _exit(KILLED);
}

static void killed_in_its_midst_the_store_knows_it_and_doing_it_again_finishes_it(void **state)
{
    struct fixture *f = *state;
    int status;

    write_policy(f, 40);
    desk_close(f->desk);
    f->desk = NULL;
    pid_t child = fork();
    if (child == 0) {
        struct policy_errors errors = {0};
        f->job.progress = die;
        if (desk_open(&f->place, DB_WRITE, &f->desk) == NULL)
            err_free(policyfile_apply(f->desk, f->path, false, &errors, &f->done, &f->job));
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), KILLED);

    OK(desk_open(&f->place, DB_WRITE, &f->desk));
    assert_true(unsettled(f->desk));
    size_t reached = count(f->desk, 40);
    assert_in_range(reached, 1, MANY - 1);
    apply(f, f->desk);
    assert_int_equal(f->job.moved, (int64_t)(MANY - reached));
    assert_int_equal(count(f->desk, 40), MANY);
    assert_false(unsettled(f->desk));
}

/* Somebody else's turn. */
static void another(void *context, const struct settle_job *job)
{
    struct fixture *f = context;
    struct fixture other = *f;

    (void)job;
    f->job.progress = NULL;
    other.job = (struct settle_job){.progress = NULL};
    write_policy(f, 60);
    OK(desk_open(&f->place, DB_WRITE, &other.desk));
    apply(&other, other.desk);
    desk_close(other.desk);
}

static void a_policy_that_is_put_in_force_meanwhile_is_not_undone(void **state)
{
    struct fixture *f = *state;

    write_policy(f, 50);
    f->job.progress = another;
    f->job.context = f;
    apply(f, f->desk);
    assert_int_equal(f->job.instead_of, f->done.version + 1);
    assert_int_equal(count(f->desk, 60), MANY);
    assert_false(unsettled(f->desk));
}

static void what_a_command_makes_that_began_before_follows_the_policy_that_is_in_force_then(void **state)
{
    struct fixture *f = *state;
    struct fixture other = *f;
    const struct zone *zone = f->desk->policy->zone;
    struct change ch;
    int64_t id;
    struct event ev = {.kind = EVENT_HEARD, .num = 1, .happened = INSTANT_NONE};
    struct followup *all;
    size_t n, found = 0;

    other.job = (struct settle_job){.progress = NULL};
    write_policy(f, 70);
    OK(desk_open(&f->place, DB_WRITE, &other.desk));
    apply(&other, other.desk);
    desk_close(other.desk);

    OK(change_begin(f->desk, &ch));
    OK(change_fresh(&ch, &id));
    OK(change_event(&ch, &ev));
    OK(change_settle(&ch));
    OK(db_complaint_followup_list(f->desk->db, id, true, DB_NOW, ch.arena, &all, &n));
    for (size_t i = 0; i < n; i++)
        found += (all[i].due - all[i].made) / DAY == 70;
    assert_int_equal(found, 1);
    assert_int_equal(f->desk->policy_version, other.done.version);
    change_abort(&ch);
    assert_string_equal(zone_name(zone), "UTC"); /* of the policy before, which is there still */
}

static void what_is_not_in_line_with_another_version_stays_marked(void **state)
{
    struct fixture *f = *state;
    struct change ch;
    int64_t version;

    OK(change_begin(f->desk, &ch));
    OK(change_end(&ch, db_policy_add(f->desk->db, ch.seq, str_of(""), str_of(""), &version)));
    OK(db_policy_settled(f->desk->db, version - 1));
    assert_true(unsettled(f->desk));
    OK(db_policy_settled(f->desk->db, version));
    assert_false(unsettled(f->desk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_open_is_brought_in_line_in_the_order_of_its_numbers),
        cmocka_unit_test(what_is_in_line_already_makes_no_transaction),
        cmocka_unit_test(killed_in_its_midst_the_store_knows_it_and_doing_it_again_finishes_it),
        cmocka_unit_test(a_policy_that_is_put_in_force_meanwhile_is_not_undone),
        cmocka_unit_test(what_a_command_makes_that_began_before_follows_the_policy_that_is_in_force_then),
        cmocka_unit_test(what_is_not_in_line_with_another_version_stays_marked),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
