/* offer: what was offered in a matter, folded from its history; pure.
 *
 * Each `offered` event with an option number is one option: a remedy and what it costs.  Implied ones, of a matter that
 * took the short road, carry none.  Numbers rise over the whole history and are never used again.
 */
#ifndef RULE_OFFER_H
#define RULE_OFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/event.h"
#include "rule/matter.h"

struct offer_option {
    uint32_t option; /* 1, 2, ... */
    uint32_t event;
    int64_t remedy; /* name */
    int64_t cost;   /* hundredths */
    int64_t actor;  /* who offered it */
    instant at;
    bool waits; /* for approval */
    bool accepted;
    instant accepted_at;
};

/* The options that stand (struck ones do not), in order; `out` has room for n.  *next is the number that the next one
 * gets.  Returns how many. */
size_t offer_fold(const struct event *ev, size_t n, struct offer_option *out, uint32_t *next);

/* Whether options of the complaint are still chosen from: once one is agreed on, or it is resolved or void, none of them
 * waits for approval any more. */
bool offer_is_open(const struct complaint *c);

/* The option of this number, or NULL. */
const struct offer_option *offer_find(const struct offer_option *all, size_t n, uint32_t option);

/* What a matter has bound or may still bind us to since `from`: the accepted options, or, while none is, the dearest one
 * that was offered and needs no approval any more. */
int64_t offer_bound(const struct offer_option *all, size_t n, instant from);

#endif
