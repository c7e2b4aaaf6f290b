/* promised: what a text of ours promises, with when it must happen.
 *
 * judge/tone.h finds where something is promised, rule/when.h reads the time beside it.  Before that, what letters say
 * and commands do not is put into words that commands know: "within the next two days" is "in 2 days", "this afternoon"
 * today at 17:00, "tomorrow morning" tomorrow at 12:00, "tonight" 20:00, "by the end of the day" the end of business,
 * "at 3" 15:00 (1 to 6 are afternoons), "10 a.m." 10am, "half past ten" 10:30.  The latest end that the words allow is
 * what is due.  A promise without a time is none that can be kept in mind; the tone check says so.
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
};

/* Promises with a time, in the order of the text, in the arena.  cx->mode must be WHEN_DUE. */
void promised_find(const struct tone *t, struct str text, const struct when *cx, struct arena *a,
                   struct promised **out, size_t *n);

#endif
