/* letter: what check and reply share. */
#ifndef CUST_LOG_LETTER_H
#define CUST_LOG_LETTER_H

#include "base/buf.h"
#include "cmd/common/work.h"
#include "desk/answering.h"
#include "desk/drafttext.h"
#include "desk/speak.h"

/* Adds the warnings of the tone check, a line each: "draft:3:14: warning: ...".  `d` and `known` may be NULL. */
struct err *letter_check(struct desk *d, const struct policy *p, const struct answering *known,
                         const char *name, const struct drafttext *t, struct buf *out, size_t *n) ERR_CHECK;

/* The complaint that the verb's operand names. */
struct err *letter_complaint(const struct session *s, int64_t *id) ERR_CHECK;

/* A draft for it, by the options --as and --wording. */
struct err *letter_draft(struct work *w, int64_t id, struct buf *out) ERR_CHECK;

/* The promises that stand in our own words: those that --promises (add, no, fail) lets through, each said on standard
 * error with the time that it means, and asked for at a terminal.  Not those that `s->promises` or an open follow-up of
 * ours has on the same day.  A time in a sentence that promises nothing is said too.  *out lives in the work's arena. */
struct err *letter_promises(struct work *w, int64_t id, const struct speak *s, struct promised **out,
                            size_t *n) ERR_CHECK;

/* What is more than who says these words may offer, a line for each sum, to be said on standard error: what was said was
 * said. */
struct err *letter_sums(struct work *w, int64_t id, struct str words, struct buf *out) ERR_CHECK;

#endif
