/* digest: what one colleague is reminded of, as a letter. */
#ifndef CUST_FOLLOWUP_DIGEST_H
#define CUST_FOLLOWUP_DIGEST_H

#include "cmd/common/work.h"
#include "desk/remind.h"

/* The letter as a message of RFC 5322 whose lines end at LF, as sendmail(8) takes it: Auto-Submitted (RFC 3834) and a
 * Message-ID that is the same when the letter is sent again.  Where policy knows no address a login stands for its own
 * mailbox.  ERR_DATA when the recipient can be no address. */
struct err *digest_write(struct work *w, const struct remind_letter *l, struct buf *out) ERR_CHECK;

/* Hands the letter to policy's sendmail, with the null sender: no bounce comes back from a machine to a machine
 * (RFC 3834 section 3.3).  The context is the struct work. */
remind_send digest_send;

#endif
