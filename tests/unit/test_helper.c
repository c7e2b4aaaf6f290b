/* How a tool runs a helper, whatever the helper does, and how it reads what cust-mime says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "desk/helper.h"
#include "form/mailjson.h"

/* Milliseconds that nothing takes that works, on no machine. */
enum { AGES = 300000 };

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/cust-helper-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int drop_folder(void **state)
{
    char *command = mem_printf("rm -r %s", folder);

    (void)state;
    int rc = system(command);
    free(command);
    return rc;
}

/* A helper that is a shell script; its path, the caller's. */
static char *script(const char *name, const char *lines)
{
    char *path = mem_printf("%s/%s", folder, name);
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", lines);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0755), 0);
    return path;
}

static struct err *run(const char *lines, struct str input, struct buf *out, size_t max, int ms)
{
    char *path = script("helper", lines);
    struct err *e = helper_run(path, input, out, max, ms);

    free(path);
    return e;
}

static void ends_saying(enum err_code code, struct err *e, const char *words)
{
    assert_non_null(e);
    assert_int_equal(e->code, code);
    if (strstr(e->text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", e->text, words);
    err_free(e);
}

static void fails_saying(struct err *e, const char *words)
{
    ends_saying(ERR_UNAVAILABLE, e, words);
}

static void megabytes_pass_both_ways_without_deadlock(void **state)
{
    size_t n = 5 * 1024 * 1024;
    char *big = mem_alloc(n);
    struct buf out = {0};

    (void)state;
    for (size_t i = 0; i < n; i++)
        big[i] = (char)(i * 31 >> 3);
    struct err *e = run("cat", (struct str){big, n}, &out, n, AGES);
    assert_null(e);
    assert_int_equal(out.len, n);
    assert_memory_equal(out.p, big, n);
    buf_free(&out);
    free(big);
}

static void a_helper_that_does_not_read_raises_no_signal(void **state)
{
    size_t n = 5 * 1024 * 1024;
    char *big = calloc(1, n);
    struct buf out = {0};

    (void)state;
    assert_null(run("echo answer", (struct str){big, n}, &out, 100, AGES));
    assert_string_equal(out.p, "answer\n");
    buf_free(&out);
    free(big);
}

static void failures_are_told_with_the_helpers_words(void **state)
{
    static const struct {
        const char *lines, *words;
        int ms;
    } rows[] = {{"echo first >&2; echo no such charset >&2; exit 3", "failed with 3: no such charset", AGES},
                {"exit 1", "failed with 1: it said nothing", AGES},
                {"kill -9 $$", "killed by signal 9", AGES},
                {"sleep 60", "not done after", 700},
                {"exec >&- 2>&-; sleep 60", "not done after", 700},
                {"while :; do echo more; done", "longer than 1000 bytes", AGES}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        time_t before = time(NULL);
        fails_saying(run(rows[i].lines, str_of("in"), &out, 1000, rows[i].ms), rows[i].words);
        assert_true(time(NULL) - before < 55); /* nobody waited until it ended by itself */
        assert_true(out.len <= 1000);
        buf_free(&out);
    }
}

static void what_had_no_chance_to_run_is_worth_another_try(void **state)
{
    struct buf out = {0};

    (void)state;
    ends_saying(ERR_TEMP, helper_run("/nowhere/cust-mime", str_of(""), &out, 10, AGES), "cannot start");
    ends_saying(ERR_TEMP, helper_run(folder, str_of(""), &out, 10, AGES), "cannot start");
    ends_saying(ERR_TEMP, run("echo no such library >&2; exit 127", str_of(""), &out, 10, AGES),
                "no such library");
    buf_free(&out);
}

static void a_helper_gets_no_descriptor_and_no_environment_of_ours(void **state)
{
    struct buf out = {0};
    int mine = open("/dev/null", O_RDONLY);

    (void)state;
    assert_true(mine > 2);
    assert_int_equal(setenv("CUST_DESK", "secret", 1), 0);
    assert_null(run("ls /proc/self/fd | wc -l; echo \"[$CUST_DESK]\"", str_of(""), &out, 100, AGES));
    /* The standard three, and the one with which ls reads the folder. */
    assert_string_equal(out.p, "4\n[]\n");
    unsetenv("CUST_DESK");
    close(mine);
    buf_free(&out);
}

static void an_ignored_child_signal_does_not_hide_the_exit_status(void **state)
{
    struct buf out = {0};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before, after;

    (void)state;
    sigaction(SIGCHLD, &ignore, &before);
    fails_saying(run("exit 9", str_of(""), &out, 100, AGES), "failed with 9");
    sigaction(SIGCHLD, &before, &after);
    assert_true(after.sa_handler == SIG_IGN);
    buf_free(&out);
}

/* In a child of its own, because it closes what the test itself writes to. */
static void closed_standard_descriptors_do_no_harm(void **state)
{
    (void)state;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct buf out = {0};
        char *path = script("helper", "cat; echo done");
        close(0);
        close(1);
        close(2);
        struct err *e = helper_run(path, str_of("in "), &out, 100, AGES);
        _exit(e == NULL && strcmp(out.p, "in done\n") == 0 ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static struct helper_talk *talk(const char *lines)
{
    struct helper_talk *t = NULL;
    char *path = script("talk", lines);

    assert_null(helper_talk_begin(path, NULL, &t));
    free(path);
    return t;
}

static void one_that_stays_answers_each_in_its_order(void **state)
{
    struct helper_talk *t = talk("while read -r n; do read -r line; echo \"$n $line\"; done");
    struct buf answer = {0};
    char in[32], want[32];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 500; i++) {
            snprintf(in, sizeof in, "input %d\n", 1000 + i);
            helper_talk_give(t, str_of(in));
        }
        for (int i = 0; i < 500; i++) {
            buf_reset(&answer);
            assert_null(helper_talk_take(t, &answer, 100, AGES));
            snprintf(want, sizeof want, "11 input %d", 1000 + i);
            assert_string_equal(answer.p, want);
        }
    }
    helper_talk_end(t);
    buf_free(&answer);
}

static void one_that_stays_takes_more_than_the_system_holds(void **state)
{
    enum { SIZE = 3 * 1024 * 1024 };
    struct helper_talk *t = talk("for i in 1 2; do read -r n; head -c \"$n\"; echo; done");
    char *big = mem_zero(SIZE);
    struct buf answer = {0};

    (void)state;
    memset(big, 'x', SIZE);
    helper_talk_give(t, (struct str){big, SIZE});
    helper_talk_give(t, (struct str){big, SIZE});
    for (int i = 0; i < 2; i++) {
        buf_reset(&answer);
        assert_null(helper_talk_take(t, &answer, 2 * SIZE, AGES));
        assert_int_equal(answer.len, SIZE);
    }
    helper_talk_end(t);
    helper_talk_end(NULL);
    buf_free(&answer);
    free(big);
}

static void one_that_stays_and_fails_is_told(void **state)
{
    static const struct {
        const char *lines;
        const char *words;
        size_t max;
        int ms;
    } rows[] = {
        {"read -r n; kill -9 $$", "killed by signal 9", 100, AGES},
        {"read -r n; echo no such thing >&2; exit 3", "no such thing", 100, AGES},
        {"exit 0", "ended before it had answered", 100, AGES},
        {"read -r n; printf half", "ended before", 100, AGES},
        {"sleep 9", "not done after 50 ms", 100, 50},
        {"while :; do echo no end | tr -d '\\n'; done", "longer than 1000 bytes", 1000, AGES},
        {"kill -9 $$", "killed by signal 9", 100, AGES},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct helper_talk *t = talk(rows[i].lines);
        struct buf answer = {0};
        struct err *e = NULL;
        helper_talk_give(t, str_of("x\n"));
        for (int n = 0; n < 2 && e == NULL; n++)
            e = helper_talk_take(t, &answer, rows[i].max, rows[i].ms);
        fails_saying(e, rows[i].words);
        fails_saying(helper_talk_take(t, &answer, 100, 100), "is gone");
        helper_talk_end(t);
        buf_free(&answer);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void no_child_and_no_descriptor_is_left_behind(void **state)
{
    struct buf out = {0};
    int before = dup(0);

    (void)state;
    close(before);
    for (int i = 0; i < 20; i++)
        err_free(run(i % 2 ? "exit 1" : "sleep 9", str_of("x"), &out, 10, i % 2 ? AGES : 10));
    int after = dup(0);
    close(after);
    assert_int_equal(before, after);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    buf_free(&out);
}

static void a_helper_is_found_beside_the_tool_or_in_libexec(void **state)
{
    char *bin = mem_printf("%s/bin", folder), *path = NULL;
    char *make = mem_printf("mkdir -p %s/bin %s/libexec/cust", folder, folder);

    (void)state;
    assert_int_equal(system(make), 0);
    fails_saying(helper_find(bin, "cust-x", &path), "not found");
    assert_null(path);
    free(script("libexec/cust/cust-x", "echo libexec"));
    assert_null(helper_find(bin, "cust-x", &path));
    assert_non_null(strstr(path, "/bin/../libexec/cust/cust-x"));
    free(path);
    free(script("bin/cust-x", "echo bin"));
    assert_null(helper_find(bin, "cust-x", &path));
    assert_null(strstr(path, "libexec"));
    free(path);
    free(make);
    free(bin);
}

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void every_field_of_the_answer_is_read(void **state)
{
    struct arena *a = arena_new();
    struct mail_in m;
    const char *json =
        "{\"version\":1,\"digest\":\"" DIGEST
        "\",\"message_id\":\"a@b\",\"in_reply_to\":[\"c@d\"],\"references\":[\"e@f\",\"c@d\"],"
        "\"from\":{\"name\":\"Ann\",\"address\":\"ann@example.com\"},\"reply_to\":null,"
        "\"to\":[{\"name\":\"\",\"address\":\"s@example.org\"}],\"cc\":[],\"date\":1793613600,"
        "\"subject\":\"K\\u00e4se\",\"text\":\"mine\\n> yours\\nmine too\\n\",\"own\":[[0,5],[13,22]],"
        "\"attachments\":[{\"name\":\"../a.png\",\"type\":\"image/png\",\"size\":7}],\"auto\":\"bounce\","
        "\"flags\":[\"limits\",\"of-tomorrow\",\"html\"],\"later\":{}}";

    (void)state;
    assert_null(mailjson_read(str_of(json), a, &m));
    assert_string_equal(m.message_id.p, "a@b");
    assert_int_equal(m.n_in_reply_to, 1);
    assert_int_equal(m.n_references, 2);
    assert_string_equal(m.references[1].p, "c@d");
    assert_string_equal(m.from.name.p, "Ann");
    assert_string_equal(m.from.address.p, "ann@example.com");
    assert_int_equal(m.reply_to.address.n, 0);
    assert_int_equal(m.n_to, 1);
    assert_int_equal(m.n_cc, 0);
    assert_int_equal(m.date, 1793613600);
    assert_string_equal(m.subject.p, "K\xc3\xa4se");
    assert_string_equal(m.own.p, "mine\n\nmine too");
    assert_int_equal(m.n_attachments, 1);
    assert_int_equal(m.attachments[0].size, 7);
    assert_int_equal(m.class, MAIL_BOUNCE);
    assert_int_equal(m.flags, MAIL_LIMITS | MAIL_HTML);
    assert_int_equal(m.digest[1], 0x11);
    assert_int_equal(m.digest[31], 0xff);
    arena_free(a);
}

static void an_answer_that_says_little_gives_empty_fields(void **state)
{
    struct arena *a = arena_new();
    struct mail_in m;

    (void)state;
    assert_null(mailjson_read(
        str_of("{\"version\":1,\"text\":\"\",\"digest\":\"" DIGEST "\",\"date\":null,\"from\":null}"), a,
        &m));
    assert_int_equal(m.from.address.n, 0);
    assert_int_equal(m.text.n, 0);
    assert_int_equal(m.own.n, 0);
    assert_true(m.date == INSTANT_NONE);
    assert_int_equal(m.class, MAIL_PERSON);
    arena_free(a);
}

static void answers_of_another_installation_are_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "{",
        "[]",
        "7",
        "{\"version\":2,\"text\":\"\"}",
        "{\"version\":1}",
        "{\"version\":1,\"text\":\"\"}",
        "{\"version\":1,\"text\":\"\",\"digest\":\"0011\"}",
        "{\"version\":1,\"text\":\"\",\"digest\":\"x" DIGEST "\"}",
        "{\"version\":1,\"text\":7}",
        "{\"version\":1,\"text\":\"a\"} x",
        "{\"version\":1,\"text\":\"\xff\"}",
        "{\"version\":1,\"digest\":\"" DIGEST "\",\"text\":\"abc\",\"own\":[[0,4]]}",
        "{\"version\":1,\"digest\":\"" DIGEST "\",\"text\":\"abc\",\"own\":[[2,1]]}",
        "{\"version\":1,\"digest\":\"" DIGEST "\",\"text\":\"abc\",\"own\":[[-1,1]]}",
        "{\"version\":1,\"digest\":\"" DIGEST "\",\"text\":\"abc\",\"own\":[1]}"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *a = arena_new();
        struct mail_in m;
        fails_saying(mailjson_read(str_of(rows[i]), a, &m), rows[i][0] != '\0' ? "its" : "not JSON");
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(megabytes_pass_both_ways_without_deadlock),
        cmocka_unit_test(a_helper_that_does_not_read_raises_no_signal),
        cmocka_unit_test(failures_are_told_with_the_helpers_words),
        cmocka_unit_test(what_had_no_chance_to_run_is_worth_another_try),
        cmocka_unit_test(a_helper_gets_no_descriptor_and_no_environment_of_ours),
        cmocka_unit_test(an_ignored_child_signal_does_not_hide_the_exit_status),
        cmocka_unit_test(closed_standard_descriptors_do_no_harm),
        cmocka_unit_test(one_that_stays_answers_each_in_its_order),
        cmocka_unit_test(one_that_stays_takes_more_than_the_system_holds),
        cmocka_unit_test(one_that_stays_and_fails_is_told),
        cmocka_unit_test(no_child_and_no_descriptor_is_left_behind),
        cmocka_unit_test(a_helper_is_found_beside_the_tool_or_in_libexec),
        cmocka_unit_test(every_field_of_the_answer_is_read),
        cmocka_unit_test(an_answer_that_says_little_gives_empty_fields),
        cmocka_unit_test(answers_of_another_installation_are_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
