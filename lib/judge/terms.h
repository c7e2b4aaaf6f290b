/* terms: whether an answer takes up the customer's own words. */
#ifndef JUDGE_TERMS_H
#define JUDGE_TERMS_H

#include <stdbool.h>

#include "base/str.h"

/* Two different words of theirs, of four letters or more and not of those that stand in every letter, stand in the text
 * too (one, when they have only one; none are wanted when they have none).  "leaks" and "leaking" are one word.  Of
 * long letters the first 64 KiB and 256 such words count. */
bool terms_restated(struct str text, struct str theirs);

#endif
