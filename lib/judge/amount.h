/* amount: sums of money in a text: 20 EUR, €20, £1,200.50, 1.200,50 euros, 50 dollars. */
#ifndef JUDGE_AMOUNT_H
#define JUDGE_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct amount {
    size_t off, len;
    int64_t hundredths; /* at most AMOUNT_MAX; a larger sum is that */
};

#define AMOUNT_MAX INT64_C(1000000000000000)

/* The next sum at or behind *at, which moves behind it; false at the end.  A number without a currency is a sum when it
 * has its hundredths, "300.00" (the desk's own currency), and is no clock time, date or share: "at 10.30", "20.11.2026" and
 * "2.50 %" are none, and neither is 300. */
bool amount_next(struct str text, size_t *at, struct amount *out);

#endif
