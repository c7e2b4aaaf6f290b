#include "policy/policy_errors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void policy_errors_add(struct policy_errors *all, size_t line, size_t col, const char *fmt, ...)
{
    const char *name = all->name != NULL ? all->name : "policy";
    va_list ap;

    if (all->n > POLICY_ERRORS_MAX)
        return;
    va_start(ap, fmt);
    char *text = all->n < POLICY_ERRORS_MAX ? mem_vprintf(fmt, ap)
                                            : mem_strdup("more errors follow; mend these first");
    va_end(ap);
    char *where = line > 0 ? mem_printf("%s:%zu:%zu", name, line, col) : mem_strdup(name);
    all->e = mem_grow(all->e, &all->cap, all->n + 1, sizeof(struct err *));
    all->e[all->n++] = err_new(ERR_POLICY, where, "%s", text);
    free(where);
    free(text);
}

/* Where in the text: line and column out of "name:line:col"; the end for an entry without them. */
static uint64_t place(const struct err *e)
{
    const char *col = strrchr(e->where, ':');
    unsigned long line = 0;

    if (col == NULL)
        return UINT64_MAX;
    for (const char *p = col; p > e->where; p--)
        if (p[-1] == ':') {
            line = strtoul(p, NULL, 10);
            break;
        }
    return line == 0 ? UINT64_MAX : (uint64_t)line << 32 | (uint32_t)strtoul(col + 1, NULL, 10);
}

/* Insertion keeps the order of equals, and there are few. */
void policy_errors_sort(struct policy_errors *all)
{
    for (size_t i = 1; i < all->n && i < POLICY_ERRORS_MAX; i++) {
        struct err *e = all->e[i];
        size_t j = i;
        for (; j > 0 && place(all->e[j - 1]) > place(e); j--)
            all->e[j] = all->e[j - 1];
        all->e[j] = e;
    }
}

void policy_errors_free(struct policy_errors *all)
{
    for (size_t i = 0; i < all->n; i++)
        err_free(all->e[i]);
    free(all->e);
    *all = (struct policy_errors){.name = all->name};
}
