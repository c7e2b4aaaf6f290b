/* proof: where the time between two instants went: what counted, and why the rest did not.
 *
 * The pieces follow each other without a gap, no two neighbours are alike, and what counted sums up to
 * calendar_between() (a law that tests hold).
 */
#ifndef RULE_PROOF_H
#define RULE_PROOF_H

#include "rule/calendar.h"

enum proof_class {
    PROOF_COUNTED,
    PROOF_OUTSIDE, /* outside hours */
    PROOF_HOLIDAY, /* outside the hours of a day that has hours of its own */
    PROOF_PAUSED,  /* waiting for the customer */
    PROOF_CLASSES
};

struct proof_piece {
    enum proof_class class;
    instant from, to;
    size_t pause; /* of PROOF_PAUSED: which; else the number of pauses before it */
};

const char *proof_class_name(enum proof_class c);

/* The piece that begins at `from`, up to `to` at the latest.  `cal` NULL: every hour counts (a span of calendar days or
 * hours).  Call it again with .to as the next `from` until that is `to`. */
struct proof_piece proof_next(const struct calendar *cal, instant from, instant to,
                              const struct calendar_pause *pauses, size_t npauses);

#endif
