#include "desk/report_repeat.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report.h"

enum { SECONDS = REPORT_REPEAT_DAYS * 86400 };

struct report_repeat {
    uint32_t *last; /* by customer: when their last complaint came, shortened() */
    size_t n;
    instant epoch; /* of these: what came before can be near nothing that came in time */
    int coarse;    /* and their unit is 2 to this power seconds: one, unless the time is over a century */
};

struct report_repeat *report_repeat_new(instant from, instant to)
{
    struct report_repeat *p = mem_zero(sizeof *p);

    p->epoch = from - SECONDS;
    while ((to - p->epoch) >> p->coarse >= UINT32_MAX)
        p->coarse++;
    return p;
}

void report_repeat_free(struct report_repeat *p)
{
    free(p->last);
    free(p);
}

/* In half the memory, over which a pass strays.  0: none, or too early to matter. */
static uint32_t shortened(const struct report_repeat *p, instant t)
{
    instant n = ((t - p->epoch) >> p->coarse) + 1;

    return t < p->epoch ? 0 : n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

bool report_repeat_came(struct report_repeat *p, int64_t customer, instant received)
{
    size_t i = (size_t)customer, old = p->n;
    uint32_t came = shortened(p, received);

    if (i >= old) {
        p->last = mem_grow(p->last, &p->n, i + 1, sizeof *p->last);
        memset(p->last + old, 0, (p->n - old) * sizeof *p->last);
    }
    uint32_t before = p->last[i];
    p->last[i] = came;
    return before != 0 && before <= came && (instant)(came - before) << p->coarse < SECONDS;
}

void report_repeat_soon(const struct report_repeat *p, int64_t customer)
{
    size_t i = (size_t)customer;

    if (i < p->n)
        __builtin_prefetch(&p->last[i], 1);
}
