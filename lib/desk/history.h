/* history: what the history of the complaint in hand adds to its score, besides the words. */
#ifndef DESK_HISTORY_H
#define DESK_HISTORY_H

#include "desk/change.h"
#include "judge/triage.h"

enum {
    HISTORY_TIMES = 3,      /* of each kind, so many count */
    HISTORY_DAYS = 90,      /* other complaints of theirs that came in within so many days before this one */
    HISTORY_COMPLAINTS = 20 /* of the last so many */
};

/* What somebody who went through the history has seen already. */
struct history_known {
    uint32_t unanswered; /* how often they spoke since we last did */
    int64_t amount;      /* hundredths, as set last */
    bool vulnerable;     /* somebody wrote it down */
};
/* Takes a set event that nobody struck, in the order of the history. */
void history_take(struct history_known *k, const struct event *ev);

/* Promises, callbacks and meetings that were kept late or given up after they were due, or are overdue; how often it
 * was reopened; other complaints of the same customer shortly before, and steps of ladders in them; messages after the
 * first that came before we answered; a vulnerability that somebody wrote down; the money at stake; how long they have
 * been a customer.  Each time adds policy's points.  At most TRIAGE_HISTORIES - 1 terms (a recurrence is
 * cause_term()'s), whose texts lie in the change's arena. */
struct err *history_terms(struct change *ch, const struct history_known *k, struct triage_term *terms,
                          size_t *n) ERR_CHECK;

/* From when on their other complaints count beside this one. */
instant history_since(const struct complaint *c);

/* Whether what this field says is one of them, so that setting it has the complaint read again. */
bool history_bears(enum field f);

#endif
