/* taught: what a desk learned of one output (a signal, "complaint", one category), one correction after the other.
 *
 * Logistic regression by AdaGrad as in learn.h, each text seen once; only buckets that stood in a corrected text have a
 * weight.
 * What it says of a text is a margin to be added to what is known without it, in log odds; nothing taught is 0.
 *
 * People correct what they stumble over: at first one text, and often most of them with one label.  That must not move
 * other texts.  So words that stand in letters of every kind, and how common each label is, count only as far as there are
 * corrections of both labels; and of what the other words say, as much as may be chance counts for nothing while
 * corrections are few: a text that shares no telling word with any of them is read as without them.
 *
 * The same corrections in the same order give the same bytes, whether learned at one go or written and read in between.
 * Neither rules nor shipped models have a part in it, so a change of either leaves what was learned as it is.
 */
#ifndef JUDGE_TAUGHT_H
#define JUDGE_TAUGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "judge/feature.h"

struct taught;

struct taught *taught_new(void);
void taught_free(struct taught *t);

/* One correction. */
void taught_learn(struct taught *t, const struct features *f, bool yes);

/* What to add to log odds; 0 when nothing was taught that tells anything of this text. */
double taught_margin(const struct taught *t, const struct features *f);

/* The words that spoke most for it: at most three in a row, as bytes of the text that `f` was read from; false when none
 * did. */
bool taught_reason(const struct taught *t, const struct features *f, uint32_t *off, uint32_t *len);

/* As bytes, little-endian: "cust-tgt", version (4), corrections (4), buckets (4), corrections to yes (4); then bias, its
 * sum of squares (binary64); then each bucket with a weight, ascending: bucket (4), weight, sum of squares
 * (binary32). */
void taught_write(const struct taught *t, struct buf *out);

/* ERR_DATA when they are not what taught_write() writes, or of another version. */
struct err *taught_read(struct str bytes, struct taught **out) ERR_CHECK;

#endif
