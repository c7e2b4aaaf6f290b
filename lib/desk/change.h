/* change: one transaction of the desk: events in, rows out.
 *
 * change_begin, then for each complaint change_take (or change_fresh for a new one), change_event as often as needed
 * and change_settle; then change_commit.  Any error: change_abort, and the store is as it was.  The law of what an
 * event does is rule/matter.h; this module only numbers, writes and keeps the rows in step.
 */
#ifndef DESK_CHANGE_H
#define DESK_CHANGE_H

#include "desk/desk.h"
#include "rule/matter.h"
#include "store/db_words.h"

struct reading_tools;
struct known_customer;
struct reading_ready;

struct change {
    struct desk *desk;
    struct arena *arena; /* for what the transaction reads */
    int64_t seq;
    instant recorded;
    struct matter m;         /* the complaint in hand */
    struct complaint before; /* as it was taken; id 0 for a new one */
    subject into_before;     /* its m.into then */
    bool spoken;        /* the customer said something new, or the history changed: triage must read it */
    bool corrected;     /* its corrections of triage changed */
    bool late;          /* what the desk learns is learned at the commit: many corrections come */
    uint32_t unlearned; /* bits 1 << enum output: to be learned anew (desk/teach.h) */
    bool whole;         /* the complaint in hand was made in this transaction: `events` are all that it has */
    subject known;      /* `events` are all that this one has: they were read once; 0: not yet */
    /* Of desk/known.h: whose the complaint in hand is, where an import knows more than its number; NULL: the store is
     * asked. */
    const struct known_customer *bringer;
    /* Of desk/reading.h: what was read for triage beforehand; NULL: nothing. */
    const struct reading_ready *ready;
    struct event *events;
    size_t nevents, cap_events;
    struct reading_tools *tools; /* of desk/reading_tools.h; made when first needed */
};

/* By the policy that is in force then (desk_renew()): a command that lasts does not go on by the one of its beginning. */
struct err *change_begin(struct desk *d, struct change *ch) ERR_CHECK;

/* The complaint in hand is `id`, with its open follow-ups; or the customer minus `id`, who has only events and
 * follow-ups: no words are read and no clocks run for one. */
struct err *change_take(struct change *ch, subject id) ERR_CHECK;

/* The same for who read its matter (moved from) and all of its events in this transaction, or when nobody has written
 * since but who asks. */
void change_take_read(struct change *ch, struct matter *m, const struct event *ev, size_t n);

/* The complaint in hand is a new one; its number goes to *id.  The first event must be `heard`. */
struct err *change_fresh(struct change *ch, int64_t *id) ERR_CHECK;

/* Appends an event to the complaint in hand.  `of`, `no`, `seq` and `recorded` are filled in; `happened` too when it
 * is INSTANT_NONE.  ERR_DATA from the lifecycle leaves everything as it was. */
struct err *change_event(struct change *ch, struct event *ev) ERR_CHECK;

/* What is done on a complaint happened when it was here, or later: ERR_DATA for an earlier *when.  One that says the minute
 * of receipt is moved to it.  INSTANT_NONE and what is a customer's pass. */
struct err *change_after_receipt(const struct change *ch, instant *when) ERR_CHECK;

/* The same of what follows its being resolved, while it is. */
struct err *change_after_resolution(const struct change *ch, instant *when) ERR_CHECK;

/* The same of what answers an offer that was made at `offered`. */
struct err *change_after_offer(const struct change *ch, instant offered, instant *when) ERR_CHECK;

/* As change_event(), for words: they are kept first and their number filled in.  Empty words are none. */
struct err *change_words(struct change *ch, struct event *ev, enum db_words_role role,
                         struct str words) ERR_CHECK;

/* A person's follow-up of the complaint in hand; *no gets its number. */
struct err *change_followup(struct change *ch, enum kind kind, instant due, int64_t owner, struct str words,
                            uint32_t *no) ERR_CHECK;

/* The steps that `kind` passes over, as implied events (rule/matter.h: matter_implied). */
struct err *change_implied(struct change *ch, enum event_kind kind, instant happened) ERR_CHECK;

/* The whole history of the complaint in hand so far, read from the store once; those of this transaction without their
 * actors.  In the arena. */
struct err *change_history(struct change *ch, struct event **ev, size_t *n) ERR_CHECK;

/* The same without what was struck. */
struct err *change_standing(struct change *ch, struct event **ev, size_t *n) ERR_CHECK;

/* The complaint in hand is what `m` says, after a strike; m is moved from. */
void change_replace(struct change *ch, struct matter *m);

/* Reads the customer's new words (desk/reading.h), moves the clocks that depend on the priority, and writes the
 * rows. */
struct err *change_settle(struct change *ch) ERR_CHECK;

struct err *change_commit(struct change *ch) ERR_CHECK; /* the change is over, whatever happened */
void change_abort(struct change *ch);
/* Commits when e is NULL, else aborts and gives e back. */
struct err *change_end(struct change *ch, struct err *e) ERR_CHECK;

#endif
