/* step: the steps of a complaint's life: resolve, confirm, close, reopen, void, wait, resume, assign, set. */
#ifndef DESK_STEP_H
#define DESK_STEP_H

#include "desk/desk.h"

struct step {
    enum event_kind kind;
    struct str words;  /* why, or what was done; required for void and reopen */
    instant when;      /* INSTANT_NONE: now */
    bool yes;          /* confirmed: satisfied */
    int score;         /* confirmed: satisfaction 1 to 5; 0 not given */
    struct str name;   /* resolved: cause; assigned: owner, "none" gives it back */
    struct str remedy; /* resolved: as offer_parse() takes it */
};

/* Takes the step; implied ones before it are recorded as implied.  ERR_DATA when the lifecycle refuses;
 * ERR_NOPERM for a remedy beyond the login's authority, and for ending a review that goes to somebody else. */
struct err *step_take(struct desk *d, int64_t id, const struct step *s) ERR_CHECK;

/* Sets fields, as of `when` (INSTANT_NONE: now): "category", "billing" pairs; all or none.  A date or amount is checked
 * by its field's type.  An empty value takes it away; a category must be one of policy's, a subject one line of at most
 * SUBJECT_MAX bytes.  ERR_NOPERM as above. */
enum { SUBJECT_MAX = 998 }; /* a line of RFC 5322, section 2.1.1 */
struct step_set {
    enum field field;
    struct str value;
};
struct err *step_set(struct desk *d, int64_t id, const struct step_set *sets, size_t n,
                     instant when) ERR_CHECK;

/* "category=billing" taken apart; ERR_USAGE suggests the near field. */
struct err *step_parse_set(struct str text, struct step_set *out) ERR_CHECK;

#endif
