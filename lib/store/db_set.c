#include "store/db_set.h"

#include <stdlib.h>

#include "base/mem.h"

void db_set_add(struct db_set *s, subject of)
{
    if (s->all)
        return;
    if (s->n == DB_SET_MAX) {
        free(s->v);
        *s = (struct db_set){.all = true};
        return;
    }
    if (s->v == NULL)
        s->v = mem_array(NULL, DB_SET_MAX, sizeof *s->v);
    s->v[s->n++] = of;
}

static int by_number(const void *a, const void *b)
{
    subject x = *(const subject *)a, y = *(const subject *)b;

    return (x > y) - (x < y);
}

void db_set_sort(struct db_set *s)
{
    size_t kept = 0;

    if (s->n > 0)
        qsort(s->v, s->n, sizeof *s->v, by_number);
    for (size_t i = 0; i < s->n; i++)
        if (i == 0 || s->v[i] != s->v[i - 1])
            s->v[kept++] = s->v[i];
    s->n = kept;
}

void db_set_free(struct db_set *s)
{
    free(s->v);
    *s = (struct db_set){0};
}
