/* clock_past: what a history says about its clocks: when it waited, at which stage it is, what was extended. */
#ifndef DESK_CLOCK_PAST_H
#define DESK_CLOCK_PAST_H

#include "policy/policy.h"
#include "rule/event.h"
#include "store/db.h"

/* What a history says about its clocks; everything is the arena's. */
struct clock_past {
    struct calendar_pause *pauses; /* ascending; a wait that goes on has no end */
    uint32_t *paused_by; /* event that began each, and behind it the one that ended it (0: none yet) */
    size_t npauses;
    int64_t stage;        /* name, 0 none */
    instant started;      /* when it was received, or when its stage was set */
    instant acknowledged; /* our first answer since then; INSTANT_NONE */
    instant answered;     /* our last final answer or summary since then; INSTANT_NONE */
    struct clock_standard {
        uint32_t no; /* follow-up */
        const char *name;
        instant made;
        bool struck;  /* a person took it away */
        bool dropped; /* it did not apply any more */
    } * standards;    /* follow-ups that standards started, ended ones too */
    size_t nstandards;
    bool debt;          /* they owe us an invoice and do not say why: nothing is owed to them */
    uint32_t *extended; /* follow-ups whose due time a person set */
    size_t nextended;
};
struct err *clock_past(struct db *db, const struct event *ev, size_t n, struct arena *a,
                       struct clock_past *out) ERR_CHECK;

/* The standard of that name; NULL when policy has none. */
const struct deadline_standard *clock_past_standard(const struct policy *p, const char *name);

#endif
