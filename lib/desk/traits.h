/* traits: what a customer's history shows of them, as of one instant, each trait with its reason. */
#ifndef DESK_TRAITS_H
#define DESK_TRAITS_H

#include "desk/desk.h"

enum { TRAITS_COMPLAINTS = 40 }; /* the newest of a customer that are looked at */

struct trait_shown {
    enum trait trait;
    const char *why; /* "wrote again before we answered, 3 times (42@5, 42@9, 57@2)" */
};

struct traits {
    struct trait_shown all[TRAITS]; /* those that hold, the clearest first */
    size_t n;
};

/* What holds at the desk's `now` by what the store knew as of then.  Short reads by key; texts live in the arena. */
struct err *traits_get(struct desk *d, int64_t customer, int64_t as_of, struct arena *a,
                       struct traits *out) ERR_CHECK;

#endif
