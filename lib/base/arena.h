/* arena: many small pieces of memory with one end.
 *
 * Rows read from the store, parsed queries and folded histories live in an arena that the caller owns; none
 * of them is freed alone.  Memory is never NULL (see mem.h) and aligned for any type.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_reset(struct arena *a); /* forgets everything, keeps one block: for a loop over pages of rows */
void arena_free(struct arena *a);

void *arena_alloc(struct arena *a, size_t n); /* n bytes of zero */
char *arena_strdup(struct arena *a, const char *s);
char *arena_dup(struct arena *a, const void *p, size_t n); /* a copy with one NUL behind it */
struct str arena_str(struct arena *a, struct str s);       /* a copy; NUL behind it */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
