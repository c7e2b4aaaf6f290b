/* option: what was offered in a matter, folded from its history; pure.
 *
 * Each `offered` event with an option number is one option: a remedy and what it costs.  Implied ones, of a matter that
 * took the short road, carry none.  Numbers rise over the whole history and are never used again.
 */
#ifndef RULE_OPTION_H
#define RULE_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "rule/event.h"
#include "rule/matter.h"

struct option {
    uint32_t no; /* 1, 2, ... */
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
size_t option_fold(const struct event *ev, size_t n, struct option *out, uint32_t *next);

/* Whether options of the complaint are still chosen from: once one is agreed on, or it is resolved or void, none of them
 * waits for approval any more. */
bool option_is_open(const struct complaint *c);

/* The option of this number, or NULL. */
const struct option *option_find(const struct option *all, size_t n, uint32_t option);

/* What a matter has bound or may still bind us to since `from`: the accepted options, or, while none is, the dearest one
 * that was offered and needs no approval any more. */
int64_t option_bound(const struct option *all, size_t n, instant from);

#endif
