#include "store/db_bits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LIMIT ((int64_t)1 << 32)

void db_bits_add(struct db_bits *b, int64_t id)
{
    if (id < 0 || id >= LIMIT || db_bits_has(b, id))
        return;
    size_t at = (size_t)(id / 64), old = b->n;
    if (at >= b->n) {
        b->w = mem_grow(b->w, &b->n, at + 1, sizeof *b->w);
        memset(b->w + old, 0, (b->n - old) * sizeof *b->w);
    }
    b->w[at] |= UINT64_C(1) << (id % 64);
    b->count++;
}

void db_bits_remove(struct db_bits *b, int64_t id)
{
    if (!db_bits_has(b, id))
        return;
    b->w[id / 64] &= ~(UINT64_C(1) << (id % 64));
    b->count--;
}

bool db_bits_has(const struct db_bits *b, int64_t id)
{
    return id >= 0 && (uint64_t)id / 64 < b->n && (b->w[id / 64] >> (id % 64) & 1) != 0;
}

void db_bits_keep(struct db_bits *b, const struct db_bits *other)
{
    size_t count = 0;

    for (size_t i = 0; i < b->n; i++) {
        b->w[i] &= i < other->n ? other->w[i] : 0;
        for (uint64_t w = b->w[i]; w != 0; w &= w - 1)
            count++;
    }
    b->count = count;
}

int64_t db_bits_next(const struct db_bits *b, int64_t from)
{
    for (size_t at = (size_t)(from / 64); at < b->n; at++, from = (int64_t)at * 64)
        for (int bit = (int)(from % 64); b->w[at] >> bit != 0; bit++) {
            if ((b->w[at] >> bit & 1) != 0)
                return (int64_t)at * 64 + bit;
            if (bit == 63)
                break;
        }
    return -1;
}

void db_bits_free(struct db_bits *b)
{
    free(b->w);
    *b = (struct db_bits){0};
}
