/* draft: the first version of an answer, as text for an editor (desk/drafttext.h has its form). */
#ifndef DESK_DRAFT_H
#define DESK_DRAFT_H

#include "base/buf.h"
#include "desk/desk.h"

struct draft_ask {
    int as;            /* enum answer; -1: ack for the first one, summary once it is resolved, else plain */
    int wording;       /* which of several sentences, from 0; -1: another one for each letter of the matter */
    struct str author; /* who signs; empty: the desk alone */
};

/* Appends the draft: headers; the playbook's skeleton (policy: wordings) for what holds in this matter; a cut line and
 * below it what the author should know, with the playbook's advice.  ERR_DATA when the customer has no mail address. */
struct err *draft_write(struct desk *d, int64_t id, const struct draft_ask *ask, struct buf *out) ERR_CHECK;

#endif
