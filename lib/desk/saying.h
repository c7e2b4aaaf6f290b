/* saying: what letters say of times, in the words that rule/when.h knows.
 *
 * "within the next two days" becomes "in 2 days", "tomorrow morning" tomorrow 12:00, "at 3" 15:00, "8 in the evening"
 * 20:00, "between 10 and 12" 12:00 (the end is due), "monday week" and "a week on monday" the date a week behind the
 * monday that comes, "monday next week" the date, and so do "on the 20th" and "by 20/11" (desk/saying_day.h).  What it
 * does not know stays as it is.  English only.
 */
#ifndef DESK_SAYING_H
#define DESK_SAYING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "rule/when.h"

/* Appends the part of a sentence in plain words.  Of cx, now and zone count. */
void saying_plain(struct str part, const struct when *cx, struct buf *out);

/* Appends it on one line: runs of white space are one blank; "a.m." and "p.m." lose their dots, so that a dot is a
 * sentence's end. */
void saying_flatten(struct str part, struct buf *out);

/* Whether the text begins with these words (lower case), whole; *used is their length. */
bool saying_says(struct str text, const char *words, size_t *used);

/* Whether a byte can stand in a word: ASCII letters and figures, an apostrophe, whatever is beyond ASCII. */
bool saying_is_word(char c);

#endif
