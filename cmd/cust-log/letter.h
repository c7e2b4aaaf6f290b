/* letter: what check and reply share. */
#ifndef CUST_LOG_LETTER_H
#define CUST_LOG_LETTER_H

#include "base/buf.h"
#include "desk/answering.h"
#include "desk/drafttext.h"

/* Adds the warnings of the tone check, a line each: "draft:3:14: warning: ...".  `d` and `known` may be NULL. */
struct err *letter_check(struct desk *d, const struct policy *p, const struct answering *known,
                         const char *name, const struct drafttext *t, struct buf *out, size_t *n) ERR_CHECK;

#endif
