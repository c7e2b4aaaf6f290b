/* kept: the folder kept/ of the desk: words of commands that failed, until they have served.
 *
 * Each file is its owner's alone (0600); the folder is open to whom the desk is open to.
 */
#ifndef COMMON_KEPT_H
#define COMMON_KEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "cmd/common/session.h"

/* A new file "NAME-XXXXXX" with that content, in kept/ when there is a desk, else in $TMPDIR or /tmp; its path,
 * malloc()ed; NULL when it cannot be made whole. */
char *kept_put(const struct session *s, const char *name, struct str content);

/* Whether a path names a file in the desk's kept/. */
bool kept_is(const struct session *s, const char *path);

/* How many files are in it. */
size_t kept_count(const struct session *s);

/* Removes those whose names begin so: what they were for is done. */
void kept_drop(const struct session *s, const char *prefix);

#endif
