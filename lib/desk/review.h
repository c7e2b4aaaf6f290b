/* review: a second look at a matter is by somebody who has not handled it.
 *
 * A complaint is under review once its field `stage` was set behind an answer of ours, and that stage is one that a
 * standard of policy names, or follows another stage, a final answer or a resolution.  Whoever had the complaint before
 * that, or gave the final answer or resolved it, does not handle the review (Complaint Handling Code 6.13; FCA DISP
 * 1.4.1R asks for an impartial one).  Silent on a desk whose policy names no staff.
 */
#ifndef DESK_REVIEW_H
#define DESK_REVIEW_H

#include "desk/change.h"

/* Whether this login may handle the complaint in hand.  ERR_NOPERM names who may. */
struct err *review_check(struct change *ch, struct str login) ERR_CHECK;

/* Whether who is at work may end it with this answer: a final one or a summary ends a review as resolving does. */
struct err *review_check_answer(struct change *ch, enum answer as) ERR_CHECK;

/* Whether it may be handed up to this login: not to who has it, nor to who may not review it.  ERR_NOPERM names who
 * may. */
struct err *review_check_up(struct change *ch, struct str login) ERR_CHECK;

/* Around what takes something back, or a complaint away: who may not handle its review does not get it back so. */
struct review_guard {
    subject of;
    struct err *barred; /* what review_check() says of who is at work; NULL: they may */
    int64_t owner;
    bool voided;
};

/* The complaint (another subject is not looked at) is in hand then. */
struct err *review_guard_begin(struct change *ch, subject of, struct review_guard *g) ERR_CHECK;

/* Gives e back if there is one.  ERR_NOPERM when who was refused the review is so no more, or ended it, or when its owner
 * is now one who is; the complaint is in hand then.  Frees what the guard holds. */
struct err *review_guard_end(struct change *ch, struct review_guard *g, struct err *e) ERR_CHECK;

/* The stage of the complaint in hand was just set: when its owner may not handle it any more, it becomes nobody's, by an
 * implied event. */
struct err *review_hand_over(struct change *ch) ERR_CHECK;

#endif
