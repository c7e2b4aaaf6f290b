/* advice: what to do about one complaint now: the playbook's words for what holds in it, what is still to be asked, what
 * its author may offer, what worked before, and who comes in when it does not calm down.
 *
 * What holds is put in order of urgency: danger and law, then what we did wrong ourselves (an overdue promise, a cause
 * that had been fixed), then the other signals by their points, the customer's traits, the step that is next, and the
 * category.  Each part is cut to what can be read with somebody on the phone.
 */
#ifndef DESK_ADVICE_H
#define DESK_ADVICE_H

#include "desk/answering.h"
#include "desk/heat.h"
#include "desk/traits.h"

enum advice_part {
    ADVICE_FIRST,
    ADVICE_SAY,
    ADVICE_NOT,
    ADVICE_ASK,
    ADVICE_OFFER,
    ADVICE_WORKED,
    ADVICE_CALMER, /* not calmer? */
    ADVICE_PARTS
};

/* "FIRST", "SAY", ..., "NOT CALMER?" */
const char *advice_label(enum advice_part part);
/* For programs: "first", ..., "not-calmer" */
const char *advice_name(enum advice_part part);

struct advice_line {
    enum advice_part part;
    const char *text;
    /* What it is for: signal.anger, ...; what it comes from: promise, authority, history, ladder. */
    const char *from;
};

enum { ADVICE_LINES = 32 };

struct advice {
    struct answering known;
    struct traits traits;
    struct heat heat;
    struct advice_line lines[ADVICE_LINES]; /* by part */
    size_t n;
};

/* As of now.  ERR_NOINPUT when there is no such complaint.  One that is void, or closed with its cause, gets no lines.
 * Texts live in the arena. */
struct err *advice_get(struct desk *d, int64_t id, struct arena *a, struct advice *out) ERR_CHECK;

/* What is still to be asked in the matter as it is shown, by policy's categories and the playbook: until something is
 * offered what the category and the signals want to know, later what the step does.  A question whose field is set is
 * left out, and those that want the same field are one.  At most `max`. */
struct advice_question {
    struct str text;
    struct str field; /* that the answer goes to; empty: none */
    const char *from;
};
struct err *advice_questions(struct desk *d, const struct show *s, struct arena *a,
                             struct advice_question *out, size_t max, size_t *n) ERR_CHECK;

#endif
