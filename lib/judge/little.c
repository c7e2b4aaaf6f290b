#include "judge/little.h"

#include <string.h>

void little_put(struct buf *b, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_addc(b, (char)(v >> (8 * i) & 0xff));
}

void little_put_real(struct buf *b, double d)
{
    uint64_t v;

    memcpy(&v, &d, sizeof v);
    little_put(b, v, 8);
}

void little_put_float(struct buf *b, float f)
{
    uint32_t v;

    memcpy(&v, &f, sizeof v);
    little_put(b, v, 4);
}

uint64_t little_get(const char *p, int bytes)
{
    uint64_t v = 0;

    for (int i = 0; i < bytes; i++)
        v |= (uint64_t)(uint8_t)p[i] << (8 * i);
    return v;
}

double little_get_real(const char *p)
{
    uint64_t v = little_get(p, 8);
    double d;

    memcpy(&d, &v, sizeof d);
    return d;
}

float little_get_float(const char *p)
{
    uint32_t v = (uint32_t)little_get(p, 4);
    float f;

    memcpy(&f, &v, sizeof f);
    return f;
}
