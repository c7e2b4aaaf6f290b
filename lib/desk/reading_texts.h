/* reading_texts: what the store knows that triage reads of a complaint: the customer's words, what people corrected of
 * them, and what was set. */
#ifndef DESK_READING_TEXTS_H
#define DESK_READING_TEXTS_H

#include "desk/history.h"
#include "judge/triage.h"
#include "rule/event.h"
#include "rule/word.h"

enum { READING_TEXTS = 32 }; /* the newest texts of a complaint that are read; what is older has faded */

enum reading_said { READING_NOTHING, READING_NO, READING_YES };

/* The texts oldest first.  Everything lies in the arena. */
struct reading_texts {
    struct triage_text *t;
    size_t n;
    subject *of; /* whose history each is of, and which event */
    uint32_t *no;
    enum reading_said (*said)[OUTPUTS]; /* what people corrected of it */
    bool categorized;                   /* somebody, or triage, once said what it is about */
    struct history_known known;
    /* Words that the last reading was of are erased, and no others came since: it stays as it is. */
    bool kept;
};

/* From all events of a complaint that nothing was merged into. */
struct err *reading_texts_of(struct db *db, subject of, const struct event *ev, size_t n, struct arena *a,
                             struct reading_texts *out) ERR_CHECK;

/* From the store, as of then, with what was merged into it as if it had all been said in one.  `own` (may be NULL) are
 * the complaint's own events, for who has them already. */
struct err *reading_texts_get(struct db *db, subject of, int64_t as_of, const struct event *own, size_t n,
                              struct arena *a, struct reading_texts *out) ERR_CHECK;

#endif
