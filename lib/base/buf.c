#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static void reserve(struct buf *b, size_t more)
{
    size_t need = more < SIZE_MAX - b->len ? b->len + more + 1 : SIZE_MAX;

    b->p = mem_grow(b->p, &b->cap, need, 1);
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    reserve(b, n);
    if (n > 0)
        memcpy(b->p + b->len, p, n);
    b->len += n;
    b->p[b->len] = '\0';
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addstr(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.n);
}

void buf_addn(struct buf *b, long long n)
{
    char figures[24], *p = figures + sizeof figures;
    unsigned long long rest = n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n;

    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (n < 0)
        *--p = '-';
    buf_add(b, p, (size_t)(figures + sizeof figures - p));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;

    reserve(b, 64);
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(b->p + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n >= b->cap - b->len) {
        reserve(b, (size_t)n);
        n = vsnprintf(b->p + b->len, b->cap - b->len, fmt, again);
    }
    va_end(again);
    if (n > 0)
        b->len += (size_t)n;
    b->p[b->len] = '\0';
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->len};
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    if (b->p != NULL)
        b->p[0] = '\0';
}

char *buf_take(struct buf *b)
{
    char *p = b->p != NULL ? b->p : mem_strdup("");

    *b = (struct buf){0};
    return p;
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

struct err *buf_read_fd(struct buf *b, int fd, size_t max, const char *name)
{
    for (;;) {
        reserve(b, 16384);
        size_t room = b->cap - b->len - 1;
        ssize_t n = read(fd, b->p + b->len, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(ERR_IO, name, "cannot read");
        if (n == 0)
            break;
        b->len += (size_t)n;
        if (b->len > max)
            return err_new(ERR_DATA, name, "longer than %zu bytes; cut it into parts", max);
    }
    b->p[b->len] = '\0';
    return NULL;
}

struct err *buf_read_file(struct buf *b, const char *path, size_t max)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(errno == ENOENT ? ERR_NOINPUT : ERR_IO, path, "cannot open");
    struct err *e = buf_read_fd(b, fd, max, path);
    close(fd);
    return e;
}
