/* bars: figures as a line of characters: bars and sparks in block elements, each of which takes one column. */
#ifndef FORM_BARS_H
#define FORM_BARS_H

#include <stdint.h>

#include "base/buf.h"

/* Appends a bar: `value` of `most` in `width` columns, to an eighth of a column.  Nothing for a value of 0 or less;
 * more than `most` fills the width. */
void bars_add(int64_t value, int64_t most, size_t width, struct buf *out);

/* Appends one character a value, as high as the value is of the greatest one; the lowest step for 0 or less. */
void bars_spark(const int64_t *values, size_t n, struct buf *out);

#endif
