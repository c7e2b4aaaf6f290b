/* meant: which name was probably meant by a query that nothing matches, because the store has no such name. */
#ifndef DESK_MEANT_H
#define DESK_MEANT_H

#include "desk/desk.h"
#include "rule/query.h"

/* Of the first test of an owner, a category or a cause by a name that the store does not have, unless it stands behind
 * `not`: the same test by a near name, which a complaint has today, as it is typed ("cause:transit"), in the arena; "" when
 * there is none.  Only the newest MEANT_NAMES names are compared.  Reads, each in a short lock. */
enum { MEANT_NAMES = 4000 };
struct err *meant_name(struct desk *d, const struct query *q, struct arena *a, const char **out) ERR_CHECK;

#endif
