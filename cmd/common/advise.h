/* advise: advice (desk/advice.h) for people: a label and its lines, folded to a width. */
#ifndef COMMON_ADVISE_H
#define COMMON_ADVISE_H

#include "base/buf.h"
#include "desk/advice.h"

/* Appends the lines; `columns` 0: none is folded.  What is from the store is safe for a terminal only when it leaves by
 * out_text() or say_plain(). */
void advise_text(const struct advice *v, size_t columns, struct buf *out);

#endif
