/* buf: bytes that grow.
 *
 * Start with `struct buf b = {0};`, end with buf_free().  After any call that adds, p is not NULL and p[len]
 * is NUL, so a buffer without NUL bytes inside is a C string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t len, cap;
};

void buf_add(struct buf *b, const void *p, size_t n);
void buf_addc(struct buf *b, char c);
void buf_adds(struct buf *b, const char *s);
void buf_addstr(struct buf *b, struct str s);
void buf_addn(struct buf *b, long long n); /* in decimal figures */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b); /* a view; valid until the buffer changes */
void buf_reset(struct buf *b);           /* empty, memory kept */
char *buf_take(struct buf *b);           /* the memory becomes the caller's (free()); the buffer is empty */
void buf_free(struct buf *b);

/* Reads all of fd, at most `max` bytes; one byte more is ERR_DATA.  `name` is for the error. */
struct err *buf_read_fd(struct buf *b, int fd, size_t max, const char *name) ERR_CHECK;
/* The same from a file; a missing one is ERR_NOINPUT. */
struct err *buf_read_file(struct buf *b, const char *path, size_t max) ERR_CHECK;

#endif
