/* thanks: whether a message is nothing but thanks.
 *
 * Somebody who says thank you for a solved matter has not opened it again.  Only words that thank, please or close a
 * letter may stand there: a single other word ("but", "still", a number, a question) makes it a message to be read.
 */
#ifndef JUDGE_THANKS_H
#define JUDGE_THANKS_H

#include <stdbool.h>

#include "base/str.h"

/* `own` is what the writer wrote themselves (own.h); words of `name` and `address`, with which they sign, do not count.
 * At most 30 words; at least one must thank. */
bool thanks_only(struct str own, struct str name, struct str address);

/* Whether it may be thanks or praise with a sentence of content: "Great, it arrived today."  Each clause with words that
 * are neither polite nor known says something good, and none of what asks, denies or takes back stands there ("but",
 * "still", "not", a question).  At most 40 words.  Whether something in it is a danger all the same, and what it is about,
 * is for who judges texts (verdict.h). */
bool thanks_happy(struct str own, struct str name, struct str address);

#endif
