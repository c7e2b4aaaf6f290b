/* limits: what who is working may offer to a customer by themselves, and who may say yes to more. */
#ifndef DESK_LIMITS_H
#define DESK_LIMITS_H

#include "desk/desk.h"
#include "judge/allowance.h"

struct limits_row {
    struct str remedy; /* empty: any other */
    int64_t most;      /* of one option, in hundredths; AUTHORITY_FREE */
};

struct limits {
    bool limited;            /* policy gives somebody a role; else anybody may offer anything */
    int64_t left;            /* of this customer's month; AUTHORITY_FREE */
    struct limits_row *rows; /* every remedy that a role of policy limits, then any other */
    size_t n;
    /* Logins that approve what goes beyond, the lowest role first: "ben,dora"; empty: nobody. */
    struct str above;
};

/* In the arena.  `customer` 0: nobody in particular, whose month is whole. */
struct err *limits_get(struct desk *d, int64_t customer, struct arena *a, struct limits *out) ERR_CHECK;

/* Logins that may approve what `author` offered at that cost, as far as one option counts, the lowest role first; in the
 * arena, empty for nobody. */
struct str limits_approvers(const struct policy *p, struct str author, struct str remedy, int64_t cost,
                            struct arena *a);

/* Whether `login` is one of them. */
bool limits_may_approve(const struct policy *p, struct str login, struct str author, struct str remedy,
                        int64_t cost);

/* The same for the tone check, with the options of the complaint (0: none) that stand. */
struct err *limits_allowance(struct desk *d, int64_t complaint, int64_t customer, struct arena *a,
                             struct allowance *out) ERR_CHECK;

#endif
