/* policy_errors: everything that is wrong with a policy file, at once.
 *
 * Each entry is an error with code ERR_POLICY whose `where` is "policy.yaml:12:5" (line and column from 1, columns
 * in characters) and whose text is one sentence.
 */
#ifndef POLICY_POLICY_ERRORS_H
#define POLICY_POLICY_ERRORS_H

#include <stddef.h>

#include "base/err.h"

enum {
    POLICY_ERRORS_MAX = 100
}; /* a file of rubbish needs no more; the last entry says that there are more */

struct policy_errors {
    struct err **e;
    size_t n, cap;
    const char *name; /* what `where` calls the text; borrowed */
};

/* Adds one at line:col; line 0 means nowhere in particular, and `where` is then the name alone. */
void policy_errors_add(struct policy_errors *all, size_t line, size_t col, const char *fmt, ...)
    ERR_PRINTF(4, 5);

/* In the order of the text. */
void policy_errors_sort(struct policy_errors *all);

void policy_errors_free(struct policy_errors *all); /* frees what it holds, leaves it empty */

#endif
