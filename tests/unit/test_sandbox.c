/* That the helpers' sandbox holds: each thing that a hijacked parser would try is tried. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cmd/helper/sandbox.c"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { REFUSED = 0, DONE = 1, ODD = 2, LACKS = 3, ROOM = 16 * 1024 * 1024 };

static int told(long rc)
{
    if (rc >= 0)
        return DONE;
    return errno == EPERM || errno == EACCES || errno == ENOMEM || errno == EMFILE ? REFUSED : ODD;
}

static int open_to_read(void)
{
    return told(open("/etc/passwd", O_RDONLY));
}

static int open_to_write(void)
{
    return told(open("/tmp/cust-sandbox-test", O_WRONLY | O_CREAT, 0600));
}

static int open_raw(void)
{
    return told(syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY | O_DIRECTORY));
}

static int make_socket(void)
{
    return told(socket(AF_INET, SOCK_STREAM, 0));
}

static int make_pair(void)
{
    int fd[2];

    return told(socketpair(AF_UNIX, SOCK_STREAM, 0, fd));
}

static int run_program(void)
{
    char name[] = "/bin/true", *argv[] = {name, NULL}, *env[] = {NULL};

    return told(execve(name, argv, env));
}

static int fork_off(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return told(pid);
}

static int signal_parent(void)
{
    return told(kill(getppid(), 0));
}

static int map_code(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return p != MAP_FAILED ? DONE : told(-1);
}

static int make_code(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return p == MAP_FAILED ? ODD : told(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}

static int map_file(void)
{
    return mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 0, 0) != MAP_FAILED ? DONE : told(-1);
}

static int more_memory(void)
{
    if (SANDBOX_SHADOWED)
        return REFUSED;
    return malloc((size_t)4 * ROOM) != NULL ? DONE : told(-1);
}

static int raise_limit(void)
{
    struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};

    return told(setrlimit(RLIMIT_AS, &r));
}

static int write_elsewhere(void)
{
    return told(write(7, "x", 1));
}

static int duplicate(void)
{
    return told(dup(0));
}

/* Runs `what` in a sandboxed child; its answer. */
static int inside(int (*what)(void), unsigned *lacks)
{
    int ends[2];

    fflush(NULL);
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        /* Descriptor 1 is a pipe, as when a tool runs the helper. */
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        dup2(ends[1], 7);
        unsigned l = sandbox_close(ROOM, 5);
        _exit(((int)l << 4) | what());
    }
    close(ends[0]);
    close(ends[1]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    *lacks = (unsigned)WEXITSTATUS(status) >> 4;
    return WEXITSTATUS(status) & 15;
}

static void what_a_hijacked_parser_would_try_is_refused(void **state)
{
    static const struct {
        const char *name;
        int (*what)(void);
    } rows[] = {{"open a file to read", open_to_read},
                {"open a file to write", open_to_write},
                {"openat, raw", open_raw},
                {"socket", make_socket},
                {"socketpair", make_pair},
                {"execve", run_program},
                {"fork", fork_off},
                {"kill", signal_parent},
                {"map memory to run", map_code},
                {"make memory run", make_code},
                {"map a file", map_file},
                {"more memory than allowed", more_memory},
                {"raise a limit", raise_limit},
                {"write to another descriptor", write_elsewhere},
                {"duplicate a descriptor", duplicate}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned lacks = 0;
        int got = inside(rows[i].what, &lacks);
        if (lacks & SANDBOX_NO_SECCOMP) {
            print_message("this kernel has no seccomp filter\n");
            skip();
        }
        if (got != REFUSED)
            fail_msg("%s: %s", rows[i].name, got == DONE ? "was done" : "failed for another reason");
    }
}

static int landlock_alone(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !close_landlock())
        return LACKS;
    return open_to_read();
}

/* So that Landlock is not merely believed in because seccomp stands before it. */
static void landlock_alone_denies_files(void **state)
{
    (void)state;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(landlock_alone());
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == LACKS) {
        print_message("this kernel has no Landlock\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), REFUSED);
}

/* Makes this process's kernel look older: the calls fail as unknown ones do. */
static bool forget(int first, int second)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);

    if (c == NULL || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    int rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), first, 0);
    rc |= seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), second, 0);
    rc |= seccomp_load(c);
    seccomp_release(c);
    return rc == 0;
}

static int without_landlock(void)
{
    if (!forget(SCMP_SYS(landlock_create_ruleset), SCMP_SYS(landlock_restrict_self)))
        return LACKS;
    unsigned lacks = sandbox_close(ROOM, 5);
    return lacks == SANDBOX_NO_LANDLOCK && open_to_read() == REFUSED && make_socket() == REFUSED ? REFUSED
                                                                                                 : ODD;
}

static int without_seccomp(void)
{
    /* libseccomp probes the call and takes prctl(2) when it is not there; after NO_NEW_PRIVS nothing else needs it. */
    if (!forget(SCMP_SYS(seccomp), SCMP_SYS(prctl)))
        return LACKS;
    return close_seccomp() ? DONE : REFUSED;
}

static void a_kernel_that_lacks_a_part_is_told_and_the_other_holds(void **state)
{
    int (*const rows[])(void) = {without_landlock, without_seccomp};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fflush(NULL);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            _exit(rows[i]());
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == LACKS) {
            print_message("this kernel has no seccomp filter\n");
            skip();
        }
        assert_int_equal(WEXITSTATUS(status), REFUSED);
    }
}

static int work(void)
{
    char *p = malloc(1024 * 1024);

    if (p == NULL)
        return ODD;
    memset(p, 1, 1024 * 1024);
    free(p);
    return write(1, "x", 1) == 1 ? DONE : ODD;
}

static void memory_and_the_answer_still_work(void **state)
{
    unsigned lacks;

    (void)state;
    assert_int_equal(inside(work, &lacks), DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_hijacked_parser_would_try_is_refused),
        cmocka_unit_test(landlock_alone_denies_files),
        cmocka_unit_test(a_kernel_that_lacks_a_part_is_told_and_the_other_holds),
        cmocka_unit_test(memory_and_the_answer_still_work),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
