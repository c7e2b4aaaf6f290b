#include "cmd/common/out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/wrap.h"
#include "cmd/common/say.h"
#include "cmd/common/tty.h"

enum { HOLD = 65536, WIDTH_DEFAULT = 80, WIDTH_MAX = 10000 };

struct out {
    int fd;
    bool terminal;
    bool writing; /* a closed pipe is no reason to stop */
    bool closed;  /* nobody reads any more */
    pid_t pager;  /* 0: none */
    struct buf held;
};

struct out *out_new(int fd)
{
    struct out *o = mem_zero(sizeof *o);

    o->fd = fd;
    o->terminal = isatty(fd) == 1;
    return o;
}

void out_writing(struct out *o)
{
    o->writing = true;
}

static struct err *broken(struct out *o)
{
    if (errno != EPIPE)
        return err_errno(ERR_IO, "standard output", "cannot write");
    o->closed = true;
    return NULL;
}

static struct err *gone(const struct out *o)
{
    return o->closed && !o->writing ? err_new(OUT_CLOSED, NULL, "nobody reads any more") : NULL;
}

struct err *out_flush(struct out *o)
{
    struct err *e = NULL;
    size_t at = 0;

    while (e == NULL && !o->closed && at < o->held.len) {
        ssize_t n = write(o->fd, o->held.p + at, o->held.len - at);
        if (n >= 0)
            at += (size_t)n;
        else if (errno != EINTR)
            e = broken(o);
    }
    buf_reset(&o->held); /* after an error too: what was not taken is not tried again */
    if (e != NULL && e->code == ERR_TEMP)
        e->code = ERR_IO; /* the disk behind standard output, not the store's */
    return e != NULL ? e : gone(o);
}

struct err *out_write(struct out *o, struct str bytes)
{
    if (o->closed)
        return gone(o);
    buf_addstr(&o->held, bytes);
    return o->held.len >= HOLD ? out_flush(o) : NULL;
}

struct err *out_printf(struct out *o, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *s = mem_vprintf(fmt, ap);
    va_end(ap);
    struct err *e = out_write(o, str_of(s));
    free(s);
    return e;
}

struct err *out_text(struct out *o, struct str bytes)
{
    struct buf shown = {0};

    if (!o->terminal)
        return out_write(o, bytes);
    text_show(bytes, &shown);
    struct err *e = out_write(o, buf_str(&shown));
    buf_free(&shown);
    return e;
}

struct err *out_lines(struct out *o, struct str bytes)
{
    struct buf shown = {0}, lines = {0};

    if (!o->terminal)
        return out_write(o, bytes);
    text_show(bytes, &shown);
    wrap_lines(buf_str(&shown), out_width(o), &lines);
    struct err *e = out_write(o, buf_str(&lines));
    buf_free(&shown);
    buf_free(&lines);
    return e;
}

static struct err *end_pager(struct out *o)
{
    struct err *e = NULL;
    int status;

    if (close(o->fd) != 0)
        e = broken(o);
    while (waitpid(o->pager, &status, 0) < 0 && errno == EINTR)
        ;
    return e;
}

/* A file system may tell only at close that it could not keep the bytes (NFS, quotas). */
static struct err *end_file(struct out *o)
{
    int copy = dup(o->fd);

    if (copy >= 0 && close(copy) != 0 && errno != EINTR)
        return broken(o);
    return NULL;
}

struct err *out_end(struct out *o)
{
    if (o == NULL)
        return NULL;
    struct err *e = out_flush(o);
    e = err_first(e, o->pager > 0 ? end_pager(o) : end_file(o));
    buf_free(&o->held);
    free(o);
    return e;
}

static struct err *sink_write(void *context, struct str bytes)
{
    return out_write(context, bytes);
}

struct form_sink out_sink(struct out *o)
{
    return (struct form_sink){sink_write, o};
}

/* --- the terminal ------------------------------------------------------------------------------------------------ */

bool out_is_terminal(const struct out *o)
{
    return o->terminal;
}

size_t out_width(const struct out *o)
{
    const char *columns = getenv("COLUMNS");
    size_t width = o->terminal ? tty_width(STDOUT_FILENO) : 0;
    long long n = 0;

    if (!o->terminal)
        return 0;
    if (width > 0)
        return width;
    if (columns != NULL && str_number(str_of(columns), WIDTH_MAX, &n) && n > 0)
        return (size_t)n;
    return WIDTH_DEFAULT;
}

struct err *out_colour(const struct out *o, const char *choice, bool *colour)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    char q[TEXT_QUOTE];

    *colour = false;
    if (choice == NULL || strcmp(choice, "auto") == 0)
        *colour = o->terminal && (no == NULL || *no == '\0') && term != NULL && strcmp(term, "dumb") != 0;
    else if (strcmp(choice, "always") == 0)
        *colour = true;
    else if (strcmp(choice, "never") != 0)
        return err_new(ERR_USAGE, "--color", "no such choice as %s; it is always, auto or never",
                       text_quote(str_of(choice), q));
    return NULL;
}

/* --- the pager --------------------------------------------------------------------------------------------------- */

/* $PAGER is a shell's command line, as for man(1) and git(1). */
static _Noreturn void run_pager(const char *command, const int ends[2])
{
    struct sigaction usual = {.sa_handler = SIG_DFL};

    sigaction(SIGPIPE, &usual, NULL);
    if (dup2(ends[0], STDIN_FILENO) < 0)
        _exit(127);
    close(ends[0]);
    close(ends[1]);
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0); /* that is what we write, whatever the locale */
    setenv("LV", "-c", 0);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static bool on_path(const char *program)
{
    const char *path = getenv("PATH");
    struct str rest = str_of(path != NULL ? path : "/usr/local/bin:/usr/bin:/bin"), folder;
    bool found = false;

    while (!found && str_cut(&rest, ':', &folder)) {
        char *file = mem_printf("%.*s/%s", (int)folder.n, folder.p, program);
        found = folder.n > 0 && access(file, X_OK) == 0;
        free(file);
    }
    return found;
}

/* Whether the shell can run it, as far as one can see without running it: its first word, when that is plain. */
static bool can_run(const char *command)
{
    static const char *const words[] = {"exec", "command", "eval", "."};
    size_t n = strcspn(command, " \t");
    bool plain = n > 0 && strcspn(command, "\"'`$\\;|&<>(){}[]*?~=!#\n") >= n;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        plain = plain && !str_is((struct str){command, n}, words[i]);
    if (!plain)
        return true;
    char *program = mem_dup(command, n);
    bool there = strchr(program, '/') != NULL ? access(program, X_OK) == 0 : on_path(program);
    free(program);
    return there;
}

void out_page(struct out *o)
{
    const char *command = getenv("PAGER");
    int ends[2];

    if (!o->terminal || o->pager > 0 || o->held.len > 0)
        return;
    if (command == NULL)
        command = on_path("less") ? "less" : "";
    struct str bare = str_trim(str_of(command)); /* a shell runs blanks, reads nothing and is content */
    if (bare.n == 0 || str_is(bare, "cat"))
        return;
    if (!can_run(command)) {
        say_line("PAGER", NULL, "'%s' cannot be run; what follows is shown without it", command);
        return;
    }
    if (pipe(ends) != 0)
        return;
    o->pager = fork();
    if (o->pager == 0)
        run_pager(command, ends);
    close(ends[0]);
    if (o->pager < 0) {
        close(ends[1]);
        o->pager = 0;
        return;
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &ignore,
              NULL); /* ^C belongs to the pager, which must not be left alone with the terminal */
    sigaction(SIGQUIT, &ignore, NULL);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    o->fd = ends[1];
}
