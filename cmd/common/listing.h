/* listing: a long answer to a query, printed page by page. */
#ifndef COMMON_LISTING_H
#define COMMON_LISTING_H

#include "cmd/common/work.h"
#include "store/db_list.h"

/* Complaints that match, in order; `limit` 0 is all.  On a terminal, with a footing that counts them, and says when the
 * limit left some out.  *n is how many. */
struct listing {
    const struct query *query;
    enum db_list_order order;
    int64_t as_of;
    long long limit;
    bool footing; /* open, late, unowned, without a next step */
    bool reasons; /* on a terminal: what of the customer's words weighs most */
};
struct err *listing_complaints(struct work *w, const struct listing *l, size_t *n) ERR_CHECK;

/* The footing's text, in w->arena. */
struct err *listing_footing(struct work *w, const struct listing *l, const char **text) ERR_CHECK;

/* The footing of the first n when there are more; before `footing`, which may be NULL. */
const char *listing_first(struct work *w, size_t n, const char *footing);

#endif
