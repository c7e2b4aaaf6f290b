/* matter: what a complaint is now, folded from its events; one law for writing, replaying and verifying.
 *
 * matter_apply() is the only place that says what an event does to a complaint and its follow-ups.  The desk
 * applies the events that it is about to write to the rows that it read; `verify` and `strike` apply a whole
 * history to nothing.  Both must give the same rows (a law that tests hold).
 */
#ifndef RULE_MATTER_H
#define RULE_MATTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "rule/event.h"

/* The complaint's row: narrow, numbers only.  Times are INSTANT_NONE until they happen. */
struct complaint {
    int64_t id;
    int64_t seq; /* the transaction that made this row what it is */
    int64_t customer;
    int64_t owner;    /* name, 0 none */
    int64_t category; /* name, 0 none */
    int64_t cause;    /* name, 0 none */
    int64_t subject;  /* words, 0 none */
    enum status status;
    bool waiting;   /* for the customer */
    bool voided;    /* closed as no complaint, or merged */
    bool merged;    /* closed because it goes on in another one */
    bool by_hand;   /* priority was set by a person */
    bool satisfied; /* confirmed yes; meaningful once confirmed */
    enum priority priority;
    int32_t points;   /* of the triage score */
    uint32_t signals; /* bit 1 << enum signal */
    enum channel channel;
    uint32_t events;      /* how many; the next is events + 1 */
    uint32_t followups;   /* how many were ever made */
    uint32_t steps;       /* open follow-ups that are a next step: no deadlines */
    uint32_t reopened;    /* how often */
    instant received;     /* when the first words happened */
    instant heard;        /* when the customer last spoke */
    instant acknowledged; /* first answer */
    instant resolved;     /* last time */
    instant closed;       /* last time */
    instant due;          /* the earliest of the open follow-ups; INSTANT_NONE: none */
};

struct followup {
    subject of;
    uint32_t no; /* 42/3 */
    int64_t seq;
    int64_t owner; /* name, 0: the complaint's owner */
    int64_t words;
    enum kind kind;
    enum state state;
    uint32_t moved; /* how often the due time was renegotiated */
    instant made;
    instant due;
    instant first_due;
    instant ended; /* done or given up; INSTANT_NONE while open */
};

/* A customer has a history and follow-ups of their own (c7/2).  They are a matter too, whose c.id is minus the
 * customer's number and whose row holds nothing but seq, events and followups: the same law for both. */

/* A complaint with its follow-ups, ordered by number.  For applying new events the closed ones may be left
 * out; for a fold from nothing start with {0}.  `touched` is for the desk: which rows an apply changed. */
struct matter {
    struct complaint c;
    struct followup *f;
    bool *touched;
    size_t nf, cap_f, cap_t;
    subject into; /* merged: what goes on instead; 0: it was not, or nobody knows (an import) */
};

/* Applies one event, whose number must be c.events + 1.  ERR_DATA when the lifecycle refuses the step (the
 * text says what is possible instead) or a follow-up is not there or not open; the matter is unchanged then.
 */
struct err *matter_apply(struct matter *m, const struct event *ev) ERR_CHECK;

/* Passes over a struck event, which happened to nobody: its number, its transaction and its follow-up's number are
 * spent. */
void matter_pass(struct matter *m, const struct event *ev);

/* Folds a whole history from nothing, leaving out struck events (a struck `struck` strikes nothing).  Struck
 * events keep their numbers.  ERR_DATA names the event that can no longer happen. */
struct err *matter_replay(struct matter *m, const struct event *ev, size_t n) ERR_CHECK;

/* Which of the events are struck: one flag an event, in `struck`. */
void matter_struck(const struct event *ev, size_t n, bool *struck);

/* The statuses that an event of this kind passes over on its way ("the short road"): writes the implied kinds
 * of event in order and returns how many (at most 4).  `resolved` on a received complaint implies said,
 * offered and agreed. */
size_t matter_implied(const struct complaint *c, enum event_kind kind, enum event_kind implied[4]);

/* An open follow-up that is a person's next step. */
bool matter_is_step(const struct followup *f);

/* What the follow-up is called: a step up a ladder that came due and is needed no more was promised to nobody, so that it is
 * cancelled in words, though its row, and what counts steps that were taken, keep apart when it was given up. */
enum state matter_state(const struct followup *f);

/* Whether a merge takes the follow-up along: what was promised, arranged, or is owed by them goes on with the matter; its
 * clocks end, because the other one has its own. */
bool matter_goes_along(const struct followup *f);

void matter_clear(struct matter *m); /* frees what the matter owns, leaves {0} */

#endif
