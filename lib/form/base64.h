/* base64: bytes as letters (RFC 4648 section 4, with padding, without line breaks). */
#ifndef FORM_BASE64_H
#define FORM_BASE64_H

#include "base/buf.h"

/* Both append. */
void base64_encode(struct str bytes, struct buf *out);

/* False when s is not exactly what base64_encode() writes for some bytes; `out` is then undefined. */
bool base64_decode(struct str s, struct buf *out);

#endif
