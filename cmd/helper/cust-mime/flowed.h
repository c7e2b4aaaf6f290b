/* flowed: text/plain with format=flowed (RFC 3676) put back into whole paragraphs. */
#ifndef CUST_MIME_FLOWED_H
#define CUST_MIME_FLOWED_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Adds `in` (lines ended by LF) to `out`.  `delsp`: the trailing space is dropped as well (section 4.1). */
void flowed_add(struct buf *out, struct str in, bool delsp);

#endif
