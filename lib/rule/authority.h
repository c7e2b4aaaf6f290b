/* authority: what a role may offer by itself; pure.
 *
 * Costs and limits are in hundredths of the desk's currency.  A desk whose staff has no roles has no limits at all; that
 * is the caller's to know.
 */
#ifndef RULE_AUTHORITY_H
#define RULE_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define AUTHORITY_FREE INT64_MAX /* no limit */
enum { AUTHORITY_RANKS = 100 };

/* Of one remedy; it stands in place of the role's own limit for one offer. */
struct authority_limit {
    const char *remedy;
    int64_t most;
};

struct authority_role {
    const char *name;
    int rank;      /* 1 to AUTHORITY_RANKS; a higher one approves what a lower one offered */
    int64_t offer; /* the most that one option may cost */
    int64_t month; /* the most that one customer may cost in a calendar month */
    const struct authority_limit *limits;
    size_t nlimits;
};

/* The most that one option of this remedy may cost by this role alone; 0 for NULL. */
int64_t authority_most(const struct authority_role *role, struct str remedy);

/* What is left of a customer's month for this role, of which `bound` is taken; AUTHORITY_FREE: there is no such limit. */
int64_t authority_left(const struct authority_role *role, int64_t bound);

/* Whether the role (NULL: somebody without one) may offer this by itself, to a customer who has cost `bound` in this
 * month already.  What costs nothing anybody may. */
bool authority_covers(const struct authority_role *role, struct str remedy, int64_t cost, int64_t bound);

/* Whether `role` stands above `other`, either of which may be NULL. */
bool authority_above(const struct authority_role *role, const struct authority_role *other);

#endif
