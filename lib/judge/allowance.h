/* allowance: what the author of an answer may offer in money, for sums that stand in the answer. */
#ifndef JUDGE_ALLOWANCE_H
#define JUDGE_ALLOWANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Of one remedy, in hundredths. */
struct allowance_limit {
    struct str remedy;
    int64_t most;
};

struct allowance {
    bool limited;                        /* else any sum is allowed */
    const struct allowance_limit *limit; /* in place of `other` for sums near the remedy's name */
    size_t nlimits;
    int64_t other; /* the most that one option may cost */
    int64_t left;  /* of the customer's month */
    /* Offers that stand already, approved ones too: telling them is no new offer. */
    const struct allowance_limit *granted;
    size_t ngranted;
};

/* Whether the author may offer `hundredths` in this sentence; the sum stands at `at` in it.  The remedy is the one whose
 * name begins a word nearest to the sum ("refund" in "we refunded"; "-" in a name is a blank or "-" in a text; ASCII case
 * does not count). */
bool allowance_covers(const struct allowance *a, struct str sentence, size_t at, int64_t hundredths);

#endif
