#include "store/db_quantile.h"

#include <stdlib.h>

#include "base/mem.h"

/* A class is a power of two and the eight bits behind its first: 0..511 each for itself, then 256 for each power. */
enum { BITS = 8, PART = 1 << BITS, CLASSES = 2 * PART + (63 - BITS) * PART };

static size_t class_of(int64_t value)
{
    int shift = 0;

    while (value >> shift >= 2 * PART)
        shift++;
    return (size_t)(shift * PART + (value >> shift));
}

/* The middle of a class. */
static int64_t value_of(size_t class)
{
    if (class < 2 * PART)
        return (int64_t) class;
    int shift = (int)(class / PART) - 1;
    int64_t low = (int64_t)(class - (size_t)shift * PART) << shift;
    return low + (((int64_t)1 << shift) - 1) / 2;
}

void db_quantile_add(struct db_quantile *q, int64_t value)
{
    if (value < 0)
        value = 0;
    if (q->classes == NULL && q->n == QUANTILE_EXACT) {
        q->classes = mem_zero(CLASSES * sizeof *q->classes);
        for (int64_t i = 0; i < q->n; i++)
            q->classes[class_of(q->values[i])]++;
    }
    if (q->values == NULL)
        q->values = mem_array(NULL, QUANTILE_EXACT, sizeof *q->values);
    if (q->classes != NULL)
        q->classes[class_of(value)]++;
    else
        q->values[q->n] = value;
    q->n++;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

int64_t db_quantile_get(struct db_quantile *q, int percent)
{
    int64_t rank = (q->n * percent + 99) / 100, seen = 0;
    size_t class = 0;

    if (q->n == 0)
        return 0;
    if (rank < 1)
        rank = 1;
    if (q->classes == NULL) {
        qsort(q->values, (size_t)q->n, sizeof *q->values, by_size);
        return q->values[rank - 1];
    }
    while ((seen += q->classes[class]) < rank)
        class ++;
    return value_of(class);
}

void db_quantile_free(struct db_quantile *q)
{
    free(q->values);
    free(q->classes);
    *q = (struct db_quantile){0};
}
