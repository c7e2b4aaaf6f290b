/* charset: bytes in any charset to valid UTF-8, whatever the label says.
 *
 * Labels are read as web browsers read them (WHATWG Encoding Standard, section 4.2): iso-8859-1 and us-ascii mean
 * windows-1252, gb2312 means gb18030, and so on, because that is what mail programs really send.
 */
#ifndef CUST_MIME_CHARSET_H
#define CUST_MIME_CHARSET_H

#include "base/buf.h"
#include "base/str.h"

/* Opens the converters of all common charsets, once, before the sandbox closes: the C library loads each from a file
 * at its first use.  They stay open for the life of the process. */
void charset_load(void);

/* Adds `in`, said to be in `label` (NULL: nothing is said), to `out` as UTF-8.  Bytes that the charset does not have
 * become U+FFFD, as does NUL.  Sets FLAGS_CHARSET in *flags when the label was missing (and the bytes are not plain
 * UTF-8), unknown, or wrong. */
void charset_add(struct buf *out, struct str in, const char *label, unsigned *flags);

/* A piece of text made valid: UTF-8 as it is, anything else read as windows-1252. */
void charset_add_guess(struct buf *out, struct str in, unsigned *flags);

#endif
