/* little: numbers as little-endian bytes, the same on every machine: what models and learned weights are kept in. */
#ifndef JUDGE_LITTLE_H
#define JUDGE_LITTLE_H

#include <stdint.h>

#include "base/buf.h"

/* The low `bytes` bytes of v, the lowest first. */
void little_put(struct buf *b, uint64_t v, int bytes);
uint64_t little_get(const char *p, int bytes);

/* IEEE 754 binary64 and binary32: eight bytes and four. */
void little_put_real(struct buf *b, double d);
double little_get_real(const char *p);
void little_put_float(struct buf *b, float f);
float little_get_float(const char *p);

#endif
