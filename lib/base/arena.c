#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BLOCK = 16 * 1024 };

struct block {
    struct block *next;
    size_t used, size;
    max_align_t data[];
};

struct arena {
    struct block *top;
};

static struct block *block_new(size_t size, struct block *next)
{
    struct block *b = mem_alloc(sizeof *b + size);

    b->next = next;
    b->used = 0;
    b->size = size;
    return b;
}

struct arena *arena_new(void)
{
    struct arena *a = mem_alloc(sizeof *a);

    a->top = block_new(BLOCK, NULL);
    return a;
}

static void free_below(struct block *b)
{
    while (b != NULL) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_reset(struct arena *a)
{
    free_below(a->top->next);
    a->top->next = NULL;
    a->top->used = 0;
    if (a->top->size > BLOCK) { /* one huge row must not be held for the rest of the run */
        free(a->top);
        a->top = block_new(BLOCK, NULL);
    }
}

void arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    free_below(a->top);
    free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
    const size_t align = sizeof(max_align_t);

    if (n > SIZE_MAX / 2)
        n = SIZE_MAX - sizeof(struct block); /* mem_alloc ends the process */
    else
        n = (n + align - 1) / align * align;
    if (a->top->size - a->top->used < n)
        a->top = block_new(n > BLOCK ? n : BLOCK, a->top);
    char *p = (char *)a->top->data + a->top->used;
    a->top->used += n;
    memset(p, 0, n);
    return p;
}

char *arena_dup(struct arena *a, const void *p, size_t n)
{
    char *q = arena_alloc(a, n + 1);

    if (n > 0)
        memcpy(q, p, n);
    return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_dup(a, s, strlen(s));
}

struct str arena_str(struct arena *a, struct str s)
{
    return (struct str){arena_dup(a, s.p, s.n), s.n};
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    char *s = mem_vprintf(fmt, ap);
    va_end(ap);
    char *copy = arena_strdup(a, s);
    free(s);
    return copy;
}
