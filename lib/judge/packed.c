#include "judge/packed.h"

#include <string.h>

enum { STEP = 8 };

void packed_add(struct buf *out, const void *p, size_t n, size_t size)
{
    static const char zeros[STEP];
    uint64_t count = n;

    buf_add(out, &count, sizeof count);
    if (n != 0)
        buf_add(out, p, n * size);
    buf_add(out, zeros, (STEP - n * size % STEP) % STEP);
}

const void *packed_take(struct str *rest, size_t size, size_t *n)
{
    uint64_t count;

    if (rest->n < sizeof count)
        return NULL;
    memcpy(&count, rest->p, sizeof count);
    const char *p = rest->p + sizeof count;
    size_t left = rest->n - sizeof count;
    if (count > left / size)
        return NULL;
    size_t bytes = (size_t)count * size;
    bytes += (STEP - bytes % STEP) % STEP;
    if (bytes > left)
        return NULL;
    rest->p = p + bytes;
    rest->n = left - bytes;
    *n = (size_t)count;
    return p;
}

uint64_t packed_sum(uint64_t seed, const void *p, size_t n)
{
    const unsigned char *at = p;
    uint64_t h = seed ^ n, word;

    for (; n >= sizeof word; n -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 29;
    }
    for (; n > 0; n--, at++)
        h = (h ^ *at) * UINT64_C(0x100000001b3);
    return h ^ h >> 32;
}
