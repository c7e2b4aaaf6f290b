/* cause: why it happened, what we learned, what we changed; and the one thing that is not excusable: the same cause
 * again after its fix.
 *
 * A complaint recurs when a fix of its cause held at the time when it was received.  That is a term of its score
 * (policy's `recurrence`: P2 by itself in the default policy), so each reading of it is recorded.
 */
#ifndef DESK_CAUSE_H
#define DESK_CAUSE_H

#include "desk/change.h"
#include "judge/triage.h"

/* The complaint has this cause; a lesson (may be empty) is kept with the cause. */
struct cause_say {
    struct str name;
    struct str lesson;
};
struct err *cause_say(struct desk *d, int64_t id, const struct cause_say *c) ERR_CHECK;

/* Only the lesson, without a complaint. */
struct err *cause_learn(struct desk *d, const struct cause_say *c) ERR_CHECK;

/* From `since` on it should not happen again.  Open complaints of this cause that came later are read by triage again in
 * the same transaction, as many as it has time for.  ERR_NOINPUT, with the near name, for a cause that the desk does not
 * know. */
struct cause_fixed {
    uint32_t no;    /* of the fix */
    int64_t raised; /* complaints whose reading changed */
    bool more;      /* others were left; reread_run() reads them */
};
struct err *cause_fix(struct desk *d, struct str name, instant since, struct str words,
                      struct cause_fixed *out) ERR_CHECK;

/* The name of a known cause that was probably meant, when `name` is none; else NULL.  In the arena. */
struct err *cause_near(struct desk *d, struct str name, struct arena *a, const char **near) ERR_CHECK;

/* Whether a complaint recurs: since when it should not, and what had been done about it.  `name` is empty if not. */
struct cause_recurs {
    struct str name;
    instant since;
    struct str fix;
};
struct err *cause_recurs(struct desk *d, int64_t id, struct arena *a, struct cause_recurs *out) ERR_CHECK;

/* What the desk knew of a cause (a name's number) as of then: empty texts for what it did not. */
struct cause_story {
    struct str name, lesson;
    instant since; /* of the newest fix */
    struct str fix;
};
struct err *cause_story(struct desk *d, int64_t cause, int64_t as_of, struct arena *a,
                        struct cause_story *out) ERR_CHECK;

/* The pieces for others, inside their transaction: the desk knows this cause from now on; and the term that a recurring
 * complaint in hand has (*n 1, else 0). */
struct err *cause_known(struct change *ch, int64_t name) ERR_CHECK;
struct err *cause_term(struct change *ch, struct triage_term *term, size_t *n) ERR_CHECK;

#endif
