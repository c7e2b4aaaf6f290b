/* advice_holds: what holds in a matter, as the playbook calls it, the most urgent first. */
#ifndef DESK_ADVICE_HOLDS_H
#define DESK_ADVICE_HOLDS_H

#include "desk/heat.h"
#include "desk/reading.h"
#include "desk/traits.h"

enum { ADVICE_HOLDS = SIGNALS + TRAITS + 10 };

/* What is known; every pointer may be NULL. */
struct advice_case {
    const struct show *show;
    const struct reading *reading; /* NULL: signals in the order of their numbers */
    const struct traits *traits;
    const struct heat *heat;
    bool late;       /* we owe them something that is overdue */
    bool recurrence; /* its cause had been fixed */
};

/* Names into `out`, in the arena; returns how many. */
size_t advice_holds_list(const struct advice_case *c, struct arena *a, const char *out[ADVICE_HOLDS]);

/* The step of the way of working that is next; -1: none. */
int advice_holds_step(const struct complaint *c);

#endif
