/* mem: memory that is there or the process is not.
 *
 * These never return NULL.  When memory runs out they write one line to file descriptor 2 and end the process
 * with exit code 75 (try again).  It is the library's one exit: every change to a store is a single
 * transaction, so dying half-way loses nothing, and no error path has to be written that no test can reach.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

void *mem_alloc(size_t n);           /* n bytes, undefined content */
void *mem_zero(size_t n);            /* n bytes of zero */
void *mem_resize(void *p, size_t n); /* realloc */
/* realloc to n elements of sz bytes; overflow ends the process. */
void *mem_array(void *p, size_t n, size_t sz);
void *mem_dup(const void *p, size_t n); /* a copy of n bytes, with one NUL behind them */
char *mem_strdup(const char *s);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* An array of `*cap` elements of sz bytes at p, made to hold at least `need`; grows by half.  Returns the
 * array. */
void *mem_grow(void *p, size_t *cap, size_t need, size_t sz);

#endif
