#define _GNU_SOURCE
#include "desk/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    CHUNK = 65536,        /* bytes that are read at once */
    COMPLAINT_MAX = 4096, /* bytes of a helper's stderr that are kept */
    NOT_RUN = 126 /* and above: the exit status of a program that a shell or the loader could not run */
};

struct run {
    const char *path;
    const char *const *args; /* behind the name, NULL at the end; NULL: none */
    char *const *env;        /* NULL: a bare one */
    struct str input;
    bool stays; /* more input may come: its end stays open */
    struct buf *output;
    size_t start, max_output; /* of output */
    struct buf complaint;
    int in, out, err; /* our ends; -1: closed */
    int life;         /* readable once it ended; -1: it has, or an old kernel cannot tell */
    long long end;    /* when its time is up, in ticks() */
    pid_t pid;
    int status;              /* that it exited with; -1 */
    struct sigaction before; /* what SIGCHLD did; put back at the end if it was ignored */
    bool ignored;
};

struct err *helper_find(const char *exe_dir, const char *name, char **path)
{
    *path = mem_printf("%s/%s", exe_dir, name);
    if (access(*path, X_OK) == 0)
        return NULL;
    free(*path);
    *path = mem_printf("%s/../libexec/cust/%s", exe_dir, name);
    if (access(*path, X_OK) == 0)
        return NULL;
    free(*path);
    *path = NULL;
    return err_new(ERR_UNAVAILABLE, name, "helper not found in %s or %s/../libexec/cust; install cust again",
                   exe_dir, exe_dir);
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Milliseconds of a clock that nobody sets. */
static long long ticks(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum { ARGS_MAX = 8 };

static int spawn(struct run *r, int in, int out, int err)
{
    char *argv[ARGS_MAX + 2] = {mem_strdup(r->path)};
    size_t argc = 1;
    for (size_t i = 0; r->args != NULL && r->args[i] != NULL && i < ARGS_MAX; i++)
        argv[argc++] = mem_strdup(r->args[i]);
    char locale[] = "LC_ALL=C", search[] = "PATH=/usr/bin:/bin", zone[] = "TZ=UTC0";
    char *const env[] = {locale, search, zone, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    int rc = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    rc = rc != 0 ? rc : posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    rc = rc != 0 ? rc : posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
    rc = rc != 0 ? rc : posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    rc = rc != 0 ? rc : posix_spawnattr_setsigmask(&attr, &none);
    rc = rc != 0 ? rc : posix_spawnattr_setsigdefault(&attr, &all);
    rc = rc != 0 ? rc : posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    rc = rc != 0 ? rc : posix_spawn(&r->pid, r->path, &files, &attr, argv, r->env != NULL ? r->env : env);
    while (argc > 0)
        free(argv[--argc]);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

/* A descriptor above the standard three: dup2() in the child must not overwrite one end with another when the caller
 * runs with closed standard descriptors. */
static int above(int fd)
{
    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd);
    return high;
}

static bool make_ends(int in[2], int out[2], int err[2])
{
    /* A socket for the input, because send() can do without SIGPIPE. */
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0 || pipe2(out, O_CLOEXEC) != 0 ||
        pipe2(err, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        in[i] = above(in[i]);
        out[i] = above(out[i]);
        err[i] = above(err[i]);
        if (in[i] < 0 || out[i] < 0 || err[i] < 0)
            return false;
    }
    return true;
}

static struct err *start(struct run *r)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    struct err *e = NULL;

    if (!make_ends(in, out, err)) {
        e = err_errno(ERR_TEMP, r->path, "cannot make a pipe to the helper");
    } else {
        int rc = spawn(r, in[1], out[1], err[1]);
        errno = rc;
        if (rc != 0)
            e = err_errno(ERR_TEMP, r->path, "cannot start the helper");
    }
    shut(&in[1]);
    shut(&out[1]);
    shut(&err[1]);
    r->in = in[0];
    r->out = out[0];
    r->err = err[0];
    r->life = e == NULL ? (int)syscall(SYS_pidfd_open, r->pid, 0U) : -1;
    return e;
}

static void give(struct run *r)
{
    ssize_t n = r->input.n > 0 ? send(r->in, r->input.p, r->input.n, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0) {
        r->input.p += n;
        r->input.n -= (size_t)n;
    }
    /* All given, or the helper stopped listening: its exit status tells whether that was well. */
    if (n < 0 || (r->input.n == 0 && !r->stays))
        shut(&r->in);
}

/* Reads what is there; closes at the end.  False when more came than `max`. */
static bool take(int *fd, struct buf *to, size_t max)
{
    char chunk[CHUNK];
    ssize_t n = read(*fd, chunk, sizeof chunk);

    if (n < 0 && errno == EINTR)
        return true;
    if (n <= 0) {
        shut(fd);
        return true;
    }
    size_t room = max > to->len ? max - to->len : 0;
    buf_add(to, chunk, (size_t)n < room ? (size_t)n : room);
    return (size_t)n <= room;
}

static struct err *too_long(const struct run *r, size_t max)
{
    return err_new(ERR_UNAVAILABLE, r->path, "the helper's answer is longer than %zu bytes", max);
}

/* Waits for the helper once, and does what can be done then. */
static struct err *turn(struct run *r, int timeout_ms)
{
    bool idle = r->stays && r->input.n == 0;
    struct pollfd fds[] = {
        {idle ? -1 : r->in, POLLOUT, 0}, {r->out, POLLIN, 0}, {r->err, POLLIN, 0}, {r->life, POLLIN, 0}};
    long long left = r->end - ticks();
    int n = left > 0 ? poll(fds, 4, (int)left) : 0;

    if (n < 0 && errno == EINTR)
        return NULL;
    if (n < 0)
        return err_errno(ERR_UNAVAILABLE, r->path, "cannot wait for the helper");
    if (n == 0)
        return err_new(ERR_UNAVAILABLE, r->path, "the helper was not done after %d ms", timeout_ms);
    if (fds[0].revents != 0)
        give(r);
    if (fds[1].revents != 0 && !take(&r->out, r->output, r->start + r->max_output))
        return too_long(r, r->max_output);
    if (fds[2].revents != 0)
        (void)take(&r->err, &r->complaint, COMPLAINT_MAX);
    if (fds[3].revents != 0)
        shut(&r->life);
    return NULL;
}

static bool there(const struct run *r)
{
    return r->out >= 0 || r->err >= 0 || r->life >= 0;
}

static struct err *talk(struct run *r, int timeout_ms)
{
    struct err *e = NULL;

    while (e == NULL && there(r))
        e = turn(r, timeout_ms);
    return e;
}

/* The last line that the helper said, for an error. */
static struct str last_words(struct run *r)
{
    struct str s = str_trim(buf_str(&r->complaint));
    const char *nl = s.n > 0 ? memrchr(s.p, '\n', s.n) : NULL;

    if (nl != NULL)
        s = (struct str){nl + 1, (size_t)(s.p + s.n - nl - 1)};
    return s.n > 0 ? s : str_of("it said nothing");
}

static struct err *finish(struct run *r, struct err *e)
{
    int status = 0;
    pid_t got;

    if (e != NULL)
        kill(r->pid, SIGKILL);
    while ((got = waitpid(r->pid, &status, 0)) < 0 && errno == EINTR)
        ;
    if (e != NULL)
        return e;
    if (got < 0)
        return err_errno(ERR_UNAVAILABLE, r->path, "cannot learn how the helper ended");
    if (WIFEXITED(status))
        r->status = WEXITSTATUS(status);
    struct str words = last_words(r);
    if (WIFSIGNALED(status))
        return err_new(ERR_UNAVAILABLE, r->path, "the helper was killed by signal %d: %.*s", WTERMSIG(status),
                       (int)words.n, words.p);
    if (WEXITSTATUS(status) >= NOT_RUN)
        return err_new(ERR_TEMP, r->path, "the helper could not run: %.*s", (int)words.n, words.p);
    if (WEXITSTATUS(status) != 0)
        return err_new(ERR_UNAVAILABLE, r->path, "the helper failed with %d: %.*s", WEXITSTATUS(status),
                       (int)words.n, words.p);
    return NULL;
}

/* An ignored SIGCHLD would leave nobody to wait for. */
static void mind_children(struct run *r)
{
    struct sigaction plain = {.sa_handler = SIG_DFL};

    sigaction(SIGCHLD, NULL, &r->before);
    r->ignored = r->before.sa_handler == SIG_IGN || (r->before.sa_flags & SA_NOCLDWAIT) != 0;
    if (r->ignored)
        sigaction(SIGCHLD, &plain, NULL);
}

static void clean_up(struct run *r)
{
    shut(&r->in);
    shut(&r->out);
    shut(&r->err);
    shut(&r->life);
    if (r->ignored)
        sigaction(SIGCHLD, &r->before, NULL);
    buf_free(&r->complaint);
}

static struct err *begin(struct run *r, int timeout_ms)
{
    mind_children(r);
    r->in = r->out = r->err = r->life = r->status = -1;
    r->start = r->output->len;
    r->end = ticks() + timeout_ms;
    return start(r);
}

static struct err *run(struct run *r, int timeout_ms)
{
    struct err *e = begin(r, timeout_ms);

    if (e == NULL)
        e = finish(r, talk(r, timeout_ms));
    clean_up(r);
    return e;
}

struct err *helper_run(const char *path, struct str input, struct buf *output, size_t max_output,
                       int timeout_ms)
{
    struct run r = {.path = path, .input = input, .output = output, .max_output = max_output};

    return run(&r, timeout_ms);
}

struct err *helper_feed(const char *path, const char *const *args, char *const *env, struct str input,
                        int timeout_ms)
{
    int status;

    return helper_hand(path, args, env, input, timeout_ms, &status);
}

struct err *helper_ask(const char *path, const char *const *args, struct str input, struct buf *output,
                       size_t max_output, int timeout_ms)
{
    struct run r = {.path = path, .args = args, .input = input, .output = output, .max_output = max_output};

    return run(&r, timeout_ms);
}

struct err *helper_hand(const char *path, const char *const *args, char *const *env, struct str input,
                        int timeout_ms, int *status)
{
    struct buf output = {0};
    struct run r = {.path = path,
                    .args = args,
                    .env = env,
                    .input = input,
                    .output = &output,
                    .max_output = COMPLAINT_MAX};
    struct err *e = run(&r, timeout_ms);

    *status = r.status;
    buf_free(&output);
    return e;
}

/* --- one that stays ---------------------------------------------------------------------------------------------- */

enum { AHEAD = 1024 * 1024 }; /* bytes that the system is asked to hold each way, while the caller is busy */

struct helper_talk {
    struct run r;
    char *path;
    struct buf input, answers;
    size_t taken, looked; /* of answers */
    bool over;            /* it was waited for */
};

struct err *helper_talk_begin(const char *path, const char *const *args, struct helper_talk **out)
{
    struct helper_talk *t = mem_zero(sizeof *t);
    int room = AHEAD;

    t->path = mem_strdup(path);
    t->r = (struct run){.path = t->path, .args = args, .output = &t->answers, .stays = true};
    struct err *e = begin(&t->r, 0);
    if (e != NULL) {
        clean_up(&t->r);
        free(t->path);
        free(t);
        *out = NULL;
        return e;
    }
    /* Without that much room it works as well, only less of it at once. */
    (void)setsockopt(t->r.in, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    (void)fcntl(t->r.out, F_SETPIPE_SZ, room);
    *out = t;
    return NULL;
}

void helper_talk_give(struct helper_talk *t, struct str input)
{
    size_t sent = t->input.len - t->r.input.n;

    if (sent == t->input.len) {
        buf_reset(&t->input);
        sent = 0;
    }
    buf_printf(&t->input, "%zu\n", input.n);
    buf_addstr(&t->input, input);
    t->r.input = (struct str){t->input.p + sent, t->input.len - sent};
    if (t->r.in >= 0)
        give(&t->r);
}

/* An answer that is there whole. */
static bool cut_answer(struct helper_talk *t, struct buf *answer)
{
    char *p = t->answers.p, *end = NULL;

    if (t->looked < t->answers.len)
        end = memchr(p + t->looked, '\n', t->answers.len - t->looked);
    t->looked = t->answers.len;
    if (end == NULL)
        return false;
    buf_add(answer, p + t->taken, (size_t)(end - p) - t->taken);
    t->taken = t->looked = (size_t)(end - p) + 1;
    if (t->taken == t->answers.len) {
        buf_reset(&t->answers);
        t->taken = t->looked = 0;
    }
    return true;
}

/* The helper is gone, or must be. */
static struct err *break_off(struct helper_talk *t, struct err *e)
{
    bool ended = e == NULL;

    e = finish(&t->r, e);
    t->over = true;
    if (ended && e == NULL)
        e = err_new(ERR_UNAVAILABLE, t->path, "the helper ended before it had answered");
    return e;
}

struct err *helper_talk_take(struct helper_talk *t, struct buf *answer, size_t max_output, int timeout_ms)
{
    struct err *e = NULL;

    if (t->over)
        return err_new(ERR_UNAVAILABLE, t->path, "the helper is gone");
    t->r.end = ticks() + timeout_ms;
    t->r.max_output = t->taken + max_output + CHUNK; /* others may follow in the same bytes */
    while (e == NULL && !cut_answer(t, answer)) {
        if (t->answers.len - t->taken > max_output)
            e = too_long(&t->r, max_output);
        else if (!there(&t->r))
            return break_off(t, NULL);
        else
            e = turn(&t->r, timeout_ms);
    }
    return e != NULL ? break_off(t, e) : NULL;
}

void helper_talk_end(struct helper_talk *t)
{
    if (t == NULL)
        return;
    shut(&t->r.in); /* nothing more comes: it may go */
    if (!t->over) {
        kill(t->r.pid, SIGKILL); /* whatever it still has to say, nobody listens */
        while (waitpid(t->r.pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    clean_up(&t->r);
    buf_free(&t->input);
    buf_free(&t->answers);
    free(t->path);
    free(t);
}
