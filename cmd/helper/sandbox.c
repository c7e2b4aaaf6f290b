#define _GNU_SOURCE
#include "cmd/helper/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's struct grew with its versions (landlock(7)); this is the one of version 6, whatever the headers of
 * the system that we are built on know. */
struct ruleset {
    uint64_t fs, net, scoped;
};

/* How many file rights each Landlock version knows, and from which version on the other fields exist. */
static uint64_t fs_rights(long abi)
{
    static const unsigned bits[] = {0, 13, 14, 15, 15, 16};
    size_t last = sizeof bits / sizeof bits[0] - 1;

    return (UINT64_C(1) << bits[(size_t)abi < last ? (size_t)abi : last]) - 1;
}

static bool close_landlock(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);

    if (abi < 1)
        return false;
    struct ruleset rules = {.fs = fs_rights(abi), .net = abi >= 4 ? 3 : 0, .scoped = abi >= 6 ? 3 : 0};
    size_t size = abi >= 6 ? sizeof rules : abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    long fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0U);
    if (fd < 0)
        return false;
    bool ok = syscall(SYS_landlock_restrict_self, (int)fd, 0U) == 0;
    close((int)fd);
    return ok;
}

/* Calls that are harmless with any argument.  What ends a process is among them, so that abort(3) works. */
static const int plain_calls[] = {
    SCMP_SYS(close),        SCMP_SYS(munmap),         SCMP_SYS(mremap),         SCMP_SYS(brk),
    SCMP_SYS(madvise),      SCMP_SYS(futex),          SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),         SCMP_SYS(tgkill),         SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),      SCMP_SYS(fstat),          SCMP_SYS(lseek),
    SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall)};

static int allow_limited(scmp_filter_ctx c)
{
    struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    struct scmp_arg_cmp no_file = SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);
    int rc = 0;

    rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_exec, no_file);
    rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
    rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0));
    rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, 1, 0));
    rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, 2, 0));
    return rc;
}

static bool close_seccomp(void)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));

    if (c == NULL)
        return false;
    int rc = allow_limited(c);
    for (size_t i = 0; i < sizeof plain_calls / sizeof plain_calls[0]; i++)
        rc |= seccomp_rule_add(c, SCMP_ACT_ALLOW, plain_calls[i], 0);
    if (rc == 0)
        rc = seccomp_load(c);
    seccomp_release(c);
    return rc == 0;
}

static void limit(int what, rlim_t most)
{
    struct rlimit r;

    if (getrlimit((__rlimit_resource_t)what, &r) != 0)
        return;
    if (r.rlim_max == RLIM_INFINITY || r.rlim_max > most)
        r.rlim_max = most;
    r.rlim_cur = r.rlim_max;
    /* A lower limit is always granted; one that was lower before stays. */
    (void)setrlimit((__rlimit_resource_t)what, &r);
}

/* What this process has mapped, in bytes; 0 when /proc does not say. */
static size_t mapped(void)
{
    char line[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return 0;
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    return n > 0 ? (size_t)strtoull(line, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* The answer may go to a file when a person tries the helper by hand; a pipe it is when cust-log runs it. */
static bool writes_file(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

unsigned sandbox_close(size_t memory, unsigned seconds)
{
    unsigned lacks = 0;
    size_t now = mapped();

    if (now > 0 && !SANDBOX_SHADOWED)
        limit(RLIMIT_AS, now + memory);
    limit(RLIMIT_CPU, seconds);
    if (!writes_file(STDOUT_FILENO) && !writes_file(STDERR_FILENO))
        limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return SANDBOX_NO_LANDLOCK | SANDBOX_NO_SECCOMP;
    if (!close_landlock())
        lacks |= SANDBOX_NO_LANDLOCK;
    /* Landlock needed one more descriptor; from here on there is none to be had. */
    limit(RLIMIT_NOFILE, 3);
    if (!close_seccomp())
        lacks |= SANDBOX_NO_SECCOMP;
    return lacks;
}
