/* debt: what a late payer owes on a day: the invoice, less what came in, simple interest by the day, and a fixed sum;
 * pure.
 *
 * The statutes that it can follow (policy names rates and sums, and where they stand):
 *   - interest runs from the day after the due date (Late Payment of Commercial Debts (Interest) Act 1998 s. 4(3);
 *     Directive 2011/7/EU art. 3), is simple, and a day is the 365th part of a year, in leap years too;
 *   - the rate is the one in force when interest begins to run and stays (s. 6 of the Act with SI 2002/1675 art. 4), or
 *     is that of each day (BGB sections 247, 288): `by_day`;
 *   - a fixed sum by the size of the debt as interest begins to run (s. 5A of the Act).
 * A payment is counted off the invoice first, and its own day still bears interest.  Interest is not charged on interest
 * or on the fixed sum.  It is rounded once, to the nearest hundredth, half up.
 *
 * Sums are hundredths, days are local days since 1970-01-01 (base/civil.h).
 */
#ifndef RULE_DEBT_H
#define RULE_DEBT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No sum is larger; one that would be is this. */
#define DEBT_MAX INT64_C(1000000000000000)

/* For debts of at least `from`. */
struct debt_fixed {
    int64_t from, sum;
};

/* What may be charged, and when. */
struct debt_rate {
    const char *name;
    int64_t since, until; /* first and last day; INT64_MIN, INT64_MAX */
    int32_t rate;         /* thousandths of a percent a year: 12000 is 12 % */
    bool by_day; /* holds for the days from since to until; else for debts whose interest begins then */
    const struct debt_fixed *fixed;
    size_t nfixed;
    const char *source, *checked; /* where it stands, and when somebody looked; "" */
};

/* Of several that hold on a day the one that began last. */
struct debt_terms {
    const struct debt_rate *rates;
    size_t n;
};

struct debt_payment {
    int64_t day, amount;
};

struct debt {
    int64_t amount; /* of the invoice */
    int64_t due;    /* the last day on which it could be paid in time */
    const struct debt_payment *payments;
    size_t npayments;
};

struct debt_sum {
    int64_t days;     /* late, up to the one on which the invoice was paid whole; 0 when it is not */
    int64_t paid;     /* all that came in up to the day */
    int64_t left;     /* of the invoice */
    int64_t interest; /* so far */
    int64_t fixed;
    int64_t owed; /* invoice, interest and fixed sum, less what came in; never below 0 */
};

/* How it stands at the end of `day`. */
struct debt_sum debt_reckon(const struct debt *d, const struct debt_terms *t, int64_t day);

/* A run of days with one rate on one sum: `from` (not included) to `to` (included). */
struct debt_piece {
    int64_t from, to;
    int64_t left;
    const struct debt_rate *rate; /* NULL: no interest on these days */
};

/* The piece that begins behind `from`, at least d->due, and ends at `to` (later than from) at the latest.  Call it again
 * with .to as the next `from` until that is `to`. */
struct debt_piece debt_next(const struct debt *d, const struct debt_terms *t, int64_t from, int64_t to);

/* Interest of one piece by itself, rounded: what a proof shows.  Pieces so rounded may add up to a hundredth more or
 * less than the whole. */
int64_t debt_interest(const struct debt_piece *p);

#endif
