/* promised: what a text of ours promises, with when it must happen.
 *
 * judge/tone.h finds where something is promised, desk/saying.h puts the part into words that commands know, rule/when.h
 * reads the time in it.  The latest end that the words allow is due: "between 10 and 12" at 12.  A promise without a time
 * is none that can be kept in mind; the tone check says so.
 *
 * One sentence can promise several times: "tomorrow at 10 and on friday at 11", "call you tomorrow and send it on
 * friday".  A day behind "and" goes with the promise behind it when that has no time itself: "... tomorrow, and on friday
 * I will write".
 */
#ifndef DESK_PROMISED_H
#define DESK_PROMISED_H

#include "base/arena.h"
#include "judge/tone.h"
#include "rule/when.h"
#include "rule/word.h"

struct promised {
    enum kind kind; /* promise, callback or meeting */
    instant due;
    struct str words; /* its part of the sentence, on one line; in the arena */
    bool another;     /* said of the same day as the one before it, with a clock time of its own */
};

/* Promises with a time, in the order of the text, in the arena.  cx->mode must be WHEN_DUE. */
void promised_find(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                   struct promised **out, size_t *n);

/* Sentences in which a time to come was read and no promise: for a word about them.  Not questions, what is said with
 * "if", or what tells of the past ("we sent it on Friday").  `kind` means nothing; in the arena. */
void promised_unread(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                     struct promised **out, size_t *n);

#endif
