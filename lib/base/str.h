/* str: a piece of text with a length: a view, never an owner.
 *
 * Customers' words may hold any byte, NUL among them; so they travel with their length.  p may be NULL only
 * when n is 0.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct str {
    const char *p;
    size_t n;
};

struct str str_of(const char *s); /* of a C string; NULL gives the empty one */
bool str_eq(struct str a, struct str b);
/* Whether `part`, which is not empty, stands anywhere in `s`; ASCII letters of either case are alike. */
bool str_holds(struct str s, struct str part);
bool str_is(struct str a, const char *s);
bool str_starts(struct str a, const char *prefix);
struct str str_trim(struct str s); /* without ASCII white space at both ends */

/* Cuts the text up to `sep` off the front of *rest (and the separator too) and gives it.  False at the end:
 * when rest->p is NULL, which it becomes after the last piece; so "a,,b" gives three pieces and "" gives one.
 */
bool str_cut(struct str *rest, char sep, struct str *piece);

/* A whole decimal number of only digits, at most `max`; false for anything else, the empty text too. */
bool str_number(struct str s, long long max, long long *out);

/* The one of `n` names that is nearest to s by single-letter edits (insert, delete, replace, swap of
 * neighbours), when it is near enough to be a slip of the finger; else NULL. */
const char *str_near(struct str s, const char *const *names, size_t n);

#endif
