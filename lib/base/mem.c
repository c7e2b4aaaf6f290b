#define _GNU_SOURCE
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void die(void)
{
    static const char line[] = "cust: out of memory; nothing was half-written, try again\n";
    ssize_t n = write(STDERR_FILENO, line, sizeof line - 1);

    (void)n;
    _exit(75);
}

void *mem_alloc(size_t n)
{
    void *p = malloc(n > 0 ? n : 1);

    if (p == NULL)
        die();
    return p;
}

void *mem_zero(size_t n)
{
    void *p = calloc(1, n > 0 ? n : 1);

    if (p == NULL)
        die();
    return p;
}

void *mem_resize(void *p, size_t n)
{
    p = realloc(p, n > 0 ? n : 1);
    if (p == NULL)
        die();
    return p;
}

void *mem_array(void *p, size_t n, size_t sz)
{
    if (sz != 0 && n > SIZE_MAX / sz)
        die();
    return mem_resize(p, n * sz);
}

void *mem_grow(void *p, size_t *cap, size_t need, size_t sz)
{
    if (need <= *cap && p != NULL)
        return p;
    size_t n = *cap + *cap / 2 + 8;
    *cap = n > need ? n : need;
    return mem_array(p, *cap, sz);
}

void *mem_dup(const void *p, size_t n)
{
    if (n == SIZE_MAX)
        die();
    char *q = mem_alloc(n + 1);
    if (n > 0)
        memcpy(q, p, n);
    q[n] = '\0';
    return q;
}

char *mem_strdup(const char *s)
{
    return mem_dup(s, strlen(s));
}

char *mem_vprintf(const char *fmt, va_list ap)
{
    char *s;

    if (vasprintf(&s, fmt, ap) < 0)
        die();
    return s;
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *s = mem_vprintf(fmt, ap);
    va_end(ap);
    return s;
}
