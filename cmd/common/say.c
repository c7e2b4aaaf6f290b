#include "cmd/common/say.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/wrap.h"
#include "cmd/common/clock.h"
#include "cmd/common/tty.h"

static void write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* nowhere left to complain */
        s.p += n;
        s.n -= (size_t)n;
    }
}

/* One write for the whole line, parted between words on a terminal, so that lines of parallel programs do not mix. */
static void say(const char *tool, const char *where, const char *text)
{
    struct buf line = {0}, shown = {0};

    if (tool != NULL)
        buf_printf(&line, "%s: ", tool);
    if (where != NULL) {
        text_escape(str_of(where), &line);
        buf_adds(&line, ": ");
    }
    size_t from = line.len;
    text_show(str_of(text), &line);
    for (size_t i = from; i < line.len; i++)
        if (line.p[i] == '\n')
            line.p[i] = ' '; /* nobody else's words may look like a line of ours */
    wrap_line(buf_str(&line), tty_width(STDERR_FILENO), "    ", &shown);
    write_all(STDERR_FILENO, buf_str(&shown));
    buf_free(&line);
    buf_free(&shown);
}

void say_line(const char *tool, const char *where, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    say(tool, where, text);
    free(text);
}

void say_plain(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    say(NULL, NULL, text);
    free(text);
}

void say_warning(const char *tool, const struct err *e)
{
    if (e != NULL && e->code != 0)
        say(tool, e->where, e->text);
}

int say_error(const char *tool, struct err *e)
{
    int code = e != NULL ? (int)e->code : 0;

    say_warning(tool, e);
    err_free(e);
    return code;
}

void say_meter(struct say_meter *m, const char *fmt, ...)
{
    struct buf line = {0};
    instant now = clock_now();
    bool first = m->shown == 0;
    va_list ap;

    if (now == m->shown || !isatty(STDERR_FILENO))
        return;
    m->shown = now;
    if (first)
        return; /* most work is done by then */
    va_start(ap, fmt);
    char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    buf_printf(&line, "\r\033[K%s", text);
    write_all(STDERR_FILENO, buf_str(&line));
    m->showing = true;
    buf_free(&line);
    free(text);
}

void say_meter_end(struct say_meter *m)
{
    if (m->showing)
        write_all(STDERR_FILENO, str_of("\r\033[K"));
    m->showing = false;
}
