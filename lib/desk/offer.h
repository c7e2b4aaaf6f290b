/* offer: remedies are offered, and one is agreed on together with what will be done and by when. */
#ifndef DESK_OFFER_H
#define DESK_OFFER_H

#include "desk/speak.h"

struct offer_remedy {
    struct str name; /* as it was typed; it is kept as fields_remedy() has it */
    int64_t cost;    /* hundredths */
};

/* "refund:25.00", "replacement" (costs nothing that counts).  ERR_USAGE. */
struct err *offer_parse(struct str text, struct offer_remedy *out) ERR_CHECK;

/* Offers each as an option of its own, numbered on from those before; *first gets the number of the first.  Words, which
 * may be empty, are what was said to the customer.  A complaint that had no answer yet has one by this. */
struct offer {
    const struct offer_remedy *remedies;
    size_t n;
    struct str words;
    instant when;
};
/* An option beyond what the login may offer by itself (policy: roles) is kept and waits for approval; *waiting says how
 * many do.  Nobody is told of it: it is no answer and the complaint is not offered yet. */
struct err *offer_make(struct desk *d, int64_t id, const struct offer *o, uint32_t *first,
                       size_t *waiting) ERR_CHECK;

/* Whether the login may settle the complaint in hand with this remedy at this cost by itself, or the customer accepted
 * such an option, which was offered within somebody's authority.  ERR_NOPERM says how to ask. */
struct err *offer_may(struct change *ch, struct str remedy, int64_t cost) ERR_CHECK;

/* Approves option `option` (0: all that wait).  ERR_NOPERM when the login offered it itself, or stands no higher than
 * who did, or may not offer that much either; ERR_DATA when nothing waits. */
struct err *offer_approve(struct desk *d, int64_t id, uint32_t option, struct str words) ERR_CHECK;

/* What the customer has cost in the calendar month of `now`, or may still cost: what a role's `month` limits. */
struct err *offer_month(struct desk *d, int64_t customer, instant now, struct arena *a,
                        int64_t *bound) ERR_CHECK;

/* Option `option` (0: the only one that stands) is accepted; ERR_NOPERM while it waits for approval.  At least one
 * promise, or something that the customer will do, is needed: an agreement without an act is none, ERR_USAGE.  The
 * remedy, its cost and the day become the complaint's fields. */
struct err *offer_agree(struct desk *d, int64_t id, uint32_t option, const struct speak *s) ERR_CHECK;

#endif
