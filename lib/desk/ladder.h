/* ladder: escalation: who is told, one step after the other, until a complaint is resolved. */
#ifndef DESK_LADDER_H
#define DESK_LADDER_H

#include "desk/change.h"

/* The complaint in hand changed from `before`: ladders that start on a signal or category that is new make their first
 * step. */
struct err *ladder_start(struct change *ch, const struct complaint *before) ERR_CHECK;

/* Policy changed: ladders that never began for the complaint in hand, though what starts them is there, make their first
 * step.  *n: how many did. */
struct err *ladder_catch_up(struct change *ch, size_t *n) ERR_CHECK;

/* Somebody was told of this follow-up, at or after its due time or soon before it: when it is a final deadline, or a
 * step, the next step is made; an instalment (desk/payment.h) brings the ladder of late payments back, to begin when it
 * is due.  Inside a transaction that has no complaint in hand; none is afterwards. */
struct err *ladder_told(struct change *ch, const struct followup *f) ERR_CHECK;

/* The ladders that the category of the complaint in hand started stand still: their open steps are cancelled. */
struct err *ladder_halt(struct change *ch) ERR_CHECK;
/* They go on, at `from`: with the step that was halted, with the one behind it when it was done, else with the first. */
struct err *ladder_resume(struct change *ch, instant from) ERR_CHECK;

/* The step of policy that an escalation's words name; NULL when policy has none such. */
const struct policy_rung *ladder_rung(const struct policy *p, struct str words);

/* *no gets an open step that comes before this one on its ladder and is for a person, since no letter does it; 0: none.
 * Nobody is pressed by letter before somebody heard their side. */
struct err *ladder_earlier(struct desk *d, const struct followup *f, struct arena *a, uint32_t *no) ERR_CHECK;

/* A step to be taken by hand: the one behind the one that an escalation's words name, or the first of the ladder for
 * what is late.  False: there is none.  `words` are such that the ladder goes on from there; in the arena. */
struct ladder_step {
    const char *who; /* login; "": the complaint's owner */
    const char *words;
};
bool ladder_behind(const struct policy *p, struct str words, struct arena *a, struct ladder_step *out);
bool ladder_first(const struct policy *p, struct arena *a, struct ladder_step *out);

/* A step is told when it is due and not before, since what it answers may still end well. */
bool ladder_waits(const struct followup *f, instant now);

#endif
