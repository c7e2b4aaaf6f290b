/* packed: arrays as bytes, one behind the other, to be read back where they lie.
 *
 * Each array stands behind its length, on a multiple of eight bytes.  The form is the machine's own: what another kind
 * of machine wrote must not be read, which is for the caller to know.
 */
#ifndef JUDGE_PACKED_H
#define JUDGE_PACKED_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Appends n elements of `size` bytes.  What is in `out` before must be a multiple of eight bytes long. */
void packed_add(struct buf *out, const void *p, size_t n, size_t size);

/* Cuts the next array off; NULL when the bytes end before it does.  The bytes must begin on a multiple of eight. */
const void *packed_take(struct str *rest, size_t size, size_t *n);

/* A checksum: it tells damage, not malice. */
uint64_t packed_sum(uint64_t seed, const void *p, size_t n);

#endif
